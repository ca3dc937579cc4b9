package httpapi

import (
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/snapshot"
)

// The fields of the state are the format of snapshots. A field that is added reads as
// zero in older ones, which may be right. Any other change requires a new
// snapshot.Version. Then run the test with -update.
func TestSnapshotFormatIsGolden(t *testing.T) {
	t.Parallel()
	golden.Text(t, "snapshot_fields.txt", snapshot.Describe(reflect.TypeFor[worldState]()))
}

// A new field of the server must be in snapshots, or be listed here.
func TestSnapshotsHaveTheServer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of     reflect.Type
		stored []string
		other  []string // locks, bounds, sums and fields of the test
	}{
		{reflect.TypeFor[serverState](), []string{"keys", "replays"}, []string{"limits"}},
		{reflect.TypeFor[keyRing](), []string{"keys", "connections"}, []string{"mu"}},
		{reflect.TypeFor[Key](), []string{"Text", "Scopes", "Status"}, nil},
		{reflect.TypeFor[replayStore](), []string{"records", "oldest", "newest"}, []string{"maxRecords", "maxBytes", "mu", "bytes"}},
		{reflect.TypeFor[record](), []string{"scope", "fingerprint", "first", "begun", "requestID", "status", "body"}, []string{"size", "older", "newer"}},
		{reflect.TypeFor[scope](), []string{"account", "use"}, nil},
	} {
		var fields []string
		for i := range c.of.NumField() {
			fields = append(fields, c.of.Field(i).Name)
		}
		require.ElementsMatch(t, fields, append(c.stored, c.other...), "%s", c.of)
	}
}

// A snapshot must not separate a payment from its stored response.
func TestTransactionHoldsTheCutUntilItIsStored(t *testing.T) {
	t.Parallel()
	operations := handlers()
	var f *testServer
	pay, seen := operations["Payments.Create"], false
	operations["Payments.Create"] = operation{members: pay.members, handle: func(c *call) (answer, error) {
		a, err := pay.handle(c)
		seen = !f.server.cut.TryLock()
		return a, err
	}}
	f = newTestServerWith(t, operations)
	f.call("POST", "/v1/payments", cardPayment("tok_visa"), "Idempotency-Key", "a").ok()
	require.True(t, seen)
	require.True(t, f.server.cut.TryLock(), "the request has let go of it")
	f.server.cut.Unlock()
}

// restoring is a body. Reading it restores a document first.
type restoring struct {
	io.Reader
	restore func()
}

func (r *restoring) Read(p []byte) (int, error) {
	if r.restore != nil {
		r.restore()
		r.restore = nil
	}
	return r.Reader.Read(p)
}

// A request whose state is replaced while it is read is checked and executed in the new
// state.
func TestRestoreWhileARequestIsRead(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.NoError(t, f.server.RegisterKey(Key{Text: "sk_test_abc", Status: KeyRevoked}))
	revoked, err := f.server.Snapshot()
	require.NoError(t, err)
	require.NoError(t, f.server.Reset(false))
	active, err := f.server.Snapshot()
	require.NoError(t, err)
	send := func(document []byte) *reply {
		r := f.request("POST", "/v1/payments", cardPayment("tok_visa"))
		r.Header.Set("Idempotency-Key", "a")
		r.Body = io.NopCloser(&restoring{r.Body, func() {
			if document != nil {
				require.NoError(t, f.server.Restore(document))
			}
		}})
		return f.send(r)
	}
	first := send(active).ok()
	send(nil).replays(first)
	send(revoked).refused(401, "api_key_revoked", "null")
	require.NoError(t, f.server.Restore(active))
	require.NotEqual(t, first.at("id"), send(nil).ok().at("id"), "the payments were undone")
}

func TestReplaysOfASnapshotAreChecked(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.MaxReplays = 1 })
	account := f.engine.Account(engine.AccountKey{Name: "a"})
	find := func(engine.AccountKey) *engine.Account { return account }
	good := replayState{Account: account.Key(), Use: strings.Repeat("00", 16), Fingerprint: strings.Repeat("11", 16), Status: 200, Body: text("{}")}
	other, short := good, good
	other.Use, short.Use = strings.Repeat("22", 16), "00"
	store := newReplayStore(1, 100)
	require.NoError(t, store.restore([]replayState{good, other}, find))
	require.Len(t, store.records, 1, "the bound of the server holds")
	require.ErrorContains(t, newReplayStore(1, 100).restore([]replayState{short}, find), "bad digest")
	none := func(engine.AccountKey) *engine.Account { return nil }
	require.ErrorContains(t, newReplayStore(1, 100).restore([]replayState{good}, none), "unknown account test/a")
}
