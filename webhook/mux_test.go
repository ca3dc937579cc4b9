package webhook_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// naming returns a function that records the name of its registration.
func naming(called *string, name string) func(context.Context, *webhook.Event) error {
	return func(context.Context, *webhook.Event) error {
		*called = name
		return nil
	}
}

func TestMuxChoosesTheMostSpecific(t *testing.T) {
	t.Parallel()
	exact, prefix, long, all := []string{"agent.execution.completed", "payment.succeeded"}, []string{"agent.*", "payment.*"}, []string{"agent.execution.*"}, []string{"*"}
	everything := append(append(append(exact, prefix...), long...), all...)
	for _, test := range []struct {
		patterns []string
		fallback bool
		event    webhook.Type
		want     string
	}{
		{everything, true, "agent.execution.completed", "agent.execution.completed"},
		{everything, true, "agent.execution.failed", "agent.execution.*"},
		{everything, true, "agent.execution.", "agent.execution.*"},
		{everything, true, "agent.execution", "agent.*"},
		{everything, true, "agent.created", "agent.*"},
		{everything, true, "payment.succeeded", "payment.succeeded"},
		{everything, true, "payment.failed", "payment.*"},
		{everything, true, "payments.failed", "*"},
		{everything, true, "payment", "*"},
		{everything, true, "", "*"},
		{prefix, true, "order.paid", "default"},
		{prefix, true, "payment.invented.yesterday", "payment.*"},
		{nil, true, "payment.succeeded", "default"},
		{nil, false, "payment.succeeded", ""},
		{prefix, false, "order.paid", ""},
	} {
		var called string
		mux := webhook.NewMux()
		for _, p := range test.patterns {
			mux.Handle(webhook.Type(p), naming(&called, p))
		}
		if test.fallback {
			mux.Default(naming(&called, "default"))
		}
		require.NoError(t, mux.HandleEvent(t.Context(), &webhook.Event{Type: test.event}))
		require.Equal(t, test.want, called, "%s with %v", test.event, test.patterns)
		require.Equal(t, test.want != "", mux.Handles(test.event), test.event)
	}
}

// The mux calls the function of a pattern for exactly the types that the pattern selects.
func TestMuxSelectsAsTypesDo(t *testing.T) {
	t.Parallel()
	for _, pattern := range []webhook.Type{"payment.*", "agent.*", "agent.execution.*", "order.paid", "*"} {
		mux := webhook.NewMux()
		mux.Handle(pattern, func(context.Context, *webhook.Event) error { return nil })
		for _, event := range append(webhook.KnownTypes(), "payment", "payment.", "payment.a.b", "xpayment.a", "agent.executions.a") {
			require.Equal(t, pattern.Selects(event), mux.Handles(event), "%s with %s", event, pattern)
		}
	}
}

func TestMuxNeedsNoMaking(t *testing.T) {
	t.Parallel()
	var mux webhook.Mux
	var called string
	event := webhook.Event{Type: webhook.Type(webhook.OrderPaid)}
	require.NoError(t, mux.HandleEvent(t.Context(), &event))
	require.False(t, mux.Handles(event.Type))
	mux.Handle("order.*", naming(&called, "order.*"))
	require.NoError(t, mux.HandleEvent(t.Context(), &event))
	require.Equal(t, "order.*", called)
	mux.Handle(webhook.Type(webhook.OrderPaid), naming(&called, "order.paid"))
	require.NoError(t, mux.HandleEvent(t.Context(), &event))
	require.Equal(t, "order.paid", called)
}

func TestMuxRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	nothing := func(context.Context, *webhook.Event) error { return nil }
	for _, pattern := range []webhook.Type{"", ".", "payment", "payment.", ".succeeded", "payment..succeeded", "**", "*.succeeded", "payment*", "payment.*.x", "payment.**", ".*", "payment .succeeded", "Payment.succeeded", "payment.succeeded\n"} {
		require.PanicsWithValue(t, panicText(pattern), func() { webhook.NewMux().Handle(pattern, nothing) })
	}
	mux := webhook.NewMux()
	for _, pattern := range []webhook.Type{"payment.succeeded", "payment.*", "*"} {
		mux.Handle(pattern, nothing)
		require.PanicsWithValue(t, "stateset: events \""+string(pattern)+"\" have a function already: register one, which may call others", func() { mux.Handle(pattern, nothing) })
	}
	require.PanicsWithValue(t, `stateset: events "payment.succeeded" have a function already: register one, which may call others`, func() {
		webhook.On(mux, webhook.PaymentSucceeded, func(context.Context, *webhook.Event, *payments.Payment) error { return nil })
	})
	mux.Default(nothing)
	require.PanicsWithValue(t, "stateset: there is a default function for events already", func() { mux.Default(nothing) })
	require.PanicsWithValue(t, `stateset: the function for events "order.paid" is nil`, func() { mux.Handle("order.paid", nil) })
	require.PanicsWithValue(t, `stateset: the function for events "order.paid" is nil`, func() { webhook.On(mux, webhook.OrderPaid, nil) })
	require.PanicsWithValue(t, "stateset: the default function for events is nil", func() { webhook.NewMux().Default(nil) })
}

func panicText(pattern webhook.Type) string {
	fault := "its parts are lower-case words with points between them"
	switch pattern {
	case "", "payment", "**", "payment*":
		fault = "a type has at least two parts"
	}
	return "stateset: " + quoted(pattern) + " can select no events: " + fault + `: must be like "payment.succeeded", "payment.*" or "*"`
}

func quoted(pattern webhook.Type) string {
	if pattern == "payment.succeeded\n" {
		return `"payment.succeeded\n"`
	}
	return `"` + string(pattern) + `"`
}

func TestOnDecodesTheObject(t *testing.T) {
	t.Parallel()
	refused := errors.New("refused")
	mux := webhook.NewMux()
	webhook.On(mux, webhook.TypeOf[payments.Payment]("payment.*"), func(_ context.Context, e *webhook.Event, p *payments.Payment) error {
		require.Equal(t, "pay_1", p.ID)
		require.EqualValues(t, "payment.captured", e.Type)
		return refused
	})
	webhook.On(mux, webhook.OrderPaid, func(context.Context, *webhook.Event, *orders.Order) error {
		t.Error("an object that cannot be decoded is handled")
		return nil
	})
	event := webhook.NewTestEvent(webhook.PaymentCaptured, &payments.Payment{ID: "pay_1"}, time.Unix(t0, 0))
	require.ErrorIs(t, mux.HandleEvent(t.Context(), event), refused, "the function's error is the answer")

	event.Type, event.Data.Object = webhook.Type(webhook.OrderPaid), []byte(`{"id":17}`)
	require.ErrorContains(t, mux.HandleEvent(t.Context(), event), "order.paid")
	event.Data = webhook.Data{}
	require.ErrorContains(t, mux.HandleEvent(t.Context(), event), "neither an object nor the ID of one")
}

func TestMuxIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	mux := webhook.NewMux()
	var all sync.WaitGroup
	for _, kind := range webhook.KnownTypes() {
		all.Go(func() { mux.Handle(kind, func(context.Context, *webhook.Event) error { return nil }) })
		all.Go(func() { _ = mux.HandleEvent(t.Context(), &webhook.Event{Type: kind}) })
	}
	all.Wait()
	for _, kind := range webhook.KnownTypes() {
		require.True(t, mux.Handles(kind), kind)
	}
}
