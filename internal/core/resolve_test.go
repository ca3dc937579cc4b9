package core_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// bank executes a request once per idempotency key, and can drop the first response.
type bank struct {
	mu   sync.Mutex
	done map[string]bool
	lose bool
}

func (b *bank) answer(r *http.Request) (*http.Response, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := r.Header.Get("Idempotency-Key")
	if b.done == nil {
		b.done = map[string]bool{}
	}
	replayed := b.done[key]
	b.done[key] = true
	if !replayed && b.lose {
		return wiretest.Reset(r)
	}
	return wiretest.Respond(201, `{"id":"pay_1"}`, "Idempotent-Replayed", fmt.Sprint(replayed), "X-Request-Id", "req_1")(r)
}

func TestResolveRepeatsTheRequest(t *testing.T) {
	t.Parallel()
	b := &bank{lose: true}
	s := wiretest.New(b.answer)
	c := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) { s.Account = "acct_1" })
	_, err := create(t.Context(), c, option(func(o *core.CallOptions) { o.Query = url.Values{"a": {"b"}}; o.Expand = []string{"customer"} }))
	require.ErrorIs(t, err, api.ErrOutcomeUnknown)

	var mine api.Response
	response, err := c.Resolve(t.Context(), fmt.Errorf("paying: %w", err), into(&mine))
	require.NoError(t, err)
	require.True(t, response.Replayed)
	require.Equal(t, 201, response.Status)
	require.Equal(t, "req_1", response.RequestID)
	require.Same(t, &mine, response)
	var got thing
	require.NoError(t, response.Decode(&got))
	require.Equal(t, "pay_1", got.ID)

	log := s.Requests()
	require.Len(t, log, 2)
	require.Equal(t, log[0], log[1], "method, path, query, headers and body")
	require.Equal(t, "acct_1", log[1].Header.Get("X-Account-Id"))
	require.Equal(t, `{"name":"Zoë"}`, log[1].Body)
	require.Len(t, b.done, 1)
}

// The bytes of the body are kept, even if the caller changes the params later.
func TestResolveKeepsTheBytes(t *testing.T) {
	t.Parallel()
	b := &bank{lose: true}
	s := wiretest.New(b.answer)
	c := newClient(t, s)
	body := map[string]any{"amount": 1}
	err := c.Do(t.Context(), "POST", "/payments", body, nil)
	body["amount"] = 2
	_, err = c.Resolve(t.Context(), err)
	require.NoError(t, err)
	require.Equal(t, s.Requests()[0].Body, s.Requests()[1].Body)
}

func TestResolveOfAnUnreadableAnswer(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(201, "oops"), wiretest.Respond(201, `{"id":"pay_1"}`))
	c := newClient(t, s)
	_, err := create(t.Context(), c)
	response, err := c.Resolve(t.Context(), err)
	require.NoError(t, err)
	require.Equal(t, `{"id":"pay_1"}`, string(response.Body()))
}

// If the response to Resolve cannot be decoded, the caller can still read its body.
func TestResolveGetsAnUnreadableAnswer(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Reset, wiretest.Respond(201, "oops")))
	_, err := create(t.Context(), c)
	response, err := c.Resolve(t.Context(), err)
	require.NoError(t, err)
	require.Equal(t, "oops", string(response.Body()))
}

// The response of Resolve does not change while other responses are read.
func TestResolveKeepsItsAnswer(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Reset, wiretest.Respond(201, `{"id":"pay_1"}`), wiretest.Respond(200, `{"id":"another"}`)))
	_, err := create(t.Context(), c)
	response, err := c.Resolve(t.Context(), err)
	require.NoError(t, err)
	for range 16 {
		_, err = get(t.Context(), c, "pay_2")
		require.NoError(t, err)
	}
	require.Equal(t, `{"id":"pay_1"}`, string(response.Body()))
}

// A call without a response body has no response to check, for every repetition of
// Resolve.
func TestResolveOfACallWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Reset, wiretest.Reset, wiretest.Respond(204, ""))
	c := newClient(t, s)
	err := c.Do(t.Context(), "POST", "/things", nil, nil)
	_, err = c.Resolve(t.Context(), err)
	require.ErrorIs(t, err, api.ErrOutcomeUnknown)
	response, err := c.Resolve(t.Context(), err)
	require.NoError(t, err)
	require.Equal(t, 204, response.Status)
	require.Len(t, s.Requests(), 3)
}

