package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

const (
	getThroughput  = "GET a payment, requests per second ÷ bare"
	postThroughput = "POST a payment, requests per second ÷ bare"

	rounds = 6 // turns of each server
	// clients is the number of connections under load.
	clients = 32
)

const head = "Host: localhost\r\nAuthorization: Bearer sk_test_load\r\nUser-Agent: scale\r\n"

// payment is a POST request with a unique key.
func payment(out []byte, account, key string) []byte {
	return fmt.Appendf(out, "POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_%s\r\nUser-Agent: scale\r\nContent-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s",
		account, key, len(tokenPayment), tokenPayment)
}

// mixedCall is a payment, an order, a list, a balance, a miss or an unknown route of one of
// 100 accounts.
func mixedCall(out []byte, connection, i int) []byte {
	account := fmt.Sprintf("mixed%d", i%100)
	get := func(path string) []byte {
		return fmt.Appendf(out, "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_%s\r\n\r\n", path, account)
	}
	switch i / 100 % 10 {
	case 0, 1, 2, 3:
		return payment(out, account, fmt.Sprintf("key-%d-%d", connection, i))
	case 4:
		const order = `{"customer_id":"cust_test_123","items":[{"product_id":"prod_test_123","quantity":1}],"shipping_address":{"name":"A","line1":"1 Main St","city":"Portland","state":"OR","postal_code":"97201","country":"US"}}`
		return fmt.Appendf(out, "POST /v1/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", account, len(order), order)
	case 5:
		return get("/v1/payments?limit=10&status=succeeded")
	case 6:
		return get("/v1/account/balance")
	case 7:
		return get("/v1/payments/pay_none")
	case 8:
		return get("/v1/payments/pay_test_456")
	}
	return get("/v1/nothing")
}

// throughput compares the mock server with a bare server that has its replies.
func (r *run) throughput() error {
	mock, err := startRemote(nil)
	if err != nil {
		return err
	}
	defer mock.close()
	created, location, err := mock.learn("POST", "/v1/payments", tokenPayment)
	if err != nil {
		return err
	}
	read, _, err := mock.learn("GET", location, "")
	if err != nil {
		return err
	}
	bare, err := startRemote(map[string]reply{"POST": created, "GET": read})
	if err != nil {
		return err
	}
	defer bare.close()
	get := []byte("GET " + location + " HTTP/1.1\r\n" + head + "\r\n")
	if err := r.compare(getThroughput, 0.65, mock, bare, func(out []byte, _, _ int) []byte { return append(out, get...) }); err != nil {
		return err
	}
	var keys atomic.Int64 // no key repeats in a later turn
	return r.compare(postThroughput, 0.5, mock, bare, func(out []byte, _, _ int) []byte {
		return payment(out, "load", fmt.Sprintf("key-%d", keys.Add(1)))
	})
}

// compare prints the median ratio of the requests per second of both servers.
func (r *run) compare(name string, target float64, mock, bare *remote, next request) error {
	if !r.rows.MatchString(name) {
		return nil
	}
	var ratios []float64
	for range rounds {
		served, err := mock.loadFor(clients, r.turn, next)
		if err != nil {
			return err
		}
		possible, err := bare.loadFor(clients, r.turn, next)
		if err != nil {
			return err
		}
		ratios = append(ratios, served/possible)
	}
	r.row(name, median(ratios), "", target)
	return nil
}

// learn makes a request and returns the reply, and the path of its object.
func (s *remote) learn(method, path, body string) (reply, string, error) {
	request, err := http.NewRequest(method, "http://"+s.address+path, strings.NewReader(body))
	if err != nil {
		return reply{}, "", err
	}
	request.Header.Set("Authorization", "Bearer sk_test_load")
	request.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply{}, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if resp.StatusCode >= http.StatusBadRequest {
		return reply{}, "", fmt.Errorf("%s %s: %s", method, path, text)
	}
	_, rest, _ := strings.Cut(string(text), `{"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return reply{resp.StatusCode, resp.Header, text}, "/v1/payments/" + id, err
}
