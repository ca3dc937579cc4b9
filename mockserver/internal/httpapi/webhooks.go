package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// Kinds of objects of webhooks. They have no expansions.
const (
	kindEndpoint = "webhook_endpoint"
	kindEvent    = "event"
)

// revealed is an endpoint with its secret, which only the creating and the rotating
// response show.
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

// deleteEndpoint returns a status without a body.
func deleteEndpoint() operation {
	return operation{handle: func(c *call) (answer, error) {
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		err := c.update(nil, func(tx *engine.Tx) error { return tx.DeleteEndpoint(c.firstID()) })
		return answer{status: http.StatusNoContent}, err
	}}
}

// currentEvent is an event in its current state: the number of its pending deliveries
// changes.
type currentEvent struct{ event *engine.Event }

// MarshalJSON writes the event as the API does.
func (s currentEvent) MarshalJSON() ([]byte, error) {
	public, err := s.event.Public()
	if err != nil {
		return nil, err
	}
	return public.MarshalJSON()
}

func sendTest(tx *engine.Tx, id string, params *webhook.SendTestParams) (*currentEvent, error) {
	event, err := tx.SendTest(id, params)
	return &currentEvent{event}, err
}

func replayEvent(tx *engine.Tx, id string, _ struct{}) (*currentEvent, error) {
	event, err := tx.ReplayEvent(id)
	return &currentEvent{event}, err
}

func getEvent() operation {
	return show(kindEvent, func(c *call, tx *engine.Tx) (*currentEvent, error) {
		event, found := tx.Events().Get(c.firstID())
		if !found {
			return nil, notFound(kindEvent, c.firstID())
		}
		return &currentEvent{event}, nil
	})
}
