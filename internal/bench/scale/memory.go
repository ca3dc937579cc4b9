package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// wallet is a wallet that every account funds.
const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

// tokenPayment is the body of a payment in ssUSD.
const tokenPayment = `{"amount":0.01,"currency":"ssusd","recipient":"` + wallet + `"}`

// newcomer is the first and only call of an account.
type newcomer struct {
	name               string
	method, path, body string
	status             int
	target             float64 // bytes
}

var newcomers = []newcomer{
	{"account, unknown route", http.MethodGet, "/v1/nothing", "", http.StatusNotFound, 0},
	{"account, 404 by ID", http.MethodGet, "/v1/payments/pay_none", "", http.StatusNotFound, 0},
	{"account, balance read", http.MethodGet, "/v1/account/balance", "", http.StatusOK, 1024},
	{"account, one payment", http.MethodPost, "/v1/payments", tokenPayment, http.StatusCreated, 6 * 1024},
}

func accountNames() (names []string) {
	for _, c := range newcomers {
		names = append(names, c.name)
	}
	return names
}

// accounts measures the heap bytes of an account after one call.
func (r *run) accounts() error {
	l, err := newLocal(context.Background())
	if err != nil {
		return err
	}
	defer l.server.Close()
	for i, c := range newcomers {
		bytes, err := heapPer(max(r.n/200, 500), func(j int) error {
			w := l.call(fmt.Sprintf("new%d_%d", i, j), c.method, c.path, c.body)
			if w.Code != c.status {
				return fmt.Errorf("%s: %d %s", c.name, w.Code, w.Body)
			}
			return nil
		})
		if err != nil {
			return err
		}
		r.row(c.name, max(bytes, 0), " B", c.target)
	}
	return nil
}

const (
	plainPayment   = "ssUSD payment"
	keyedPayment   = "ssUSD payment with idempotency key"
	residentMemory = "RSS after mixed calls"
)

// payments measures the heap bytes of a payment with its events.
func (r *run) payments() error {
	plain, err := paymentBytes(r.n, func(int) []string { return nil })
	if err != nil {
		return err
	}
	r.row(plainPayment, plain, " B", 2*1024)
	keyed, err := paymentBytes(r.n, func(i int) []string { return []string{"Idempotency-Key", "key-" + strconv.Itoa(i)} })
	if err != nil {
		return err
	}
	r.row(keyedPayment, keyed, " B", 3*1024)
	return nil
}

// paymentBytes measures payments of an account that are too few to drop events.
func paymentBytes(n int, headers func(i int) []string) (float64, error) {
	l, err := newLocal(context.Background())
	if err != nil {
		return 0, err
	}
	defer l.server.Close()
	pay := func(i int) error {
		_, err := l.create("payer", "/v1/payments", tokenPayment, headers(i)...)
		return err
	}
	if err := pay(-1); err != nil {
		return 0, err
	}
	return heapPer(max(n/250, 500), pay)
}

// resident measures the memory of a process after mixed calls to many accounts.
func (r *run) resident() error {
	const connections = 32
	s, err := startRemote(nil)
	if err != nil {
		return err
	}
	defer s.close()
	_, err = s.load(connections, r.n/5/connections, mixedCall)
	if err != nil {
		return err
	}
	bytes, err := s.resident()
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	r.row(residentMemory, bytes/(1<<20), " MiB", 300)
	return err
}
