package core_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wiretest"
)

func TestCallWritesAndReads(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(201, " {\"id\":\"pay_1\",\"name\":\"x\",\"unknown\":[1]} \n"))
	got, err := create(t.Context(), newClient(t, s))
	require.NoError(t, err)
	require.Equal(t, &thing{"pay_1", "x"}, got)
	r := s.Only(t)
	require.Equal(t, "POST", r.Method)
	require.Equal(t, `{"name":"Zoë"}`, r.Body)
	require.Equal(t, "application/json", r.Header.Get("Content-Type"))
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	require.Regexp(t, uuid, r.Header.Get("Idempotency-Key"))
}

func TestKeysDiffer(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(201, `{"id":"pay_1"}`))
	c := newClient(t, s)
	const calls = 64
	var group sync.WaitGroup
	for range calls {
		group.Go(func() {
			if _, err := create(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	keys, ids := map[string]bool{}, map[string]bool{}
	for _, r := range s.Requests() {
		keys[r.Header.Get("Idempotency-Key")] = true
		ids[r.Header.Get("X-Client-Request-Id")] = true
	}
	require.Len(t, keys, calls)
	require.Len(t, ids, calls)
}

// All attempts of a call have the same key, request ID and bytes.
func TestAttemptsAreTheSameRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Reset, wiretest.Respond(503, ""), wiretest.Respond(201, `{"id":"pay_1"}`))
		_, err := create(t.Context(), newClient(t, s, attempts(3)))
		require.NoError(t, err)
		log := s.Requests()
		require.Len(t, log, 3)
		for _, r := range log[1:] {
			require.Equal(t, log[0].Header["Idempotency-Key"], r.Header["Idempotency-Key"])
			require.Equal(t, log[0].Header["X-Client-Request-Id"], r.Header["X-Client-Request-Id"])
			require.Equal(t, log[0].Body, r.Body)
		}
	})
}

func TestKeyOfTheCaller(t *testing.T) {
	t.Parallel()
	pay := func(c *core.Client, key string, opts ...api.RequestOption) error {
		args := core.Args{Body: map[string]any{}, Key: key}
		_, err := core.Call(t.Context(), core.NewService(c), spec.Lookup("Orders.Pay"), args, core.AsRead[*thing], opts...)
		return err
	}
	for _, tt := range []struct {
		name, inBody string
		opts         []api.RequestOption
		want, fault  string
	}{
		{name: "option", opts: []api.RequestOption{withKey("k1")}, want: "k1"},
		{name: "body", inBody: "k2", want: "k2"},
		{name: "both, equal", inBody: "k3", opts: []api.RequestOption{withKey("k3")}, want: "k3"},
		{name: "both, different", inBody: "k4", opts: []api.RequestOption{withKey("k5")},
			fault: "stateset: Orders.Pay: metadata.idempotency_key: differs from that of WithIdempotencyKey: give one of them"},
		{name: "in the body and switched off", inBody: "k6", opts: []api.RequestOption{withoutKey},
			fault: "stateset: Orders.Pay: metadata.idempotency_key: must not be set together with WithoutIdempotencyKey"},
		{name: "bad in the body", inBody: "a b",
			fault: `stateset: Orders.Pay: metadata.idempotency_key: must be printable ASCII without blanks, got "a b"`},
		{name: "too long in the body", inBody: strings.Repeat("k", 256),
			fault: "stateset: Orders.Pay: metadata.idempotency_key: must have 1 to 255 characters, got 256"},
	} {
		s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
		err := pay(newClient(t, s), tt.inBody, tt.opts...)
		if tt.fault != "" {
			require.EqualError(t, err, tt.fault, tt.name)
			require.Empty(t, s.Requests(), tt.name)
			continue
		}
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, s.Only(t).Header.Get("Idempotency-Key"), tt.name)
	}
}

