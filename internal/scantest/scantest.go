// Package scantest checks that a type's Scan reads what encoding/json reads. Tests
// use it, and nothing else.
package scantest

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/core"
)

// scanned is a pointer to a type that a Scanner reads.
type scanned[T any] interface {
	*T
	core.Scanned
}

// CheckScan scans text and reports whether the scan took it. What it took must be what
// encoding/json reads.
func CheckScan[T any, P scanned[T]](t testing.TB, text []byte) bool {
	t.Helper()
	var got, want T
	if !core.Scan(text, P(&got)) {
		return false
	}
	require.NoError(t, json.Unmarshal(text, &want), "%q", text)
	require.Equal(t, want, got, "%q", text)
	return true
}

// Complete checks that Scan knows every member of T, and of what T is made of: the
// sample has them all, and a member that is not read would be missing.
func Complete[T any, P scanned[T]](t testing.TB) {
	t.Helper()
	require.True(t, CheckScan[T, P](t, Sample[T]()), "%s", Sample[T]())
}

// odd is what Damaged puts in the place of bytes, in turn. The capital makes keys of
// another case, the last byte is no UTF-8.
const odd = "\"\\{,0 E\xff"

// Damaged checks Same for the text cut at each byte, and with each byte left out or
// made odd. It is a quick sweep; fuzzing finds the rest.
func Damaged[T any, P scanned[T]](t testing.TB, text []byte) {
	t.Helper()
	for i := range text {
		CheckScan[T, P](t, text[:i])
		CheckScan[T, P](t, slices.Concat(text[:i], text[i+1:]))
		CheckScan[T, P](t, slices.Concat(text[:i], []byte{odd[i%len(odd)]}, text[i+1:]))
	}
}
