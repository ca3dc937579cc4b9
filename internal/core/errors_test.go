package core_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/wiretest"
)

var classes = map[string]error{
	"invalid request": api.ErrInvalidRequest, "authentication": api.ErrAuthentication, "payment": api.ErrPayment, "permission": api.ErrPermission,
	"not found": api.ErrNotFound, "conflict": api.ErrConflict, "idempotency": api.ErrIdempotency, "rate limited": api.ErrRateLimited,
	"server": api.ErrServer, "outcome unknown": api.ErrOutcomeUnknown,
}

// Each status belongs to its classes only.
func TestClasses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status int
		code   string
		want   []string
	}{
		{400, "", []string{"invalid request"}},
		{401, "", []string{"authentication"}},
		{402, "", []string{"payment"}},
		{403, "", []string{"permission"}},
		{404, "", []string{"not found"}},
		{405, "", []string{"invalid request"}},
		{409, "", []string{"conflict"}},
		{410, "", nil},
		{413, "", []string{"invalid request"}},
		{415, "", []string{"invalid request"}},
		{418, "", nil},
		{422, "", []string{"invalid request"}},
		{422, "idempotency_key_reused", []string{"invalid request", "idempotency"}},
		{400, "idempotency_error", []string{"invalid request", "idempotency"}},
		{409, "idempotency_conflict", []string{"conflict", "idempotency"}},
		{409, "idempotency_key_in_use", []string{"conflict", "outcome unknown"}},
		{429, "", []string{"rate limited"}},
		{500, "", []string{"server", "outcome unknown"}},
		{501, "", []string{"server"}},
		{503, "", []string{"server", "outcome unknown"}},
		{599, "", []string{"server", "outcome unknown"}},
		{600, "", []string{"outcome unknown"}},
		{302, "", nil},
	} {
		s := wiretest.New(wiretest.Respond(tt.status, `{"error":{"code":"`+tt.code+`","message":"m"}}`))
		_, err := create(t.Context(), newClient(t, s))
		wrapped := fmt.Errorf("saving the order: %w", err)
		for name, class := range classes {
			belongs := false
			for _, want := range tt.want {
				belongs = belongs || want == name
			}
			require.Equal(t, belongs, errors.Is(wrapped, class), "%d %s: %s", tt.status, tt.code, name)
		}
	}
}

// Only a write can have an unknown outcome.
func TestReadsHaveNoUnknownOutcome(t *testing.T) {
	t.Parallel()
	for _, a := range []wiretest.Response{wiretest.Reset, wiretest.Respond(500, "")} {
		_, err := get(t.Context(), newClient(t, wiretest.New(a)), "pay_1")
		require.NotErrorIs(t, err, api.ErrOutcomeUnknown)
		require.NotContains(t, err.Error(), "outcome")
		require.NotContains(t, err.Error(), "idempotency")
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(409, `{"error":{"code":"ORDER_ALREADY_PAID","message":"m"}}`))
	_, err := create(t.Context(), newClient(t, s))
	require.ErrorIs(t, err, api.ErrorCode("ORDER_ALREADY_PAID"))
	require.ErrorIs(t, err, api.ErrorCode("order_already_paid"), "in any spelling")
	require.NotErrorIs(t, err, api.ErrorCode(""))
	require.NotErrorIs(t, err, errors.New("stateset: ORDER_ALREADY_PAID"))
	require.EqualError(t, api.ErrorCode("card_declined"), "stateset: card_declined")
	require.EqualError(t, api.ErrConflict, "stateset: conflict")
}

func TestErrorSaysWhatWasCalled(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(404, `{"error":{"code":"resource_not_found","message":"No such payment"}}`))
	_, err := get(t.Context(), newClient(t, s), "pay_4242")
	e := failed(t, err)
	require.Equal(t, "Payments.Get", e.Operation)
	require.Equal(t, "GET", e.Method)
	require.Equal(t, "/v1/payments/{id}", e.Path)
	require.EqualError(t, err, "stateset: GET /v1/payments/{id}: 404 resource_not_found: No such payment")
	require.NotContains(t, err.Error(), "4242")
}

