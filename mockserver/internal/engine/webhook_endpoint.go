package engine

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// maxEndpoints is the maximum number of endpoints of an account, without the common
// endpoints.
const maxEndpoints = 64

const (
	kindEndpoint = "webhook_endpoint"
	kindDelivery = "webhook_delivery"
)

// Endpoints returns the endpoints of the account with their secrets. Callers decide
// whether to show a secret.
func (tx *Tx) Endpoints() *Collection[webhook.Endpoint] { return &tx.account.endpoints }

// CreateEndpoint registers an endpoint with a new secret. Its event types are not
// checked: an unknown type selects no event.
func (tx *Tx) CreateEndpoint(params *webhook.CreateParams) (*webhook.Endpoint, error) {
	if err := tx.checkReceiver(params.URL); err != nil {
		return nil, err
	}
	if err := tx.checkEndpointCount(); err != nil {
		return nil, err
	}
	return tx.addEndpoint(params, webhook.NewSecret(secretPrefix+tx.account.webhookIDs.text(idAlphabet, secretLength))), nil
}

// checkEndpointCount refuses an endpoint above the maximum. Common endpoints do not
// count.
func (tx *Tx) checkEndpointCount() error {
	if tx.account.endpoints.Len()-len(tx.account.common) >= maxEndpoints {
		return &Error{Code: CodeInvalidState, Message: fmt.Sprintf("An account can have at most %d webhook endpoints: delete one first", maxEndpoints)}
	}
	return nil
}

