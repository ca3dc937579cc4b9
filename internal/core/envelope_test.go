package core_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// envelopes are the forms of error bodies.
var envelopes = []struct {
	name   string
	status int
	header []string
	body   string
}{
	{"documented", 400, []string{"X-Request-Id", "req_header"},
		`{"error":{"type":"invalid_request_error","code":"parameter_missing","message":"The 'amount' parameter is required","param":"amount","doc_url":"https://docs.stateset.com/errors/parameter_missing","request_id":"req_body"}}`},
	{"documented, request id in the body only", 404, nil,
		`{"error":{"type":"not_found_error","code":"resource_not_found","message":"No such payment","request_id":"req_body"}}`},
	{"documented, declined card", 402, nil,
		`{"error":{"type":"payment_error","code":"card_declined","message":"Declined","decline_code":"lost_card","payment_id":"pay_9"}}`},
	{"details, timestamp, documentation_url", 422, nil,
		`{"error":{"code":"validation_error","message":"Bad request","details":{"field":"amount"},"timestamp":"2024-01-15T10:30:00Z","documentation_url":"https://docs.stateset.com/e"}}`},
	{"details as a list", 422, nil,
		`{"error":{"code":"validation_error","message":"Bad request","details":[{"field":"amount","message":"too small","code":"min"},{"param":"currency","detail":"unknown"}]}}`},
	{"success false with an object", 409, nil,
		`{"success":false,"error":{"code":"ORDER_ALREADY_PAID","message":"Order has already been paid"}}`},
	{"success false with text", 500, nil, `{"success":false,"error":"database is down"}`},
	{"error a string, message beside it", 403, nil,
		`{"error":"forbidden","message":"Key lacks scope payments:write","request_id":"req_flat"}`},
	{"flat", 400, nil, `{"type":"invalid_request_error","code":"parameter_invalid","message":"Bad amount","detail":"must be above zero"}`},
	{"flat, detail only", 400, nil, `{"code":"bad","detail":"must be above zero"}`},
	{"flat, codes as numbers", 400, nil, `{"code":4001,"message":"Bad amount"}`},
	{"errors", 400, nil, `{"errors":[{"field":"items[0].price","message":"is required","code":"required"},{"field":"currency","message":"unknown","code":"enum"}]}`},
	{"errors, message beside them", 400, nil, `{"message":"Validation failed","errors":[{"field":"a","message":"b","code":"c"}]}`},
	{"errors by field", 400, nil, `{"message":"Validation failed","errors":{"amount":["is required"]}}`},
	{"meta of another kind", 404, nil, `{"meta":"v1","error":{"code":"not_found","message":"nothing there"}}`},
	{"problem document", 403, []string{"Content-Type", "application/problem+json"},
		`{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","status":403,"detail":"Your balance is 30","instance":"/a/1"}`},
	{"problem document, title only", 503, nil, `{"type":"about:blank","title":"Service Unavailable","status":503}`},
	{"meta and error", 404, nil, `{"meta":{"requestId":"req_meta"},"error":{"code":"not_found","message":"nothing there"}}`},
	{"request id and wait beside the error", 429, nil, `{"error":{"code":"rate_limit_exceeded","message":"Slow down"},"request_id":"req_beside","retry_after":11}`},
	{"error null, message beside it", 400, nil, `{"error":null,"message":"something"}`},
	{"error an object without a message", 400, nil, `{"error":{"code":"odd"}}`},
	{"error a number", 400, nil, `{"error":5}`},
	{"members of wrong types", 400, nil, `{"error":{"code":["x"],"message":{"a":1},"param":7,"type":true}}`},
	{"empty object", 418, nil, `{}`},
	{"array", 400, nil, `[{"message":"x"}]`},
	{"JSON string", 400, nil, `"nope"`},
	{"broken JSON", 502, nil, `{"error":{"message":"cut o`},
	{"plain text", 409, []string{"Content-Type", "text/plain"}, "Duplicate request in progress"},
	{"plain text of many lines", 500, nil, "panic: boom\n\tgoroutine 1 [running]:\r\nmain.main()"},
	{"terminal escapes and a template", 400, nil, `{"error":{"message":"\u001b[31mred\u001b[0m %n %s {{.Key}} \u202egnp","code":"x\ny"}}`},
	{"HTML", 502, []string{"Content-Type", "text/html; charset=utf-8"}, "<html><head><title>502 Bad\n Gateway</title></head><body>…</body></html>"},
	{"HTML without a title", 503, nil, "<!DOCTYPE html><p>try later</p>"},
	{"empty", 500, []string{"X-Request-Id", "req_1"}, ""},
	{"blanks", 504, nil, " \n "},
	{"not UTF-8", 400, nil, "\xff\xfe\x00bad"},
	{"retry_after as a number", 429, nil, `{"error":{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"Slow down","retry_after":7}}`},
	{"retry_after as text", 429, nil, `{"error":{"code":"rate_limit_exceeded","message":"Slow down","retry_after":"8"}}`},
	{"retry_after outside", 429, nil, `{"error":"rate_limited","message":"Slow down","retry_after":9}`},
	{"retry_after nonsense", 429, nil, `{"error":{"code":"rate_limit_exceeded","message":"Slow down","retry_after":-5.5}}`},
	{"retry_after beyond numbers", 429, nil, `{"error":{"code":"rate_limit_exceeded","message":"Slow down","retry_after":9223372036854775807}}`},
	{"replayed", 402, []string{"Idempotent-Replayed", "true"}, `{"error":{"code":"card_declined","message":"Declined"}}`},
	{"no known status", 599, nil, ``},
	{"errors by field, nested", 422, nil, `{"errors":{"amount":["must be positive","is odd"],"address":{"city":"is required"}}}`},
}

