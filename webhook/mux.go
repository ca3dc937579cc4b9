package webhook

import (
	"context"
	"fmt"
	"strings"
	"sync"
)

// EventHandler handles events: a [Mux] or an [EventFunc]. Return nil if the event is
// stored, queued or not needed. After an error the sender retries.
type EventHandler interface {
	HandleEvent(ctx context.Context, e *Event) error
}

// EventFunc is a function as an [EventHandler].
type EventFunc func(ctx context.Context, e *Event) error

// HandleEvent calls the function.
func (f EventFunc) HandleEvent(ctx context.Context, e *Event) error { return f(ctx, e) }

// Mux passes each event to the function that was registered for its type with [On],
// [Mux.Handle] or [Mux.Default]. Only the most specific function is called: the exact
// type before "agent.execution.*", then "agent.*", then "*", then Default. An event
// without a function is accepted and ignored. It is not marked as handled, so it can be
// replayed for a later version of the program.
//
// A Mux is safe for concurrent use. The zero value has no functions.
type Mux struct {
	mu       sync.RWMutex
	exact    map[Type]EventFunc
	prefixes map[Type]EventFunc // by the text before the star, "payment."; "" is "*"
	fallback EventFunc
}

// NewMux returns a Mux without functions.
func NewMux() *Mux { return new(Mux) }

// Handle registers a function for a type ("payment.succeeded"), for types with a common
// prefix ("payment.*") or for all types ("*"). Convert a typed constant with
// webhook.Type(webhook.OrderPaid), or pass it to [On], which also decodes the object.
// Handle panics if the pattern cannot select any type or already has a function, and if
// the function is nil.
func (m *Mux) Handle(pattern Type, fn func(ctx context.Context, e *Event) error) {
	if fn == nil {
		panic(fmt.Sprintf("stateset: the function for events %q is nil", pattern))
	}
	if fault := patternFault(pattern); fault != "" {
		panic(fmt.Sprintf("stateset: %q can select no events: %s: must be like \"payment.succeeded\", \"payment.*\" or \"*\"", pattern, fault))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	functions, key := &m.exact, pattern
	if prefix, isPrefix := strings.CutSuffix(string(pattern), "*"); isPrefix {
		functions, key = &m.prefixes, Type(prefix)
	}
	if (*functions)[key] != nil {
		panic(fmt.Sprintf("stateset: events %q have a function already: register one, which may call others", pattern))
	}
	if *functions == nil {
		*functions = map[Type]EventFunc{}
	}
	(*functions)[key] = fn
}

// Default registers the function for all other events, including types that this version
// of the SDK does not know. It panics if there is already one, and if the function is
// nil.
func (m *Mux) Default(fn func(ctx context.Context, e *Event) error) {
	if fn == nil {
		panic("stateset: the default function for events is nil")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fallback != nil {
		panic("stateset: there is a default function for events already")
	}
	m.fallback = fn
}

// Handles reports whether there is a function for events of the type.
func (m *Mux) Handles(t Type) bool { return m.find(t) != nil }

// HandleEvent calls the function for the event and returns its error. Without a function
// it returns nil.
func (m *Mux) HandleEvent(ctx context.Context, e *Event) error {
	if fn := m.find(e.Type); fn != nil {
		return fn(ctx, e)
	}
	return nil
}

func (m *Mux) find(t Type) EventFunc {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if fn := m.exact[t]; fn != nil {
		return fn
	}
	for point := len(t); point >= 0; {
		point = strings.LastIndexByte(string(t[:point]), '.')
		if fn := m.prefixes[t[:point+1]]; fn != nil {
			return fn
		}
	}
	return m.fallback
}

// patternFault returns the reason why a pattern selects nothing, or "".
func patternFault(pattern Type) string {
	if pattern == AllTypes {
		return ""
	}
	segments := strings.Split(string(pattern), ".")
	if last := len(segments) - 1; last > 0 && segments[last] == "*" {
		segments = segments[:last]
	} else if last == 0 {
		return "a type has at least two parts"
	}
	for _, s := range segments {
		if s == "" || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			return "its parts are lower-case words with points between them"
		}
	}
	return ""
}