// addEndpoint adds an endpoint with valid params.
func (tx *Tx) addEndpoint(params *webhook.CreateParams, secret webhook.Secret) *webhook.Endpoint {
	e := &webhook.Endpoint{
		ID: tx.newWebhookID("we"), Object: kindEndpoint, URL: params.URL, Events: slices.Clone(params.Events), Description: params.Description,
		Status: webhook.StatusEnabled, Scheme: params.Scheme, APIVersion: webhook.APIVersion, Secret: secret,
		Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	if e.Scheme == "" {
		e.Scheme = webhook.SchemeBoth
	}
	if e.Metadata == nil {
		e.Metadata = map[string]string{}
	}
	put(tx, &tx.account.endpoints, e.ID, e)
	tx.storeRemote(e.ID)
	tx.addDeliveryList(e.ID)
	return e
}

// storeRemote stores whether the caller that sets the URL of an endpoint is remote.
func (tx *Tx) storeRemote(endpointID string) {
	remote := tx.Remote
	put(tx, &tx.account.remote, endpointID, &remote)
}

// addDeliveryList creates the list of deliveries to a new endpoint.
func (tx *Tx) addDeliveryList(endpointID string) {
	a := tx.account
	store(&a.deliveries, endpointID, &Collection[webhook.Delivery]{})
	a.endpointIDs = append(a.endpointIDs, endpointID)
	tx.onUndo(func() {
		delete(a.deliveries, endpointID)
		a.endpointIDs = a.endpointIDs[:len(a.endpointIDs)-1]
	})
}

// newWebhookID draws the ID of an endpoint, event or delivery. These IDs have their own
// source, so that webhooks do not change the IDs of other objects.
func (tx *Tx) newWebhookID(prefix string) string {
	if id, chosen := tx.chosen.take(prefix); chosen {
		return id
	}
	return tx.account.webhookIDs.id(prefix, tx.account.key.Live)
}

func (tx *Tx) findEndpoint(id string) (*webhook.Endpoint, error) {
	e, ok := tx.account.endpoints.Get(id)
	if !ok {
		return nil, notFound(kindEndpoint, id, "")
	}
	return e, nil
}

// UpdateEndpoint changes an endpoint. Pending deliveries use a changed URL. Disabling
// the endpoint fails them.
func (tx *Tx) UpdateEndpoint(id string, params *webhook.UpdateParams) (*webhook.Endpoint, error) {
	before, err := tx.findEndpoint(id)
	if err != nil {
		return nil, err
	}
	e := *before
	if params.URL != nil {
		if err := tx.checkReceiver(*params.URL); err != nil {
			return nil, err
		}
		e.URL = *params.URL
		tx.storeRemote(id)
	}
	if params.Events != nil {
		e.Events = slices.Clone(params.Events)
	}
	replace(&e.Description, params.Description)
	replace(&e.Status, params.Status)
	replace(&e.Scheme, params.Scheme)
	e.Metadata = changeMetadata(e.Metadata, params.Metadata)
	if err := checkMetadata(e.Metadata); err != nil {
		return nil, err
	}
	e.UpdatedAt = tx.now
	put(tx, &tx.account.endpoints, id, &e)
	if e.Status == webhook.StatusDisabled {
		tx.failDeliveries(id)
	}
	return &e, nil
}

// replace sets a field unless value is nil.
func replace[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// DeleteEndpoint removes an endpoint and ends its pending deliveries.
func (tx *Tx) DeleteEndpoint(id string) error {
	if _, err := tx.findEndpoint(id); err != nil {
		return err
	}
	remove(tx, &tx.account.endpoints, id)
	remove(tx, &tx.account.remote, id)
	tx.failDeliveries(id)
	tx.dropDeliveries(id)
	return nil
}

// dropDeliveries removes the data of a deleted endpoint, which is no longer reachable.
func (tx *Tx) dropDeliveries(endpointID string) {
	a := tx.account
	remove(tx, &a.formerSecrets, endpointID)
	tx.onCommit = append(tx.onCommit, func() {
		delete(a.common, endpointID)
		delete(a.deliveries, endpointID)
		a.endpointIDs = slices.DeleteFunc(a.endpointIDs, func(id string) bool { return id == endpointID })
	})
}

// disable disables an endpoint that returned 410, unless its URL has changed since.
func (tx *Tx) disable(id, url string) {
	before, ok := tx.account.endpoints.Get(id)
	if !ok || before.Status == webhook.StatusDisabled || before.URL != url {
		return
	}
	e := *before
	e.Status, e.UpdatedAt = webhook.StatusDisabled, tx.now
	put(tx, &tx.account.endpoints, id, &e)
	tx.failDeliveries(id)
}

// notifies reports whether an enabled endpoint selects the type.
func (tx *Tx) notifies(kind webhook.Type) bool {
	for e := range tx.account.endpoints.Oldest() {
		if e.Selects(kind) {
			return true
		}
	}
	return false
}

// Secrets of endpoints.
const (
	secretPrefix   = "whsec_"
	secretLength   = 32
	maxFormer      = 4 // maximum number of previous secrets that still sign
	defaultOverlap = 24 * time.Hour
)

// formerSecret is a rotated secret that signs until it expires.
type formerSecret struct {
	secret  webhook.Secret
	expires time.Time
}

// RotateSecret sets a new secret. The previous secret signs too until it expires.
// Default: after 24 hours. With 0 it expires at once.
func (tx *Tx) RotateSecret(id string, params *webhook.RotateSecretParams) (*webhook.Endpoint, error) {
	before, err := tx.findEndpoint(id)
	if err != nil {
		return nil, err
	}
	overlap := defaultOverlap
	if params != nil && params.ExpiresIn != nil {
		overlap = *params.ExpiresIn
	}
	former := tx.formerSecrets(id)
	if overlap > 0 {
		former = append([]formerSecret{{before.Secret, tx.now.Add(overlap)}}, former...)
		former = former[:min(len(former), maxFormer)]
	}
	put(tx, &tx.account.formerSecrets, id, &former)
	e := *before
	e.Secret, e.UpdatedAt = webhook.NewSecret(secretPrefix+tx.account.webhookIDs.text(idAlphabet, secretLength)), tx.now
	put(tx, &tx.account.endpoints, id, &e)
	return &e, nil
}

// formerSecrets returns the previous secrets that have not expired, newest first.
func (tx *Tx) formerSecrets(endpointID string) []formerSecret {
	all, ok := tx.account.formerSecrets.Get(endpointID)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(*all), func(f formerSecret) bool { return !f.expires.After(tx.now) })
}

// secrets returns the secrets that sign a delivery, the current one first.
func (tx *Tx) secrets(e *webhook.Endpoint) []string {
	secrets := []string{e.Secret.Reveal()}
	for _, former := range tx.formerSecrets(e.ID) {
		secrets = append(secrets, former.secret.Reveal())
	}
	return secrets
}