func TestOutcomesInTheText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer wiretest.Response
		opts   []api.RequestOption
		want   string
	}{
		{"refused", wiretest.Refuse, nil,
			"stateset: POST /v1/payments: dial tcp: connection refused"},
		{"reset", wiretest.Reset, nil,
			"stateset: POST /v1/payments: read tcp: connection reset by peer (idempotency key key-0123…, outcome unknown: retry with the same key)"},
		{"reset without a key", wiretest.Reset, []api.RequestOption{withoutKey},
			"stateset: POST /v1/payments: read tcp: connection reset by peer (not safe to repeat without an idempotency key, outcome unknown: look it up before you retry)"},
		{"rejected", wiretest.Respond(400, `{"error":{"message":"no"}}`), nil,
			"stateset: POST /v1/payments: 400: no"},
		{"redirect", wiretest.Respond(302, "", "Location", "https://user:secret@evil.example.com/x?token=1"), nil,
			"stateset: POST /v1/payments: 302: Found: server responded with a redirect to evil.example.com, which is not followed (redirects are not followed)"},
		{"unreadable", wiretest.Respond(201, "oops"), nil,
			"stateset: POST /v1/payments: 201: cannot decode the response: thing: invalid JSON: unexpected character 'o': oops (answer cannot be read, idempotency key key-0123…, the write succeeded)"},
		{"asked to wait too long", wiretest.Respond(503, "", "Retry-After", "3600"), nil,
			"stateset: POST /v1/payments: 503: Service Unavailable (retry after 1h0m0s, idempotency key key-0123…, outcome unknown: retry with the same key)"},
	} {
		opts := append([]api.RequestOption{withKey("key-0123456789")}, tt.opts...)
		_, err := create(t.Context(), newClient(t, wiretest.New(tt.answer)), opts...)
		require.EqualError(t, err, tt.want, tt.name)
	}
}

// After several attempts the text has their number, and reports that an earlier attempt
// may have taken effect.
func TestAttemptsInTheText(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, wiretest.New(wiretest.Reset, wiretest.Respond(404, `{"error":{"message":"no such order"}}`, "Date", "x")), attempts(3))
		_, err := create(t.Context(), c)
		e := failed(t, err)
		require.True(t, e.PriorAttemptAmbiguous)
		require.Regexp(t, `^stateset: POST /v1/payments: 404: no such order \(2 attempts in [0-9.]+m?s, an earlier attempt may have had an effect\)$`, err.Error())
	})
}

func TestErrorsUnderneath(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cause := errors.New("shutting down")
		ctx, cancel := context.WithCancelCause(t.Context())
		s := wiretest.New(func(*http.Request) (*http.Response, error) {
			cancel(cause)
			return wiretest.Reset(nil)
		})
		_, err := create(ctx, newClient(t, s, attempts(3)), withKey("key-0123456789"))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, cause)
		require.ErrorContains(t, err, "connection reset by peer")
		require.ErrorIs(t, err, api.ErrOutcomeUnknown)
		require.EqualError(t, err, "stateset: POST /v1/payments: context canceled; shutting down; read tcp: connection reset by peer "+
			"(context done, idempotency key key-0123…, outcome unknown: retry with the same key)")
		require.False(t, failed(t, err).Timeout())

		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		hang := func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() }
		_, err = create(ctx, newClient(t, wiretest.New(hang), attempts(3)))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.True(t, failed(t, err).Timeout())
	})
}

func TestNothingTimedOut(t *testing.T) {
	t.Parallel()
	_, err := create(t.Context(), newClient(t, wiretest.New(wiretest.Respond(504, ""))))
	require.False(t, failed(t, err).Timeout(), "a 504 is an answer")
	require.False(t, new(api.Error).Timeout())
}

// A long message does not displace the outcome.
func TestErrorIsShort(t *testing.T) {
	t.Parallel()
	for _, message := range []string{
		strings.Repeat("x", 1<<20), strings.Repeat("\x00", 5000), strings.Repeat("€", 5000), strings.Repeat("\U000e0001", 5000), strings.Repeat("a\n", 5000),
	} {
		text, err := json.Marshal(message)
		require.NoError(t, err)
		member := string(text)
		body := `{"error":{"message":` + member + `,"code":` + member + `,"param":` + member + `,"type":` + member + `,"decline_code":` + member + `}}`
		s := wiretest.New(wiretest.Respond(500, body, "X-Request-Id", message))
		_, err = create(t.Context(), newClient(t, s), withKey("key-0123456789"))
		requireLine(t, err.Error())
		require.True(t, strings.HasSuffix(err.Error(), "idempotency key key-0123…, outcome unknown: retry with the same key)"))
		require.LessOrEqual(t, len(failed(t, err).RequestID), 128)
	}
}

