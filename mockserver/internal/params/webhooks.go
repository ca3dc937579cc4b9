package params

import (
	"slices"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

// Formats of event types.
var (
	eventType = input.Format{
		Name: "event_type", Want: "a type of events such as payment.succeeded", Known: eventTypes, All: eventTypes,
		Accept: func(text string) bool { return slices.Contains(eventTypes, text) },
	}
	eventSelector = input.Format{
		Name: "event_selector", Want: "a type of events such as payment.succeeded, a pattern such as payment.*, or *", Known: eventTypes, All: selectors(eventTypes),
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

// urlRules are the rules of an endpoint URL. Messages do not repeat the URL, because it
// may contain a password.
var urlRules = []input.Rule{
	input.NotEmpty, input.Secret, input.MaxLen(maxCallbackURL),
	receiverURL,
}

// receiverURL includes http URLs of other machines, which the engine may allow.
var receiverURL = input.Format{Name: callbackURL.Name, Want: "an https or http URL without user info, fragment and IPv6 zone", Accept: core.IsPlainCallbackURL, Loose: httpURL}

func typeNames() []string {
	var names []string
	for _, t := range webhook.KnownTypes() {
		names = append(names, string(t))
	}
	return names
}

// selectors returns the types and the patterns that select one of them.
func selectors(types []string) []string {
	all := append([]string{string(webhook.AllTypes)}, types...)
	for _, name := range types {
		for i, c := range name {
			if pattern := name[:i] + ".*"; c == '.' && !slices.Contains(all, pattern) {
				all = append(all, pattern)
			}
		}
	}
	return all
}

// CreateEndpoint reads the body of a new endpoint.
func CreateEndpoint(o *input.Object) *webhook.CreateParams {
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

// UpdateEndpoint reads the body of an update.
func UpdateEndpoint(o *input.Object) *webhook.UpdateParams {
	return &webhook.UpdateParams{
		URL:         o.StringPtr("url", urlRules...),
		Events:      readSelectors(o),
		Description: o.Clearable("description", input.MaxLen(maxEndpointDescription)),
		Status:      input.EnumPtr[webhook.Status](o, "status"),
		Scheme:      input.EnumPtr[webhook.SignatureScheme](o, "signature_scheme"),
		Metadata:    o.MetadataPatch("metadata"),
	}
}

// RotateSecret reads the body of a rotation.
func RotateSecret(o *input.Object) *webhook.RotateSecretParams {
	seconds := o.IntPtr("expires_in", input.Min(0), input.Max(int64(maxOverlap/time.Second)))
	if seconds == nil {
		return &webhook.RotateSecretParams{}
	}
	return &webhook.RotateSecretParams{ExpiresIn: new(time.Duration(*seconds) * time.Second)}
}

// SendTest reads the body of a test event.
func SendTest(o *input.Object) *webhook.SendTestParams {
	return &webhook.SendTestParams{Type: webhook.Type(o.String("type", input.NotEmpty, eventType))}
}
