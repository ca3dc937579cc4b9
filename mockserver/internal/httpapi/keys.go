package httpapi

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Kinds of keys.
const (
	keySecret     = "sk"
	keyPublic     = "pk"
	keyRestricted = "rk"
)

// apiKey is a parsed key. For example, sk_test_abc is a secret key in test mode for the
// account abc.
type apiKey struct {
	text string
	kind string
	live bool
	name string
}

const maxKeyName = 255

// parseKey parses a key and reports whether it is well-formed.
func parseKey(text string) (apiKey, bool) {
	kind, rest, _ := strings.Cut(text, "_")
	mode, name, _ := strings.Cut(rest, "_")
	if kind != keySecret && kind != keyPublic && kind != keyRestricted || mode != "test" && mode != "live" {
		return apiKey{}, false
	}
	return apiKey{text: text, kind: kind, live: mode == "live", name: name}, accountName(name)
}

// bearer returns the key of the request, valid or not.
func bearer(header http.Header) (apiKey, bool) {
	scheme, text, _ := strings.Cut(strings.TrimSpace(header.Get("Authorization")), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return apiKey{}, false
	}
	return parseKey(strings.TrimSpace(text))
}

// accountName reports whether the text can follow sk_test_ in a key.
func accountName(text string) bool { return text != "" && len(text) <= maxKeyName && printable(text) }

// masked returns the key in the form for messages and logs.
func (k apiKey) masked() string {
	mode := "test"
	if k.live {
		mode = "live"
	}
	tail := k.name
	if len(tail) > 8 {
		tail = tail[len(tail)-4:]
	} else {
		tail = ""
	}
	return k.kind + "_" + mode + "_…" + tail
}

// KeyStatus is the status of a registered key.
type KeyStatus string

// The statuses of a key.
const (
	KeyActive  KeyStatus = "active"
	KeyExpired KeyStatus = "expired"
	KeyRevoked KeyStatus = "revoked"
)

var keyStatuses = []KeyStatus{KeyActive, KeyExpired, KeyRevoked}

// Values returns the statuses of a key.
func (KeyStatus) Values() []KeyStatus { return slices.Clone(keyStatuses) }

// Key is the registration of a key: the scopes of a restricted key, or the status. An
// unregistered key is active. An unregistered restricted key has no scopes.
type Key struct {
	Text   string
	Scopes []string
	Status KeyStatus // default: KeyActive
}

// keyRing holds the registered keys and connected accounts. The zero value is
// empty.
type keyRing struct {
	mu          sync.RWMutex
	keys        map[string]Key
	connections map[connection]bool
}

type connection struct{ account, connected string }

func (r *keyRing) register(k Key) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys == nil {
		r.keys = map[string]Key{}
	}
	r.keys[k.Text] = k
}

func (r *keyRing) find(text string) Key {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.keys[text]
}

// forget removes the registrations of a test account.
func (r *keyRing) forget(account string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.keys, func(text string, _ Key) bool {
		key, _ := parseKey(text)
		return !key.live && key.name == account
	})
	maps.DeleteFunc(r.connections, func(c connection, _ bool) bool { return c.account == account })
}

func (r *keyRing) connect(account, connected string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.connections == nil {
		r.connections = map[connection]bool{}
	}
	r.connections[connection{account, connected}] = true
}

func (r *keyRing) connected(account, connected string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.connections[connection{account, connected}]
}