// A long message and a long cause do not displace the outcome.
func TestErrorWithACauseIsShort(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(errors.New(strings.Repeat("cause\n", 500))) })
		s := wiretest.New(wiretest.Respond(503, `{"error":{"message":"`+strings.Repeat("x", 5000)+`"}}`, "Retry-After", "30"))
		_, err := create(ctx, newClient(t, s, attempts(2)), withKey("key-0123456789"))
		require.ErrorIs(t, err, context.Canceled)
		requireLine(t, err.Error())
		require.True(t, strings.HasSuffix(err.Error(), "idempotency key key-0123…, outcome unknown: retry with the same key)"), err.Error())
	})
}

func TestErrorOfALongCustomPathIsShort(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(500, ""))
	err := newClient(t, s).Do(t.Context(), "POST", "/x/"+strings.Repeat("é", 500), nil, nil)
	requireLine(t, err.Error())
	require.ErrorContains(t, err, "outcome unknown")
}

// If a server echoes the key, complete or cut, the error does not contain it.
func TestErrorDoesNotHoldTheKey(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("x", 185)
	for name, a := range map[string]wiretest.Response{
		"message": wiretest.Respond(401, `{"error":{"message":"bad key `+wiretest.Key+`"}}`),
		"everywhere": wiretest.Respond(401, strings.ReplaceAll(`{"error":{"type":"K","code":"K","message":"K","param":"K","doc_url":"K","decline_code":"K",
			"payment_id":"K","request_id":"K","details":[{"field":"K","code":"K","message":"K"}]}}`, "K", wiretest.Key), "X-Request-Id", wiretest.Key),
		"errors":                    wiretest.Respond(401, `{"errors":[{"field":"`+wiretest.Key+`","message":"`+wiretest.Key+`","code":"`+wiretest.Key+`"}]}`),
		"errors by field":           wiretest.Respond(401, `{"errors":{"`+wiretest.Key+`":["`+wiretest.Key+`"]}}`),
		"XML":                       wiretest.Respond(401, `<?xml version="1.0"?><m>`+wiretest.Key+`</m>`),
		"content encoding":          wiretest.Respond(401, "x", "Content-Encoding", wiretest.Key),
		"encoding of a success":     wiretest.Respond(200, "x", "Content-Encoding", wiretest.Key),
		"plain text":                wiretest.Respond(401, "no such key: "+wiretest.Key),
		"plain text, cut in it":     wiretest.Respond(401, filler+wiretest.Key),
		"HTML title":                wiretest.Respond(401, "<title>"+wiretest.Key+"</title>"),
		"HTML title, cut in it":     wiretest.Respond(401, "<title>"+strings.Repeat("x", 82)+wiretest.Key+"</title>"),
		"unreadable success":        wiretest.Respond(200, wiretest.Key),
		"unreadable, cut in it":     wiretest.Respond(200, filler+wiretest.Key),
		"another content type":      wiretest.Respond(200, "<p>"+wiretest.Key, "Content-Type", "text/html"),
		"bad amount":                wiretest.Respond(200, `{"id":5,"x":"`+wiretest.Key+`"}`),
		"a middleware that tells":   func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("cannot send %v", r.Header) },
		"redirect with the key":     wiretest.Respond(302, "", "Location", "https://x.example.com/?key="+wiretest.Key),
		"content type with the key": wiretest.Respond(200, "x", "Content-Type", wiretest.Key),
	} {
		_, err := create(t.Context(), newClient(t, wiretest.New(a)))
		e := failed(t, err)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%T"} {
			for _, v := range []any{e, *e, fmt.Errorf("wrapped: %w", err), e.Fields, e.Attempts} {
				require.NotContains(t, fmt.Sprintf(verb, v), "sentinel", "%s: %s %T", name, verb, v)
			}
		}
		var unread *api.DecodeError
		if errors.As(err, &unread) {
			require.NotContains(t, unread.Error(), "sentinel", name)
		}
		text, jsonErr := json.Marshal(e)
		require.NoError(t, jsonErr)
		require.NotContains(t, string(text), "sentinel", name)
	}
}