// A write without an idempotency key is not retried, for any combination of options.
func TestNoKeyIsNotRetried(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]api.RequestOption{
		"without a key":    {withoutKey},
		"key and then not": {withKey("k1"), withoutKey},
	} {
		s := wiretest.New(wiretest.Reset)
		_, err := create(t.Context(), newClient(t, s, attempts(3)), opts...)
		e := failed(t, err)
		require.NotContains(t, s.Only(t).Header, "Idempotency-Key", name)
		require.Empty(t, e.IdempotencyKey, name)
		require.Equal(t, api.StopNotKeyed, e.StopReason, name)
		require.ErrorIs(t, err, api.ErrOutcomeUnknown, name)
	}
}

func TestReadsCarryNoKey(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(404, ""))
	_, err := get(t.Context(), newClient(t, s), "pay_1", withKey("k1"))
	require.NotContains(t, s.Only(t).Header, "Idempotency-Key")
	require.Empty(t, failed(t, err).IdempotencyKey)
}

func TestUnreadableAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, contentType, want string }{
		{"empty", "", "", "cannot decode the response: the body is empty"},
		{"null", "null", "", "cannot decode the response: thing: unexpected null: null"},
		{"null after blanks", " \n\tnull", "", `cannot decode the response: thing: unexpected null:  \n\tnull`},
		{"array", "[]", "", "cannot decode the response: thing: unexpected array: []"},
		{"wrong type", `{"id":1}`, "", `cannot decode the response: thing.id: unexpected number: {"id":1}`},
		{"trailing bytes", `{"id":"a"}{}`, "", `cannot decode the response: thing: invalid JSON: unexpected character '{': {"id":"a"}{}`},
		{"broken", `{"id"`, "application/json", `cannot decode the response: thing.id: unexpected end of JSON: {"id"`},
		{"deep", strings.Repeat("[", 20000), "", "cannot decode the response: thing: unexpected array: " + strings.Repeat("[", 200)},
	} {
		s := wiretest.New(wiretest.Respond(201, tt.body, "Content-Type", tt.contentType, "X-Request-Id", "req_1"))
		_, err := create(t.Context(), newClient(t, s, attempts(3)), withKey("key-0123456789"))
		e := failed(t, err)
		var unread *api.DecodeError
		require.ErrorAs(t, err, &unread, tt.name)
		require.EqualError(t, unread, tt.want, tt.name)
		require.Len(t, s.Requests(), 1, tt.name)
		require.Equal(t, api.OutcomeSucceeded, e.Outcome, tt.name)
		require.Equal(t, api.StopUnreadable, e.StopReason, tt.name)
		require.NotErrorIs(t, err, api.ErrOutcomeUnknown, tt.name)
		require.Equal(t, "req_1", e.RequestID, tt.name)
		require.Equal(t, tt.body, string(e.RawBody()), tt.name)
		require.Contains(t, e.Error(), "idempotency key key-0123…, the write succeeded)", tt.name)
	}
}

// A page instead of JSON may come from a proxy, so the outcome of the write is unknown.
func TestPageInPlaceOfAnAnswer(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, "<html>\n<b>Sign in</b>", "Content-Type", "text/html; charset=utf-8"), wiretest.Respond(201, `{"id":"pay_1"}`))
	c := newClient(t, s, attempts(3))
	_, err := create(t.Context(), c, withKey("key-0123456789"))
	e := failed(t, err)
	var unread *api.DecodeError
	require.ErrorAs(t, err, &unread)
	require.EqualError(t, unread, `expected JSON, got text/html: <html>\n<b>Sign in</b>`)
	require.Equal(t, api.OutcomeUnknown, e.Outcome)
	require.Equal(t, api.StopUnreadable, e.StopReason)
	require.ErrorIs(t, err, api.ErrOutcomeUnknown)
	require.Contains(t, e.Error(), "outcome unknown: retry with the same key)")
	response, err := c.Resolve(t.Context(), err)
	require.NoError(t, err)
	require.Equal(t, `{"id":"pay_1"}`, string(response.Body()))
}

// The error of a retried call reports the duration of all attempts.
func TestUnreadableAfterARetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, "", "Retry-After", "2"), wiretest.Respond(201, "oops"))
		_, err := create(t.Context(), newClient(t, s, attempts(2)))
		e := failed(t, err)
		require.Len(t, e.Attempts, 2)
		require.GreaterOrEqual(t, e.Elapsed, 2*time.Second)
		require.Equal(t, time.Since(e.Attempts[0].Start), e.Elapsed)
	})
}