func TestResolveRefuses(t *testing.T) {
	t.Parallel()
	lost := func(c *core.Client) error {
		_, err := create(t.Context(), c)
		require.ErrorIs(t, err, api.ErrOutcomeUnknown)
		return err
	}
	s := wiretest.New(wiretest.Reset)
	c := newClient(t, s)
	otherHost := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) {
		s.API = &url.URL{Scheme: "https", Host: "evil.example.com", Path: "/v1"}
	})
	otherKey := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) { s.Key = transport.NewSecret("sk_test_another0123456789") })
	otherNetwork := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) {
		s.Network = &url.URL{Scheme: "https", Host: "evil.example.com"}
	})
	_, rejected := create(t.Context(), newClient(t, wiretest.New(wiretest.Respond(400, `{"error":{"message":"no"}}`))))
	_, notSent := create(t.Context(), newClient(t, wiretest.New(wiretest.Refuse)))
	_, unkeyed := create(t.Context(), c, withoutKey)
	_, read := get(t.Context(), c, "pay_1")
	mine, theirs, foreignKey, foreignNetwork := lost(c), lost(otherHost), lost(otherKey), lost(otherNetwork)
	before := len(s.Requests())
	for _, tt := range []struct {
		name, want string
		err        error
		opts       []api.RequestOption
	}{
		{"nil", "stateset: Resolve: the error is nil", nil, nil},
		{"foreign", "stateset: Resolve: the error does not belong to a call: boom", errors.New("boom"), nil},
		{"made by hand", "stateset: Resolve: the error does not belong to a call: ", &api.Error{Outcome: api.OutcomeUnknown, Method: "POST"}, nil},
		{"param", "stateset: Resolve: the error does not belong to a call: stateset: a: b", &api.ParamError{Param: "a", Message: "b"}, nil},
		{"rejected", "stateset: Resolve: the outcome is known (rejected): ", rejected, nil},
		{"not sent", "stateset: Resolve: the outcome is known (not sent): ", notSent, nil},
		{"read", "stateset: Resolve: the outcome is known (unknown): ", read, nil},
		{"unkeyed", "stateset: Resolve: the write has no idempotency key, repeating it could do it twice: ", unkeyed, nil},
		{"other host", "stateset: Resolve: the error belongs to a client with another key or address: ", theirs, nil},
		{"other network", "stateset: Resolve: the error belongs to a client with another key or address: ", foreignNetwork, nil},
		{"other key", "stateset: Resolve: the error belongs to a client with another key or address: ", foreignKey, nil},
		{"another idempotency key", "stateset: Resolve: options: must be timeouts, attempts or WithResponse: the request is repeated as it was", mine, []api.RequestOption{withKey("k")}},
		{"no idempotency key", "stateset: Resolve: options: must be timeouts, attempts or WithResponse: the request is repeated as it was", mine, []api.RequestOption{withoutKey}},
		{"another account", "stateset: Resolve: options: must be timeouts, attempts or WithResponse: the request is repeated as it was", mine, []api.RequestOption{option(func(o *core.CallOptions) { o.Account = "acct_2" })}},
		{"another header", "stateset: Resolve: options: must be timeouts, attempts or WithResponse: the request is repeated as it was", mine, []api.RequestOption{option(func(o *core.CallOptions) { _ = o.AddHeader("X-A", "b") })}},
		{"another query", "stateset: Resolve: options: must be timeouts, attempts or WithResponse: the request is repeated as it was", mine, []api.RequestOption{option(func(o *core.CallOptions) { o.Query = url.Values{"a": {"b"}} })}},
		{"another expansion", "stateset: Resolve: options: must be timeouts, attempts or WithResponse: the request is repeated as it was", mine, []api.RequestOption{option(func(o *core.CallOptions) { o.Expand = []string{"customer"} })}},
		{"bad option", "stateset: Resolve: WithIdempotencyKey: ", mine, []api.RequestOption{withKey("two words")}},
		{"bad attempts", "stateset: Resolve: options: MaxAttempts must be 1..10, got 99", mine, []api.RequestOption{option(func(o *core.CallOptions) { o.Attempts = 99 })}},
	} {
		response, err := c.Resolve(t.Context(), tt.err, tt.opts...)
		require.Nil(t, response, tt.name)
		require.Error(t, err, tt.name)
		require.True(t, strings.HasPrefix(err.Error(), tt.want), "%s: %s", tt.name, err)
		require.NotContains(t, err.Error(), "sentinel")
		require.NotContains(t, err.Error(), "%!")
	}
	require.Len(t, s.Requests(), before, "nothing was sent")
	_, err := (*core.Client)(nil).Resolve(t.Context(), mine)
	require.EqualError(t, err, "stateset: Resolve: no client: create one with stateset.New")
	var nobody context.Context
	_, err = c.Resolve(nobody, mine)
	require.EqualError(t, err, "stateset: Resolve: ctx: must not be nil: use context.Background()")
}

