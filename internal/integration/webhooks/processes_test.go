package webhooks

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/integration/clockfile"
	"github.com/stateset/stateset-go/webhook"
)

// process is a running receiver.
type process struct {
	command *exec.Cmd
	stdin   io.Closer
	stdout  *bufio.Reader
	url     string
}

func (r receiver) start(t *testing.T) *process {
	t.Helper()
	config, err := json.Marshal(r)
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{command: exec.Command(self)}
	p.command.Env = append(os.Environ(), receiverVariable+"="+string(config), "GORACE=atexit_sleep_ms=0")
	p.command.Stderr = t.Output()
	p.stdin, err = p.command.StdinPipe()
	require.NoError(t, err)
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	t.Cleanup(func() { _ = p.command.Process.Kill() })
	p.stdout = bufio.NewReader(stdout)
	p.url = strings.TrimSpace(p.line(t))
	return p
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	line, err := p.stdout.ReadString('\n')
	require.NoError(t, err)
	return line
}

// stop ends the process with a signal.
func (p *process) stop(t *testing.T) {
	t.Helper()
	require.NoError(t, p.stdin.Close())
	require.NoError(t, p.command.Wait())
}

// kill ends the process like a crash: immediately, at any point.
func (p *process) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.command.Process.Kill())
	require.Error(t, p.command.Wait())
}

// sender delivers events to the processes in turn until they are accepted.
type sender struct {
	client    *http.Client
	processes []*process
	turn      atomic.Int64
}

func newSender(t *testing.T, processes ...*process) *sender {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &sender{client: &http.Client{Transport: transport}, processes: processes}
}

// deliver sends an event on a schedule until a process responds with 2xx, and returns the
// other statuses. 0 means no response.
func (s *sender) deliver(ctx context.Context, id string) (refused []int, err error) {
	schedule := time.NewTicker(20 * time.Millisecond)
	defer schedule.Stop()
	for {
		p := s.processes[int(s.turn.Add(1))%len(s.processes)]
		status := s.attempt(ctx, p.url, payload(id))
		if status/100 == 2 {
			return refused, nil
		}
		refused = append(refused, status)
		select {
		case <-schedule.C:
		case <-ctx.Done():
			return refused, fmt.Errorf("%s was not taken, the answers are %d: %w", id, refused, ctx.Err())
		}
	}
}

func payload(id string) []byte {
	return fmt.Appendf(nil, `{"id":%q,"object":"event","type":"order.paid","data":{"object":{}}}`, id)
}

func (s *sender) attempt(ctx context.Context, url string, payload []byte) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return 0
	}
	request.Header = webhook.Sign(payload, time.Now(), secret)
	response, err := s.client.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// flood delivers each of the events several times, concurrently.
func (s *sender) flood(ctx context.Context, events []string, times int) error {
	work := make(chan string)
	errs := make(chan error, len(events)*times)
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			for id := range work {
				if _, err := s.deliver(ctx, id); err != nil {
					errs <- err
				}
			}
		})
	}
	for _, id := range events {
		for range times {
			work <- id
		}
	}
	close(work)
	all.Wait()
	close(errs)
	return <-errs
}

func names(n int) []string {
	events := make([]string, n)
	for i := range events {
		events[i] = fmt.Sprintf("evt_%03d", i)
	}
	return events
}

// once checks that each event had its effect once, and returns the number per process.
func once(t *testing.T, effects map[string]string, events []string) map[string]int {
	t.Helper()
	shares := map[string]int{}
	for _, id := range events {
		require.Regexp(t, `^\w+$`, effects[id], "the processes that handled %s", id)
		shares[effects[id]]++
	}
	require.Len(t, effects, len(events))
	return shares
}

func TestSeveralProcessesHandleEachEventOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, _ := d.store(t)
		require.NoError(t, d.createEffects(t.Context(), db))
		var processes []*process
		for _, name := range []string{"a", "b", "c"} {
			processes = append(processes, receiver{Database: d, Name: name, Lease: time.Minute}.start(t))
		}
		events := names(240)
		require.NoError(t, newSender(t, processes...).flood(t.Context(), events, 3))
		shares := once(t, d.effects(t, db), events)
		require.Len(t, shares, 3, "every process had a share: %v", shares)
		for _, p := range processes {
			p.stop(t)
		}
	})
}

// If a process is killed while it handles an event, the event is handled again after its
// claim has expired.
func TestAKilledProcessLosesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, _ := d.store(t)
		require.NoError(t, d.createEffects(t.Context(), db))
		clock := clockfile.New(t)
		victim := receiver{Database: d, Name: "victim", Lease: time.Hour, Sticky: true, Clock: clock}.start(t)
		heir := receiver{Database: d, Name: "heir", Lease: time.Hour, Clock: clock}.start(t)

		lost := make(chan int)
		go func() {
			lost <- newSender(t, victim).attempt(t.Context(), victim.url, payload(sticky))
		}()
		require.Equal(t, "stuck at evt_sticky\n", victim.line(t))
		victim.kill(t)
		require.Zero(t, <-lost, "the sender got no answer")

		sender := newSender(t, heir)
		require.Equal(t, http.StatusConflict, sender.attempt(t.Context(), heir.url, payload(sticky)), "the claim of the victim is live")
		clock.Advance(t, 2*time.Hour)
		require.Equal(t, http.StatusOK, sender.attempt(t.Context(), heir.url, payload(sticky)), "the claim of the victim has expired")
		require.Equal(t, map[string]string{sticky: "heir"}, d.effects(t, db))
		heir.stop(t)
	})
}

// With the mark in the transaction of the effect, a process can be killed at any point.
func TestAKilledProcessHandlesNothingTwice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d database) {
		db, _ := d.store(t)
		require.NoError(t, d.createEffects(t.Context(), db))
		clock := clockfile.New(t)
		start := func(name string, sticky bool) *process {
			return receiver{Database: d, Name: name, Lease: time.Hour, Sticky: sticky, InOne: true, Clock: clock}.start(t)
		}
		victim, second, third := start("victim", true), start("second", false), start("third", false)

		events := names(240)
		all := newSender(t, victim, second, third)
		require.NoError(t, all.flood(t.Context(), events[:80], 3))
		flooded, lost := make(chan error), make(chan int)
		go func() { flooded <- all.flood(t.Context(), events[80:], 3) }()
		go func() { lost <- all.attempt(t.Context(), victim.url, payload(sticky)) }()
		require.Equal(t, "stuck at evt_sticky\n", victim.line(t))
		victim.kill(t)
		require.Zero(t, <-lost)
		clock.Advance(t, 2*time.Hour) // the claims of the victim expire, and those in progress too
		require.NoError(t, <-flooded)
		_, err := newSender(t, second, third).deliver(t.Context(), sticky)
		require.NoError(t, err)
		once(t, d.effects(t, db), append(events, sticky))
		second.stop(t)
		third.stop(t)
	})
}
