package engine

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestTestDataEmitsNoEvents(t *testing.T) {
	t.Parallel()
	require.Empty(t, newBench(t).told())
}

// An event has exactly these bytes, and the object has the form of the API.
func TestEventOnTheWire(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := towards(cardPayment("150.00", "tok_visa"), "order_123456")
	params.Description, params.Metadata = `"<Mug> & more"`, map[string]string{"a": "<b>"}
	var p *payments.Payment
	require.NoError(t, b.a.UpdateFor(&webhook.Request{ID: "req_1", IdempotencyKey: "key_1"}, func(tx *Tx) (err error) {
		p, err = tx.CreatePayment(params)
		return err
	}))
	text, err := json.Marshal(b.told()[1])
	require.NoError(t, err)
	golden.Text(t, "event_payment_succeeded.json", string(text)+"\n")
	object, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(text), `"data":{"object":`+string(object)+`,`)
}

// Events name the request that caused them. Events of time or of the control interface
// name none. Events of jobs have the times of the jobs, in order.
func TestEventsOfCallsAndOfTime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	request := &webhook.Request{ID: "req_1"}
	require.NoError(t, b.a.UpdateFor(request, func(tx *Tx) error {
		return errors.Join(
			failing(tx.CreatePayment(authorize(cardPayment("1.00", "tok_visa")))),
			failing(tx.CreateOrder(&orders.CreateParams{CustomerID: "cust_test_123",
				Items: []orders.ItemParams{{Name: "Thing", Quantity: 1, Price: api.SSUSD("1.00")}}})),
			failing(tx.CreatePayment(cardPayment("1.00", "tok_pending"))),
			failing(tx.CreateLoan(&finance.CreateLoanParams{Amount: api.SSUSD("100.00"), TermDays: 10})),
		)
	}))
	b.advance(40 * 24 * time.Hour)
	type told struct {
		kind    webhook.Type
		after   time.Duration
		request *webhook.Request
	}
	var got []told
	for _, e := range b.told() {
		got = append(got, told{e.Type, e.CreatedAt.Sub(birth), e.Request})
	}
	midnight := birth.Truncate(24 * time.Hour).Sub(birth)
	require.Equal(t, []told{
		{webhook.Type(webhook.PaymentCreated), 0, request}, {webhook.Type(webhook.OrderCreated), 0, request},
		{webhook.Type(webhook.PaymentCreated), 0, request}, {webhook.Type(webhook.LoanCreated), 0, request},
		{webhook.Type(webhook.PaymentSucceeded), time.Hour, nil},
		{webhook.Type(webhook.OrderPaymentExpired), 24*time.Hour + time.Second, nil},
		{webhook.Type(webhook.PaymentCancelled), week, nil},
		{webhook.Type(webhook.LoanOverdue), midnight + 11*24*time.Hour, nil},
		{webhook.Type(webhook.InvoiceOverdue), midnight + 31*24*time.Hour, nil},
	}, got)
}

// An event has the object as of the time of the event.
func TestEventsDoNotChange(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(authorize(towards(cardPayment("150.00", "tok_visa"), "order_123456"))).ID
	captured, err := b.tryCapture(id, payments.CaptureParams{Amount: api.USD("100.00")})
	does(b, captured, err)
	b.refund(id, api.USD("30.00"))
	var got [][2]string
	for _, e := range b.told() {
		if e.Data.ResourceID == id {
			members := membersOf(t, e.Data.Object)
			got = append(got, [2]string{string(members["amount_captured"]), string(members["amount_refunded"])})
		}
	}
	require.Equal(t, [][2]string{{"0", "0"}, {"10000", "0"}, {"10000", "0"}, {"10000", "3000"}}, got)
}

// payment.created has the pending payment, even if the same call decides the payment.
func TestCreatedPaymentsArePending(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(cardPayment("1.00", "tok_visa"))
	_ = failing(b.tryPay(cardPayment("1.00", "tok_declined")))
	b.pay(walletPayment("1.00", TestWallet, merchant))
	b.payOrder("ord_123", api.SSUSD("1.00"))
	b.payInvoice(part(seededInvoice, api.SSUSD("1.00")))
	created := 0
	for _, e := range b.told() {
		if e.Type != webhook.Type(webhook.PaymentCreated) {
			continue
		}
		created++
		var p payments.Payment
		require.NoError(t, json.Unmarshal(e.Data.Object, &p))
		require.Equal(t, payments.StatusPending, p.Status, p.ID)
		for _, amount := range []api.Money{p.AmountCaptured, p.AmountCapturable, p.AmountRefunded} {
			require.Equal(t, api.FromDecimal(amount.Decimal(), p.Amount.Currency()), amount)
			require.True(t, amount.Decimal().IsZero(), p.ID)
		}
		require.False(t, p.Captured)
		require.Zero(t, p.CapturedAt)
		require.Nil(t, p.ProcessorResponse)
		require.Nil(t, p.Transaction)
		require.Empty(t, p.FailureCode+p.ReceiptURL)
	}
	require.Equal(t, 5, created)
}

func TestPreviousAttributes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := newOrder(b)
	for _, update := range []orders.UpdateParams{
		{Notes: new("first"), Metadata: map[string]*string{"a": new("1")}},
		{Notes: new("second"), ShippingAddress: &api.Address{City: "Paris"}},
		{Notes: new("second")},
	} {
		updated, err := b.tryUpdate(id, update)
		does(b, updated, err)
	}
	var got []string
	for _, e := range b.told() {
		got = append(got, string(e.Data.PreviousAttributes))
	}
	require.Equal(t, []string{"", `{"metadata":{},"notes":null}`, `{"notes":"first","shipping_address":null}`, `{}`}, got)
}

