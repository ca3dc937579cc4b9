package integration

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// script has calls of every kind that creates IDs, hashes or secrets, or shows times. $1
// is the first ID in the previous response.
var script = []string{
	`POST /v1/payments {"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`,
	`POST /v1/payments/$1/refund {"amount":25.00,"reason":"requested_by_customer"}`,
	`POST /v1/payments {"amount":5000,"currency":"USD","customer_id":"cust_test_123","payment_method":{"type":"card","card":{"token":"tok_visa"}}}`,
	`POST /v1/payments {"amount":5000,"currency":"USD","customer_id":"cust_test_123","payment_method":{"type":"card","card":{"token":"tok_declined"}}}`,
	`POST /v1/orders {"customer_id":"cust_test_123","items":[{"product_id":"prod_test_123","quantity":2}]}`,
	`GET /v1/orders/$1`,
	`POST /v1/invoices {"customer_id":"cust_abc123","line_items":[{"description":"C","quantity":1,"unit_price":{"value":"120.00"}}]}`,
	`POST /v1/invoices/$1/send {}`,
	`POST /v1/stablecoin/transfer {"from":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","to":"stateset1merchantaddress123","amount":{"denom":"ssusd","amount":"1000000"}}`,
	`GET /v1/stablecoin/transactions?address=stateset1merchantaddress123`,
	`POST /v1/agents {"name":"A","initial_funding":{"value":"100.00","denom":"ssusd"}}`,
	`POST /v1/agents/$1/execute {"action":"check_balance","parameters":{},"async":true}`,
	`POST /v1/webhooks {"url":"https://example.com/hook","events":["order.paid"]}`,
	`POST /v1/webhooks/$1/rotate_secret {}`,
	`POST /v1/finance/loans {"amount":{"value":"1000.00"},"term_days":90}`,
	`GET /v1/payments/unknown`,
	`DELETE /v1/payments`,
	`GET /nowhere`,
	`POST /_mock/clock/advance {"seconds":3600.25,"account":"demo"}`,
	`POST /_mock/clock/advance {"seconds":86400}`,
	`GET /v1/events`,
	`GET /v1/payments`,
	`GET /i/unknown`,
	`GET /_mock/requests`,
	`POST /_mock/webhooks/settle {}`, // a reset cancels deliveries
	`POST /_mock/reset {"account":"demo"}`,
	`POST /v1/payments {"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`,
	`POST /_mock/webhooks/settle {"account":"demo"}`,
	`POST /_mock/reset {"restart_ids":true}`,
	`POST /v1/payments {"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`,
	`POST /_mock/webhooks/settle {}`,
}

// offset is the only part of a response that depends on real time.
var (
	offset  = regexp.MustCompile(`"offset_seconds":-?[0-9]+`)
	firstID = regexp.MustCompile(`"id":"([^"]+)"`)
)

// say sends a request and returns the bytes of the response.
func (p *program) say(t *testing.T, method, target, body string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer sk_test_demo\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", method, target, len(body), body)
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	return offset.ReplaceAllString(string(answer), `"offset_seconds":0`)
}

// play runs the script against the program, and returns its responses and deliveries.
func play(t *testing.T, binary, seed string) (answers, deliveries []string) {
	t.Helper()
	var mu sync.Mutex
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		r.Header.Del("Accept-Encoding")
		mu.Lock()
		defer mu.Unlock()
		deliveries = append(deliveries, fmt.Sprint(r.Header, string(body), err))
	}))
	defer receiver.Close()
	p := start(t, binary, "-seed", seed, "-time", "2026-01-15T10:00:00Z", "-freeze", "-public-url", "http://mock.test",
		"-webhook", receiver.URL, "-webhook-secret", "whsec_0123456789abcdef0123456789abcdef", "-sign-with-server-clock")
	last := ""
	for _, line := range script {
		method, rest, _ := strings.Cut(line, " ")
		target, body, _ := strings.Cut(rest, " ")
		if id := firstID.FindStringSubmatch(last); id != nil {
			target = strings.Replace(target, "$1", id[1], 1)
		}
		last = p.say(t, method, target, body)
		answers = append(answers, last)
	}
	require.NoError(t, p.command.Process.Signal(syscall.SIGTERM))
	require.NoError(t, p.command.Wait())
	return answers, deliveries
}

// With a seed and a frozen clock two runs of a script return the same bytes: status
// lines, headers and bodies of responses, and headers and bodies of deliveries.
func TestTwoRunsHaveTheSameBytes(t *testing.T) {
	t.Parallel()
	binary := build(t, "./mockserver/stateset-mock")
	answers, deliveries := play(t, binary, "7")
	again, deliveredAgain := play(t, binary, "7")
	for i, answer := range answers {
		require.True(t, answer == again[i], "%s: the responses differ", script[i])
		status, _, _ := strings.Cut(answer, "\r\n")
		require.Regexp(t, `^HTTP/1\.1 (2..|402|404|405) `, status, script[i])
	}
	require.True(t, slices.Equal(deliveries, deliveredAgain), "the deliveries differ")
	require.Greater(t, len(deliveries), 10)
	other, _ := play(t, binary, "8")
	require.False(t, answers[0] == other[0], "another seed")
}
