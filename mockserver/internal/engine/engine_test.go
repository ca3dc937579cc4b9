package engine

import (
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func TestNewAccountHoldsTheTestData(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		require.Equal(t, []string{"cust_abc123", "cust_test_123"}, ids(tx.Customers().Newest(), func(c *api.Customer) string { return c.ID }))
		require.Equal(t, []string{"order_123456", "order_1234567890", "ord_123", "ord_test_789"},
			ids(tx.Orders().Newest(), func(o *orders.Order) string { return o.ID }))
		require.Equal(t, []string{"pay_test_456"}, ids(tx.Payments().Newest(), func(p *payments.Payment) string { return p.ID }))
		for p := range tx.Products().Newest() {
			require.Equal(t, 100, p.Available)
			require.Equal(t, birth, p.CreatedAt)
		}
		require.Equal(t, "1000000.00", tx.WalletBalance(TestWallet, "ssusd").Text())
		require.Equal(t, "1000000.00", tx.WalletBalance(TestWallet, "USDC").Text())
		require.Equal(t, "0.00", tx.WalletBalance(WalletInsufficientFunds, "ssusd").Text())
		return nil
	}))
	for id, total := range map[string]string{
		"order_1234567890": "150.00 ssusd", "order_123456": "150.00 usd", "ord_test_789": "100.00 ssusd", "ord_123": "100.00 ssusd",
	} {
		o := b.getOrder(id)
		require.Equal(t, total, o.TotalAmount.String())
		require.Equal(t, orders.StatusPending, o.Status)
		require.Equal(t, orders.PaymentUnpaid, o.PaymentStatus)
		require.NotEmpty(t, o.CustomerID)
		require.Equal(t, birth, o.CreatedAt)
		require.Equal(t, birth.Add(24*time.Hour), o.PaymentExpiresAt)
	}
	require.Len(t, b.getOrder("ord_test_789").Items, 2)
	require.Equal(t, "prod_test_123", b.getOrder("ord_123").Items[0].ProductID)
	p := b.getPayment("pay_test_456")
	require.Equal(t, payments.StatusSucceeded, p.Status)
	require.Equal(t, "100.00 ssusd", p.AmountCaptured.String())
	require.Equal(t, birth, p.CreatedAt)
}

func TestBalanceHasOneEntryADenomination(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, test := range []struct {
		account *Account
		want    string
	}{
		{b.a, `{"object":"balance","available":[{"value":"1000000.00","denom":"ssusd"},{"value":"1000000.00","denom":"usdc"}],"pending":[],"livemode":false}`},
		{b.e.Account(AccountKey{Name: "bench", Live: true}),
			`{"object":"balance","available":[{"value":"0.00","denom":"ssusd"},{"value":"0.00","denom":"usdc"}],"pending":[],"livemode":true}`},
	} {
		require.NoError(t, test.account.Update(func(tx *Tx) error {
			text, err := json.Marshal(tx.Balance())
			require.NoError(t, err)
			require.JSONEq(t, test.want, string(text))
			return nil
		}))
	}
}

func TestLiveAccountHasNoTestData(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	live := e.Account(AccountKey{Name: "x", Live: true})
	require.NoError(t, live.Update(func(tx *Tx) error {
		require.Zero(t, tx.Payments().Len()+tx.Orders().Len()+tx.Customers().Len()+tx.Products().Len()+tx.Refunds().Len())
		require.NoError(t, tx.Fund(tx.Treasury(), api.SSUSD("10")))
		p, err := tx.CreatePayment(&payments.CreateParams{Amount: api.SSUSD("10"), Recipient: merchant})
		require.NoError(t, err)
		require.Regexp(t, `^pay_[a-z0-9]{24}$`, p.ID)
		return nil
	}))
	require.Regexp(t, `^req_[a-z0-9]{24}$`, live.NewID("req"))
}

func TestAccountsAreApart(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	treasuries := map[string]AccountKey{}
	for _, key := range []AccountKey{
		{Name: "a"}, {Name: "b"}, {Name: "a", Live: true}, {Name: "a", Connected: "acct_test_1"}, {Name: "a", Connected: "acct_test_2"}, {Name: "", Connected: "a"},
	} {
		a := e.Account(key)
		require.Same(t, a, e.Account(key))
		require.Equal(t, key, a.Key())
		require.Regexp(t, `^stateset1[a-z0-9]{38}$`, a.Treasury())
		require.NotContains(t, treasuries, a.Treasury())
		treasuries[a.Treasury()] = key
	}
	b := &bench{t: t, e: e, a: e.Account(AccountKey{Name: "a"})}
	p := b.pay(cardPayment("1.00", "tok_visa"))
	require.NoError(t, e.Account(AccountKey{Name: "b"}).Update(func(tx *Tx) error {
		_, found := tx.Payments().Get(p.ID)
		require.False(t, found)
		return nil
	}))
	require.Equal(t, e.Account(AccountKey{Name: "a"}).Treasury(), New(Options{Seed: 99}).Account(AccountKey{Name: "a"}).Treasury())
}

