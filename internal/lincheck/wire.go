package lincheck

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// wire records the requests of each operation. It is the innermost transport, so
// middleware cannot hide a request.
type wire struct {
	next http.RoundTripper

	mu   sync.Mutex
	sent map[int][]request // by operation
}

// request is one attempt as it was sent.
type request struct {
	number    string // of the attempt
	resolving bool
	key       string
	id        string // X-Client-Request-Id
	target    string
	body      string
}

// callKey is the key of the call in its context.
type callKey struct{}

// callInfo describes the call of a request.
type callInfo struct {
	op        int
	resolving bool
}

// calling returns the context of a call.
func calling(ctx context.Context, op int, resolving bool) context.Context {
	return context.WithValue(ctx, callKey{}, callInfo{op, resolving})
}

// RoundTrip records the request and sends it unchanged.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	info, ok := r.Context().Value(callKey{}).(callInfo)
	if !ok {
		return w.next.RoundTrip(r) // a request of the audit
	}
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close() // read completely
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	w.mu.Lock()
	w.sent[info.op] = append(w.sent[info.op], request{
		r.Header.Get("X-Stateset-Attempt"), info.resolving, r.Header.Get("Idempotency-Key"), r.Header.Get("X-Client-Request-Id"), r.Method + " " + r.URL.String(), string(body),
	})
	w.mu.Unlock()
	return w.next.RoundTrip(r)
}

// check checks that all attempts of an operation sent the same request.
func (w *wire) check(o *op) []problem {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []problem
	counts, repeats := map[bool]int{}, map[bool]int{}
	sent := w.sent[o.ID]
	for i, r := range sent {
		if repeated(sent, i) {
			repeats[r.resolving]++
		} else {
			counts[r.resolving]++
		}
		first := sent[0]
		switch {
		case r.key != first.key:
			found = append(found, problem{changedRequest, fmt.Sprintf("op-%d: attempt %d has the key %q, the first %q", o.ID, i+1, r.key, first.key)})
		case r.body != first.body || r.target != first.target:
			found = append(found, problem{changedRequest, fmt.Sprintf("op-%d: attempt %d is another request than the first", o.ID, i+1)})
		case (r.key != "") != (!o.Unkeyed && !o.Verb.reads()):
			found = append(found, problem{changedRequest, fmt.Sprintf("op-%d: the key is %q", o.ID, r.key)})
		case r.resolving && o.Unkeyed:
			found = append(found, problem{changedRequest, fmt.Sprintf("op-%d: a write without a key was repeated to resolve it", o.ID)})
		}
	}
	if counts[false] > maxAttempts || counts[true] > maxAttempts {
		found = append(found, problem{tooManyAttempts, fmt.Sprintf("op-%d: %d attempts and %d to resolve it, at most %d are allowed", o.ID, counts[false], counts[true], maxAttempts)})
	}
	if repeats[false] > 1 || repeats[true] > 1 {
		found = append(found, problem{tooManyAttempts, fmt.Sprintf("op-%d: %d attempts were repeated, and %d to resolve it, at most one is allowed", o.ID, repeats[false], repeats[true])})
	}
	return found
}

// repeated reports whether a request belongs to the previous attempt, which could not use
// its connection.
func repeated(sent []request, i int) bool {
	return i > 0 && sent[i].number == sent[i-1].number && sent[i].resolving == sent[i-1].resolving
}

// attempts returns the number of attempts.
func (w *wire) attempts() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, sent := range w.sent {
		for i := range sent {
			if !repeated(sent, i) {
				n++
			}
		}
	}
	return n
}
