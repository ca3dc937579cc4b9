package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver"
)

// local calls the handler of a mock server without a network.
type local struct {
	server  *mockserver.Server
	handler http.Handler
}

// began is the constant time of the servers.
var began = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

// newLocal starts a server without a journal, whose memory is bounded.
func newLocal(ctx context.Context, opts ...mockserver.Option) (*local, error) {
	s, err := mockserver.Start(ctx, append(opts, mockserver.WithTime(began), mockserver.WithSeed(1), mockserver.WithJournal(0, 1<<20))...)
	if err != nil {
		return nil, err
	}
	return &local{s, s.Handler()}, nil
}

// call makes a request. headers are pairs of names and values.
func (l *local) call(account, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer sk_test_"+account)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	l.handler.ServeHTTP(w, request)
	return w
}

// create makes a POST request and returns the ID of the object.
func (l *local) create(account, path, body string, headers ...string) (string, error) {
	w := l.call(account, http.MethodPost, path, body, headers...)
	var object struct{ ID string }
	if err := json.Unmarshal(w.Body.Bytes(), &object); err != nil || w.Code >= http.StatusBadRequest {
		return "", fmt.Errorf("POST %s: %d %s", path, w.Code, w.Body)
	}
	return object.ID, nil
}

// heapPer returns the heap bytes that each of n steps leaves.
func heapPer(n int, step func(i int) error) (float64, error) {
	before := heap()
	for i := range n {
		if err := step(i); err != nil {
			return 0, err
		}
	}
	return (heap() - before) / float64(n), nil
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // the first one only empties pools
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
