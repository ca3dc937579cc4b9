package stateset_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
)

func (j *journalTest) queue(client *stateset.Client) journal.Entry {
	j.Helper()
	_, err := client.Enqueue(nil).Payments.Create(j.Context(), tenDollars)
	require.ErrorIs(j, err, journal.ErrQueued)
	queued, ok := errors.AsType[*journal.QueuedError](err)
	require.True(j, ok)
	j.last(journal.Queued)
	return queued.Entry
}

func TestQueuedWritesAreSentLater(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	s := wiretest.New(wiretest.Respond(201, payment))
	client := j.client(s)
	entry := j.queue(client)
	require.Empty(t, s.Requests())
	j.clock.advance(48 * time.Hour)
	response, err := client.Send(t.Context(), entry)
	require.NoError(t, err)
	require.Equal(t, 201, response.Status)
	require.Equal(t, entry.Key, s.Only(t).Key())
	require.Equal(t, string(entry.Body), s.Only(t).Body)
	j.last(journal.Succeeded)

	_, err = client.Send(t.Context(), entry)
	require.ErrorIs(t, err, journal.ErrSettled)
	_, err = client.Send(t.Context(), journal.Entry{ID: "unknown"})
	require.ErrorIs(t, err, journal.ErrNotFound)
	require.ErrorContains(t, err, "was the transaction committed?")
	_, err = client.Send(t.Context(), journal.Entry{})
	require.ErrorContains(t, err, "stateset: Send: entry: has no ID")
	require.Len(t, s.Requests(), 1)
}

func TestRecoverSendsQueuedWrites(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	s := wiretest.New(wiretest.Respond(201, payment))
	client := j.client(s)
	for range 3 {
		j.queue(client)
	}
	j.clock.advance(48 * time.Hour)
	j.recover(client, "3 succeeded")
	require.Len(t, s.Requests(), 3)
}

// A queued write that the server has not processed stays queued, and its key stays new.
func TestQueuedWritesStayQueued(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond wiretest.Response
		report  string
		state   journal.State
	}{
		"no connection": {wiretest.Refuse, "1 requeued", journal.Queued},
		"401":           {wiretest.Respond(401, ""), "1 requeued", journal.Queued},
		"403":           {wiretest.Respond(403, ""), "1 requeued", journal.Queued},
		"429":           {wiretest.Respond(429, ""), "1 requeued", journal.Queued},
		"in use":        {wiretest.Respond(409, `{"error":{"code":"idempotency_key_in_use"}}`), "1 unknown", journal.Sending},
		"lost":          {wiretest.Reset, "1 unknown", journal.Sending},
		"declined":      {wiretest.Respond(402, ""), "1 rejected", journal.Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJournalTest(t)
			client := j.client(wiretest.New(test.respond))
			entry := j.queue(client)
			_, _ = j.recover(client, test.report)
			j.last(test.state)
			if test.state == journal.Rejected {
				return
			}
			_, err := client.Send(t.Context(), entry)
			require.Error(t, err)
			j.last(test.state)
			j.clock.advance(30 * time.Hour)
			s := wiretest.New(wiretest.Respond(201, payment))
			if test.state == journal.Queued {
				j.recover(j.client(s), "1 succeeded")
				require.Equal(t, entry.Key, s.Only(t).Key())
				return
			}
			j.recover(j.client(s), "1 expired")
			require.Empty(t, s.Requests())
		})
	}
}

func TestSendOfALeasedEntry(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	s := wiretest.New()
	client := j.client(s)
	entry := j.queue(client)
	filter := journal.Filter{Scope: "tenant-1", Hosts: [2]string{"https://api.stateset.com", "https://api.stateset.network"}}
	claimed, err := j.store.Claim(t.Context(), filter, 1, time.Minute)
	require.NoError(t, err)
	require.Len(t, claimed, 1)
	_, err = client.Send(t.Context(), entry)
	require.ErrorIs(t, err, journal.ErrLeased)
	require.Empty(t, s.Requests())
}

func TestAQueueSendsNothing(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	s := wiretest.New(wiretest.Reset)
	client := j.client(s)
	_, open := client.Payments.Create(t.Context(), tenDollars)
	queue := client.Enqueue(nil)
	derived, err := queue.With(stateset.WithMaxAttempts(2))
	require.NoError(t, err)
	for _, q := range []*stateset.Client{queue, derived} {
		_, err := q.Payments.Get(t.Context(), "pay_1")
		require.ErrorContains(t, err, "stateset: Payments.Get: only writes can be queued")
		_, err = q.Payments.List(t.Context(), nil)
		require.ErrorContains(t, err, "only writes can be queued")
		_, err = q.Payments.Create(t.Context(), tenDollars, stateset.WithoutJournal())
		require.ErrorContains(t, err, "WithoutJournal: must not be set on the client that Enqueue returns")
		_, err = q.Recover(t.Context())
		require.ErrorContains(t, err, "stateset: Recover: this client queues writes and sends nothing")
		_, err = q.Send(t.Context(), journal.Entry{ID: "x"})
		require.ErrorContains(t, err, "stateset: Send: this client queues writes")
		_, err = q.Resolve(t.Context(), open)
		require.ErrorContains(t, err, "stateset: Resolve: this client queues writes")
		_, err = q.Payments.Create(t.Context(), withNumber)
		require.ErrorIs(t, err, journal.ErrSecret)
		require.ErrorIs(t, q.Do(t.Context(), "POST", "/x", nil, nil), journal.ErrQueued)
	}
	require.Len(t, s.Requests(), 1)
	j.store.fail["enqueue"] = errors.New("no such table")
	_, err = queue.Payments.Create(t.Context(), tenDollars)
	require.EqualError(t, err, "stateset: Payments.Create: the write is not queued, roll back: no such table")
}
