package httpapi

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/snapshot"
)

// worldState is the state of a server as data. Rate limits, fault rules and the journal
// are not part of it.
type worldState struct {
	Engine      *engine.State
	Keys        []Key
	Connections []connectionState
	Replays     []replayState // in order of first use
}

type connectionState struct{ Account, Connected string }

type replayState struct {
	Account          engine.AccountKey
	Use, Fingerprint string
	First, Begun     int64
	RequestID        string
	Status           int
	Body             text
}

// Snapshot returns the state of the server as a document. It waits until no delivery is
// attempted and no clock moves, so a webhook handler must not call it.
func (s *Server) Snapshot() ([]byte, error) {
	var world *worldState
	var err error
	s.engine.Still(func() {
		s.cut.Lock()
		defer s.cut.Unlock()
		world, err = s.save()
	})
	if err != nil {
		return nil, err
	}
	return snapshot.Encode(world)
}

// save returns the state. The caller holds the cut.
func (s *Server) save() (*worldState, error) {
	accounts, err := s.engine.Save()
	if err != nil {
		return nil, err
	}
	state := s.currentState()
	replays, err := state.replays.save()
	if err != nil {
		return nil, err
	}
	world := &worldState{Engine: accounts, Replays: replays}
	world.Keys, world.Connections = state.keys.save()
	return world, nil
}

// Restore replaces the state of the server with that of a document. After an error
// nothing has changed. A request that is running ends in the former state or begins in
// the new one.
func (s *Server) Restore(document []byte) error {
	world := &worldState{}
	if err := snapshot.Decode(document, world); err != nil {
		return fmt.Errorf("the snapshot %w", err)
	}
	if world.Engine == nil {
		world.Engine = &engine.State{}
	}
	restored, err := s.engine.Prepare(world.Engine)
	if err != nil {
		return fmt.Errorf("the snapshot is not a consistent state: %w", err)
	}
	state := s.newState()
	for _, k := range world.Keys {
		state.keys.register(k)
	}
	for _, c := range world.Connections {
		state.keys.connect(c.Account, c.Connected)
	}
	if err := state.replays.restore(world.Replays, restored.Account); err != nil {
		return err
	}
	s.cut.Lock()
	defer s.cut.Unlock()
	s.replaceState(state) // before the accounts: see settleState
	s.engine.Restore(restored)
	return nil
}

func (s *Server) replaceState(state *serverState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = state
}

// settleState repeats the checks of a request whose state was replaced before its account
// was found, so that its account, its keys and its replays belong together.
func (c *call) settleState() error {
	for state := c.server.currentState(); state != c.state; state = c.server.currentState() {
		c.state = state
		for _, check := range []func() error{c.authenticate, c.authorize, c.open} {
			if err := check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// enterCut keeps a snapshot from separating a transaction from its stored response.
// leaveCut ends it. The caller of a transaction over several accounts holds the cut.
func (c *call) enterCut() {
	if !c.inCut && c.tx == nil {
		c.server.cut.RLock()
		c.inCut = true
	}
}

func (c *call) leaveCut() {
	if c.inCut {
		c.server.cut.RUnlock()
		c.inCut = false
	}
}

func (r *keyRing) save() (keys []Key, connections []connectionState) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	keys = slices.Collect(maps.Values(r.keys))
	sort.Slice(keys, func(a, b int) bool { return keys[a].Text < keys[b].Text })
	for c := range r.connections {
		connections = append(connections, connectionState{c.account, c.connected})
	}
	sort.Slice(connections, func(a, b int) bool {
		x, y := connections[a], connections[b]
		return cmp.Or(strings.Compare(x.Account, y.Account), strings.Compare(x.Connected, y.Connected)) < 0
	})
	return keys, connections
}

// save returns the completed records. A request that is running has changed nothing yet.
func (s *replayStore) save() (all []replayState, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for r := s.oldest; r != nil; r = r.newer {
		if !r.done() || r.scope.account.Abandoned() {
			continue
		}
		a, err := r.answer()
		if err != nil {
			return nil, err
		}
		all = append(all, replayState{
			r.scope.account.Key(), r.scope.use.hex(), r.fingerprint.hex(),
			r.first, r.begun, r.requestID, a.status, a.body,
		})
	}
	return all, nil
}

// restore adds the records to an empty store.
func (s *replayStore) restore(all []replayState, accountOf func(engine.AccountKey) *engine.Account) error {
	for _, state := range all {
		r := &record{first: state.First, begun: state.Begun, requestID: state.RequestID}
		if r.scope.account = accountOf(state.Account); r.scope.account == nil {
			return fmt.Errorf("the snapshot is not a consistent state: a stored response belongs to the unknown account %s", state.Account)
		}
		var validUse, validPrint bool
		r.scope.use, validUse = parseDigest(state.Use)
		r.fingerprint, validPrint = parseDigest(state.Fingerprint)
		if !validUse || !validPrint {
			return errors.New("the snapshot is not a consistent state: a stored response has a bad digest")
		}
		s.records[r.scope] = r
		s.append(r)
		s.complete(r, answer{state.Status, state.Body}, nil)
	}
	for len(s.records) > s.maxRecords && s.evict() { // the server that wrote the snapshot may have allowed more
	}
	return nil
}

func (d digest) hex() string { return hex.EncodeToString(d[:]) }

func parseDigest(text string) (d digest, ok bool) {
	content, err := hex.DecodeString(text)
	return digest(append(content, d[:]...)), err == nil && len(content) == len(d)
}

// CheckSnapshot returns an error for a document that no server can read.
func CheckSnapshot(document []byte) error {
	if err := snapshot.Decode(document, &worldState{}); err != nil {
		return fmt.Errorf("the snapshot %w", err)
	}
	return nil
}
