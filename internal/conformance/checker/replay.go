package checker

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"reflect"
	"strings"
)

// exchange is a request and its response.
type exchange struct {
	request  request
	response *response
}

func newKey() string { return "conformance-" + strings.ToLower(rand.Text()) }

// replays repeats a successful write with its key, and then with another body.
func (c *check) replays(ctx context.Context, wanted, called exchange) error {
	want, got, err := c.both(ctx, callReplay, wanted.request, called.request)
	if got == nil || err != nil {
		return err
	}
	c.compare(callReplay, want, got)
	if got.status == want.status && !reflect.DeepEqual(called.response.value, got.value) {
		c.result.differ(callReplay, Difference{Kind: Replay, Path: firstDifference(called.response.value, got.value),
			Want: "the first response", Got: "another response"})
	}
	if called.request.body == "" {
		return nil
	}
	wanted.request.body, called.request.body = withUnknown(wanted.request.body), withUnknown(called.request.body)
	want, got, err = c.both(ctx, callReused, wanted.request, called.request)
	if got == nil || err != nil {
		return err
	}
	c.compare(callReused, want, got)
	return nil
}

// both sends a call to both servers. got is nil if the checked server does not respond.
func (c *check) both(ctx context.Context, call string, wanted, called request) (want, got *response, err error) {
	if want, err = c.reference.send(ctx, wanted); err != nil {
		return nil, nil, err
	}
	got, err = c.ask(ctx, call, called)
	return want, got, err
}

// firstDifference returns the name of a member that differs between two objects.
func firstDifference(a, b any) string {
	first, _ := a.(map[string]any)
	second, _ := b.(map[string]any)
	for _, name := range append([]string{"id"}, sortedNames(first)...) {
		if !reflect.DeepEqual(first[name], second[name]) {
			return shown(name)
		}
	}
	return ""
}

// withUnknown adds a member that no operation has.
func withUnknown(body string) string {
	members, _ := parse([]byte(body)).(map[string]any)
	return encode(withMember(members, unknownMember, json.Number("1")))
}