// TestIDOfAnUnreadableResult covers writes whose result is not one object.
func TestIDOfAnUnreadableResult(t *testing.T) {
	t.Parallel()
	type part struct {
		ID        string `json:"id"`
		PaymentID string `json:"payment_id"`
	}
	type result struct {
		Payment *part `json:"payment"`
		Order   *part `json:"order"`
		Total   int   `json:"total"`
	}
	for body, want := range map[string]string{
		`{"payment":{"payment_id":"pay_1"},"order":{"id":"ord_1"},"total":"x"}`: "pay_1",
		`{"order":{"id":"ord_1"},"total":"x"}`:                                  "ord_1",
		`{"total":"x"}`:                                                         "",
	} {
		s := wiretest.New(wiretest.Respond(200, body))
		_, err := core.Call(t.Context(), core.NewService(newClient(t, s)), spec.Lookup("Orders.Pay"), core.Args{ID: "ord_1"}, core.AsRead[*result])
		e := failed(t, err)
		var unread *api.DecodeError
		require.ErrorAs(t, err, &unread)
		require.Equal(t, want, unread.ID, body)
		require.Equal(t, api.OutcomeSucceeded, e.Outcome)
		require.Equal(t, body, string(e.RawBody()))
	}
}

func TestErrorOfThePublicForm(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	_, err := core.Call(t.Context(), core.NewService(newClient(t, s)), spec.Lookup("Balance"), core.Args{},
		func(*thing) (*thing, error) { return nil, errors.New("amount: out of range") })
	var unread *api.DecodeError
	require.ErrorAs(t, err, &unread)
	require.EqualError(t, unread, `cannot decode the response: amount: out of range: {"id":"x"}`)
}

func TestNothingIsSentWithoutRandomness(t *testing.T) {
	t.Parallel()
	broken := errors.New("no entropy")
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) { s.Random = iotest.ErrReader(broken) })
	_, err := create(t.Context(), c)
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "stateset: Payments.Create: no randomness for an idempotency key, nothing was sent: no entropy")
	short := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) { s.Random = strings.NewReader("too short") })
	_, err = create(t.Context(), short)
	require.Error(t, err)
	require.Empty(t, s.Requests())
}

func TestBadCallsSendNothing(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s)
	cycle := map[string]any{}
	cycle["self"] = cycle
	body := func(v any) error {
		_, err := core.Call(t.Context(), core.NewService(c), spec.Lookup("Payments.Create"), core.Args{Body: v}, core.AsRead[*thing])
		return err
	}
	var nobody context.Context
	_, nilCtx := create(nobody, c)
	_, nilClient := create(t.Context(), nil)
	_, badOption := create(t.Context(), c, core.OptionFunc(func(*core.CallOptions) error { return errors.New("bad option") }))
	_, badParams := core.Call(t.Context(), core.NewService(c), spec.Lookup("Payments.Create"), core.Args{Err: errors.New("bad params")}, core.AsRead[*thing])
	for want, err := range map[string]error{
		"stateset: Payments.Create: ctx: must not be nil: use context.Background()":                                                            nilCtx,
		"stateset: Payments.Create: no client: create one with stateset.New":                                                                   nilClient,
		"stateset: Payments.Create: bad option":                                                                                                badOption,
		"stateset: Payments.Create: bad params":                                                                                                badParams,
		"stateset: Payments.Create: body: cannot be encoded as JSON: json: unsupported type: chan int":                                         body(make(chan int)),
		"stateset: Payments.Create: body: cannot be encoded as JSON: json: unsupported value: encountered a cycle via map[string]interface {}": body(cycle),
	} {
		require.EqualError(t, err, want)
	}
	require.Empty(t, s.Requests())
}

func TestNilOptionsAreIgnored(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	_, err := get(t.Context(), newClient(t, s), "pay_1", nil, withKey("k"), nil)
	require.NoError(t, err)
}

