package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// NewTestRequest is the delivery of an event of that type and object, signed with the
// secret at this moment, for the tests of a handler:
//
//	r := webhook.NewTestRequest(secret, webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1"})
//	w := httptest.NewRecorder()
//	handler.ServeHTTP(w, r)
//
// The same object makes the same event, so that a second request with it is the same
// event delivered again. The request is a POST to "/webhooks" of example.com; change
// its URL for another route or to send it. NewTestRequest panics where the object has
// no JSON.
func NewTestRequest[T any](secret string, kind TypeOf[T], object *T) *http.Request {
	now := time.Now()
	return NewEventRequest(NewTestEvent(kind, object, now), now, secret)
}

// NewTestEvent is an event of that type, object and time. Its id is made of its type
// and object. Change what a test needs otherwise, its Amount and Currency too, and
// deliver it with [NewEventRequest]. NewTestEvent panics where the object has no JSON.
func NewTestEvent[T any](kind TypeOf[T], object *T, at time.Time) *Event {
	text, err := json.Marshal(object)
	if err != nil {
		panic(fmt.Sprintf("stateset: test event %s: %v", kind, err))
	}
	var members struct{ ID, Status string }
	_ = json.Unmarshal(text, &members) // an object without them will do
	sum := sha256.Sum256(slices.Concat([]byte(kind), []byte{0}, text))
	return &Event{
		ID: "evt_test_" + hex.EncodeToString(sum[:12]), Object: "event", APIVersion: APIVersion, CreatedAt: at,
		Type: Type(kind), Data: Data{Object: text, ResourceID: members.ID, Status: members.Status}, PendingWebhooks: 1,
	}
}

// NewEventRequest is the delivery of an event, signed at that time with each of the
// secrets and in both ways; see [SignatureScheme.Sign] for one of them alone. It
// panics where the event's object is no JSON.
func NewEventRequest(e *Event, at time.Time, secrets ...string) *http.Request {
	body, err := json.Marshal(e)
	if err != nil {
		panic(fmt.Sprintf("stateset: request of event %s: %v", e.ID, err))
	}
	r, err := http.NewRequest(http.MethodPost, "https://example.com/webhooks", bytes.NewReader(body))
	if err != nil {
		panic(fmt.Sprintf("stateset: request of event %s: %v", e.ID, err))
	}
	r.Header = Sign(body, at, secrets...)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "StateSet-Webhooks/1.0")
	r.Header.Set("X-StateSet-Event", string(e.Type))
	r.Header.Set("X-StateSet-Delivery", "dlv_test_"+strings.TrimPrefix(e.ID, "evt_test_"))
	return r
}
