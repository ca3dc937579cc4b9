package httpapi

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

const snapshotsPath = "/snapshots"

// importPath is the path of the call whose body is a document.
const importPath = snapshotsPath + "/import"

// Bounds of the stored snapshots.
const (
	maxSnapshots     = 100
	maxSnapshotBytes = 256 << 20 // of all documents together
)

// storedSnapshots are the snapshots that control calls have made.
type storedSnapshots struct {
	mu   sync.Mutex
	list []*storedSnapshot // oldest first
	made int
}

// storedSnapshot is a document and its metadata in control responses.
type storedSnapshot struct {
	id       string
	at       time.Time // real time
	document []byte
}

// snapshotState is a stored snapshot in control responses.
//
//wire:response
type snapshotState struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	Bytes     int64     `json:"bytes"`
}

// snapshotList is the response of the list of snapshots.
//
//wire:response
type snapshotList struct {
	Data []snapshotState `json:"data"`
}

func (s *storedSnapshot) state() *snapshotState {
	return &snapshotState{s.id, s.at.UTC().Truncate(time.Second), int64(len(s.document))}
}

// add stores a document. An empty ID chooses one.
func (s *storedSnapshots) add(id string, document []byte) (*storedSnapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	bytes := len(document)
	for _, other := range s.list {
		bytes += len(other.document)
	}
	switch {
	case len(s.list) >= maxSnapshots:
		return nil, refuse(engine.CodeInvalidState, "", "%d snapshots are stored, which is the maximum: delete one first", maxSnapshots)
	case bytes > maxSnapshotBytes:
		return nil, refuse(engine.CodeInvalidState, "", "The stored snapshots would have more than %d MiB: delete some first, or export this server with -state", maxSnapshotBytes>>20)
	case id != "" && s.find(id) >= 0:
		return nil, refuse(engine.CodeInvalidState, "id", "The snapshot '%s' exists already: delete it first, or choose another id", id)
	}
	for id == "" || s.find(id) >= 0 {
		s.made++
		id = fmt.Sprintf("snap_%d", s.made)
	}
	stored := &storedSnapshot{id, time.Now(), document}
	s.list = append(s.list, stored)
	return stored, nil
}

// find returns the index of a snapshot, or -1.
func (s *storedSnapshots) find(id string) int {
	return slices.IndexFunc(s.list, func(stored *storedSnapshot) bool { return stored.id == id })
}

// get returns a snapshot. remove removes it, too.
func (s *storedSnapshots) get(id string, remove bool) (*storedSnapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(id)
	if i < 0 {
		return nil, refuse(engine.CodeResourceNotFound, "", "No such snapshot: '%s': GET /_mock/snapshots lists them", shorten(id))
	}
	stored := s.list[i]
	if remove {
		s.list = slices.Delete(s.list, i, i+1)
	}
	return stored, nil
}

var snapshotIDs = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$`)

var snapshotID = input.Format{
	Name: "snapshot", Want: "1 to 64 letters, digits, dots, dashes and underscores, not begin with a dot, and not be import",
	Accept: func(text string) bool { return snapshotIDs.MatchString(text) && text != "import" },
}

func (c *call) controlCreateSnapshot() (any, error) {
	id, err := input.Read(c.body, func(o *input.Object) string { return o.String("id", snapshotID) })
	if err != nil {
		return nil, err
	}
	c.takeTime()
	document, err := c.server.Snapshot()
	if err != nil {
		return nil, err
	}
	return shownSnapshot(c.server.snapshots.add(id, document))
}

func shownSnapshot(stored *storedSnapshot, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return stored.state(), nil
}

func (c *call) controlSnapshots() (any, error) {
	s := &c.server.snapshots
	s.mu.Lock()
	defer s.mu.Unlock()
	all := &snapshotList{Data: []snapshotState{}}
	for _, stored := range s.list {
		all.Data = append(all.Data, *stored.state())
	}
	return all, nil
}

func (c *call) controlRestore() (any, error) {
	if _, err := input.Read(c.body, nothing); err != nil {
		return nil, err
	}
	stored, err := c.server.snapshots.get(c.firstID(), false)
	if err != nil {
		return nil, err
	}
	if err := c.server.Restore(stored.document); err != nil {
		return nil, refuse(engine.CodeInvalidState, "", "Nothing was restored: %s", err)
	}
	return stored.state(), nil
}

func (c *call) controlDeleteSnapshot() (any, error) {
	return shownSnapshot(c.server.snapshots.get(c.firstID(), true))
}

func (c *call) controlExportSnapshot() (any, error) {
	stored, err := c.server.snapshots.get(c.firstID(), false)
	if err != nil {
		return nil, err
	}
	c.takeTime()
	return answer{http.StatusOK, stored.document}, nil
}

// controlImportSnapshot stores the document in the body. Its ID is in the query.
func (c *call) controlImportSnapshot() (any, error) {
	id := c.query.Text("id", snapshotID)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	document, err := io.ReadAll(io.LimitReader(c.request.Body, maxSnapshotBytes+1))
	switch {
	case err != nil:
		return nil, refuse(engine.CodeParameterInvalid, "", "The request body could not be read")
	case len(document) > maxSnapshotBytes:
		return nil, refuse(engine.CodePayloadTooLarge, "", "The request body is larger than %d MiB", maxSnapshotBytes>>20)
	}
	if err := CheckSnapshot(document); err != nil {
		return nil, refuse(engine.CodeParameterInvalid, "", "Nothing was imported: %s", err)
	}
	return shownSnapshot(c.server.snapshots.add(id, document))
}

// stateWritten is the response of the call that writes the state file.
//
//wire:response
type stateWritten struct {
	Bytes int64 `json:"bytes"`
}

func (c *call) controlSaveState() (any, error) {
	if _, err := input.Read(c.body, nothing); err != nil {
		return nil, err
	}
	if c.server.opts.StateFile == "" {
		return nil, refuse(engine.CodeInvalidState, "", "The server has no state file: start it with -state FILE (WithStateFile)")
	}
	c.takeTime()
	bytes, err := c.server.SaveState()
	if err != nil {
		return nil, refuse(engine.CodeInternal, "", "The state file was not written, and has its former content: %s", err)
	}
	return &stateWritten{int64(bytes)}, nil
}
