package conformance_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

// badAnswer is a malformed response. The golden file has the result of the call, an error
// or a value.
type badAnswer struct {
	name   string
	answer wiretest.Response
	call   func(context.Context, *stateset.Client) (any, error)
}

func getPayment(ctx context.Context, c *stateset.Client) (any, error) {
	return c.Payments.Get(ctx, "pay_1")
}

func capture(ctx context.Context, c *stateset.Client) (any, error) {
	return c.Payments.Capture(ctx, "pay_1", nil, stateset.WithIdempotencyKey("order-1"))
}

func createdAt(ctx context.Context, c *stateset.Client) (any, error) {
	p, err := c.Payments.Get(ctx, "pay_1")
	if err != nil {
		return nil, err
	}
	return p.CreatedAt, nil
}

func amount(ctx context.Context, c *stateset.Client) (any, error) {
	p, err := c.Payments.Get(ctx, "pay_1")
	if err != nil {
		return nil, err
	}
	return p.Amount, nil
}

func page(ctx context.Context, c *stateset.Client) (any, error) {
	page, err := c.Payments.List(ctx, nil)
	if err != nil {
		return nil, err
	}
	return fmt.Sprint(len(page.Data), " rows, more: ", page.HasMore), nil
}

// limitOf returns the rate limit that the client read from the headers.
func limitOf(ctx context.Context, c *stateset.Client) (any, error) {
	if _, err := c.Payments.Get(ctx, "pay_1"); err != nil {
		return nil, err
	}
	limit, ok := c.RateLimit()
	return fmt.Sprintf("%d of %d left, known: %t", limit.Remaining, limit.Limit, ok), nil
}

func paymentWith(members string) wiretest.Response {
	return wiretest.Respond(200, `{"id":"pay_1","object":"payment",`+members+`}`)
}

func limitHeaders(limit, remaining, reset string) wiretest.Response {
	return wiretest.Respond(200, payment, "X-RateLimit-Limit", limit, "X-RateLimit-Remaining", remaining, "X-RateLimit-Reset", reset)
}

// writeBadAnswers adds the results of calls with bad responses.
func writeBadAnswers(t *testing.T, m *messages) {
	for _, group := range [][]badAnswer{badEnvelopes, badNumbers, badTimes, wrongAnswers, badHeaders, badTexts, badPages} {
		for _, tt := range group {
			name := "answer: " + tt.name
			t.Run(name, func(t *testing.T) {
				s := wiretest.New(tt.answer)
				got, err := tt.call(t.Context(), s.Client(t, stateset.WithMaxAttempts(1)))
				require.Equal(t, 1, len(s.Requests()))
				if err == nil {
					m.add(t, name, fmt.Sprint("ok: ", got))
					return
				}
				var e *stateset.Error
				require.True(t, errors.As(err, &e) && e.Status != 0 || errors.Is(err, stateset.ErrPageLoop), "%v", err)
				requireAnswerMessage(t, err.Error())
				m.add(t, name, err.Error())
			})
		}
	}
}

// requireAnswerMessage is requireMessage for an error that quotes a response. Such an
// error may be longer.
func requireAnswerMessage(t *testing.T, text string) {
	t.Helper()
	require.LessOrEqual(t, len(text), 2<<10)
	requireMessage(t, text[:min(len(text), 500)])
	require.NotContains(t, text, wiretest.Sentinel)
}

