package journal

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience ends a process that hangs.
const patience = 5 * time.Minute

// process is a running worker.
type process struct {
	command *exec.Cmd
	stdin   io.Closer     // its end thaws a frozen process
	frozen  chan struct{} // closed when the process has frozen itself
	ended   chan struct{} // closed when its output has ended
	mu      sync.Mutex
	lines   []string
}

func (w worker) start(t *testing.T) *process {
	t.Helper()
	config, err := json.Marshal(w)
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{command: exec.Command(self), frozen: make(chan struct{}), ended: make(chan struct{})}
	p.command.Env = append(os.Environ(), workerVariable+"="+string(config), "GORACE=atexit_sleep_ms=0")
	p.command.Stderr = t.Output()
	p.stdin, err = p.command.StdinPipe()
	require.NoError(t, err)
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	go func() {
		defer close(p.ended)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, lines.Text())
			p.mu.Unlock()
			if lines.Text() == "frozen" {
				close(p.frozen)
			}
		}
	}()
	return p
}

// rest waits until the process has ended or has frozen itself. It reports whether the
// process is frozen.
func (p *process) rest(t *testing.T) bool {
	t.Helper()
	select {
	case <-p.frozen:
		return true
	case <-p.ended:
	case <-time.After(patience):
		_ = p.command.Process.Kill()
		t.Error("a process did not end")
	}
	return false
}

// end thaws the process, waits for its end, and reports whether it was killed.
func (p *process) end(t *testing.T) bool {
	t.Helper()
	require.NoError(t, p.stdin.Close())
	<-p.ended
	_ = p.command.Wait()
	status, ok := p.command.ProcessState.Sys().(syscall.WaitStatus)
	killed := ok && status.Signaled() && status.Signal() == syscall.SIGKILL
	require.True(t, killed || p.command.ProcessState.Success(), "a process failed: %s", strings.Join(p.lines, "; "))
	return killed
}
