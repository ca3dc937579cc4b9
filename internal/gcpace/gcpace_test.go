package gcpace_test

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/metrics"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/gcpace"
)

func TestPercent(t *testing.T) {
	t.Parallel()
	const megabyte = 1 << 20
	for _, test := range []struct{ live, growth uint64 }{
		{0, 24}, {1, 24}, {4, 24}, {24, 24}, {28, 28}, {100, 100}, {120, 120}, {150, 90}, {210, 30}, {224, 32}, {280, 40}, {300, 43}, {302, 151}, {1400, 700}, {1 << 20, 1 << 19},
	} {
		percent := gcpace.Percent(test.live * megabyte)
		require.InDelta(t, test.growth, float64(percent)*float64(max(test.live, 4))/100, float64(test.live)/100+1, "%d MiB", test.live)
	}
}

// inProcess makes the test binary the process that is adapted.
const inProcess = "GCPACE_TEST_IN_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(inProcess) != "" {
		gcpace.Start()
		kept := make([]byte, 192<<20)
		percent := 0
		for range 50 { // until a cleanup has run
			runtime.GC()
			runtime.Gosched()
			if percent = current(); percent > 15 && percent < 35 {
				break
			}
		}
		runtime.KeepAlive(kept)
		os.Exit(percent)
	}
	os.Exit(m.Run())
}

// current returns the percentage of the process.
func current() int {
	gogc := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(gogc)
	return int(gogc[0].Value.Uint64())
}

func TestStart(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]int{"": 25, "GOGC=50": 50, "GOMEMLIMIT=1GiB": 100} {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), inProcess+"=1", variable)
		var exit *exec.ExitError
		require.ErrorAs(t, cmd.Run(), &exit, variable)
		require.InDelta(t, want, exit.ExitCode(), 3, variable)
	}
}
