//go:build !race

package main

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMemoryTargets is not parallel: other tests would allocate in the same heap.
func TestMemoryTargets(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, measure(&out, regexp.MustCompile("^(account|ssUSD|.*: allocated$)"), 1_000_000, 0))
	rows := regexp.MustCompile(`(?m)^(.*?) {2,}([0-9.]+) K?i?B +([0-9.]+) K?i?B`).FindAllStringSubmatch(out.String(), -1)
	require.Len(t, rows, len(newcomers)+3)
	const noise = 16 // bytes per account, of maps and pools of the runtime
	for _, row := range rows {
		measured, err := strconv.ParseFloat(row[2], 64)
		require.NoError(t, err)
		target, err := strconv.ParseFloat(row[3], 64)
		require.NoError(t, err)
		if target == 0 {
			target = noise
		}
		require.LessOrEqual(t, measured, target, strings.TrimSpace(row[1]))
	}
}