func TestIDs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.Regexp(t, `^pay_test_[a-z0-9]{24}$`, b.a.NewID("pay"))
	require.Regexp(t, `^req_[a-z0-9]{24}$`, b.a.NewID("req"))
	require.Regexp(t, `^pay_test_[a-z0-9]{24}$`, b.pay(cardPayment("1.00", "tok_visa")).ID)
	require.NoError(t, b.a.Update(func(*Tx) error {
		require.NotEqual(t, b.a.NewID("req"), b.a.NewID("req"), "ids can be drawn inside of a transaction")
		return nil
	}))
}

func TestSameSeedSameResponses(t *testing.T) {
	t.Parallel()
	play := func(seed uint64, requestIDs int) string {
		b := newBench(t)
		b.e = New(Options{Clock: clock.NewFrozen(birth), Seed: seed})
		b.a = b.e.Account(AccountKey{Name: "bench"})
		for range requestIDs {
			b.a.NewID("req")
		}
		b.payOrder("order_1234567890", api.SSUSD("50"))
		_ = failing(b.tryPay(cardPayment("5.00", "tok_declined")))
		b.pay(authorize(cardPayment("5.00", "tok_visa")))
		b.refund("pay_test_456", api.SSUSD("1.5"))
		b.advance(8 * 24 * time.Hour)
		return b.snapshot()
	}
	require.Equal(t, play(1, 0), play(1, 0))
	require.Equal(t, play(1, 0), play(1, 5), "ids of requests do not disturb those of objects")
	require.NotEqual(t, play(1, 0), play(2, 0))
}

func TestFailedTransactionLeavesNoTrace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	work := func(tx *Tx) {
		_, err := tx.CreatePayment(towards(authorize(cardPayment("5.00", "tok_visa")), "order_123456"))
		require.NoError(t, err)
		_, err = tx.PayOrder(walletPays("order_1234567890", TestWallet, api.SSUSD("50")))
		require.NoError(t, err)
		_, err = tx.CreateOrder(&orders.CreateParams{Customer: &orders.CustomerParams{Email: "a@example.com"},
			Items: []orders.ItemParams{{ProductID: "prod_test_123", Quantity: 3}}})
		require.NoError(t, err)
		_, err = tx.RefundPayment("pay_test_456", &payments.RefundParams{Reason: payments.ReasonOther})
		require.NoError(t, err)
		require.NoError(t, tx.Fund(poor, api.SSUSD("3")))
	}
	before := b.snapshot()
	boom := errors.New("boom")
	require.ErrorIs(t, b.a.Update(func(tx *Tx) error {
		work(tx)
		return boom
	}), boom)
	same(t, before, b.snapshot())

	require.PanicsWithValue(t, "boom", func() {
		_ = b.a.Update(func(tx *Tx) error {
			work(tx)
			panic("boom")
		})
	})
	same(t, before, b.snapshot())

	require.NoError(t, b.a.Update(func(tx *Tx) error {
		work(tx)
		return nil
	}))
	require.NotEqual(t, before, b.snapshot())
}

func TestOneCallIsOneBlock(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	seeded := b.getPayment("pay_test_456").Transaction.BlockHeight
	first := b.pay(walletPayment("1.00", TestWallet, merchant)).Transaction
	second := b.payOrder("order_1234567890", api.SSUSD("150")).Transaction
	require.Equal(t, seeded+1, first.BlockHeight)
	require.Equal(t, seeded+2, second.BlockHeight)
	require.Regexp(t, `^[0-9A-F]{64}$`, first.TxHash)
	require.Regexp(t, `^[0-9]+$`, first.GasUsed)
	require.Equal(t, api.ChainStateSet, first.Chain)
	require.Equal(t, birth, first.Timestamp)
	require.NotEqual(t, first.TxHash, second.TxHash)
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		require.Equal(t, birth, tx.Now())
		return nil
	}))
	b.pay(cardPayment("1.00", "tok_visa"))
	require.Equal(t, seeded+3, b.refund("pay_test_456", api.Money{}).Transaction.BlockHeight, "a card makes no transaction")
}

func TestSixtyFourPayersOfOneOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var (
		wg   sync.WaitGroup
		paid atomic.Int32
		got  [64]error
	)
	for i := range got {
		wg.Go(func() {
			got[i] = b.a.Update(func(tx *Tx) error {
				_, err := tx.PayOrder(walletPays("order_1234567890", TestWallet, api.SSUSD("150")))
				return err
			})
			if got[i] == nil {
				paid.Add(1)
			}
			b.a.NewID("req")
			b.e.RunDue()
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, paid.Load())
	for _, err := range got {
		var refusal *Error
		if err != nil {
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, CodeOrderAlreadyPaid, refusal.Code)
		}
	}
	require.Equal(t, "999850.00", b.balance(TestWallet))
	require.Equal(t, "1000150.00", b.balance(b.a.Treasury()))
	require.NoError(t, b.e.CheckLedger())
}

