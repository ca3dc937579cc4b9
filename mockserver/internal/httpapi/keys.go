package httpapi

import (
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

// apiKey is a key taken apart: sk_test_abc is secret, of test mode, account abc.
type apiKey struct {
	text string
	kind string
	live bool
	name string
}

const maxKeyName = 255

// parseKey reports whether the text has the form of a key.
func parseKey(text string) (apiKey, bool) {
	kind, rest, _ := strings.Cut(text, "_")
	mode, name, _ := strings.Cut(rest, "_")
	if kind != keySecret && kind != keyPublic && kind != keyRestricted || mode != "test" && mode != "live" {
		return apiKey{}, false
	}
	return apiKey{text: text, kind: kind, live: mode == "live", name: name}, accountName(name)
}

// bearer is the key that the request comes with, whether it works or not.
func bearer(header http.Header) (apiKey, bool) {
	scheme, text, _ := strings.Cut(strings.TrimSpace(header.Get("Authorization")), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return apiKey{}, false
	}
	return parseKey(strings.TrimSpace(text))
}

// accountName reports whether the text can follow sk_test_ in a key.
func accountName(text string) bool { return text != "" && len(text) <= maxKeyName && printable(text) }

// masked is the key as messages and logs may show it.
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

// KeyStatus says whether a registered key works.
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

// Key is a registration: what a restricted key may do, and that a key is expired
// or revoked. Keys that nobody registered work; restricted ones without a scope.
type Key struct {
	Text   string
	Scopes []string
	Status KeyStatus // empty: KeyActive
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
