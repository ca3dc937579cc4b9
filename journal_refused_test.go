package stateset_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

func TestNothingIsSentThatIsNotStored(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	j.store.fail["begin"] = errors.Join(journal.ErrNotStored, errors.New("disk full"))
	s := wiretest.New(wiretest.Respond(201, payment))
	client := j.client(s)
	_, err := client.Payments.Create(t.Context(), tenDollars)
	require.ErrorContains(t, err, "stateset: POST /v1/payments: journal: the entry is not stored; disk full (the journal failed)")
	e := failed(t, err)
	require.Equal(t, stateset.OutcomeNotSent, e.Outcome)
	require.Equal(t, stateset.StopJournal, e.StopReason)
	require.Empty(t, s.Requests())

	j.store.fail["begin"] = errors.New("connection lost")
	_, err = client.Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey("order-17"))
	require.EqualError(t, err, "stateset: POST /v1/payments: connection lost (the journal failed, idempotency key order-17, outcome unknown: retry with the same key)")
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	require.Equal(t, "order-17", failed(t, err).IdempotencyKey)
	require.Empty(t, s.Requests())
	_, err = client.Resolve(t.Context(), err)
	require.NoError(t, err)
	require.Equal(t, "order-17", s.Only(t).Key())
}

// An error with OutcomeNotSent is reliable: the write is never sent later.
func TestSettleFailures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond wiretest.Response
		outcome stateset.Outcome
	}{
		"success":       {wiretest.Respond(201, payment), ""},
		"declined":      {wiretest.Respond(402, ""), stateset.OutcomeRejected},
		"lost":          {wiretest.Reset, stateset.OutcomeUnknown},
		"rate limited":  {wiretest.Respond(429, ""), stateset.OutcomeUnknown},
		"key refused":   {wiretest.Respond(401, ""), stateset.OutcomeUnknown},
		"no connection": {wiretest.Refuse, stateset.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJournalTest(t)
			broken := errors.New("disk full")
			j.store.fail["settle"] = broken
			var log bytes.Buffer
			var reported []error
			onError := journal.OnError(func(_ context.Context, e journal.Entry, err error) {
				reported = append(reported, err)
				require.Nil(t, e.Body)
				panic("in the hook")
			})
			client := wiretest.New(test.respond).Client(t, stateset.WithJournal(j.store, "tenant-1", onError), stateset.WithMaxAttempts(1),
				stateset.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			_, err := client.Payments.Create(t.Context(), tenDollars)
			require.Equal(t, []error{broken}, reported)
			require.Contains(t, log.String(), `msg="stateset: journal failed" operation=Payments.Create`)
			if test.outcome == "" {
				require.NoError(t, err)
				return
			}
			require.Equal(t, test.outcome, failed(t, err).Outcome)
			require.Equal(t, test.outcome == stateset.OutcomeUnknown && name != "lost", errors.Is(err, broken))
		})
	}
}

func TestSettleOutlivesTheCaller(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	client := j.client(wiretest.New(wiretest.Hang))
	time.AfterFunc(0, cancel)
	_, err := client.Payments.Create(ctx, tenDollars)
	require.ErrorIs(t, err, context.Canceled)
	if failed(t, err).Outcome != stateset.OutcomeNotSent {
		require.Equal(t, "context done", j.last(journal.Sending).Note)
	}

	before := len(j.store.ids)
	_, err = client.Payments.Create(ctx, tenDollars)
	require.Equal(t, stateset.OutcomeNotSent, failed(t, err).Outcome)
	require.Len(t, j.store.ids, before, "an ended context stores nothing")
}

var withNumber = &payments.CreateParams{
	Amount: stateset.USD("10.00"), CustomerID: "cust_1", PaymentMethod: &payments.MethodParams{
		Card: &payments.CardParams{Number: "4242424242424242", ExpMonth: 12, ExpYear: 2030, CVC: "123"},
	},
}