// errors.Is and errors.As find an error whose text is masked.
func TestMaskedErrorsAreFound(t *testing.T) {
	t.Parallel()
	cause := &net.DNSError{Err: "lookup for " + wiretest.Key, Name: "x"}
	_, err := create(t.Context(), newClient(t, wiretest.New(func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("no: %w", cause) })))
	require.ErrorIs(t, err, cause)
	var dns *net.DNSError
	require.ErrorAs(t, err, &dns)
	require.NotErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, "stateset: POST /v1/payments: no: lookup x: lookup for sk_test_…mKp9")
	require.Nil(t, new(api.Error).RawBody())
}

// A key that the caller wrote into the path does not appear in the error.
func TestPathWithTheKey(t *testing.T) {
	t.Parallel()
	err := newClient(t, wiretest.New(wiretest.Respond(404, ""))).Do(t.Context(), "GET", "/keys/"+wiretest.Key, nil, nil)
	require.EqualError(t, err, "stateset: GET /v1/keys/sk_test_…mKp9: 404: Not Found")
}

func TestErrorFormats(t *testing.T) {
	t.Parallel()
	_, err := create(t.Context(), newClient(t, wiretest.New(wiretest.Respond(400, `{"error":{"message":"no"},"secret":"body"}`))))
	e := failed(t, err)
	const line = "stateset: POST /v1/payments: 400: no"
	for verb, want := range map[string]string{
		"%v": line, "%+v": line, "%s": line, "%q": `"` + line + `"`, "%x": fmt.Sprintf("%x", line),
		"%#v": `&stateset.Error{"` + line + `"}`, "%d": "%!d(string=" + line + ")",
	} {
		require.Equal(t, want, fmt.Sprintf(verb, e), verb)
	}
	require.Equal(t, "<nil>", fmt.Sprintf("%v", (*api.Error)(nil)))
	for _, verb := range []string{"%v", "%+v", "%#v", "%d", "%s"} {
		require.NotContains(t, fmt.Sprintf(verb, *e), "secret", "of a copy")
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "err", err)
	require.Contains(t, log.String(), line)
	require.NotContains(t, log.String(), "secret")
}

func TestParamErrorIsOneLine(t *testing.T) {
	t.Parallel()
	var c core.Check
	c.Metadata(map[string]string{"a\nb\x1b[0m": strings.Repeat("x", 501)})
	require.EqualError(t, c.Err(), `stateset: metadata.a\nb\x1b[0m: must have at most 500 characters, got 501`)
	for _, e := range []*api.ParamError{{Param: strings.Repeat("x\n", 5000), Message: strings.Repeat("€\x00", 5000)}, {}} {
		requireLine(t, e.Error())
	}
}

func TestAttemptsOfAnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Refuse, wiretest.Reset, wiretest.Respond(503, "", "X-Request-Id", "req_3", "Retry-After", "4"), wiretest.Respond(500, "", "X-Request-Id", "req_4"))
		start := time.Now()
		_, err := create(t.Context(), newClient(t, s, attempts(4)), withKey("k"))
		e := failed(t, err)
		require.Len(t, e.Attempts, 4)
		for i, a := range e.Attempts {
			require.Equal(t, i+1, a.Number)
			require.Equal(t, []int{0, 0, 503, 500}[i], a.Status)
			require.Equal(t, []string{"", "", "req_3", "req_4"}[i], a.RequestID)
			require.Equal(t, i < 3, a.Delay > 0)
			require.Equal(t, i < 2, a.Err != nil)
		}
		require.GreaterOrEqual(t, e.Attempts[2].Delay, 4*time.Second)
		require.Equal(t, "req_4", e.RequestID)
		require.Equal(t, "k", e.IdempotencyKey)
		require.Equal(t, start, e.KeyCreatedAt)
		require.Equal(t, time.Since(start), e.Elapsed)
		require.Equal(t, api.StopAttempts, e.StopReason)
		require.Equal(t, api.OutcomeUnknown, e.Outcome)
	})
}
