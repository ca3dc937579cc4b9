package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

// Kinds of objects of webhooks, which have nothing to expand.
const (
	kindEndpoint = "webhook_endpoint"
	kindEvent    = "event"
)

// The formats of types of events.
var (
	eventType = input.Format{
		Name: "event_type", Want: "a type of events such as payment.succeeded", Known: eventTypes,
		Accept: func(text string) bool { return slices.Contains(eventTypes, text) },
	}
	eventSelector = input.Format{
		Name: "event_selector", Want: "a type of events such as payment.succeeded, a pattern such as payment.*, or *", Known: eventTypes,
		Accept: func(text string) bool { return webhook.Type(text).Known() },
	}
	eventTypes = typeNames()
)

const (
	maxCallbackURL         = 2048
	maxEndpointDescription = 500
	maxEndpointEvents      = 100
	maxOverlap             = 7 * 24 * time.Hour
)

// urlRules are those of an endpoint's URL. Messages do not repeat it: there may be a
// password in it.
var urlRules = []input.Rule{
	input.NotEmpty, input.Secret, input.MaxLen(maxCallbackURL),
	callbackURL,
}

func typeNames() []string {
	var names []string
	for _, t := range webhook.KnownTypes() {
		names = append(names, string(t))
	}
	return names
}

func readEndpoint(o *input.Object) *webhook.CreateParams {
	return &webhook.CreateParams{
		URL:         o.String("url", append(urlRules, input.Required)...),
		Events:      readSelectors(o, input.Required),
		Description: o.String("description", input.MaxLen(maxEndpointDescription)),
		Scheme:      input.Enum[webhook.SignatureScheme](o, "signature_scheme"),
		Metadata:    o.Metadata("metadata"),
	}
}

func readSelectors(o *input.Object, rules ...input.Rule) []webhook.Type {
	return input.Texts[webhook.Type](o, "events", append(rules, input.NotEmpty, input.MaxLen(maxEndpointEvents), input.Each{input.NotEmpty, eventSelector})...)
}

func readEndpointUpdate(o *input.Object) *webhook.UpdateParams {
	return &webhook.UpdateParams{
		URL:         o.StringPtr("url", urlRules...),
		Events:      readSelectors(o),
		Description: o.StringPtr("description", input.MaxLen(maxEndpointDescription)),
		Status:      input.EnumPtr[webhook.Status](o, "status"),
		Scheme:      input.EnumPtr[webhook.SignatureScheme](o, "signature_scheme"),
		Metadata:    o.MetadataPatch("metadata"),
	}
}

func readRotation(o *input.Object) *webhook.RotateSecretParams {
	seconds := o.Int("expires_in", input.Min(1), input.Max(int64(maxOverlap/time.Second)))
	return &webhook.RotateSecretParams{ExpiresIn: time.Duration(seconds) * time.Second}
}

func readTestEvent(o *input.Object) *webhook.SendTestParams {
	return &webhook.SendTestParams{Type: webhook.Type(o.String("type", input.NotEmpty, eventType))}
}

// revealed is an endpoint with its secret, which is shown when it is new and never
// again.
type revealed struct{ endpoint *webhook.Endpoint }

// MarshalJSON writes the endpoint and its secret.
func (r revealed) MarshalJSON() ([]byte, error) {
	text, err := r.endpoint.MarshalJSON()
	if err != nil {
		return nil, err
	}
	secret, err := json.Marshal(r.endpoint.Secret.Reveal())
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(text[:len(text)-1], `,"secret":%s}`, secret), nil
}

func createEndpoint(tx *engine.Tx, params *webhook.CreateParams) (*revealed, error) {
	endpoint, err := tx.CreateEndpoint(params)
	return &revealed{endpoint}, err
}

func rotateSecret(tx *engine.Tx, id string, params *webhook.RotateSecretParams) (*revealed, error) {
	endpoint, err := tx.RotateSecret(id, params)
	return &revealed{endpoint}, err
}

// deleteEndpoint answers with a status alone.
func deleteEndpoint() operation {
	return operation{handle: func(c *call) (answer, error) {
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		err := c.account.Update(func(tx *engine.Tx) error { return tx.DeleteEndpoint(c.firstID()) })
		return answer{status: http.StatusNoContent}, err
	}}
}

// shownEvent is an event as it is now: what it says of its deliveries changes.
type shownEvent struct{ event *engine.Event }

// MarshalJSON writes the event as the API does.
func (s shownEvent) MarshalJSON() ([]byte, error) {
	public, err := s.event.Public()
	if err != nil {
		return nil, err
	}
	return public.MarshalJSON()
}

func sendTest(tx *engine.Tx, id string, params *webhook.SendTestParams) (*shownEvent, error) {
	event, err := tx.SendTest(id, params)
	return &shownEvent{event}, err
}

func replayEvent(tx *engine.Tx, id string, _ struct{}) (*shownEvent, error) {
	event, err := tx.ReplayEvent(id)
	return &shownEvent{event}, err
}

func getEvent() operation {
	return show(kindEvent, func(c *call, tx *engine.Tx) (*shownEvent, error) {
		event, found := tx.Events().Get(c.firstID())
		if !found {
			return nil, notFound(kindEvent, c.firstID())
		}
		return &shownEvent{event}, nil
	})
}
