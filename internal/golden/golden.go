package golden

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden files")

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
		write(t, filepath.Join("testdata", filepath.FromSlash(name)), got)
	}
	Equal(t, string(Read(t, name)), got, "testdata/%s", name)
}

// write replaces a file atomically, because parallel tests may read it.
func write(t testing.TB, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	next := path + ".new"
	require.NoError(t, os.WriteFile(next, []byte(text), 0o644))
	require.NoError(t, os.Rename(next, path))
}

// JSON compares the JSON of a value with the indented file testdata/name.json. The order
// of members and the form of numbers count: 100.00 is not 100.
func JSON(t testing.TB, name string, value any) {
	t.Helper()
	Text(t, name+".json", indented(t, value))
}

func indented(t testing.TB, value any) string {
	t.Helper()
	written, err := json.Marshal(value)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, json.Indent(&out, written, "", "  "))
	return out.String() + "\n"
}

// RoundTrip compares the JSON of a value with testdata/name.json, reads that file, and
// compares the JSON of the result. It returns the result.
func RoundTrip[T any](t testing.TB, name string, value *T) *T {
	t.Helper()
	JSON(t, name, value)
	read := Decode[T](t, name)
	Equal(t, string(Read(t, name+".json")), indented(t, read), "testdata/%s.json after a round trip", name)
	return read
}

// Decode reads testdata/name.json.
func Decode[T any](t testing.TB, name string) *T {
	t.Helper()
	value := new(T)
	require.NoError(t, json.Unmarshal(Read(t, name+".json"), value), name)
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

// Section compares a text with the part of a document between the lines
// "<!-- name: begin -->" and "<!-- name: end -->". The path is relative to the package.
func Section(t testing.TB, path, name, got string) {
	t.Helper()
	begin, end := fmt.Sprintf("<!-- %s: begin -->\n", name), fmt.Sprintf("<!-- %s: end -->\n", name)
	text, err := os.ReadFile(filepath.FromSlash(path))
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(text), begin)
	require.True(t, found, "%s has no line %q", path, begin)
	want, after, found := strings.Cut(rest, end)
	require.True(t, found, "%s has no line %q", path, end)
	if *update {
		write(t, path, before+begin+got+end+after)
		return
	}
	Equal(t, want, got, "the part %q of %s", name, path)
}

// Time parses an RFC 3339 time. It panics on any other text.
func Time(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}
