package engine

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// moneyWorld runs random operations that move money on one account.
type moneyWorld struct {
	*invoicing
	calls int
	past  []pastBalance
}

// pastBalance is the balance of a wallet at a height and a time.
type pastBalance struct {
	address string
	height  int64
	total   string
}

// errFault is an error after the work of an operation.
var errFault = errors.New("the disk is full")

func TestMoneyHoldsUnderRandomOperations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(rt)
		b.texts = map[any]string{}
		w := &moneyWorld{invoicing: &invoicing{
			&world{bench: b, rt: rt, payments: []string{"pay_no", "pay_test_456"},
				orders: []string{"", "ord_no", "ord_123", "order_123456", "order_1234567890"}},
			[]string{"inv_no", seededInvoice},
		}}
		rt.Repeat(map[string]func(*rapid.T){
			"pay by card":         w.step(w.payByCard),
			"pay by wallet":       w.step(w.payByWallet),
			"capture":             w.step(w.capture),
			"void":                w.step(func(*rapid.T) error { return failing(w.tryCancel(w.payment())) }),
			"refund":              w.step(func(*rapid.T) error { return failing(w.tryRefund(w.payment(), w.optional("refunded"))) }),
			"order":               w.step(w.makeOrder),
			"pay order":           w.step(w.payForOrder),
			"cancel order":        w.step(func(*rapid.T) error { return failing(w.tryCancelOrder(w.orderID())) }),
			"invoice":             w.step(w.create),
			"pay invoice":         w.step(w.payByOffer),
			"pay invoice by card": w.step(w.payInvoiceByCard),
			"void invoice":        w.step(func(*rapid.T) error { return failing(w.tryVoid(w.pick())) }),
			"issue":               w.step(w.issueSome),
			"redeem":              w.step(w.redeemSome),
			"transfer":            w.step(w.transferSome),
			"batch":               w.step(w.batchSome),
			"time passes":         w.timePasses,
			"":                    func(*rapid.T) { w.checkMoney() },
		})
		for record, text := range b.texts {
			encoded, err := json.Marshal(record)
			require.NoError(rt, err)
			require.Equal(rt, text, string(encoded), "records are immutable")
		}
	})
}

// step requires that an operation succeeds, leaves a failed payment, or changes nothing:
// a refused operation and an operation that fails after its work change nothing.
func (w *moneyWorld) step(act func(*rapid.T) error) func(*rapid.T) {
	return func(rt *rapid.T) {
		w.rt = rt
		before, made, orders, bills := w.snapshot(), w.payments, w.orders, w.invoices
		if rapid.IntRange(0, 3).Draw(rt, "fault") == 0 {
			w.fault = errFault
		}
		err := act(rt)
		w.fault = nil
		var refusal *Error
		switch {
		case err == nil:
			return
		case errors.Is(err, errFault):
			w.payments, w.orders, w.invoices = made, orders, bills
		default:
			require.ErrorAs(rt, err, &refusal)
			require.NotEqual(rt, "api_error", refusal.Type(), refusal.Message)
		}
		if refusal != nil && refusal.Keep {
			require.Equal(rt, payments.StatusFailed, w.getPayment(refusal.PaymentID).Status)
			return
		}
		same(rt, before, w.snapshot())
	}
}

// reference draws a new or a used reference.
func (w *moneyWorld) reference() string {
	w.calls++
	return "ref-" + strconv.Itoa(rapid.IntRange(max(0, w.calls-3), w.calls).Draw(w.rt, "reference"))
}

func (w *moneyWorld) issueSome(rt *rapid.T) error {
	params := issueTo(w.wallet("recipient"), rapid.SampledFrom([]string{"99", "100", "250.25", "10000000"}).Draw(rt, "issued"))
	params.ReferenceID = w.reference()
	if rapid.IntRange(0, 4).Draw(rt, "check fails") == 0 {
		params.Compliance = &stablecoin.Compliance{KYCVerified: new(false)}
	}
	return failing(w.tryIssue(params))
}