var badEnvelopes = []badAnswer{
	{"401 with a page of HTML", wiretest.Respond(401, "<html><head><title>Sign in</title></head>", "Content-Type", "text/html"), getPayment},
	{"502 with a page of HTML, of a write", wiretest.Respond(502, "<!doctype html><title>Bad gateway</title>", "Content-Type", "text/html"), capture},
	{"500 without a body", wiretest.Respond(500, ""), getPayment},
	{"500 in plain text", wiretest.Respond(500, "upstream connect error", "Content-Type", "text/plain"), getPayment},
	{"500 with an empty object", wiretest.Respond(500, `{}`), getPayment},
	{"500 with a list", wiretest.Respond(500, `["boom"]`), getPayment},
	{"500 cut off", wiretest.Respond(500, `{"error":{"code":"internal_error","mess`), getPayment},
	{"500, error an object", wiretest.Respond(500, `{"error":{"type":"api_error","code":"internal_error","message":"boom","request_id":"req_1"}}`), getPayment},
	{"500, error an object with details", wiretest.Respond(500, `{"error":{"code":"internal_error","message":"boom","details":{"a":1},"timestamp":"2026-01-01","documentation_url":"https://x"}}`), getPayment},
	{"500, no success and an object", wiretest.Respond(500, `{"success":false,"error":{"code":"internal_error","message":"boom"}}`), getPayment},
	{"500, no success and text", wiretest.Respond(500, `{"success":false,"error":"boom"}`), getPayment},
	{"500, error a code beside a message", wiretest.Respond(500, `{"error":"internal_error","message":"boom","request_id":"req_1"}`), getPayment},
	{"500, error text", wiretest.Respond(500, `{"error":"boom"}`), getPayment},
	{"500, flat", wiretest.Respond(500, `{"type":"api_error","code":"internal_error","message":"boom"}`), getPayment},
	{"500, flat with a detail", wiretest.Respond(500, `{"code":1500,"detail":"boom"}`), getPayment},
	{"400, list of errors", wiretest.Respond(400, `{"errors":[{"field":"amount","message":"too small","code":"parameter_invalid"},{"field":"currency","message":"unknown"}]}`), capture},
	{"500, problem document", wiretest.Respond(500, `{"type":"https://x/boom","title":"Boom","status":500,"detail":"it broke"}`, "Content-Type", "application/problem+json"), getPayment},
	{"500, request id in meta", wiretest.Respond(500, `{"meta":{"requestId":"req_1"},"error":{"code":"internal_error","message":"boom"}}`), getPayment},
	{"500, error null", wiretest.Respond(500, `{"error":null}`), getPayment},
	{"500, error a number", wiretest.Respond(500, `{"error":7,"message":["x"]}`), getPayment},
	{"429, wait in the body", wiretest.Respond(429, `{"error":{"code":"rate_limit_exceeded","message":"slow down","retry_after":30}}`), getPayment},
}

var badNumbers = []badAnswer{
	{"amount of cents with decimals", paymentWith(`"amount":100.00,"currency":"USD"`), amount},
	{"amount of cents with a part of a cent", paymentWith(`"amount":100.5,"currency":"USD"`), amount},
	{"amount a string", paymentWith(`"amount":"100","currency":"USD"`), amount},
	{"amount with an exponent", paymentWith(`"amount":1e2,"currency":"USD"`), amount},
	{"amount with a large exponent", paymentWith(`"amount":1e999999999,"currency":"USD"`), amount},
	{"amount beyond 64 bits", paymentWith(`"amount":9223372036854775808,"currency":"USD"`), amount},
	{"amount beyond floats", paymentWith(`"amount":9007199254740993,"currency":"JPY"`), amount},
	{"amount minus zero", paymentWith(`"amount":-0,"currency":"USD"`), amount},
	{"amount null", paymentWith(`"amount":null,"currency":"USD"`), amount},
	{"amount an object", paymentWith(`"amount":{"value":"1.00"},"currency":"USD"`), amount},
	{"amount a word", paymentWith(`"amount":"a lot","currency":"USD"`), amount},
	{"amount without a currency", paymentWith(`"amount":100`), amount},
	{"amount in an unknown currency", paymentWith(`"amount":100,"currency":"XQQ"`), amount},
	{"amount of tokens with seven decimals", paymentWith(`"amount":0.0000001,"currency":"ssusd"`), amount},
}

var badTimes = []badAnswer{
	{"time an integer", paymentWith(`"created":1705678200`), createdAt},
	{"time a fraction", paymentWith(`"created":1705678200.25`), createdAt},
	{"time as text", paymentWith(`"created":"2024-01-19T15:30:00.123456789Z"`), createdAt},
	{"time as text of an integer", paymentWith(`"created":"1705678200"`), createdAt},
	{"time null", paymentWith(`"created":null`), createdAt},
	{"time a word", paymentWith(`"created":"yesterday"`), createdAt},
	{"time beyond calendars", paymentWith(`"created":1e30`), createdAt},
	{"other time a word", paymentWith(`"updated_at":"yesterday"`), createdAt},
}

var wrongAnswers = []badAnswer{
	{"of another payment", wiretest.Respond(200, `{"id":"pay_2"}`), getPayment},
	{"of another payment, of a write", wiretest.Respond(200, `{"id":"pay_2"}`, "X-Request-Id", "req_1"), capture},
	{"without an id", wiretest.Respond(200, `{"object":"payment"}`), capture},
	{"no body", wiretest.Respond(201, ""), capture},
	{"null", wiretest.Respond(200, "null"), capture},
	{"a list", wiretest.Respond(200, "[]"), capture},
	{"a page of HTML", wiretest.Respond(200, "<html>Sign in to the network", "Content-Type", "text/html"), capture},
	{"no success", wiretest.Respond(200, `{"success":false}`), capture},
	{"no success, with a reason", wiretest.Respond(201, `{"success":false,"error":{"code":"INSUFFICIENT_FUNDS","message":"too little"}}`), capture},
	{"of another refund's payment", wiretest.Respond(201, `{"id":"ref_1","payment_id":"pay_2"}`), func(ctx context.Context, c *stateset.Client) (any, error) {
		return c.Payments.Refund(ctx, "pay_1", &payments.RefundParams{Reason: payments.ReasonOther, Notes: "n"}, stateset.WithIdempotencyKey("order-1"))
	}},
	{"of another address", wiretest.Respond(200, `{"address":"`+baseWallet+`"}`), func(ctx context.Context, c *stateset.Client) (any, error) {
		return c.Stablecoin.Balance(ctx, wallet, nil)
	}},
	{"trailing bytes", wiretest.Respond(200, payment+"{}"), getPayment},
	{"nested 20,000 deep", wiretest.Respond(200, strings.Repeat(`{"a":`, 20000)), getPayment},
}

