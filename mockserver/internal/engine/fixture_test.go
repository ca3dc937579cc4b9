package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var birth = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

const (
	merchant = "stateset1merchantaddress123"
	platform = "stateset1platformfeeaddress456"
	poor     = "stateset1nobodyfundedme"
)

// seededJobs is the number of jobs of a new account: the job of the due date of the
// seeded invoice.
const seededJobs = 1

// tester is the common part of *testing.T and *rapid.T.
type tester interface {
	require.TestingT
	Helper()
	Cleanup(func())
}

// bench is an account of an engine with a frozen clock.
type bench struct {
	t tester
	e *Engine
	a *Account

	fault error // the error of every call after its work; nil: none

	texts map[any]string // JSON of records, which are immutable; nil: write it each time
}

func newBench(t tester) *bench {
	e := New(Options{Clock: clock.NewFrozen(birth), Seed: 7})
	t.Cleanup(func() { require.NoError(t, e.CheckLedger()) })
	return &bench{t: t, e: e, a: e.Account(AccountKey{Name: "bench"})}
}

// run calls an operation in its own transaction.
func run[T any](b *bench, fn func(tx *Tx) (T, error)) (T, error) {
	var out T
	err := b.a.Update(func(tx *Tx) (err error) {
		if out, err = fn(tx); err == nil {
			err = b.fault
		}
		return err
	})
	return out, err
}

// look is run for reads, which have no errors.
func look[T any](b *bench, fn func(tx *Tx) (T, error)) (T, error) {
	sound := *b
	sound.fault = nil
	return run(&sound, fn)
}

func must[T any](b *bench) func(T, error) T {
	return func(value T, err error) T {
		b.t.Helper()
		require.NoError(b.t, err)
		return value
	}
}

func (b *bench) tryPay(params *payments.CreateParams) (*payments.Payment, error) {
	return run(b, func(tx *Tx) (*payments.Payment, error) { return tx.CreatePayment(params) })
}

func (b *bench) pay(params *payments.CreateParams) *payments.Payment {
	b.t.Helper()
	return must[*payments.Payment](b)(b.tryPay(params))
}

func (b *bench) tryCapture(id string, params payments.CaptureParams) (*payments.Payment, error) {
	return run(b, func(tx *Tx) (*payments.Payment, error) { return tx.CapturePayment(id, &params) })
}

func (b *bench) tryCancel(id string) (*payments.Payment, error) {
	return run(b, func(tx *Tx) (*payments.Payment, error) { return tx.CancelPayment(id) })
}

func (b *bench) tryRefund(id string, amount api.Money) (*payments.Refund, error) {
	return run(b, func(tx *Tx) (*payments.Refund, error) {
		return tx.RefundPayment(id, &payments.RefundParams{Amount: amount, Reason: payments.ReasonOther})
	})
}

func (b *bench) refund(id string, amount api.Money) *payments.Refund {
	b.t.Helper()
	return must[*payments.Refund](b)(b.tryRefund(id, amount))
}

func (b *bench) tryOrder(params *orders.CreateParams) (*orders.Order, error) {
	return run(b, func(tx *Tx) (*orders.Order, error) { return tx.CreateOrder(params) })
}

// order creates an order of one item with the total.
func (b *bench) order(total api.Money) *orders.Order {
	b.t.Helper()
	return must[*orders.Order](b)(b.tryOrder(&orders.CreateParams{
		CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Thing", Quantity: 1, Price: total}},
	}))
}

func (b *bench) tryPayOrder(params *orders.PayParams) (*orders.PayResult, error) {
	return run(b, func(tx *Tx) (*orders.PayResult, error) { return tx.PayOrder(params) })
}

// payOrder pays from the test wallet.
func (b *bench) payOrder(id string, amount api.Money) *orders.PayResult {
	b.t.Helper()
	return must[*orders.PayResult](b)(b.tryPayOrder(walletPays(id, TestWallet, amount)))
}

func (b *bench) tryFulfill(id string, items ...orders.FulfilledItem) (*orders.Order, error) {
	return run(b, func(tx *Tx) (*orders.Order, error) { return tx.FulfillOrder(id, &orders.FulfillParams{Items: items}) })
}

func (b *bench) tryCancelOrder(id string) (*orders.CancelResult, error) {
	return run(b, func(tx *Tx) (*orders.CancelResult, error) {
		return tx.CancelOrder(id, &orders.CancelParams{Reason: orders.CancelCustomerRequest})
	})
}

func (b *bench) tryUpdate(id string, params orders.UpdateParams) (*orders.Order, error) {
	return run(b, func(tx *Tx) (*orders.Order, error) { return tx.UpdateOrder(id, &params) })
}

func (b *bench) getPayment(id string) *payments.Payment {
	return get(b, (*Tx).Payments, id)
}

func (b *bench) getOrder(id string) *orders.Order { return get(b, (*Tx).Orders, id) }

func get[T any](b *bench, of func(*Tx) *Collection[T], id string) *T {
	b.t.Helper()
	value, err := look(b, func(tx *Tx) (*T, error) {
		value, ok := of(tx).Get(id)
		if !ok {
			return nil, errors.New("no " + id)
		}
		return value, nil
	})
	require.NoError(b.t, err)
	return value
}

