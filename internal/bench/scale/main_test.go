package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMain makes the test binary run as the server of a row.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == serveWord {
		exit(serve(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func TestRowsAreMeasured(t *testing.T) {
	t.Parallel()
	const few = 1000
	var out bytes.Buffer
	require.NoError(t, measure(&out, regexp.MustCompile("^[^b]"), few, 0), "all but the binary, whose build takes seconds")
	measured := map[string]string{}
	for line := range strings.Lines(out.String()) {
		if cells := regexp.MustCompile(` {2,}`).Split(strings.TrimSpace(line), -1); len(cells) == 3 {
			measured[cells[0]] = cells[1]
		}
	}
	for _, g := range groups() {
		for _, name := range g.names {
			if name == residentMemory && measured[name] == "" || name == binarySize {
				continue // Linux only; omitted
			}
			require.Regexp(t, `^[0-9.]+( [A-Za-zµ]+)?$`, measured[name], name)
			if !strings.HasPrefix(name, "account") {
				require.NotRegexp(t, `^0\.00`, measured[name], name)
			}
		}
	}
}

func TestRowsCanBeSelected(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, measure(&out, regexp.MustCompile("Close: time$"), 0, 0))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 2)
	require.Regexp(t, `^Start, one call, Close: time +\d+(\.\d+)? µs +150 µs$`, strings.TrimSpace(lines[1]))
}
