package conformance_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func badID(name, id string) badInput {
	return badInput{"id: " + name, func(f *fixture) error {
		_, err := f.client.Payments.Get(f.ctx, id)
		return err
	}}
}

var badIDs = []badInput{
	badID("empty", ""),
	badID("one dot", "."),
	badID("two dots", ".."),
	badID("dots inside", "pay_1/../../admin"),
	badID("newline", "pay_1\r\nX: y"),
	badID("NUL", "pay_\x00"),
	badID("not UTF-8", "pay_\xff"),
	badID("long", "pay_"+strings.Repeat("x", 10<<10)),
	{"id: test mode with a live key", func(f *fixture) error { _, err := f.live.Payments.Cancel(f.ctx, "pay_test_456"); return err }},
	{"id: empty, of a refund", func(f *fixture) error { _, err := f.client.Payments.GetRefund(f.ctx, ""); return err }},
	{"id: empty, of an order", func(f *fixture) error {
		_, err := f.client.Orders.Update(f.ctx, "", &orders.UpdateParams{})
		return err
	}},
}

func badDo(name, method, path string, body any) badInput {
	return badInput{"do: " + name, func(f *fixture) error { return f.client.Do(f.ctx, method, path, body, nil) }}
}

func cycle() map[string]any {
	m := map[string]any{}
	m["self"] = m
	return m
}

var (
	nobody   context.Context
	noClient *stateset.Client
)

var badCalls = []badInput{
	badDo("no method", "", "/x", nil),
	badDo("method in small letters", "post", "/x", nil),
	badDo("path relative", "GET", "payments", nil),
	badDo("path another host", "GET", "//evil.example.com/x", nil),
	badDo("path with dots", "GET", "/payments/../../admin", nil),
	badDo("path with v1", "GET", "/v1/payments", nil),
	badDo("path with a bad escape", "GET", "/payments/%zz?secret=hunter2", nil),
	badDo("path with a newline", "GET", "/x\r\nX: y", nil),
	badDo("query malformed", "GET", "/x?a=%zz&secret=hunter2", nil),
	badDo("body of a GET", "GET", "/x", map[string]string{}),
	badDo("body a channel", "POST", "/x", map[string]any{"metadata": make(chan int)}),
	badDo("body a cycle", "POST", "/x", cycle()),
	badDo("body bad raw JSON", "POST", "/x", json.RawMessage(`{"a":`)),
	{"context nil", func(f *fixture) error { _, err := f.client.Payments.Get(nobody, "pay_1"); return err }},
	{"context nil, list", func(f *fixture) error { _, err := f.client.Payments.List(nobody, nil); return err }},
	{"context nil, all", func(f *fixture) error {
		_, err := stateset.Collect(f.client.Payments.All(nobody, nil), 1)
		return err
	}},
	{"context nil, do", func(f *fixture) error { return f.client.Do(nobody, "GET", "/x", nil, nil) }},
	{"client nil, balance", func(f *fixture) error { _, err := noClient.Balance(f.ctx); return err }},
	{"client nil, with", func(*fixture) error { _, err := noClient.With(); return err }},
	{"client nil, do", func(f *fixture) error { return noClient.Do(f.ctx, "GET", "/x", nil, nil) }},
	{"client nil, resolve", func(f *fixture) error { _, err := noClient.Resolve(f.ctx, errors.New("x")); return err }},
	{"client empty, balance", func(f *fixture) error { _, err := new(stateset.Client).Balance(f.ctx); return err }},
	{"client empty, with", func(*fixture) error { _, err := new(stateset.Client).With(); return err }},
	{"client empty, do", func(f *fixture) error { return new(stateset.Client).Do(f.ctx, "GET", "/x", nil, nil) }},
	{"service empty", func(f *fixture) error { _, err := new(payments.Service).Get(f.ctx, "pay_1"); return err }},
	{"resolve: nil", func(f *fixture) error { _, err := f.client.Resolve(f.ctx, nil); return err }},
	{"resolve: another error", func(f *fixture) error { _, err := f.client.Resolve(f.ctx, errors.New("boom")); return err }},
	{"money: bad text", func(*fixture) error { _, err := stateset.NewMoney("12,50", "EUR"); return err }},
	{"money: unknown currency", func(*fixture) error { _, err := stateset.FromMinor(1, "euro"); return err }},
}
