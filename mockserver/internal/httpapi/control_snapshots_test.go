package httpapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControlSnapshots(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", "/v1/payments", cardPayment("tok_visa")).ok()
	before := f.payments()
	require.Equal(t, "base", f.control("POST", "/snapshots", `{"id":"base"}`).ok().at("id"))
	require.Equal(t, "snap_1", f.control("POST", "/snapshots", "").ok().at("id"))
	f.call("POST", "/v1/payments", cardPayment("tok_visa")).ok()
	require.NotEqual(t, before, f.payments())
	f.control("POST", "/snapshots/base/restore", "").ok()
	require.Equal(t, before, f.payments())

	exported := f.control("GET", "/snapshots/base/export", "").ok().body
	require.Equal(t, "copy", f.control("POST", "/snapshots/import?id=copy", exported).ok().at("id"))
	require.Equal(t, exported, f.control("GET", "/snapshots/copy/export", "").ok().body, "the same bytes")
	other := newTestServer(t)
	other.control("POST", "/snapshots/import?id=x", exported).ok()
	other.control("POST", "/snapshots/x/restore", "").ok()
	require.Equal(t, before, other.payments())

	f.control("DELETE", "/snapshots/copy", "").ok()
	require.Equal(t, 2, strings.Count(f.control("GET", "/snapshots", "").ok().body, "id"))
}

func TestControlSnapshotsRefuse(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.control("POST", "/snapshots", `{"id":"base"}`).ok()
	exported := f.control("GET", "/snapshots/base/export", "").ok().body
	f.control("POST", "/snapshots", `{"id":"base"}`).refused(409, "invalid_state", "id")
	f.control("POST", "/snapshots", `{"id":"import"}`).refused(400, "parameter_invalid", "id")
	f.control("POST", "/snapshots", `{"id":".."}`).refused(400, "parameter_invalid", "id") // clients remove it from paths
	f.control("POST", "/snapshots/import?id=a%20b", exported).refused(400, "parameter_invalid", "id")
	f.control("POST", "/snapshots/import", exported[:len(exported)/2]).refused(400, "parameter_invalid", "null")
	f.control("POST", "/snapshots/none/restore", "").refused(404, "resource_not_found", "null")
	f.control("GET", "/snapshots/none/export", "").refused(404, "resource_not_found", "null")
	f.control("DELETE", "/snapshots/none", "").refused(404, "resource_not_found", "null")
	f.control("POST", "/state", "").refused(409, "invalid_state", "null")
}

func TestStoredSnapshotsAreBounded(t *testing.T) {
	t.Parallel()
	var s storedSnapshots
	for range maxSnapshots {
		_, err := s.add("", nil)
		require.NoError(t, err)
	}
	_, err := s.add("", nil)
	require.ErrorContains(t, err, "100 snapshots are stored, which is the maximum: delete one first")
	large := storedSnapshots{list: []*storedSnapshot{{id: "a", document: make([]byte, maxSnapshotBytes)}}}
	_, err = large.add("", []byte("x"))
	require.ErrorContains(t, err, "more than 256 MiB")
}

func TestStateFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	withFile := func(o *Options) { o.StateFile = path }
	f := newTestServer(t, withFile)
	found, err := f.server.LoadState()
	require.NoError(t, err)
	require.False(t, found)
	f.call("POST", "/v1/payments", cardPayment("tok_visa")).ok()
	before := f.payments()
	f.control("POST", "/state", "").ok()
	f.call("POST", "/v1/payments", cardPayment("tok_visa")).ok() // lost, as after a kill

	again := newTestServer(t, withFile)
	found, err = again.server.LoadState()
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, before, again.payments())

	document, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, document[:len(document)/2], 0o600))
	damaged := newTestServer(t, withFile)
	_, err = damaged.server.LoadState()
	require.ErrorContains(t, err, path+": the snapshot is damaged: ")
	require.ErrorContains(t, err, "The file was not changed: put a backup in its place")
	_, err = damaged.server.SaveState()
	require.ErrorContains(t, err, "it is not overwritten")
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Len(t, kept, len(document)/2)
}