// A response before the check of the idempotency key does not settle the outcome, because
// the first request may still have taken effect.
func TestResolveThatFailsLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name   string
		ctx    context.Context
		second wiretest.Response
		open   bool
	}{
		{"refused", t.Context(), wiretest.Refuse, true},
		{"cancelled before it began", cancelled, wiretest.Respond(201, `{}`), true},
		{"reset again", t.Context(), wiretest.Reset, true},
		{"the key was revoked", t.Context(), wiretest.Respond(401, ""), true},
		{"the key lost its scope", t.Context(), wiretest.Respond(403, ""), true},
		{"rate limited", t.Context(), wiretest.Respond(429, "", "Retry-After", "3600"), true},
		{"server error", t.Context(), wiretest.Respond(503, ""), true},
		{"definitely not done", t.Context(), wiretest.Respond(400, `{"error":{"message":"no"}}`), false},
		{"a stored refusal", t.Context(), wiretest.Respond(402, `{"error":{"message":"no"}}`, "Idempotent-Replayed", "true"), false},
	} {
		s := wiretest.New(wiretest.Reset, tt.second, wiretest.Respond(201, `{"id":"pay_1"}`))
		c := newClient(t, s)
		_, first := create(t.Context(), c)
		_, err := c.Resolve(tt.ctx, first)
		e := failed(t, err)
		require.True(t, e.PriorAttemptAmbiguous, tt.name)
		require.Equal(t, tt.open, errors.Is(err, api.ErrOutcomeUnknown), tt.name)
		require.Equal(t, failed(t, first).IdempotencyKey, e.IdempotencyKey, tt.name)
		if tt.open && tt.ctx == t.Context() {
			_, err = c.Resolve(t.Context(), err)
			require.NoError(t, err, tt.name)
			log := s.Requests()
			require.Equal(t, log[0], log[len(log)-1], tt.name)
		}
	}
}

// A success with an unreadable response stays a success if a repetition fails.
func TestResolveKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Respond(201, "oops"), wiretest.Refuse))
	_, err := create(t.Context(), c)
	_, err = c.Resolve(t.Context(), err)
	require.Equal(t, api.OutcomeSucceeded, failed(t, err).Outcome)
	require.NotErrorIs(t, err, api.ErrOutcomeUnknown)
}

// Servers forget keys after 24 hours. A request with an older key could be executed
// twice.
func TestResolveRefusesAnOldKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Reset, wiretest.Respond(201, `{"id":"pay_1"}`))
		c := newClient(t, s)
		_, first := create(t.Context(), c)
		<-time.After(23*time.Hour + time.Second)
		_, err := c.Resolve(t.Context(), first)
		require.ErrorIs(t, err, api.ErrIdempotencyKeyExpired)
		require.ErrorIs(t, err, api.ErrOutcomeUnknown, "nobody knows yet")
		require.Equal(t, api.StopKeyAge, failed(t, err).StopReason)
		require.Len(t, s.Requests(), 1)
	})
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, wiretest.New(wiretest.Reset, wiretest.Respond(201, `{"id":"pay_1"}`)))
		_, first := create(t.Context(), c)
		<-time.After(23*time.Hour - time.Minute)
		_, err := c.Resolve(t.Context(), first)
		require.NoError(t, err)
	})
}

// Two concurrent calls of Resolve repeat the same request and share no memory.
func TestResolveConcurrently(t *testing.T) {
	t.Parallel()
	b := &bank{lose: true}
	s := wiretest.New(b.answer)
	c := newClient(t, s)
	_, err := create(t.Context(), c)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			response, err := c.Resolve(t.Context(), err)
			if err != nil || !response.Replayed {
				t.Errorf("%v %v", response, err)
			}
		})
	}
	group.Wait()
	require.Len(t, b.done, 1)
}