var badHeaders = []badAnswer{
	{"rate limit as it should be", limitHeaders("100", "99", "1705678200"), limitOf},
	{"rate limit negative", limitHeaders("-1", "-1", "-1"), limitOf},
	{"rate limit huge", limitHeaders("99999999999999999999", "99999999999999999999", "99999999999999999999"), limitOf},
	{"rate limit a word", limitHeaders("many", "few", "soon"), limitOf},
	{"rate limit remaining a word", limitHeaders("100", "few", "soon"), limitOf},
	{"rate limit twice", wiretest.Respond(200, payment, "X-RateLimit-Limit", "100", "X-RateLimit-Limit", "200"), limitOf},
	{"rate limit fraction", limitHeaders("1.5", "1e3", "0x10"), limitOf},
	{"request id long", wiretest.Respond(404, `{"error":{"message":"no"}}`, "X-Request-Id", strings.Repeat("r", 10<<10)), getPayment},
	{"request id with escapes", wiretest.Respond(404, `{"error":{"message":"no"}}`, "X-Request-Id", "req_\x1b[31m\nINFO paid"), getPayment},
	{"request id a key", wiretest.Respond(404, `{"error":{"message":"no"}}`, "X-Request-Id", wiretest.Key), getPayment},
}

var badTexts = []badAnswer{
	{"message with escapes", wiretest.Respond(400, `{"error":{"code":"x","message":"\u001b[2J\u001b[31mpaid\r\nINFO all is well\u202e"}}`), getPayment},
	{"message a format", wiretest.Respond(400, `{"error":{"code":"%s%n","message":"%d %s %n %!v(MISSING) {{.Key}} ${HOME}"}}`), getPayment},
	{"message a key", wiretest.Respond(400, `{"error":{"code":"x","message":"bad key `+wiretest.Key+`"}}`), getPayment},
	{"message not UTF-8", wiretest.Respond(400, "{\"error\":{\"message\":\"\xff\xfe\"}}"), getPayment},
	{"message long", wiretest.Respond(400, `{"error":{"code":"x","message":"`+strings.Repeat("m", 5000)+`"}}`), getPayment},
	{"code with a newline", wiretest.Respond(400, `{"error":{"code":"a\nb","message":"no"}}`), getPayment},
}

var badPages = []badAnswer{
	{"page, null row", wiretest.Respond(200, `{"object":"list","data":[null],"has_more":false}`), page},
	{"page, row without an id", wiretest.Respond(200, `{"object":"list","data":[{}],"has_more":false}`), page},
	{"page, row a number", wiretest.Respond(200, `{"object":"list","data":[7],"has_more":false}`), page},
	{"page, an object", wiretest.Respond(200, payment), page},
	{"page, an array", wiretest.Respond(200, `[]`), page},
	{"page, data an object", wiretest.Respond(200, `{"object":"list","data":{},"has_more":false}`), page},
	{"page, data null", wiretest.Respond(200, `{"object":"list","data":null,"has_more":false}`), page},
	{"page, has_more text", wiretest.Respond(200, `{"object":"list","data":[],"has_more":"true"}`), page},
	{"page, has_more a number", wiretest.Respond(200, `{"object":"list","data":[],"has_more":1}`), page},
	{"page, total_count text", wiretest.Respond(200, `{"object":"list","data":[],"has_more":false,"total_count":"many"}`), page},
	{"page, next_cursor a number", wiretest.Respond(200, `{"object":"list","data":[{"id":"pay_1"}],"has_more":true,"next_cursor":7}`), page},
	{"page, has_more without rows", wiretest.Respond(200, `{"object":"list","data":[],"has_more":true}`), func(ctx context.Context, c *stateset.Client) (any, error) {
		for _, err := range c.Payments.All(ctx, nil) {
			return nil, err
		}
		return "no rows", nil
	}},
}