// Every form of an error returns the typed error and the text in the golden file.
func TestErrorEnvelopes(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	for _, tt := range envelopes {
		s := wiretest.New(wiretest.Respond(tt.status, tt.body, tt.header...))
		_, err := create(t.Context(), newClient(t, s), withKey("key-0123456789"))
		e := failed(t, err)
		require.Equal(t, tt.body, string(e.RawBody()), tt.name)
		fmt.Fprintf(&out, "%s\n%s  %s\n", tt.name, fieldsOf(e), e)
	}
	golden.Text(t, "envelopes.golden", out.String())
}

// fieldsOf lists the fields that a server's response set.
func fieldsOf(e *api.Error) string {
	var b strings.Builder
	for _, f := range []struct{ name, value string }{
		{"type", e.Type}, {"code", e.Code}, {"message", e.Message}, {"param", e.Param}, {"doc_url", e.DocURL},
		{"decline_code", e.DeclineCode}, {"payment_id", e.PaymentID}, {"request_id", e.RequestID},
	} {
		if f.value != "" {
			fmt.Fprintf(&b, "    %s: %q\n", f.name, f.value)
		}
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "    field: %q\n", f)
	}
	if e.RetryAfter != 0 {
		fmt.Fprintf(&b, "    retry_after: %s\n", e.RetryAfter)
	}
	if e.Replayed {
		b.WriteString("    replayed\n")
	}
	return b.String()
}

// The error, the record of the attempt and the wait have the same value: that of the
// header, even if the body requests a longer wait.
func TestWaitIsOneValue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		body := `{"error":{"code":"rate_limit_exceeded","message":"Slow down","retry_after":30}}`
		for _, header := range []string{"3", "0"} {
			asked, err := time.ParseDuration(header + "s")
			require.NoError(t, err)
			s := wiretest.New(wiretest.Respond(503, body, "Retry-After", header))
			_, err = get(t.Context(), newClient(t, s, attempts(2)), "pay_1")
			e := failed(t, err)
			require.Equal(t, asked, e.RetryAfter)
			require.Len(t, e.Attempts, 2)
			for _, a := range e.Attempts {
				require.Equal(t, asked, a.RetryAfter)
			}
			require.GreaterOrEqual(t, e.Attempts[0].Delay, asked)
			require.Less(t, e.Attempts[0].Delay, 7*time.Second)
		}
	})
}

// The wait of a header takes precedence over that of the body.
func TestWaitOfTheHeaderCountsFirst(t *testing.T) {
	t.Parallel()
	body := `{"error":{"code":"rate_limit_exceeded","message":"Slow down","retry_after":7}}`
	s := wiretest.New(wiretest.Respond(429, body, "Retry-After", "70"))
	_, err := get(t.Context(), newClient(t, s, attempts(3)), "pay_1")
	e := failed(t, err)
	require.Equal(t, 70*time.Second, e.RetryAfter)
	require.Equal(t, api.StopWaitTooLong, e.StopReason)
}

// The wait of the body applies if no header has one, up to the maximum.
func TestWaitOfTheBodyIsObeyed(t *testing.T) {
	t.Parallel()
	body := `{"error":{"code":"rate_limit_exceeded","message":"Slow down","retry_after":3600}}`
	s := wiretest.New(wiretest.Respond(429, body))
	_, err := get(t.Context(), newClient(t, s, attempts(3)), "pay_1")
	e := failed(t, err)
	require.Equal(t, time.Hour, e.RetryAfter)
	require.Equal(t, api.StopWaitTooLong, e.StopReason)
	require.Len(t, s.Requests(), 1)
}

// No body causes a panic, a long error text, a second line or unprintable characters.
func FuzzErrorEnvelope(f *testing.F) {
	for _, tt := range envelopes {
		f.Add(tt.status, tt.body, "req_1")
	}
	for _, tt := range gatewayErrors {
		f.Add(422, tt.body, "req_1")
	}
	f.Add(500, strings.Repeat("\x00", 3000), strings.Repeat("\x1b", 3000))
	f.Add(400, `{"error":{"message":"`+strings.Repeat(`\u202e`, 2000)+`"}}`, "\xff")
	f.Fuzz(func(t *testing.T, status int, body, id string) {
		if status < 300 || status > 999 {
			return
		}
		s := wiretest.New(func(r *http.Request) (*http.Response, error) {
			response, err := wiretest.Respond(status, body)(r)
			response.Header["X-Request-Id"] = []string{id}
			return response, err
		})
		_, err := create(context.Background(), newClient(t, s), withKey("key-0123456789"))
		e := failed(t, err)
		require.Equal(t, status, e.Status)
		requireLine(t, e.Error())
		require.GreaterOrEqual(t, e.RetryAfter, time.Duration(0))
		if e.Outcome == api.OutcomeUnknown {
			require.True(t, strings.HasSuffix(e.Error(), "outcome unknown: retry with the same key)"), e.Error())
		}
	})
}

// requireLine checks that text is one printable line of at most 2 KiB.
func requireLine(t testing.TB, text string) {
	t.Helper()
	require.LessOrEqual(t, len(text), 2<<10)
	require.True(t, utf8.ValidString(text))
	require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", text)
}