func (w *moneyWorld) redeemSome(rt *rapid.T) error {
	amount := rapid.SampledFrom([]string{"0.000001", "1", "333.33", "1000000", "20000000"}).Draw(rt, "redeemed")
	account := rapid.SampledFrom([]string{bankGood, bankSlow, bankBad}).Draw(rt, "account")
	return failing(w.tryRedeem(redeemFrom(w.wallet("sender"), amount, account, w.reference())))
}

func (w *moneyWorld) transferSome(rt *rapid.T) error {
	return failing(w.tryTransfer(&stablecoin.TransferParams{
		From: w.wallet("from"), To: w.wallet("to"), Amount: w.optional("sent"),
		Priority: rapid.SampledFrom([]stablecoin.Priority{"", stablecoin.PriorityHigh}).Draw(rt, "priority"),
	}))
}

func (w *moneyWorld) batchSome(rt *rapid.T) error {
	params := &stablecoin.BatchTransferParams{From: w.wallet("from")}
	denom := rapid.SampledFrom([]string{"ssusd", "usdc"}).Draw(rt, "denom")
	for range rapid.IntRange(1, 4).Draw(rt, "legs") {
		cents := rapid.SampledFrom([]int64{1, 3333, 50_000_000}).Draw(rt, "cents")
		params.Transfers = append(params.Transfers, stablecoin.LegParams{
			To: w.wallet("to"), Amount: api.FromDecimal(decimal.New(cents, -2), denom),
		})
	}
	return failing(w.tryBatch(params))
}

// checkMoney checks that ledger, payments, orders and supply agree.
func (w *moneyWorld) checkMoney() {
	w.check() // the ledger, payments and orders
	w.checkInvoiceAmounts()
	_, err := look(w.bench, func(tx *Tx) (any, error) {
		w.checkSupply(tx)
		w.checkRows(tx)
		w.checkPast(tx)
		return nil, nil
	})
	require.NoError(w.rt, err)
}

func (w *moneyWorld) checkInvoiceAmounts() {
	_, err := look(w.bench, func(tx *Tx) (any, error) {
		for i := range tx.Invoices().Newest() {
			settled := i.AmountPaid.Decimal().Add(i.DiscountAmount.Decimal())
			require.True(w.rt, settled.LessThanOrEqual(i.TotalAmount.Decimal()), "%s: paid ≤ owed", i.ID)
			require.True(w.rt, i.BalanceDue.Decimal().Equal(i.TotalAmount.Decimal().Sub(settled)), "%s: balance", i.ID)
			require.Equal(w.rt, i.Status == invoices.StatusPaid, i.BalanceDue.Decimal().IsZero(), i.ID)
		}
		return nil, nil
	})
	require.NoError(w.rt, err)
}

// checkSupply adds up the postings without the ledger's own check. The sum is zero, and
// wallets hold issued minus redeemed tokens. The redemptions have the redeemed sum.
func (w *moneyWorld) checkSupply(tx *Tx) {
	sums, held := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	type balance struct {
		holder ledger.Holder
		denom  string
	}
	holders := map[balance]decimal.Decimal{}
	for entry := range tx.account.ledger.Entries() {
		for _, p := range entry.Postings {
			sums[entry.Denom] = sums[entry.Denom].Add(p.Amount())
			if p.Holder != ledger.Supply {
				held[entry.Denom] = held[entry.Denom].Add(p.Amount())
				b := balance{p.Holder, entry.Denom}
				holders[b] = holders[b].Add(p.Amount())
			}
		}
	}
	for denom, sum := range sums {
		require.True(w.rt, sum.IsZero(), "postings in %s", denom)
		issued, redeemed := tx.account.ledger.Issued(denom, ledger.Moment{})
		require.True(w.rt, held[denom].Equal(issued.Sub(redeemed)), "wallets of %s = issued − redeemed", denom)
	}
	for b, amount := range holders {
		require.False(w.rt, amount.IsNegative(), "%s", b.holder)
	}
	var completed decimal.Decimal
	for r := range tx.Redemptions().Newest() {
		if r.Status == stablecoin.RedemptionCompleted {
			completed = completed.Add(r.Amount.Decimal())
		}
	}
	report, err := tx.Reserves(stablecoin.ReservesParams{})
	require.NoError(w.rt, err)
	require.True(w.rt, report.Supply.TotalRedeemed.Decimal().Equal(completed), "redeemed = Σ completed redemptions")
	require.True(w.rt, report.Supply.InCirculation.Decimal().Equal(held[numtext.DenomSSUSD]))
	require.True(w.rt, report.Reserves.TotalValue.Decimal().GreaterThanOrEqual(report.Supply.InCirculation.Decimal()), "reserves cover the supply")
	require.True(w.rt, report.Supply.ReserveRatio.GreaterThanOrEqual(decimal.NewFromInt(1)))
}

