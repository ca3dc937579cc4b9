package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

type traceKey struct{}

// trace returns hooks that extend the path in the context, and note each answer.
func trace(name string, told *[]string) webhook.HandlerHooks {
	return webhook.HandlerHooks{
		OnStart: func(ctx context.Context, header http.Header) context.Context {
			path, _ := ctx.Value(traceKey{}).(string)
			return context.WithValue(ctx, traceKey{}, path+"/"+name+header.Get("Traceparent"))
		},
		OnDone: func(ctx context.Context, a webhook.Answer) {
			*told = append(*told, fmt.Sprint(name, " ", ctx.Value(traceKey{}), " ", a.Status, " ", a.Event != nil, " ", a.Err != nil))
		},
	}
}

// Each delivery has one start and one end, whether or not it is read and verified.
func TestHooksOfDeliveries(t *testing.T) {
	t.Parallel()
	get := httptest.NewRequest(http.MethodGet, "/webhooks", nil)
	for name, tt := range map[string]struct {
		deliver func(h *webhook.Handler)
		want    string
		path    string // in the function; empty if it is not called
	}{
		"handled":    {func(h *webhook.Handler) { post(h, traced(stamped(v01)), b1) }, "200 true false", "/a7/b7"},
		"processed":  {func(h *webhook.Handler) { h.Process(t.Context(), []byte(b1), traced(stamped(v01))) }, "200 true false", "/a7/b7"},
		"forged":     {func(h *webhook.Handler) { post(h, traced(raw(r21)), b1) }, "401 false true", ""},
		"not a POST": {func(h *webhook.Handler) { get.Header = traced(nil); h.ServeHTTP(httptest.NewRecorder(), get) }, "405 false true", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			path := ""
			events := webhook.EventFunc(func(ctx context.Context, _ *webhook.Event) error {
				path, _ = ctx.Value(traceKey{}).(string)
				return nil
			})
			tt.deliver(newHandler(t, events, webhook.WithHooks(trace("a", &told)), webhook.WithHooks(webhook.HandlerHooks{}), webhook.WithHooks(trace("b", &told))))
			require.Equal(t, []string{"a /a7/b7 " + tt.want, "b /a7/b7 " + tt.want}, told)
			require.Equal(t, tt.path, path)
		})
	}
}

// traced returns the headers with those of a trace.
func traced(header http.Header) http.Header {
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Traceparent", "7")
	return header
}

// Hooks that panic or return nil change nothing.
func TestBrokenHooksOfDeliveries(t *testing.T) {
	t.Parallel()
	var told []string
	broken := webhook.HandlerHooks{
		OnStart: func(context.Context, http.Header) context.Context { panic("start") },
		OnDone:  func(context.Context, webhook.Answer) { panic("done") },
	}
	none := webhook.HandlerHooks{OnStart: func(context.Context, http.Header) context.Context { return nil }}
	var events counting
	h := newHandler(t, &events, webhook.WithHooks(broken), webhook.WithHooks(none), webhook.WithHooks(trace("a", &told)))
	requireAnswer(t, post(h, stamped(v01), b1), 200, "handled")
	require.Equal(t, []string{"a /a 200 true false"}, told)
}

// A function that ends its goroutine ends the delivery for the hooks.
func TestHooksOfAFunctionThatExits(t *testing.T) {
	t.Parallel()
	var told []string
	h := newHandler(t, webhook.EventFunc(func(context.Context, *webhook.Event) error { runtime.Goexit(); return nil }), webhook.WithHooks(trace("a", &told)))
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.Process(t.Context(), []byte(b1), stamped(v01))
	}()
	<-done
	require.Equal(t, []string{"a /a 0 false false"}, told)
}
