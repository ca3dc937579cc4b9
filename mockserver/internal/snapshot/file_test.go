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
	require.ErrorContains(t, err, "the file could not be replaced: ", "a missing directory is found at the start")
	_, _, err = ReadFile(occupied)
	require.EqualError(t, err, occupied+" is a directory")
	files, err = os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "no temporary file is left")
	if runtime.GOOS == "linux" {
		_, _, err = ReadFile("/proc/state.json")
		require.ErrorContains(t, err, "the file could not be replaced: ")
		_, _, err = ReadFile("/dev/null")
		require.EqualError(t, err, "/dev/null is not a regular file")
	}
}

// A symbolic link stays a link, and its target is the file.
func TestFileBehindLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, link := filepath.Join(dir, "data", "state.json"), filepath.Join(dir, "state.json")
	require.NoError(t, os.Mkdir(filepath.Dir(data), 0o700))
	if err := os.Symlink(filepath.Join("data", "state.json"), link); err != nil {
		t.Skip(err) // Windows without the privilege
	}
	_, found, err := ReadFile(link)
	require.NoError(t, err)
	require.False(t, found, "the target does not exist yet")
	for _, text := range []string{"first", "second"} {
		require.NoError(t, WriteFile(link, []byte(text)))
		document, err := os.ReadFile(data)
		require.NoError(t, err)
		require.Equal(t, text, string(document))
	}
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&fs.ModeSymlink)
	require.NoError(t, os.Symlink(filepath.Join(dir, "loop"), filepath.Join(dir, "loop")))
	_, _, err = ReadFile(filepath.Join(dir, "loop"))
	require.Error(t, err)
}
