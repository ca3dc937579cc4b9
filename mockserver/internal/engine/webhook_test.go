package engine

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/webhook"
)

func (b *bench) tryHook(params *webhook.CreateParams) (*webhook.Endpoint, error) {
	return run(b, func(tx *Tx) (*webhook.Endpoint, error) { return tx.CreateEndpoint(params) })
}

func TestEndpoints(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	e := must[*webhook.Endpoint](b)(b.tryHook(&webhook.CreateParams{URL: "https://10.0.0.1/hook", Events: []webhook.Type{"order.*"}}))
	require.Equal(t, webhook.SchemeBoth, e.Scheme)
	require.Regexp(t, `^whsec_[a-z0-9]{32}$`, e.Secret.Reveal())
	require.Regexp(t, `^we_test_[a-z0-9]{24}$`, e.ID)
	require.NotNil(t, e.Metadata)
	for _, url := range []string{"http://localhost/", "http://127.0.0.1:80/x", "http://[::1]:1"} {
		require.NoError(t, failing(b.tryHook(&webhook.CreateParams{URL: url})), url)
	}
	for b.a.endpoints.Len() < maxEndpoints {
		b.hook("*")
	}
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryHook(&webhook.CreateParams{URL: "https://example.com"})) })
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.DeleteEndpoint(e.ID) }))
	require.NoError(t, failing(b.tryHook(&webhook.CreateParams{URL: "https://example.com"})), "there is room again")
	b.refused(CodeResourceNotFound, "", func() error { return b.a.Update(func(tx *Tx) error { return tx.DeleteEndpoint(e.ID) }) })
}

// Deleted endpoints are still valid cursors.
func TestDeletedEndpointsKeepTheirPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, gone, last := b.hook("*"), b.hook("*"), b.hook("*")
	errUndone := errors.New("undone")
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.DeleteEndpoint(gone.ID) }))
	require.ErrorIs(t, b.a.Update(func(tx *Tx) error { return errors.Join(tx.DeleteEndpoint(last.ID), errUndone) }), errUndone)
	c := b.a.endpoints
	require.Equal(t, 2, c.Len())
	require.True(t, c.HasPlace(gone.ID))
	require.False(t, c.HasPlace("we_no"))
	_, there := c.Get(gone.ID)
	require.False(t, there)
	require.Equal(t, []*webhook.Endpoint{last, first}, slices.Collect(c.Newest()))
	require.Equal(t, []*webhook.Endpoint{first, last}, slices.Collect(c.Oldest()))
	require.Equal(t, []*webhook.Endpoint{first}, slices.Collect(c.Select(nil).OlderThan(gone.ID)))
	require.Equal(t, []*webhook.Endpoint{last}, slices.Collect(c.Select(nil).NewerThan(gone.ID)))
}

// An undone event has no deliveries, and does not change the counts of other events.
func TestDeliveriesAreOfTheTransaction(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	endpoint := b.hook("payment.*")
	b.fault = errFault
	require.ErrorIs(t, failing(b.tryPay(cardPayment("10.00", "tok_visa"))), errFault)
	require.Zero(t, b.a.deliveries[endpoint.ID].Len())
	b.fault = nil
	b.pay(cardPayment("10.00", "tok_visa"))
	require.Equal(t, 2, b.a.deliveries[endpoint.ID].Len())
	event := slices.Collect(b.a.events.Oldest())[0]
	require.Equal(t, 1, event.sent.Load().pending())
	b.fault = errFault
	require.ErrorIs(t, failing(run(b, func(tx *Tx) (*Event, error) { return tx.ReplayEvent(event.ID()) })), errFault)
	require.Equal(t, 1, event.sent.Load().pending())
	require.Equal(t, 2, b.a.deliveries[endpoint.ID].Len())
}

func TestNotifies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	endpoint := b.hook("order.*")
	disabled := webhook.StatusDisabled
	_ = b.a.Update(func(tx *Tx) error {
		require.True(t, tx.notifies("order.cancelled"))
		require.False(t, tx.notifies("payment.created"))
		_, err := tx.UpdateEndpoint(endpoint.ID, &webhook.UpdateParams{Status: &disabled})
		require.NoError(t, err)
		require.False(t, tx.notifies("order.cancelled"))
		return nil
	})
	b.refused(CodeInvalidState, "", func() error {
		return failing(run(b, func(tx *Tx) (*Event, error) { return tx.SendTest(endpoint.ID, nil) }))
	})
}

// Each rotation adds a secret that signs until it expires. At most four previous secrets
// sign.
func TestSecretsOfManyRotations(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	endpoint := b.hook("*")
	secrets := func() (all []string) {
		_ = b.a.Update(func(tx *Tx) error {
			e, _ := tx.account.endpoints.Get(endpoint.ID)
			all = tx.secrets(e)
			return nil
		})
		return all
	}
	rotate := func(params *webhook.RotateSecretParams) string {
		e := must[*webhook.Endpoint](b)(run(b, func(tx *Tx) (*webhook.Endpoint, error) { return tx.RotateSecret(endpoint.ID, params) }))
		return e.Secret.Reveal()
	}
	first := endpoint.Secret.Reveal()
	second := rotate(nil)
	require.Equal(t, []string{second, first}, secrets())
	b.advance(23 * time.Hour)
	third := rotate(&webhook.RotateSecretParams{ExpiresIn: new(time.Minute)})
	require.Equal(t, []string{third, second, first}, secrets())
	b.advance(time.Minute)
	require.Equal(t, []string{third, first}, secrets())
	b.advance(time.Hour)
	require.Equal(t, []string{third}, secrets())
	fourth := rotate(&webhook.RotateSecretParams{ExpiresIn: new(time.Duration(0))})
	require.Equal(t, []string{fourth}, secrets(), "the third ends at once")
	for range 10 {
		rotate(nil)
	}
	require.Len(t, secrets(), 1+maxFormer)
}

// Endpoints do not change the IDs of other objects.
func TestIDsDoNotDependOnEndpoints(t *testing.T) {
	t.Parallel()
	quiet, heard := newBench(t), newBench(t)
	heard.hook("*")
	require.Equal(t, quiet.pay(cardPayment("1.00", "tok_visa")).ID, heard.pay(cardPayment("1.00", "tok_visa")).ID)
	require.Equal(t, quiet.order(api.SSUSD("5.00")).ID, heard.order(api.SSUSD("5.00")).ID)
}

// A rule without an effect is an error.
func TestFaultsOfNoKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []FaultKind{"", "explode"} {
		err := New(Options{}).AddDeliveryFault(FaultRule{Types: webhook.AllTypes, Fault: DeliveryFault{Kind: kind}})
		require.ErrorContains(t, err, "must be one of duplicate, out_of_order, delay, tamper, stale, drop")
	}
}

func FuzzParseFaultRule(f *testing.F) {
	for _, seed := range []string{"", "payment.* duplicate times=2", "order.paid delay by=30s", "* drop times=-1", "* delay by=-1s", "x tamper y=z", "* stale times=99999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := ParseFaultRule(text)
		if err != nil {
			return
		}
		require.True(t, rule.Types.Known())
		require.Contains(t, faultKinds, rule.Fault.Kind)
		require.GreaterOrEqual(t, rule.Times, 0)
		require.Equal(t, rule.Fault.Kind == FaultDelay, rule.Fault.By > 0)
		require.NoError(t, New(Options{}).AddDeliveryFault(rule))
	})
}
