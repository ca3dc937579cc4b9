package snapshot

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFileIsReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "state.json")
	_, found, err := ReadFile(path)
	require.NoError(t, err)
	require.False(t, found)
	for _, text := range []string{"first", "second"} {
		require.NoError(t, WriteFile(path, []byte(text)))
		document, found, err := ReadFile(path)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, text, string(document))
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "no temporary file is left")
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), "only its user reads the secrets")
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	occupied := filepath.Join(dir, "occupied")
	require.NoError(t, os.MkdirAll(filepath.Join(occupied, "child"), 0o700))
	require.Error(t, WriteFile(occupied, nil), "a directory is not replaced")
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "the temporary file is removed")
	require.Error(t, WriteFile(filepath.Join(dir, "missing", "state.json"), nil))
	_, _, err = ReadFile(filepath.Join(dir, "missing", "state.json"))
	require.Error(t, err, "a missing directory is found at the start")
}
