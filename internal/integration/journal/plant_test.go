package journal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/stateset/stateset-go/journal"
)

// The bugs that the proof must find.
const (
	bugNoLease     = "no lease"
	bugNotMonotone = "settle is not monotone"
	bugNewKey      = "the key is made anew"
	bugReencoded   = "the body is encoded again"
	bugStoredLate  = "the state is stored after sending"
)

// plant returns a store with the bug of the worker.
func (w *worker) plant(db *sql.DB, store journal.Store) journal.Store {
	switch w.Bug {
	case bugNoLease:
		return &noLease{store, db, w.Database.Table}
	case bugNotMonotone:
		return &notMonotone{store, db, w.Database.Table}
	case bugStoredLate:
		return &storedLate{Store: store}
	}
	return store
}

// breakRequest plants the bugs of repeated requests.
func (w *worker) breakRequest(r *http.Request) {
	if w.Payments > 0 || r.Method != http.MethodPost {
		return
	}
	switch w.Bug {
	case bugNewKey:
		r.Header = r.Header.Clone()
		r.Header.Set("Idempotency-Key", "new-"+strconv.FormatUint(w.random.Uint64(), 36))
	case bugReencoded:
		body, _ := io.ReadAll(r.Body)
		var v map[string]any
		_ = json.Unmarshal(body, &v)
		body, _ = json.MarshalIndent(v, "", " ")
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
}

// noLease claims entries that other processes have leased.
type noLease struct {
	journal.Store
	db    *sql.DB
	table string
}

func (s *noLease) Claim(ctx context.Context, f journal.Filter, limit int, lease time.Duration) ([]journal.Claimed, error) {
	if _, err := s.db.ExecContext(ctx, "UPDATE "+s.table+" SET lease_until = 0"); err != nil {
		return nil, err
	}
	return s.Store.Claim(ctx, f, limit, lease)
}

// notMonotone lets an unknown outcome replace every state.
type notMonotone struct {
	journal.Store
	db    *sql.DB
	table string
}

func (s *notMonotone) Settle(ctx context.Context, to journal.Settlement) error {
	if to.State != journal.Sending {
		return s.Store.Settle(ctx, to)
	}
	_, err := s.db.ExecContext(ctx, "UPDATE "+s.table+" SET state = 'sending', token = '', lease_until = 0 WHERE id = '"+to.Lease.ID+"'")
	return err
}

// storedLate stores an entry after its outcome is known.
type storedLate struct {
	journal.Store
	begun sync.Map
}

func (s *storedLate) Begin(_ context.Context, e journal.Entry, _ time.Duration) (journal.Lease, error) {
	s.begun.Store(e.ID, e)
	return journal.Lease{ID: e.ID}, nil
}

func (s *storedLate) Settle(ctx context.Context, to journal.Settlement) error {
	if e, ok := s.begun.LoadAndDelete(to.Lease.ID); ok {
		l, err := s.Store.Begin(ctx, e.(journal.Entry), time.Second)
		if err != nil {
			return err
		}
		to.Lease = l
	}
	return s.Store.Settle(ctx, to)
}