func TestSecretsAreNotStoredInClear(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"cvc":                 `{"card":{"cvc":"123"}}`,
		"number":              `{"Card":{"number":"1"}}`,
		"account":             `{"x":[{"account_number":"000123"}]}`,
		"routing":             `{"routing_number":110000000}`,
		"IBAN":                `{"to":"DE89 3704 0044 0532 0130 00"}`,
		"card in a text":      `{"description":"charge 4242-4242 4242-4242 please"}`,
		"card as a number":    `{"n":4242424242424242}`,
		"escaped name":        `{"c\u0076c":"123"}`,
		"escaped digits":      `{"x":[1,{},[],"\u0034242424242424242"]}`,
		"card in a metadatum": `{"metadata":{"n":"378282246310005"}}`,
	} {
		j := newJournalTest(t)
		s := wiretest.New(wiretest.Respond(200, `{}`))
		err := j.client(s).Do(t.Context(), "POST", "/x", rawJSON(body), nil)
		require.ErrorIs(t, err, journal.ErrSecret, name)
		require.NotContains(t, err.Error(), "4242")
		require.Empty(t, s.Requests(), name)
		require.Empty(t, j.store.ids, name)
		require.NoError(t, j.client(s).Do(t.Context(), "POST", "/x", rawJSON(body), nil, stateset.WithoutJournal()), name)
		require.Empty(t, j.store.ids, name)
	}
	for name, body := range map[string]string{
		"token":        `{"card":"tok_visa","number":"17"}`,
		"milliseconds": `{"at":"1767225600123","ref":1767225600123}`,
		"nanoseconds":  `{"at":1767225600123456789}`,
		"wallet":       `{"wallet":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"}`,
		"not a card":   `{"n":"4242424242424243"}`,
		"empty":        `{"cvc":"","iban":null,"pin":[],"x":{},"y":true}`,
		"UUID":         `{"id":"4242424e-4242-4242-8242-424242424242"}`,
	} {
		j := newJournalTest(t)
		require.NoError(t, j.client(wiretest.New(wiretest.Respond(200, `{}`))).Do(t.Context(), "POST", "/x", rawJSON(body), nil), name)
		j.last(journal.Succeeded)
	}
}

type rawJSON string

func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }

func TestTypedCallsWithSecretsAreRefused(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	client := j.client(wiretest.New())
	_, err := client.Payments.Create(t.Context(), withNumber)
	require.EqualError(t, err, "stateset: Payments.Create: journal: the body holds a card number, a card code or a bank account at number: "+
		"pass journal.Sealed to WithJournal, use a token, or set WithoutJournal: nothing was sent")
	_, err = client.Stablecoin.Redeem(t.Context(), &stablecoin.RedeemParams{
		Sender: wallet, Amount: stateset.SSUSD("10.00"), ReferenceID: "r-1",
		Destination: &stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: "000123456789", RoutingNumber: "110000000"},
	})
	require.ErrorIs(t, err, journal.ErrSecret)
	require.Empty(t, j.store.ids)
}

func newAEAD(t *testing.T, key string) cipher.AEAD {
	block, err := aes.NewCipher([]byte(strings.Repeat(key, 32)))
	require.NoError(t, err)
	aead, err := cipher.NewGCM(block)
	require.NoError(t, err)
	return aead
}

func TestSealedBodies(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	sealed := func(s *wiretest.Recorder, keys ...string) *stateset.Client {
		var aeads []cipher.AEAD
		for _, key := range keys {
			aeads = append(aeads, newAEAD(t, key))
		}
		return s.Client(t, stateset.WithJournal(j.store, "tenant-1", journal.Sealed(aeads[0], aeads[1:]...)), stateset.WithMaxAttempts(1))
	}
	s := wiretest.New(wiretest.Reset, wiretest.Respond(201, payment))
	_, err := sealed(s, "a").Payments.Create(t.Context(), withNumber)
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	e := j.last(journal.Sending)
	require.True(t, e.Sealed)
	require.NotContains(t, string(e.Body), "4242")

	report, err := j.recover(sealed(s, "b"), "1 skipped")
	require.NoError(t, err)
	require.ErrorContains(t, report.Entries[0].Err, "sealed with another key")
	j.recover(j.client(s), "1 skipped")
	require.Len(t, s.Requests(), 1)
	j.recover(sealed(s, "b", "a"), "1 succeeded")
	require.Equal(t, s.Requests()[0].Body, s.Last(t).Body)
	j.last(journal.Succeeded)
}

