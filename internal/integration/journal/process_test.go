package journal

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// process is a running worker.
type process struct {
	command *exec.Cmd
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
	p.command.Env = append(os.Environ(), workerVariable+"="+string(config))
	p.command.Stderr = t.Output()
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

// wait waits for the end of the process, and reports whether it was killed. A process
// that freezes is thawed after meanwhile was called.
func (p *process) wait(t *testing.T, meanwhile func()) bool {
	t.Helper()
	select {
	case <-p.ended:
	case <-p.frozen:
		time.Sleep(leaseTime)
		meanwhile()
		thaw(p.command.Process.Pid)
		<-p.ended
	case <-time.After(time.Minute):
		_ = p.command.Process.Kill()
		<-p.ended
		t.Error("a process did not end")
	}
	_ = p.command.Wait()
	status, ok := p.command.ProcessState.Sys().(syscall.WaitStatus)
	killed := ok && status.Signaled() && status.Signal() == syscall.SIGKILL
	require.True(t, killed || p.command.ProcessState.Success(), "a process failed: %s", strings.Join(p.lines, "; "))
	return killed
}
