package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/integration/clockfile"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/sqljournal"
	"github.com/stateset/stateset-go/payments"
)

// workerVariable holds the worker of a process, as JSON.
const workerVariable = "STATESET_TEST_WORKER"

// worker is a process that makes payments, or recovers those of others. It reports each
// step on its standard output immediately.
type worker struct {
	Database database
	URL      string
	Seed     uint64
	First    int    // its first payment
	Payments int    // the number of its payments; 0 for a worker that recovers
	Point    string // the point where it kills itself
	Pass     int    // the pass of the point, from 1
	Cuts     bool   // connections to the database break
	Bug      string // the planted bug
	Clock    clockfile.Clock

	passes int
	lost   string // the key of a request that a freeze interrupted
	random *rand.Rand
}

const scope, apiKey = "shop", "sk_test_proof"

// policy and margin result in leases of less than a minute. The margin is so short that a
// process extends the lease before the second attempt if it was frozen.
var policy = stateset.RetryPolicy{
	MaxAttempts: 2, BaseDelay: time.Millisecond, MaxDelay: 20 * time.Millisecond, MaxRetryAfter: 20 * time.Millisecond,
	AttemptTimeout: time.Second, Timeout: 5 * time.Second, NoBudget: true,
}

const margin = 330 * time.Millisecond

