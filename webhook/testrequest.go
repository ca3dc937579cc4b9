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

// NewTestRequest returns the delivery of an event with the type and object, signed with
// the secret at the present time. Use it in tests of a handler:
//
//	r := webhook.NewTestRequest(secret, webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1"})
//	w := httptest.NewRecorder()
//	handler.ServeHTTP(w, r)
//
// The ID of the event depends only on the type and the object, so a second request with
// the same object is a duplicate delivery. The request is a POST to "/webhooks" of
// example.com. Change its URL for another route or to send it. NewTestRequest panics if
// the object cannot be encoded.
func NewTestRequest[T any](secret string, kind TypeOf[T], object *T) *http.Request {
	now := time.Now()
	return NewEventRequest(NewTestEvent(kind, object, now), now, secret)
}

// NewTestEvent returns an event with the type, object and time. Its ID depends on the
// type and object. Change its fields as the test requires, also its Amount and Currency,
// and deliver it with [NewEventRequest]. NewTestEvent panics if the object cannot be
// encoded.
func NewTestEvent[T any](kind TypeOf[T], object *T, at time.Time) *Event {
	text, err := json.Marshal(object)
	if err != nil {
		panic(fmt.Sprintf("stateset: test event %s: %v", kind, err))
	}
	var members struct{ ID, Status string }
	_ = json.Unmarshal(text, &members) // an object without members is sufficient
	sum := sha256.Sum256(slices.Concat([]byte(kind), []byte{0}, text))
	return &Event{
		ID: "evt_test_" + hex.EncodeToString(sum[:12]), Object: "event", APIVersion: APIVersion, CreatedAt: at,
		Type: Type(kind), Data: Data{Object: text, ResourceID: members.ID, Status: members.Status}, PendingWebhooks: 1,
	}
}

// NewEventRequest returns the delivery of an event, signed at the time with each of the
// secrets and with both schemes. For a single scheme see [SignatureScheme.Sign]. It
// panics if the event's object is not JSON.
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