func TestQueryAndExpandOptions(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s)
	shared := url.Values{"limit": {"5"}, "status": {"failed"}}
	_, err := core.Call(t.Context(), core.NewService(c), spec.Lookup("Payments.Get"), core.Args{ID: "pay_1", Query: shared}, core.AsRead[*thing],
		option(func(o *core.CallOptions) {
			o.Query = url.Values{"status": {"a", "b&c=d"}}
			o.Expand = []string{"customer", "items.product"}
		}))
	require.NoError(t, err)
	require.Equal(t, url.Values{"limit": {"5"}, "status": {"a", "b&c=d"}, "expand[]": {"customer", "items.product"}}, s.Only(t).Query)
	require.Equal(t, url.Values{"limit": {"5"}, "status": {"failed"}}, shared, "the call's own parameters stay as they were")
}

func TestAccountOfACall(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) { s.Account = "acct_client" })
	for _, opts := range [][]api.RequestOption{nil, {option(func(o *core.CallOptions) { o.Account = "acct_call" })}, nil} {
		_, err := get(t.Context(), c, "pay_1", opts...)
		require.NoError(t, err)
	}
	var accounts []string
	for _, r := range s.Requests() {
		accounts = append(accounts, r.Header["X-Account-Id"]...)
	}
	require.Equal(t, []string{"acct_client", "acct_call", "acct_client"}, accounts)
}

func TestPolicyOfACall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, ""))
		c := newClient(t, s, attempts(2))
		_, err := get(t.Context(), c, "pay_1", option(func(o *core.CallOptions) { o.Attempts = 4 }))
		require.Len(t, failed(t, err).Attempts, 4)
		_, err = get(t.Context(), c, "pay_1")
		require.Len(t, failed(t, err).Attempts, 2)
		_, err = get(t.Context(), c, "pay_1", option(func(o *core.CallOptions) { o.Attempts = 11 }))
		require.EqualError(t, err, "stateset: Payments.Get: options: MaxAttempts must be 1..10, got 11")
		_, err = get(t.Context(), c, "pay_1", option(func(o *core.CallOptions) { o.Timeout, o.Attempt = time.Second, time.Minute }))
		require.EqualError(t, err, "stateset: Payments.Get: options: AttemptTimeout 1m0s must not be above Timeout 1s")
		require.Len(t, s.Requests(), 6)
	})
}

func TestTimeoutsOfACall(t *testing.T) {
	t.Parallel()
	hang := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	for _, tt := range []struct {
		name string
		set  func(*core.CallOptions)
		want time.Duration
		err  error
	}{
		{"attempt", func(o *core.CallOptions) { o.Attempt = 3 * time.Second }, 3 * time.Second, api.ErrAttemptTimeout},
		{"an attempt longer than the default call", func(o *core.CallOptions) { o.Attempt = 5 * time.Minute }, 5 * time.Minute, api.ErrAttemptTimeout},
		{"call", func(o *core.CallOptions) { o.Timeout = 2 * time.Second }, 2 * time.Second, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			_, err := get(t.Context(), newClient(t, wiretest.New(hang)), "pay_1", option(tt.set))
			e := failed(t, err)
			require.True(t, e.Timeout(), tt.name)
			require.NotErrorIs(t, err, context.DeadlineExceeded, tt.name)
			if tt.err != nil {
				require.ErrorIs(t, err, tt.err, tt.name)
			}
			require.Equal(t, tt.want, time.Since(start), tt.name)
		})
	}
}

// The responses of concurrent calls must not share memory.
func TestAnswersAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	s := wiretest.New(func(r *http.Request) (*http.Response, error) {
		id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		return wiretest.Respond(200, `{"id":"`+id+`","name":"`+strings.Repeat(id, 50)+`"}`)(r)
	})
	c := newClient(t, s)
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			id := "pay_" + strings.Repeat(string(rune('a'+i%26)), 3)
			var response api.Response
			got, err := get(t.Context(), c, id, into(&response))
			if err != nil || got.ID != id || got.Name != strings.Repeat(id, 50) || !strings.Contains(string(response.Body()), id) {
				t.Errorf("%s: %v %v", id, got, err)
			}
		})
	}
	group.Wait()
}