func TestDo(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s)
	var got thing
	require.NoError(t, c.Do(t.Context(), "GET", "/new/things/a%2Fb%20c?limit=5&x=%26", nil, &got, option(func(o *core.CallOptions) { o.Query = url.Values{"y": {"z"}} })))
	require.Equal(t, "x", got.ID)
	require.NoError(t, c.Do(t.Context(), "PATCH", "/things/1", map[string]int{"a": 1}, nil, withKey("k1")))
	require.NoError(t, c.Do(t.Context(), "POST", "/things", nil, nil))
	require.NoError(t, c.Do(t.Context(), "DELETE", "/things/1", map[string]int{}, nil))
	require.NoError(t, c.Do(t.Context(), "POST", "/things", (*thing)(nil), nil))
	require.NoError(t, c.Do(t.Context(), "GET", "/things/a b é", nil, nil))
	require.NoError(t, c.Do(t.Context(), "GET", "/"+strings.Repeat("x", 4095), nil, nil), "the longest path")
	log := s.Requests()
	require.Equal(t, "/v1/new/things/a%2Fb%20c", log[0].Path)
	require.Equal(t, url.Values{"limit": {"5"}, "x": {"&"}, "y": {"z"}}, log[0].Query)
	require.NotContains(t, log[0].Header, "Idempotency-Key")
	require.Equal(t, `{"a":1}`, log[1].Body)
	require.Equal(t, "k1", log[1].Header.Get("Idempotency-Key"))
	require.Equal(t, `{}`, log[2].Body, "an empty reader would be a chunked body")
	require.Equal(t, "application/json", log[2].Header.Get("Content-Type"))
	require.NotEmpty(t, log[2].Header.Get("Idempotency-Key"))
	require.Equal(t, `{}`, log[3].Body)
	require.NotEmpty(t, log[3].Header.Get("Idempotency-Key"))
	require.Equal(t, `null`, log[4].Body)
	require.Equal(t, "/v1/things/a%20b%20%C3%A9", log[5].Path)
}

func TestDoRefuses(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s)
	const rule = `stateset: Do: path: must begin with a slash and be a valid path below /v1, as in "/payments", got `
	for path, want := range map[string]string{
		"":                              rule + `""`,
		"payments":                      rule + `"payments"`,
		"//evil.example.com/x":          rule + `"//evil.example.com/x"`,
		"https://evil.example.com/x":    rule + `"https://evil.example.com/x"`,
		"/x#y":                          rule + `"/x#y"`,
		"/%zz":                          rule + `"/%zz"`,
		"/x\r\nHost: y":                 rule + `"/x\r\nHost: y"`,
		"/" + strings.Repeat("x", 4096): rule + `"/` + strings.Repeat("x", 63) + `"… (4097 bytes)`,
		"x?key=secret":                  rule + `"x"`,
		"/v1":                           `stateset: Do: path: must not begin with /v1, which is added, got "/v1"`,
		"/v1/payments":                  `stateset: Do: path: must not begin with /v1, which is added, got "/v1/payments"`,
		"/../admin":                     `stateset: Do: path: must not contain ".." as a part, got "/../admin"`,
		"/payments/..":                  `stateset: Do: path: must not contain ".." as a part, got "/payments/.."`,
		"/payments/./x":                 `stateset: Do: path: must not contain "." as a part, got "/payments/./x"`,
		"/payments/%2e%2e/x":            `stateset: Do: path: must not contain ".." as a part, got "/payments/%2e%2e/x"`,
		"/payments/x%2f..%2fy":          `stateset: Do: path: must not contain ".." as a part, got "/payments/x%2f..%2fy"`,
		"/payments/a%2Fb c":             `stateset: Do: path: must be escaped completely or not at all, got "/payments/a%2Fb c"`,
		"/payments?a=%zz&secret=x":      `stateset: Do: path: has a malformed query: escape it with url.Values`,
	} {
		require.EqualError(t, c.Do(t.Context(), "GET", path, nil, nil), want, path)
	}
	for _, method := range []string{"", "get", "GE T", "CONNECT", "TRACE", "GET\r\nX: y", strings.Repeat("A", 5000)} {
		require.ErrorContains(t, c.Do(t.Context(), method, "/x", nil, nil), "stateset: Do: method: must be one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE, got ", method)
	}
	require.EqualError(t, c.Do(t.Context(), "GET", "/x", struct{}{}, nil), "stateset: Do: body: must be nil for GET")
	require.EqualError(t, c.Do(t.Context(), "HEAD", "/x", struct{}{}, nil), "stateset: Do: body: must be nil for HEAD")
	require.ErrorContains(t, c.Do(t.Context(), "POST", "/x", nil, nil, withKey("two words")), "stateset: Do: WithIdempotencyKey: ")
	require.EqualError(t, c.Do(t.Context(), "POST", "/x", func() {}, nil), "stateset: Do: body: cannot be encoded as JSON: json: unsupported type: func()")
	require.EqualError(t, (*core.Client)(nil).Do(t.Context(), "GET", "/x", nil, nil), "stateset: Do: no client: create one with stateset.New")
	require.Empty(t, s.Requests())
}

func TestDoWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Respond(204, "")))
	require.NoError(t, c.Do(t.Context(), "DELETE", "/things/1", nil, nil))
	var got thing
	err := c.Do(t.Context(), "DELETE", "/things/1", nil, &got)
	require.ErrorContains(t, err, "the body is empty")
}
