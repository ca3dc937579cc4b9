package checker

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/spec"
)

// maxBody is the maximum number of bytes of a response that are read.
const maxBody = 16 << 20

// Server is a server to call.
type Server struct {
	BaseURL   string            // "/v1" is added if the URL has no path
	Key       string            // of test mode
	Transport http.RoundTripper // nil: http.DefaultTransport
	PlainHTTP bool              // allow http to other machines
}

// side is one of the two servers of a run: the checked one, or the reference.
type side struct {
	base     string // with the base path
	basePath string
	key      string
	sdk      *stateset.Client
	http     *http.Client
	limiter  *limiter
	left     leftovers
	requests atomic.Int64
}

func newSide(server Server) (*side, error) {
	if err := CheckKey(server.Key); err != nil {
		return nil, err
	}
	s := &side{key: server.Key, limiter: &limiter{}}
	next := server.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	s.http = &http.Client{
		Transport:     &observer{side: s, next: next},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	opts := []stateset.Option{stateset.WithBaseURL(server.BaseURL), stateset.WithHTTPClient(s.http), stateset.WithLimiter(s.limiter)}
	if server.PlainHTTP {
		opts = append(opts, stateset.WithPlainHTTP())
	}
	var err error
	if s.sdk, err = stateset.New(server.Key, opts...); err != nil {
		return nil, err
	}
	u, err := url.Parse(server.BaseURL)
	if err != nil {
		return nil, err // New has checked the URL
	}
	if u.Path = strings.TrimSuffix(u.Path, "/"); u.Path == "" {
		u.Path = spec.BasePath
	}
	s.base, s.basePath = u.String(), u.Path
	return s, nil
}

// observer counts the requests of the SDK and the plain ones, and reads their responses.
type observer struct {
	side *side
	next http.RoundTripper
}

func (o *observer) RoundTrip(request *http.Request) (*http.Response, error) {
	o.side.requests.Add(1)
	response, err := o.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	o.side.limiter.observe(response.Header)
	if request.Method == http.MethodGet || response.StatusCode/100 != 2 {
		return response, nil
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	o.side.left.observe(request.Method, strings.TrimPrefix(request.URL.Path, o.side.basePath), body)
	return response, nil
}

// request is a plain request.
type request struct {
	method, path, query, body string
	contentType               string // of the body; empty: JSON
	idempotencyKey            string
	noKey                     bool // without Authorization
}

// response is the response to a plain request.
type response struct {
	status int
	header http.Header
	body   []byte
	value  any // nil if the body is not JSON
}

// send sends a plain request. It repeats the request after the wait of a rate limit.
func (s *side) send(ctx context.Context, r request) (*response, error) {
	for range maxAttempts {
		if err := s.limiter.Wait(ctx); err != nil {
			return nil, err
		}
		got, err := s.sendOnce(ctx, r)
		if err != nil || got.status != http.StatusTooManyRequests {
			return got, err
		}
		wait := retryAfter(got)
		if wait > maxWait {
			return nil, &limitError{wait}
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
	return nil, &limitError{}
}

func (s *side) sendOnce(ctx context.Context, r request) (*response, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	address := s.base + r.path
	if r.query != "" {
		address += "?" + r.query
	}
	request, err := http.NewRequestWithContext(ctx, r.method, address, strings.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "stateset-mock-conformance/"+stateset.Version)
	if !r.noKey {
		request.Header.Set("Authorization", "Bearer "+s.key)
	}
	if r.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if r.contentType != "" {
		request.Header.Set("Content-Type", r.contentType)
	}
	if r.idempotencyKey != "" {
		request.Header.Set("Idempotency-Key", r.idempotencyKey)
	}
	got, err := s.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = got.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.method, r.path, err)
	}
	return &response{status: got.StatusCode, header: got.Header, body: body, value: parse(body)}, nil
}

// parse returns the value of a JSON body, or nil.
func parse(body []byte) (value any) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil
	}
	return value
}
