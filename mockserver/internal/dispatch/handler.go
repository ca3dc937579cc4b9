package dispatch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// handlers are the receivers in this process. Each has a host of its own, below a
// domain that no name server knows.
type handlers struct {
	mu      sync.Mutex
	list    []http.Handler
	serving sync.WaitGroup
}

const (
	hostPrefix = "handler-"
	hostSuffix = ".invalid"
)

// AddHandler gives a handler a URL, at which the dispatcher alone finds it.
func (d *Dispatcher) AddHandler(handler http.Handler) (url string) {
	h := &d.handlers
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = append(h.list, handler)
	return fmt.Sprintf("https://%s%d%s/", hostPrefix, len(h.list), hostSuffix)
}

// closeTimeout is how long Close waits for handlers, in real time.
const closeTimeout = 5 * time.Second

// Close waits until no handler runs any more, and reports whether that is so: one that
// does not heed the end of its request's context is left behind. Call it when nothing
// is sent any more.
func (d *Dispatcher) Close() bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.handlers.serving.Wait()
	}()
	timer := time.NewTimer(closeTimeout)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// find returns the handler of a host, nil for any other host.
func (h *handlers) find(host string) http.Handler {
	if !strings.HasSuffix(host, hostSuffix) {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, handler := range h.list {
		if host == fmt.Sprintf("%s%d%s", hostPrefix, i+1, hostSuffix) {
			return handler
		}
	}
	return nil
}

// serve has a handler answer, for as long as the request's context lasts.
func (h *handlers) serve(handler http.Handler, req *http.Request) (status int, err error) {
	ctx, cancel := context.WithCancel(req.Context())
	defer cancel()
	req = req.WithContext(ctx)
	req.RequestURI, req.RemoteAddr = req.URL.RequestURI(), "127.0.0.1:0"
	done := make(chan result, 1)
	h.serving.Go(func() { done <- answer(handler, req) })
	select {
	case r := <-done:
		return r.status, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

type result struct {
	status int
	err    error
}

// answer runs a handler as a server does. One that panics gives no answer.
func answer(handler http.Handler, req *http.Request) (r result) {
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler:
			r = result{err: errors.New("the handler aborted the answer")}
		default:
			r = result{err: fmt.Errorf("the handler panicked: %v", reason)}
		}
	}()
	w := &writer{header: http.Header{}}
	handler.ServeHTTP(w, req)
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return result{status: w.status}
}

// writer keeps the status of an answer, and nothing else.
type writer struct {
	header http.Header
	status int
}

func (w *writer) Header() http.Header { return w.header }

// WriteHeader keeps the first status that is final.
func (w *writer) WriteHeader(status int) {
	if status < 100 || status > 999 {
		panic(fmt.Sprintf("invalid status code %d", status)) // as net/http does
	}
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
}

func (w *writer) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return len(b), nil
}