func TestSealedBodiesBelongToTheirEntry(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	aead := newAEAD(t, "a")
	s := wiretest.New(wiretest.Reset)
	client := s.Client(t, stateset.WithJournal(j.store, "tenant-1", journal.Sealed(aead)), stateset.WithMaxAttempts(1))
	_, err := client.Payments.Create(t.Context(), tenDollars)
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	e := j.last(journal.Sending)
	require.NoError(t, j.store.Store.Settle(t.Context(), journal.Settlement{Lease: journal.Lease{ID: e.ID}, State: journal.Rejected}))
	e.ID, e.Path = strings.Repeat("z", 26), "/v1/refunds"
	require.NoError(t, j.store.Enqueue(t.Context(), nil, e))
	j.recover(client, "1 skipped")
	j.last(journal.Queued)
	require.Len(t, s.Requests(), 1)
}

func TestJournalRefusesCalls(t *testing.T) {
	t.Parallel()
	j := newJournalTest(t)
	s := wiretest.New(wiretest.Respond(201, payment))
	for want, opt := range map[string]stateset.RequestOption{
		"WithoutIdempotencyKey: must not be set on a client with a journal": stateset.WithoutIdempotencyKey(),
		"WithHeader: X-Auth-Token may hold a credential":                    stateset.WithHeader("X-Auth-Token", "t"),
	} {
		_, err := j.client(s).Payments.Create(t.Context(), tenDollars, opt)
		require.ErrorContains(t, err, "stateset: Payments.Create: "+want)
	}
	require.Empty(t, s.Requests())
	_, err := j.client(s).Payments.Create(t.Context(), tenDollars, stateset.WithoutIdempotencyKey(), stateset.WithoutJournal())
	require.NoError(t, err)
	require.Empty(t, j.store.ids)
}

func TestWithJournalRefuses(t *testing.T) {
	t.Parallel()
	store := journal.NewMemoryStore(nil)
	for want, opt := range map[string]stateset.Option{
		"store must not be nil":                             stateset.WithJournal(nil, "a"),
		"scope must be 1 to 64 letters":                     stateset.WithJournal(store, ""),
		`got "a b"`:                                         stateset.WithJournal(store, "a b"),
		"journal.StoreTimeout must be above zero, got 0s":   stateset.WithJournal(store, "a", journal.StoreTimeout(0)),
		"journal.LeaseMargin must be 1ms or more, got 0s":   stateset.WithJournal(store, "a", nil, journal.LeaseMargin(0)),
		"the cipher of journal.Sealed must not be nil":      stateset.WithJournal(store, "a", journal.Sealed(nil)),
		"scope must be 1 to 64 letters, digits, \".\", \"_": stateset.WithJournal(store, journal.Scope(strings.Repeat("a", 65))),
	} {
		_, err := stateset.New(wiretest.Key, opt)
		require.ErrorContains(t, err, "stateset: WithJournal: ", want)
		require.ErrorContains(t, err, want)
	}
}

func TestClientsWithoutAJournal(t *testing.T) {
	t.Parallel()
	client := wiretest.New().Client(t)
	report, err := client.Recover(t.Context())
	require.ErrorIs(t, err, journal.ErrNoJournal)
	require.NotNil(t, report)
	_, err = client.Send(t.Context(), journal.Entry{ID: "x"})
	require.ErrorIs(t, err, journal.ErrNoJournal)
	_, err = client.Enqueue(nil).Payments.Create(t.Context(), tenDollars)
	require.ErrorIs(t, err, journal.ErrNoJournal)
	var none *stateset.Client
	_, err = none.Recover(t.Context())
	require.ErrorContains(t, err, "client is nil")
	_, err = none.Send(t.Context(), journal.Entry{})
	require.ErrorContains(t, err, "client is nil")
	require.Nil(t, none.Enqueue(nil))
}