// checkRows checks that the balances follow from the ledger transactions alone.
func (w *moneyWorld) checkRows(tx *Tx) {
	available, locked := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	move := func(book map[string]decimal.Decimal, address, denom string, amount decimal.Decimal) {
		key := address + " " + strings.ToLower(denom)
		book[key] = book[key].Add(amount)
	}
	for t := range tx.Transactions().Newest() {
		if t.Status == stablecoin.StatusFailed {
			continue
		}
		fee := t.Fees.NetworkFee.Decimal().Add(t.Fees.ProcessingFee.Decimal())
		move(available, t.From, t.Amount.Currency(), t.Amount.Decimal().Neg())
		move(available, t.From, numtext.DenomSSUSD, fee.Neg())
		move(available, FeeWallet, numtext.DenomSSUSD, fee)
		switch {
		case t.To != "":
			move(available, t.To, t.Amount.Currency(), t.Amount.Decimal())
		case t.Status == stablecoin.StatusPending:
			move(locked, t.From, t.Amount.Currency(), t.Amount.Decimal())
		}
	}
	for _, address := range []string{tx.Treasury(), TestWallet, merchant, platform, poor, FeeWallet} {
		for _, denom := range []string{"ssusd", "usdc"} {
			b, err := tx.StablecoinBalance(BalanceQuery{Address: address, Denom: denom})
			require.NoError(w.rt, err)
			key := address + " " + denom
			require.True(w.rt, available[key].Equal(b.Balances.Available.Decimal()), "%s: the rows add up to %s, the ledger has %s", key, available[key], b.Balances.Available)
			require.True(w.rt, locked[key].Equal(b.Balances.Locked.Decimal()), "%s: locked", key)
			require.True(w.rt, b.Balances.Total.Decimal().Equal(b.Balances.Available.Decimal().Add(b.Balances.Locked.Decimal())))
		}
	}
}

// checkPast checks that past balances do not change, and stores one more.
func (w *moneyWorld) checkPast(tx *Tx) {
	for _, past := range w.past[max(0, len(w.past)-6):] {
		b, err := tx.StablecoinBalance(BalanceQuery{Address: past.address, BlockHeight: &past.height})
		require.NoError(w.rt, err)
		require.Equal(w.rt, past.total, b.Balances.Total.Text(), "%s at %d", past.address, past.height)
	}
	for _, address := range []string{tx.Treasury(), poor} {
		b, err := tx.StablecoinBalance(BalanceQuery{Address: address})
		require.NoError(w.rt, err)
		w.past = append(w.past, pastBalance{address, tx.account.ledger.Height(), b.Balances.Total.Text()})
	}
}

func TestTransactionsThatFailAtTheirEndMoveNoMoney(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	before := b.snapshot()
	b.fault = errFault
	require.ErrorIs(t, failing(b.tryIssue(issueTo(poor, "100"))), errFault)
	require.ErrorIs(t, failing(b.tryTransfer(&stablecoin.TransferParams{To: poor, Amount: api.SSUSD("1")})), errFault)
	for _, account := range []string{bankGood, bankSlow, bankBad} {
		require.ErrorIs(t, failing(b.tryRedeem(redeemFrom(TestWallet, "1", account, "r"))), errFault)
	}
	b.fault = nil
	same(t, before, b.snapshot())
	b.advance(48 * time.Hour)
	require.Equal(t, "1000000.00", b.balance(TestWallet), "no job was left behind")
	require.NoError(t, failing(b.tryRedeem(redeemFrom(TestWallet, "1", bankGood, "r"))), "nor a reference")
}
