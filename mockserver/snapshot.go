package mockserver

import (
	"errors"
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// Snapshot is the state of a server at one moment. It does not change, and any number of
// servers can restore it. It contains secrets: those of webhook endpoints, and the
// registered keys. Make one with [Server.Snapshot] or [ParseSnapshot].
type Snapshot struct {
	document func() []byte // a function, so that nothing prints it
}

// Snapshot returns the state of the server. It contains accounts with their objects,
// balances, events, deliveries and pending changes. It also contains stored responses of
// idempotency keys, registered keys and connections, and the clock. It does not contain
// recorded requests, faults and rate limits.
//
// Snapshot waits for running delivery attempts and clock moves. A webhook handler must not
// call it.
func (s *Server) Snapshot() Snapshot {
	document, err := s.face.Snapshot()
	if err != nil { // a bug: every record can be written
		panic(fmt.Sprintf("mockserver: %v", err))
	}
	return snapshotOf(document)
}

func snapshotOf(document []byte) Snapshot { return Snapshot{func() []byte { return document }} }

// Restore replaces the state of the server with a snapshot of this server or of another
// one. After an error nothing has changed. A request that is running ends in the former
// state or begins in the new one. Running deliveries are canceled.
//
// A frozen clock has the time of the snapshot. A running clock has the same offset from
// real time as in the snapshot: with an offset of zero it has real time.
//
// Objects that are created after a restore have new IDs: they differ from those created
// between the snapshot and the restore. Recorded requests and faults stay, and rate limits
// begin anew. Endpoints of [Webhooks.DeliverTo] stay. Those in the snapshot are the same
// if their URL is.
func (s *Server) Restore(snapshot Snapshot) error {
	if snapshot.document == nil {
		return errors.New("mockserver: Restore: the snapshot is empty: make one with Server.Snapshot")
	}
	if err := s.face.Restore(snapshot.document()); err != nil {
		return fmt.Errorf("mockserver: Restore: %w", err)
	}
	return nil
}

// JSON returns the snapshot as a JSON document for a file. Its members may change between
// versions, and a checksum detects edits.
func (s Snapshot) JSON() []byte {
	if s.document == nil {
		return nil
	}
	return append([]byte(nil), s.document()...)
}

// ParseSnapshot reads the document of [Snapshot.JSON], of GET /_mock/snapshots/ID/export,
// or of the program's -state file. It returns an error for a damaged document and for
// another format version.
func ParseSnapshot(document []byte) (Snapshot, error) {
	if err := httpapi.CheckSnapshot(document); err != nil {
		return Snapshot{}, fmt.Errorf("mockserver: ParseSnapshot: %w", err)
	}
	return snapshotOf(append([]byte(nil), document...)), nil
}

// String returns the size of the snapshot. It shows no secrets.
func (s Snapshot) String() string { return fmt.Sprintf("snapshot of %d bytes", len(s.JSON())) }

// WithSnapshot starts the server with the state of a snapshot. Default: no accounts. The
// clock is that of the snapshot, even with [WithTime], and fixtures are not applied.
func WithSnapshot(snapshot Snapshot) Option {
	return func(c *config) error {
		if snapshot.document == nil {
			return errors.New("mockserver: WithSnapshot: the snapshot is empty: make one with Server.Snapshot")
		}
		c.snapshot = &snapshot
		return nil
	}
}

// WithStateFile keeps the state of the server in a file. [Start] restores the file if it
// exists. [Server.SaveState] and the control call POST /_mock/state write it. Default: no
// file.
//
// Start returns an error for a damaged file or another format version, and does not
// change the file. The file contains secrets, so only its user may read it (mode 0600).
// If the file exists, fixtures are not applied, and the clock has the time of the file.
func WithStateFile(path string) Option {
	return func(c *config) error {
		if path == "" {
			return errors.New("mockserver: WithStateFile: the path is empty")
		}
		c.face.StateFile = path
		return nil
	}
}

// SaveState writes the file of [WithStateFile]. The former file stays until the new one
// is complete, even if the program is killed. SaveState may be called after
// [Server.Shutdown], which ends running requests and deliveries. A delivery that was
// interrupted is attempted again after the next start.
func (s *Server) SaveState() error {
	if _, err := s.face.SaveState(); err != nil {
		return fmt.Errorf("mockserver: SaveState: %w", err)
	}
	return nil
}
