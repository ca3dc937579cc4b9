package httpapi

import (
	"fmt"
	"slices"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// RegisterKey sets the scopes and the status of a key. The latest registration of a key
// counts.
func (s *Server) RegisterKey(k Key) error {
	if k.Status == "" {
		k.Status = KeyActive
	}
	if _, ok := parseKey(k.Text); !ok {
		return fmt.Errorf("mockserver: not an API key: must be sk_, pk_ or rk_, then test_ or live_, then the name of the account")
	}
	if !slices.Contains(keyStatuses, k.Status) {
		return fmt.Errorf("mockserver: unknown status %q of a key: must be one of %q", k.Status, keyStatuses)
	}
	known := scopes()
	for _, scope := range k.Scopes {
		if !slices.Contains(known, scope) {
			return fmt.Errorf("mockserver: unknown scope %q%s", scope, input.DidYouMean(scope, known))
		}
	}
	k.Scopes = slices.Clone(k.Scopes)
	s.currentState().keys.register(k)
	return nil
}

// scopes returns the scopes of the API.
func scopes() []string {
	var names []string
	for _, row := range spec.All() {
		if row.Scope != "" && !slices.Contains(names, row.Scope) {
			names = append(names, row.Scope)
		}
	}
	return names
}

func readKey(o *input.Object) Key {
	isKey := input.Format{Name: "api_key", Want: "an API key such as rk_test_abc", Accept: func(text string) bool {
		_, ok := parseKey(text)
		return ok
	}}
	return Key{
		Text:   o.String("key", input.Required, input.Secret, isKey),
		Scopes: input.Texts[string](o, "scopes", input.Each{input.Values(scopes())}),
		Status: input.Enum[KeyStatus](o, "status"),
	}
}

// keyState is a registered key in control responses.
//
//wire:response
type keyState struct {
	Key    string    `json:"key"` // masked
	Scopes []string  `json:"scopes"`
	Status KeyStatus `json:"status"`
}

func (c *call) controlKey() (any, error) {
	k, err := input.Read(c.body, readKey)
	if err != nil {
		return nil, err
	}
	if err := c.server.RegisterKey(k); err != nil {
		return nil, err
	}
	if k.Status == "" {
		k.Status = KeyActive
	}
	parsed, _ := parseKey(k.Text)
	return &keyState{parsed.masked(), k.Scopes, k.Status}, nil
}

// connecting is the body of connections.
type connecting struct {
	account   engine.AccountKey
	connected string
}

func readConnecting(o *input.Object) connecting {
	account, _ := parseAccount(o.String("account", input.Required, accountFormat)) // the format was checked
	if account.Connected != "" {
		o.Conflict("account", "must not be a connected account")
	}
	return connecting{account, o.String("connected", input.Required, connectedFormat)}
}

func (c *call) controlConnect() (any, error) {
	params, err := input.Read(c.body, readConnecting)
	if err != nil {
		return nil, err
	}
	c.server.Connect(params.account.Name, params.connected)
	return &struct {
		Account   string `json:"account"`
		Connected string `json:"connected"`
	}{params.account.String(), params.connected}, nil
}

// Connect allows the account to act for the connected one, in both modes.
func (s *Server) Connect(account, connected string) {
	s.currentState().keys.connect(account, connected)
}