func (b *bench) balance(address string) string {
	b.t.Helper()
	return must[api.Money](b)(look(b, func(tx *Tx) (api.Money, error) {
		return tx.WalletBalance(address, numtext.DenomSSUSD), nil
	})).Text()
}

func (b *bench) advance(d time.Duration) {
	b.t.Helper()
	require.NoError(b.t, b.e.Advance(d))
}

// snapshot returns the state of the account as text.
func (b *bench) snapshot() string {
	var out strings.Builder
	_, err := look(b, func(tx *Tx) (any, error) {
		dump(b, &out, tx.Payments().Newest())
		dump(b, &out, tx.Refunds().Newest())
		dump(b, &out, tx.Orders().Newest())
		dump(b, &out, tx.Invoices().Newest())
		dump(b, &out, tx.Customers().Newest())
		dump(b, &out, tx.Products().Newest())
		dump(b, &out, tx.Transactions().Newest())
		dump(b, &out, tx.Redemptions().Newest())
		dump(b, &out, tx.account.issuances.Newest())
		dumpGlobal(b, tx, &out)
		fmt.Fprintln(&out, len(tx.account.references), tx.account.attestations.Len())
		fmt.Fprintln(&out, slices.Collect(tx.account.ledger.Entries()), tx.account.paymentsOf, tx.account.refundsOf, tx.account.invoiceOf, b.e.clock.Pending())
		for _, address := range []string{tx.Treasury(), TestWallet, merchant, platform, poor} {
			fmt.Fprintln(&out, address, tx.WalletBalance(address, "ssusd"), tx.WalletBalance(address, "usdc"))
		}
		return nil, nil
	})
	require.NoError(b.t, err)
	return out.String()
}

func dump[T any](b *bench, out *strings.Builder, values iter.Seq[*T]) {
	for value := range values {
		text, known := b.texts[value]
		if !known {
			encoded, err := json.Marshal(value)
			require.NoError(b.t, err)
			text = string(encoded)
		}
		if b.texts != nil {
			b.texts[value] = text
		}
		fmt.Fprintln(out, text)
	}
}

// same requires that two snapshots are equal, and shows the first line that differs.
func same(t require.TestingT, before, after string) {
	then, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range min(len(then), len(now)) {
		require.Equal(t, then[i], now[i], "line %d: nothing may have changed", i)
	}
	require.Len(t, now, len(then), "nothing may have changed")
}

// refused requires an error with the code and the param, and an unchanged account.
func (b *bench) refused(code, param string, fn func() error) *Error {
	b.t.Helper()
	before := b.snapshot()
	err := fn()
	var refusal *Error
	require.ErrorAs(b.t, err, &refusal)
	require.Equal(b.t, code, refusal.Code, refusal.Message)
	require.Equal(b.t, param, refusal.Param, refusal.Message)
	require.NotEmpty(b.t, refusal.Message)
	require.False(b.t, refusal.Keep)
	same(b.t, before, b.snapshot())
	return refusal
}

// failing drops the value of an operation that must be refused.
func failing[T any](_ T, err error) error { return err }

func money(value, currency string) api.Money {
	m, err := api.NewMoney(value, currency)
	if err != nil {
		panic(err)
	}
	return m
}

// cardPayment pays in dollars by card token.
func cardPayment(amount, token string) *payments.CreateParams {
	return &payments.CreateParams{
		Amount: api.USD(amount), CustomerID: "cust_abc123",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: token}},
	}
}

// numberPayment pays in dollars by card number.
func numberPayment(amount, number string) *payments.CreateParams {
	params := cardPayment(amount, "")
	params.PaymentMethod.Card = &payments.CardParams{Number: number, ExpMonth: 12, ExpYear: 2030, CVC: "123"}
	return params
}

// walletPayment pays ssusd from a wallet to a recipient.
func walletPayment(amount, wallet, recipient string) *payments.CreateParams {
	return &payments.CreateParams{Amount: api.SSUSD(amount), Recipient: recipient, PaymentMethod: &payments.MethodParams{
		Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: wallet}}}
}

func bankPayment(amount string, metadata map[string]string) *payments.CreateParams {
	return &payments.CreateParams{Amount: api.USD(amount), CustomerID: "cust_abc123", Metadata: metadata,
		PaymentMethod: &payments.MethodParams{Type: payments.MethodACH, ACH: &payments.ACHParams{
			AccountNumber: "000123456789", RoutingNumber: "110000000", AccountType: payments.AccountChecking}}}
}

func towards(params *payments.CreateParams, orderID string) *payments.CreateParams {
	params.OrderID = orderID
	return params
}

func authorize(params *payments.CreateParams) *payments.CreateParams {
	params.Capture = new(false)
	return params
}

func walletPays(orderID, wallet string, amount api.Money) *orders.PayParams {
	return &orders.PayParams{OrderID: orderID, PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: amount}}
}

func ids[T any](values iter.Seq[*T], id func(*T) string) []string {
	var out []string
	for value := range values {
		out = append(out, id(value))
	}
	return slices.Clip(out)
}
