package webhook_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// scripted is a store with scripted results that records the contexts of its calls.
type scripted struct {
	claim               webhook.Claim
	cannotClaim         error
	cannotDo            error
	cannotRelease       error
	contexts            []context.Context
	doneWith, givenBack []webhook.Claim
}

func (s *scripted) Claim(ctx context.Context, _ string, _ time.Duration) (webhook.Claim, error) {
	s.contexts = append(s.contexts, ctx)
	return s.claim, s.cannotClaim
}

func (s *scripted) Done(ctx context.Context, c webhook.Claim) error {
	s.contexts, s.doneWith = append(s.contexts, ctx), append(s.doneWith, c)
	return s.cannotDo
}

func (s *scripted) Release(ctx context.Context, c webhook.Claim) error {
	s.contexts, s.givenBack = append(s.contexts, ctx), append(s.givenBack, c)
	return s.cannotRelease
}

// For every result of a delivery, the Answer is complete, one log line is written, the
// hook receives only failures, and every context ends.
func TestProcessTellsWhatBecameOfADelivery(t *testing.T) {
	t.Parallel()
	mine := webhook.Claim{EventID: "evt_1", State: webhook.Claimed, Token: "tok"}
	wanted := webhook.EventFunc(func(context.Context, *webhook.Event) error { return nil })
	failing := webhook.EventFunc(func(context.Context, *webhook.Event) error { return errRefused })
	for name, tt := range map[string]struct {
		store   scripted
		events  webhook.EventHandler
		header  http.Header
		want    webhook.Answer // without Event and Err
		noEvent bool
		err     error  // the error that Err matches; nil for none
		text    string // part of Err's text
		log     string
		reports int
	}{
		"refused": {events: wanted, header: raw(r21), want: webhook.Answer{Status: 401}, noEvent: true,
			err: webhook.ErrSignatureMismatch, log: `level=WARN msg="webhook refused" error=`, reports: 1},
		"not wanted": {events: webhook.NewMux(), want: webhook.Answer{Status: 200, Ignored: true},
			log: `level=DEBUG msg="webhook ignored, no function handles its type" event=evt_1 type=payment.succeeded`},
		"cannot be claimed": {store: scripted{cannotClaim: errDisk}, events: wanted, want: webhook.Answer{Status: 500},
			err: errDisk, text: "stateset: the event could not be claimed: ",
			log: `level=ERROR msg="webhook not handled, the store failed" event=evt_1 type=payment.succeeded`, reports: 1},
		"handled before": {store: scripted{claim: webhook.Claim{State: webhook.AlreadyDone}}, events: wanted,
			want: webhook.Answer{Status: 200, Duplicate: true}, log: `level=DEBUG msg="webhook was handled before" event=evt_1`},
		"being handled": {store: scripted{claim: webhook.Claim{State: webhook.Busy, Wait: 7 * time.Second}}, events: wanted,
			want: webhook.Answer{Status: 409, RetryAfter: 7 * time.Second}, text: "stateset: another delivery of the event is being handled",
			log: `level=DEBUG msg="webhook is being handled by another delivery" event=evt_1`},
		"no claim state": {events: wanted, want: webhook.Answer{Status: 500}, text: "unknown claim state 0",
			log: `level=ERROR msg="webhook not handled, the store failed" event=evt_1`, reports: 1},
		"handler failed": {store: scripted{claim: mine}, events: failing, want: webhook.Answer{Status: 500}, err: errRefused,
			log: `level=ERROR msg="webhook handler failed, the event will come again" event=evt_1`, reports: 1},
		"handler failed, claim kept": {store: scripted{claim: mine, cannotRelease: errDisk}, events: failing, want: webhook.Answer{Status: 500},
			err: errRefused, log: `level=ERROR msg="webhook claim not given back, it will expire" event=evt_1`, reports: 2},
		"handled, not marked": {store: scripted{claim: mine, cannotDo: errDisk}, events: wanted, want: webhook.Answer{Status: 200},
			err: errDisk, text: "stateset: the event was handled, but could not be marked as done: ",
			log: `level=ERROR msg="webhook handled but not remembered" event=evt_1`, reports: 1},
		"handled": {store: scripted{claim: mine}, events: wanted, want: webhook.Answer{Status: 200},
			log: `level=DEBUG msg="webhook handled" event=evt_1 type=payment.succeeded secret_index=0`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			reports := 0
			v := verifier(t, []string{k1}, webhook.WithClock(at(0)))
			h := v.Handler(tt.events, webhook.WithStore(&tt.store),
				webhook.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
				webhook.WithErrorHook(func(_ context.Context, e *webhook.Event, err error) {
					reports++
					require.Equal(t, tt.noEvent, e == nil)
					require.Error(t, err)
				}))
			header := tt.header
			if header == nil {
				header = stamped(v01)
			}
			got := h.Process(t.Context(), []byte(b1), header)
			require.Equal(t, tt.noEvent, got.Event == nil)
			if !tt.noEvent {
				require.Equal(t, "evt_1", got.Event.ID)
			}
			require.Equal(t, tt.err != nil || tt.text != "", got.Err != nil)
			if got.Err != nil {
				require.ErrorContains(t, got.Err, tt.text)
			}
			if tt.err != nil {
				require.ErrorIs(t, got.Err, tt.err)
			}
			require.Contains(t, log.String(), tt.log)
			require.Equal(t, tt.reports, reports)
			for _, ctx := range tt.store.contexts {
				require.Error(t, ctx.Err())
			}
			got.Event, got.Err = nil, nil
			require.Equal(t, tt.want, got)
		})
	}
}

// The context of a function ends with the function.
func TestHandlersContextEndsWithTheHandler(t *testing.T) {
	t.Parallel()
	var seen context.Context
	h := newHandler(t, webhook.EventFunc(func(ctx context.Context, _ *webhook.Event) error {
		seen = ctx
		return ctx.Err()
	}))
	require.Equal(t, 200, h.Process(t.Context(), []byte(b1), stamped(v01)).Status)
	require.ErrorIs(t, seen.Err(), context.Canceled)
}

func TestProcessRefusesWhatIsTooLong(t *testing.T) {
	t.Parallel()
	var events counting
	long := bytes.Repeat([]byte(" "), 1<<20+1)
	answer := newHandler(t, &events).Process(t.Context(), long, stamped(v01))
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.Status)
	require.ErrorIs(t, answer.Err, webhook.ErrBodyTooLarge)
}