func TestAccountsAndClockMoveConcurrently(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				a := e.Account(AccountKey{Name: strconv.Itoa(i % 3)})
				if err := a.Update(func(tx *Tx) error {
					_, err := tx.CreatePayment(cardPayment("1.00", "tok_pending"))
					return err
				}); err != nil {
					t.Error(err)
				}
				if err := e.Advance(10 * time.Minute); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	require.NoError(t, e.Advance(time.Hour))
	for i := range 3 {
		require.NoError(t, e.Account(AccountKey{Name: strconv.Itoa(i)}).Update(func(tx *Tx) error {
			for p := range tx.Payments().Newest() {
				require.Equal(t, payments.StatusSucceeded, p.Status)
			}
			return nil
		}))
	}
	require.NoError(t, e.CheckLedger())
}

func TestCheckLedgerNamesTheAccount(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	e.Account(AccountKey{Name: "good"})
	bad := e.Account(AccountKey{Name: "bad", Connected: "acct_test_1"})
	require.NoError(t, e.CheckLedger())
	require.NoError(t, bad.Update(func(tx *Tx) error { return tx.Fund(merchant, api.SSUSD("1.00")) }))
	for entry := range bad.ledger.Entries() {
		entry.Postings[0].Holder = ledger.Wallet(merchant)
	}
	err := e.CheckLedger()
	require.ErrorContains(t, err, "account test/bad/acct_test_1: ledger: ")
	require.NotContains(t, err.Error(), "good")
}

func TestResetRemovesEverything(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(cardPayment("1.00", "tok_pending"))
	require.NoError(t, b.e.SetTime(birth.Add(time.Minute)))
	require.Error(t, b.e.SetTime(birth))
	require.Error(t, b.e.Advance(-1))
	old := b.a
	require.NoError(t, b.e.Reset(false, Population{}))
	require.Equal(t, birth, b.e.Clock().Now())
	require.Zero(t, b.e.Clock().Pending())
	b.a = b.e.Account(AccountKey{Name: "bench"})
	require.NotSame(t, old, b.a)
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		require.Equal(t, 1, tx.Payments().Len())
		return nil
	}))
	b.a = old
	b.pay(cardPayment("1.00", "tok_pending"))
	require.Equal(t, seededJobs, b.e.Clock().Pending(), "an account that is gone schedules nothing")
}

func TestRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := New(Options{})
		b := &bench{t: t, e: e, a: e.Account(AccountKey{Name: "bench"})}
		p := b.pay(cardPayment("1.00", "tok_pending"))
		require.Equal(t, time.Now().UTC().Truncate(time.Second), p.CreatedAt)
		<-time.After(2 * time.Hour)
		require.Equal(t, payments.StatusProcessing, b.getPayment(p.ID).Status)
		e.RunDue()
		p = b.getPayment(p.ID)
		require.Equal(t, payments.StatusSucceeded, p.Status)
		require.Equal(t, p.CreatedAt.Add(time.Hour), p.CapturedAt, "at the job's own time")
	})
}

func TestCollectionOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var made []string
	for range 3 {
		made = append(made, b.pay(cardPayment("1.00", "tok_visa")).ID)
	}
	b.refund(made[0], api.Money{}) // a change keeps the place
	id := func(p *payments.Payment) string { return p.ID }
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		c := tx.Payments()
		require.Equal(t, 4, c.Len())
		require.Equal(t, []string{made[2], made[1], made[0], "pay_test_456"}, ids(c.Newest(), id))
		require.Equal(t, []string{made[0], "pay_test_456"}, ids(c.Select(nil).OlderThan(made[1]), id))
		require.Equal(t, []string{made[1], made[2]}, ids(c.Select(nil).NewerThan(made[0]), id))
		require.Empty(t, ids(c.Select(nil).OlderThan("pay_test_456"), id))
		require.Empty(t, ids(c.Select(nil).NewerThan(made[2]), id))
		require.Empty(t, ids(c.Select(nil).OlderThan("pay_unknown"), id))
		require.Empty(t, ids(c.Select(nil).NewerThan("pay_unknown"), id))
		for range c.Newest() {
			break
		}
		for range c.Select(nil).NewerThan(made[0]) {
			break
		}
		return nil
	}))
}

func TestFund(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	fund := func(address string, amount api.Money) func() error {
		return func() error { return b.a.Update(func(tx *Tx) error { return tx.Fund(address, amount) }) }
	}
	require.NoError(t, fund(poor, money("0.000001", "SSUSD"))())
	require.Equal(t, "0.000001", b.balance(poor))
	b.refused(CodeInvalidWallet, "address", fund("stateset1short", api.SSUSD("1")))
	b.refused(CodeParameterMissing, "address", fund("", api.SSUSD("1")))
	b.refused(CodeParameterMissing, "amount", fund(poor, api.Money{}))
	b.refused(CodeParameterInvalid, "amount", fund(poor, api.SSUSD("-1")))
	b.refused(CodeParameterInvalid, "amount.denom", fund(poor, api.USD("1")))
}
