package golden

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Updating reports whether the test runs with -update.
func Updating() bool { return *update }

// Read returns the contents of a file in testdata.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	require.NoError(t, err)
	return text
}

// Text compares a text with a file in testdata.
func Text(t testing.TB, name, got string) {
	t.Helper()
	if *update {
		path := filepath.Join("testdata", filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	Equal(t, string(Read(t, name)), got, "testdata/%s", name)
}

// JSON compares the JSON form of a value with a file in testdata, where it is indented.
// Members keep their order and numbers their form: 100.00 is not 100.
func JSON(t testing.TB, name string, value any) {
	t.Helper()
	written, err := json.Marshal(value)
	require.NoError(t, err, name)
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, written, "", "  "))
	Text(t, name, indented.String()+"\n")
}

// Decode reads the JSON in a file of testdata.
func Decode[T any](t testing.TB, name string) T {
	t.Helper()
	var value T
	require.NoError(t, json.Unmarshal(Read(t, name), &value), name)
	return value
}

// Tree decodes JSON for a comparison that ignores the order of members. Numbers keep
// their form.
func Tree(t testing.TB, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	require.NoError(t, decoder.Decode(&tree))
	return tree
}

// Time parses an RFC 3339 time. It panics on any other text.
func Time(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}