// Flat members repeat members of the object.
func TestFlatMembers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.payOrder("ord_123", api.SSUSD("100.00"))
	b.loan(inMonths("1000.00", 60))
	b.globalOrder(asTheyAre)
	type flat struct{ amount, currency, status string }
	want := map[webhook.Type]flat{
		webhook.Type(webhook.PaymentCreated):      {"100.00", "ssusd", "pending"},
		webhook.Type(webhook.PaymentSucceeded):    {"100.00", "ssusd", "succeeded"},
		webhook.Type(webhook.OrderPaid):           {"100.00", "ssusd", "processing"},
		webhook.Type(webhook.LoanCreated):         {"1000.00", "ssusd", "active"},
		webhook.Type(webhook.ComplianceCompleted): {"", "", "approved"},
		webhook.Type(webhook.GlobalOrderCreated):  {"399.84", "ssusd", "pending_payment"},
	}
	for _, e := range b.told() {
		if w, ok := want[e.Type]; ok {
			require.Equal(t, w, flat{e.Data.Amount, e.Data.Currency, e.Data.Status}, e.Type)
			require.NotEmpty(t, e.Data.ResourceID)
			delete(want, e.Type)
		}
	}
	require.Empty(t, want)
}

func TestRollbackEmitsNoEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	boom := errors.New("boom")
	work := func(tx *Tx) error {
		return errors.Join(failing(tx.CreatePayment(cardPayment("1.00", "tok_visa"))),
			failing(tx.PayOrder(walletPays("ord_123", TestWallet, api.SSUSD("100.00")))))
	}
	require.ErrorIs(t, b.a.Update(func(tx *Tx) error { return errors.Join(work(tx), boom) }), boom)
	require.Panics(t, func() {
		_ = b.a.Update(func(tx *Tx) error { _ = work(tx); panic("boom") })
	})
	require.Empty(t, b.told())

	declined := failing(b.tryPay(cardPayment("1.00", "tok_declined")))
	require.Error(t, declined)
	require.Len(t, b.told(), 2, "a declined payment and its event are stored")

	require.Equal(t, "order.created pending", b.tells(func(b *bench) { // a part of a transaction was undone
		require.NoError(t, b.a.Update(func(tx *Tx) error {
			require.ErrorIs(t, tx.attempt(false, func() error { return errors.Join(work(tx), boom) }), boom)
			require.NoError(t, tx.attempt(true, func() error { return work(tx) }))
			return failing(tx.CreateOrder(&orders.CreateParams{CustomerID: "cust_test_123",
				Items: []orders.ItemParams{{Name: "Thing", Quantity: 1, Price: api.SSUSD("1.00")}}}))
		}))
	}))
}

func TestSameSeedSameEvents(t *testing.T) {
	t.Parallel()
	play := func(seed uint64) []string {
		b := newBench(t)
		b.e = New(Options{Clock: clock.NewFrozen(birth), Seed: seed})
		b.a = b.e.Account(AccountKey{Name: "bench"})
		b.payOrder("ord_123", api.SSUSD("100.00"))
		cancelOrder(b, "ord_123")
		b.pay(authorize(cardPayment("1.00", "tok_visa")))
		b.advance(week)
		var all []string
		for _, e := range b.told() {
			text, err := json.Marshal(e)
			require.NoError(t, err)
			all = append(all, string(text))
		}
		return all
	}
	first := play(1)
	require.Len(t, first, 8)
	require.Equal(t, first, play(1))
	require.NotEqual(t, first, play(2))
}

func TestLiveEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.a = b.e.Account(AccountKey{Name: "live", Live: true})
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		return errors.Join(tx.Fund(tx.Treasury(), api.SSUSD("10")),
			failing(tx.CreatePayment(&payments.CreateParams{Amount: api.SSUSD("10"), Recipient: merchant})))
	}))
	events := b.told()
	require.Len(t, events, 2)
	require.True(t, slices.IndexFunc(events, func(e *webhook.Event) bool { return !e.Livemode }) < 0)
	require.Regexp(t, `^evt_[a-z0-9]{24}$`, events[0].ID)
}

// The event of a canceled order reports whether the customer was notified.
func TestCancelledOrderNotifies(t *testing.T) {
	t.Parallel()
	for selected, want := range map[webhook.Type]bool{"order.*": true, webhook.Type(webhook.OrderPaid): false} {
		b := newBench(t)
		require.NoError(t, b.a.Update(func(tx *Tx) error {
			return failing(tx.CreateEndpoint(&webhook.CreateParams{URL: "https://example.com/hook", Events: []webhook.Type{selected}}))
		}))
		cancelled, err := b.tryCancelOrder("ord_123")
		require.Equal(t, want, does(b, cancelled, err).NotificationsSent.Webhook, selected)
	}
}

// The delivered body equals the event of the API, byte by byte, including JSON of the
// caller.
func TestDeliveredEventIsTheAPIsOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{}, "reorder")
	x, err := b.execute(id, &AgentTask{Action: "reorder", Parameters: json.RawMessage(`{"note": "<b> & c", "qty": 1.50}`)})
	object, encodeErr := wire.Marshal(does(b, x, err))
	require.NoError(t, encodeErr)
	bodies := must[[]string](b)(look(b, func(tx *Tx) (all []string, err error) {
		for e := range tx.Events().Oldest() {
			body, err := e.Body()
			if err != nil {
				return nil, err
			}
			all = append(all, string(body))
		}
		return all, nil
	}))
	require.Contains(t, bodies[len(bodies)-1], `"data":{"object":`+string(object)+`,`)
}
