package dispatch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// handlers are the receivers in this process. Each has its own host name in a domain
// that does not resolve.
type handlers struct {
	mu      sync.Mutex
	list    []http.Handler
	missed  map[Miss]int
	serving sync.WaitGroup
}

// Miss is the response of a handler that does not serve the path of its deliveries.
type Miss struct {
	Path   string
	Status int // 404 or 405
}

// Missed returns the number of deliveries for each miss.
func (d *Dispatcher) Missed() map[Miss]int {
	d.handlers.mu.Lock()
	defer d.handlers.mu.Unlock()
	return maps.Clone(d.handlers.missed)
}

// note counts a response that indicates a wrong path.
func (h *handlers) note(path string, status int) {
	if status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.missed == nil {
		h.missed = map[Miss]int{}
	}
	h.missed[Miss{path, status}]++
}

const (
	hostPrefix = "handler-"
	hostSuffix = ".invalid"
)

// AddHandler returns a URL with the path for the handler. Only this dispatcher reaches
// the URL.
func (d *Dispatcher) AddHandler(path string, handler http.Handler) (url string) {
	h := &d.handlers
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = append(h.list, handler)
	return fmt.Sprintf("https://%s%d%s%s", hostPrefix, len(h.list), hostSuffix, path)
}

// closeTimeout is the maximum time that Close waits for handlers, in real time.
const closeTimeout = 5 * time.Second

// Close waits until no handler is running, and reports whether that is the case. A
// handler that ignores the end of its request's context may continue to run. Call Close
// after the last delivery.
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

// find returns the handler of a host, or nil.
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

// serve calls a handler, and returns early when the context of the request ends.
func (h *handlers) serve(handler http.Handler, req *http.Request) (status int, err error) {
	ctx, cancel := context.WithCancel(req.Context())
	defer cancel()
	req = req.WithContext(ctx)
	req.RequestURI, req.RemoteAddr = req.URL.RequestURI(), "127.0.0.1:0"
	done := make(chan result, 1)
	h.serving.Go(func() { done <- answer(handler, req) })
	select {
	case r := <-done:
		h.note(req.URL.Path, r.status)
		return r.status, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

type result struct {
	status int
	err    error
}

// answer calls a handler like a server. A panic results in an error.
func answer(handler http.Handler, req *http.Request) (r result) {
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler:
			r = result{err: errors.New("the handler aborted the response")}
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

// writer keeps only the status of a response.
type writer struct {
	header http.Header
	status int
}

func (w *writer) Header() http.Header { return w.header }

// WriteHeader keeps the first final status.
func (w *writer) WriteHeader(status int) {
	if status < 100 || status > 999 {
		panic(fmt.Sprintf("invalid status code %d", status)) // like net/http
	}
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
}

func (w *writer) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return len(b), nil
}