func runWorker(config string) error {
	var w worker
	if err := json.Unmarshal([]byte(config), &w); err != nil {
		return err
	}
	w.random = rand.New(rand.NewPCG(w.Seed, 1))
	db, err := w.open()
	if err != nil {
		return err
	}
	defer db.Close()
	client, err := w.client(db)
	if err != nil {
		return err
	}
	w.say("started")
	if w.Payments == 0 {
		return w.recover(client)
	}
	for i := range w.Payments {
		if err := w.pay(db, client, w.First+i); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) open() (*sql.DB, error) {
	if w.Cuts {
		return openCutting(w.Database.DSN, w.random.Uint64(), func() { w.say("cut") })
	}
	return w.Database.open(4)
}

func (w *worker) client(db *sql.DB) (*stateset.Client, error) {
	store, err := sqljournal.New(db, w.Database.Dialect, sqljournal.WithTable(w.Database.Table), sqljournal.WithClock(w.Clock.Now))
	if err != nil {
		return nil, err
	}
	return stateset.New(apiKey, stateset.WithBaseURL(w.URL), stateset.WithRetryPolicy(policy),
		stateset.WithMiddleware(w.onTheWire),
		stateset.WithJournal(w.plant(db, &pointStore{store, w}), scope, journal.LeaseMargin(margin), journal.StoreTimeout(2*time.Second)))
}

// say reports a step. Each line is written immediately, so that it survives the process.
func (w *worker) say(format string, args ...any) {
	_, _ = os.Stdout.WriteString(fmt.Sprintf(format, args...) + "\n")
}

// recover recovers open entries until there are none.
func (w *worker) recover(client *stateset.Client) error {
	for range 200 {
		report, err := client.Recover(context.Background())
		for _, one := range report.Entries {
			w.say("recovered %s %s", one.Entry.Key, one.State)
		}
		if err == nil && len(report.Entries) == 0 {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return nil
}

// pay makes one payment. A third of the payments use the outbox.
func (w *worker) pay(db *sql.DB, client *stateset.Client, n int) error {
	ctx := context.Background()
	amount := stateset.SSUSD("0.01")
	if w.random.IntN(12) == 0 {
		amount = stateset.SSUSD("900000000.00") // more than the balance: a definite rejection
	}
	params := &payments.CreateParams{Amount: amount, Recipient: "stateset1merchantaddress123", Metadata: map[string]string{"intent": strconv.Itoa(n)}}
	key := stateset.WithIdempotencyKey("intent-" + strconv.Itoa(n))
	if w.random.IntN(3) > 0 {
		_, err := client.Payments.Create(ctx, params, key)
		w.told(n, err)
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil // a cut connection
	}
	_, err = client.Enqueue(tx).Payments.Create(ctx, params, key)
	queued, ok := errors.AsType[*journal.QueuedError](err)
	if ok {
		_, err = tx.ExecContext(ctx, "INSERT INTO "+w.Database.Table+"_orders (intent) VALUES ("+strconv.Itoa(n)+")")
	}
	if !ok || err != nil {
		_ = tx.Rollback()
		return nil
	}
	w.at("before commit")
	if err := tx.Commit(); err != nil {
		return nil // the row of the order shows whether it was committed
	}
	w.at("after commit")
	_, err = client.Send(ctx, queued.Entry)
	if e := (*stateset.Error)(nil); errors.As(err, &e) && e.Outcome == stateset.OutcomeNotSent {
		return nil // the payment stays queued
	}
	w.told(n, err)
	return nil
}

// told reports the result that the caller of a payment received.
func (w *worker) told(n int, err error) {
	var e *stateset.Error
	switch {
	case err == nil:
		w.say("told %d succeeded", n)
	case errors.As(err, &e):
		w.say("told %d %s", n, e.Outcome)
	}
}

// points are the points where workers kill themselves.
var points = []string{
	"before begin", "in begin", "after begin", "before request", "in request", "after response",
	"before settle", "in settle", "after settle", "before commit", "after commit", "after claim", "freeze",
}

// at kills or freezes the process at its point.
func (w *worker) at(point string) {
	if point != w.Point {
		return
	}
	if w.passes++; w.passes != w.Pass {
		return
	}
	if point == "freeze" {
		w.say("frozen")
		_, _ = io.Copy(io.Discard, os.Stdin) // until the test thaws the process
		return
	}
	w.say("killed at %s", point)
	kill(os.Getpid())
}

// soon kills the process within a few hundred microseconds, during the next operation.
func (w *worker) soon(point string) {
	if point != w.Point || w.passes+1 != w.Pass {
		w.at(point)
		return
	}
	delay := time.Duration(w.random.IntN(400)) * time.Microsecond
	go func() {
		time.Sleep(delay)
		w.at(point)
	}()
}

// onTheWire is the middleware of requests.
func (w *worker) onTheWire(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		key := r.Header.Get("Idempotency-Key")
		if key == w.lost {
			return nil, errors.New("the connection is gone after the freeze")
		}
		w.breakRequest(r)
		w.at("before request")
		w.say("sending %s %d %d", key, time.Now().UnixNano(), w.Clock.Now().Unix())
		w.soon("in request")
		response, err := next.RoundTrip(r)
		w.say("sent %s %d", key, time.Now().UnixNano())
		w.at("after response")
		if w.Point == "freeze" && w.passes+1 == w.Pass {
			w.at("freeze")
			if w.lost = key; err == nil {
				_ = response.Body.Close()
			}
			return nil, errors.New("the connection is gone after the freeze")
		}
		w.at("freeze")
		return response, err
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// pointStore kills the process before and after the operations of a store.
type pointStore struct {
	journal.Store
	w *worker
}

func (s *pointStore) Begin(ctx context.Context, e journal.Entry, lease time.Duration) (journal.Lease, error) {
	s.w.at("before begin")
	s.w.soon("in begin")
	l, err := s.Store.Begin(ctx, e, lease)
	s.w.at("after begin")
	return l, err
}

func (s *pointStore) Claim(ctx context.Context, f journal.Filter, limit int, lease time.Duration) ([]journal.Claimed, error) {
	claimed, err := s.Store.Claim(ctx, f, limit, lease)
	s.w.at("after claim")
	return claimed, err
}

func (s *pointStore) Settle(ctx context.Context, to journal.Settlement) error {
	s.w.at("before settle")
	s.w.soon("in settle")
	err := s.Store.Settle(ctx, to)
	s.w.at("after settle")
	return err
}
