package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/stablecoin"
)

func (b *bench) tryIssue(params *stablecoin.IssueParams) (*stablecoin.Issuance, error) {
	return run(b, func(tx *Tx) (*stablecoin.Issuance, error) {
		issued, _, err := tx.Issue(params)
		return issued, err
	})
}

func (b *bench) tryRedeem(params *stablecoin.RedeemParams) (*stablecoin.Redemption, error) {
	return run(b, func(tx *Tx) (*stablecoin.Redemption, error) {
		r, _, err := tx.Redeem(params)
		return r, err
	})
}

func (b *bench) redeem(params *stablecoin.RedeemParams) *stablecoin.Redemption {
	b.t.Helper()
	return must[*stablecoin.Redemption](b)(b.tryRedeem(params))
}

func (b *bench) tryTransfer(params *stablecoin.TransferParams) (*stablecoin.Transfer, error) {
	return run(b, func(tx *Tx) (*stablecoin.Transfer, error) { return tx.Transfer(params) })
}

func (b *bench) tryBatch(params *stablecoin.BatchTransferParams) (*stablecoin.Transfer, error) {
	return run(b, func(tx *Tx) (*stablecoin.Transfer, error) { return tx.BatchTransfer(params) })
}

func (b *bench) tryHoldings(q BalanceQuery) (*stablecoin.Balance, error) {
	return run(b, func(tx *Tx) (*stablecoin.Balance, error) { return tx.StablecoinBalance(q) })
}

func (b *bench) holdings(q BalanceQuery) *stablecoin.Balance {
	b.t.Helper()
	return must[*stablecoin.Balance](b)(b.tryHoldings(q))
}

func (b *bench) tryReserves(q stablecoin.ReservesParams) (*stablecoin.Reserves, error) {
	return run(b, func(tx *Tx) (*stablecoin.Reserves, error) { return tx.Reserves(q) })
}

// rows returns the ledger transactions, newest first.
func (b *bench) rows() []*stablecoin.Transaction {
	b.t.Helper()
	return must[[]*stablecoin.Transaction](b)(run(b, func(tx *Tx) ([]*stablecoin.Transaction, error) {
		var all []*stablecoin.Transaction
		for t := range tx.Transactions().Newest() {
			all = append(all, t)
		}
		return all, nil
	}))
}

func issueTo(wallet, amount string) *stablecoin.IssueParams {
	return &stablecoin.IssueParams{Recipient: wallet, Amount: api.SSUSD(amount)}
}

func redeemFrom(wallet, amount, account, reference string) *stablecoin.RedeemParams {
	return &stablecoin.RedeemParams{Sender: wallet, Amount: api.SSUSD(amount), ReferenceID: reference,
		Destination: &stablecoin.DestinationParams{Type: stablecoin.RailBankWire, AccountNumber: account}}
}

const (
	bankGood = "000123456789"
	bankSlow = accountSlow
	bankBad  = accountRefused
)

func TestIssue(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := issueTo(poor, "100.00")
	params.Metadata = map[string]string{"k": "v"}
	issued := must[*stablecoin.Issuance](b)(b.tryIssue(params))
	require.Regexp(t, `^iss_test_`, issued.ID)
	require.Equal(t, stablecoin.PurposeGeneral, issued.Purpose)
	require.Equal(t, "100.00", b.balance(poor))
	require.Equal(t, "1002000100.00 ssusd", issued.Reserve.TotalSupply.String(), "the seeds count")
	require.Equal(t, "1002000100.00 USD", issued.Reserve.TotalReserves.String())
	require.Equal(t, "1.0000", issued.Reserve.ReserveRatio.String())
	row := b.rows()[0]
	require.Equal(t, stablecoin.TypeIssue, row.Type)
	require.Equal(t, issued.Transaction.TxHash, row.TransactionHash)
	require.Empty(t, row.From)
	require.Equal(t, poor, row.To)
	require.Equal(t, params.Metadata, row.Metadata)
}

func TestIssueRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	with := func(change func(p *stablecoin.IssueParams)) func() error {
		params := issueTo(merchant, "100.00")
		change(params)
		return func() error { return failing(b.tryIssue(params)) }
	}
	source := func(amount api.Money, reference string) func() error {
		return with(func(p *stablecoin.IssueParams) {
			p.SourceFunds = &stablecoin.SourceFunds{Type: stablecoin.RailACH, Amount: amount, Reference: reference}
		})
	}
	b.refused(CodeInvalidRecipient, "recipient", with(func(p *stablecoin.IssueParams) { p.Recipient = "stateset1x" }))
	for _, amount := range []string{"99.99", "10000000.01", "100.001"} {
		b.refused(CodeParameterInvalid, "amount", with(func(p *stablecoin.IssueParams) { p.Amount = api.SSUSD(amount) }))
	}
	b.refused(CodeIssueMismatch, "source_funds.amount", source(api.USD("99.99"), ""))
	b.refused(CodeIssueMismatch, "source_funds.amount", source(money("100.00", "EUR"), ""))
	b.refused(CodeReserveVerification, "source_funds.reference", source(api.USD("100.00"), "unverified"))
	b.refused(CodeComplianceFailed, "compliance.kyc_verified", with(func(p *stablecoin.IssueParams) {
		p.Compliance = &stablecoin.Compliance{KYCVerified: new(false)}
	}))
	b.refused(CodeComplianceFailed, "compliance.sanctions_screened", with(func(p *stablecoin.IssueParams) {
		p.Compliance = &stablecoin.Compliance{KYCVerified: new(true), SanctionsScreened: new(false)}
	}))
	require.NoError(t, source(api.USD("100"), "W-1")())
	for _, amount := range []string{"100", "10000000"} {
		require.NoError(t, failing(b.tryIssue(issueTo(merchant, amount))))
	}
}

func TestReferenceReturnsItsObject(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := func() *stablecoin.IssueParams {
		p := issueTo(poor, "100.00")
		p.ReferenceID = "dep-1"
		return p
	}
	first := must[*stablecoin.Issuance](b)(b.tryIssue(params()))
	before := b.snapshot()
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		again, known, err := tx.Issue(params())
		require.NoError(t, err)
		require.True(t, known)
		require.Same(t, first, again)
		return nil
	}))
	same(t, before, b.snapshot())
	other := params()
	other.Recipient = merchant
	b.refused(CodeDuplicateReference, "reference_id", func() error { return failing(b.tryIssue(other)) })

	// Redemptions have separate references. A failed redemption uses its reference.
	failed := b.redeem(redeemFrom(TestWallet, "5", bankBad, "dep-1"))
	require.Equal(t, failed.ID, b.redeem(redeemFrom(TestWallet, "5", bankBad, "dep-1")).ID)
	b.refused(CodeDuplicateReference, "reference_id", func() error { return failing(b.tryRedeem(redeemFrom(TestWallet, "5", bankGood, "dep-1"))) })
	// A refused call does not use its reference.
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryRedeem(redeemFrom(platform, "5", bankGood, "later"))) })
	require.NoError(t, failing(b.tryRedeem(redeemFrom(TestWallet, "5", bankGood, "later"))))
}

func TestRedeem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.redeem(redeemFrom(TestWallet, "1000", bankGood, "r1"))
	require.Equal(t, stablecoin.RedemptionCompleted, r.Status)
	require.Equal(t, birth, r.CompletedAt)
	require.Equal(t, "6789", r.Destination.AccountNumberLast4)
	require.Equal(t, "999000.00", b.balance(TestWallet))
	require.Equal(t, stablecoin.StatusConfirmed, b.rows()[0].Status)
	require.Equal(t, stablecoin.TypeRedeem, b.rows()[0].Type)
	report, err := b.tryReserves(stablecoin.ReservesParams{})
	require.NoError(t, err)
	require.Equal(t, "1000.00 ssusd", report.Supply.TotalRedeemed.String())

	failed := b.redeem(redeemFrom(TestWallet, "1000", bankBad, "r2"))
	require.Equal(t, stablecoin.RedemptionFailed, failed.Status)
	require.Equal(t, "no_account", failed.FailureCode)
	require.Zero(t, failed.EstimatedArrival)
	require.Equal(t, "999000.00", b.balance(TestWallet), "the tokens are back")
	require.Equal(t, stablecoin.StatusFailed, b.rows()[0].Status)
	require.Zero(t, b.rows()[0].ConfirmedAt)
}

func TestPendingRedemptionTakesADay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.redeem(redeemFrom(TestWallet, "1000", bankSlow, "r1"))
	require.Equal(t, stablecoin.RedemptionPending, r.Status)
	require.Equal(t, birth.Add(24*time.Hour), r.EstimatedArrival)
	check := func(available, locked, total string, status stablecoin.RedemptionStatus, row stablecoin.TransactionStatus) {
		t.Helper()
		now := b.holdings(BalanceQuery{Address: TestWallet}).Balances
		require.Equal(t, []string{available, locked, total}, []string{now.Available.Text(), now.Locked.Text(), now.Total.Text()})
		require.Equal(t, status, get(b, (*Tx).Redemptions, r.ID).Status)
		require.Equal(t, row, b.rows()[0].Status)
	}
	check("999000.00", "1000.00", "1000000.00", stablecoin.RedemptionPending, stablecoin.StatusPending)
	b.advance(24*time.Hour - time.Second)
	check("999000.00", "1000.00", "1000000.00", stablecoin.RedemptionPending, stablecoin.StatusPending)
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryRedeem(redeemFrom(TestWallet, "999000.01", bankGood, "r2"))) })
	b.advance(time.Second)
	check("999000.00", "0.00", "999000.00", stablecoin.RedemptionCompleted, stablecoin.StatusConfirmed)
	require.Equal(t, birth.Add(24*time.Hour), get(b, (*Tx).Redemptions, r.ID).CompletedAt)
	require.Equal(t, r.TransactionHash, get(b, (*Tx).Redemptions, r.ID).TransactionHash)

	// The tokens of a pending redemption stay in the wallet.
	require.Equal(t, "1000.00", b.holdings(BalanceQuery{Address: TestWallet, Timestamp: birth}).Balances.Locked.Text())
	require.Equal(t, "1000.00", b.holdings(BalanceQuery{Address: TestWallet, BlockHeight: &r.BlockHeight}).Balances.Locked.Text())
	require.Equal(t, "999000.00", b.holdings(BalanceQuery{Address: TestWallet, IncludeLocked: new(false), Timestamp: birth}).Balances.Total.Text())
}

func TestRedeemRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	to := func(d stablecoin.DestinationParams) func() error {
		return func() error {
			return failing(b.tryRedeem(&stablecoin.RedeemParams{Sender: TestWallet, Amount: api.SSUSD("1"), ReferenceID: "r", Destination: &d}))
		}
	}
	try := func(params *stablecoin.RedeemParams) func() error {
		return func() error { return failing(b.tryRedeem(params)) }
	}
	usdc := redeemFrom(TestWallet, "1", bankGood, "r")
	usdc.Amount = api.FromDecimal(usdc.Amount.Decimal(), "usdc")
	b.refused(CodeInvalidWallet, "sender", try(redeemFrom("bob", "1", bankGood, "r")))
	b.refused(CodeParameterInvalid, "amount.denom", try(usdc))
	b.refused(CodeInsufficientFunds, "", try(redeemFrom(WalletInsufficientFunds, "1", bankGood, "r")))
	b.refused(CodeNetwork, "", try(redeemFrom(WalletNetworkError, "1", bankGood, "r")))
	b.refused(CodeSmartContract, "", try(redeemFrom(WalletContractError, "1", bankGood, "r")))
	b.refused(CodeParameterMissing, "destination.account_number", to(stablecoin.DestinationParams{Type: stablecoin.RailBankWire}))
	b.refused(CodeParameterMissing, "destination.routing_number", to(stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: bankGood}))
	b.refused(CodeParameterInvalid, "destination.routing_number", to(stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: bankGood, RoutingNumber: "110000001"}))
	b.refused(CodeParameterInvalid, "destination.account_number", to(stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: "123", RoutingNumber: "110000000"}))
	b.refused(CodeParameterMissing, "destination.swift_code", to(stablecoin.DestinationParams{Type: stablecoin.RailSWIFT, AccountNumber: bankGood}))
	b.refused(CodeParameterInvalid, "destination.swift_code", to(stablecoin.DestinationParams{Type: stablecoin.RailSWIFT, AccountNumber: bankGood, SWIFTCode: "X"}))
	b.refused(CodeParameterMissing, "destination.iban", to(stablecoin.DestinationParams{Type: stablecoin.RailSEPA, AccountNumber: bankGood}))
	b.refused(CodeParameterInvalid, "destination.iban", to(stablecoin.DestinationParams{Type: stablecoin.RailSEPA, IBAN: "DE89370400440532013001"}))
	require.NoError(t, to(stablecoin.DestinationParams{Type: stablecoin.RailSEPA, IBAN: "DE89370400440532013000"})())
}

func TestTransferCostsItsFee(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	tr := must[*stablecoin.Transfer](b)(b.tryTransfer(&stablecoin.TransferParams{To: poor, Amount: api.SSUSD("10"), Memo: "m"}))
	require.Equal(t, b.a.Treasury(), tr.From)
	require.Equal(t, stablecoin.PriorityMedium, tr.Priority)
	require.Equal(t, "999989.99", b.balance(b.a.Treasury()))
	require.Equal(t, "0.01", b.balance(FeeWallet))
	high := must[*stablecoin.Transfer](b)(b.tryTransfer(&stablecoin.TransferParams{From: TestWallet, To: poor, Amount: money("10", "usdc"), Priority: stablecoin.PriorityHigh}))
	require.Equal(t, "999999.98", b.balance(TestWallet), "the fee is in ssusd whatever is sent")
	require.Equal(t, "0.03", b.balance(FeeWallet))
	require.Equal(t, []string{"0.01", "0.01"}, []string{high.Fees.NetworkFee.Text(), high.Fees.PriorityFee.Text()})
	row := b.rows()[0]
	require.Equal(t, "0.01", row.Fees.ProcessingFee.Text())
	require.Equal(t, high.TransactionHash, row.TransactionHash)
	require.Equal(t, high.BlockHeight, row.BlockHeight)
	require.Equal(t, tr.BlockHeight+1, high.BlockHeight)
	require.Equal(t, "m", b.rows()[1].Memo)
}

func TestTransferRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.Fund(poor, api.SSUSD("10")) }))
	try := func(from, to string, amount api.Money) func() error {
		return func() error {
			return failing(b.tryTransfer(&stablecoin.TransferParams{From: from, To: to, Amount: amount}))
		}
	}
	refusal := b.refused(CodeInsufficientFunds, "", try(poor, merchant, api.SSUSD("10")))
	require.Contains(t, refusal.Message, "10.01 ssusd", "with the fee")
	b.refused(CodeParameterInvalid, "to", try(poor, poor, api.SSUSD("1")))
	b.refused(CodeParameterInvalid, "to", try("", b.a.Treasury(), api.SSUSD("1")))
	b.refused(CodeInvalidWallet, "to", try(poor, "x", api.SSUSD("1")))
	b.refused(CodeInvalidWallet, "from", try("x", poor, api.SSUSD("1")))
	b.refused(CodeParameterMissing, "to", try(poor, "", api.SSUSD("1")))
	b.refused(CodeParameterMissing, "amount", try(poor, merchant, api.Money{}))
	b.refused(CodeParameterInvalid, "amount.denom", try(poor, merchant, api.USD("1")))
	b.refused(CodeNetwork, "", try(WalletNetworkError, merchant, api.SSUSD("1")))
	require.NoError(t, try(poor, WalletNetworkError, api.SSUSD("9.99"))(), "as recipients they are ordinary")
}

func TestBatchIsAllOrNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	legs := func(amounts ...string) []stablecoin.LegParams {
		var out []stablecoin.LegParams
		for i, amount := range amounts {
			out = append(out, stablecoin.LegParams{To: []string{merchant, platform}[i%2], Amount: api.SSUSD(amount), Memo: []string{"", "own"}[i%2]})
		}
		return out
	}
	tr := must[*stablecoin.Transfer](b)(b.tryBatch(&stablecoin.BatchTransferParams{From: TestWallet, Transfers: legs("1", "2", "3.5"), Memo: "all"}))
	require.Equal(t, "6.50 ssusd", tr.TotalAmount.String())
	require.Equal(t, "999993.49", b.balance(TestWallet), "one fee")
	rows := b.rows()[:3]
	require.Equal(t, []string{"all", "own", "all"}, []string{rows[2].Memo, rows[1].Memo, rows[0].Memo})
	require.Equal(t, []string{"0.01", "0.00", "0.00"}, []string{rows[2].Fees.NetworkFee.Text(), rows[1].Fees.NetworkFee.Text(), rows[0].Fees.NetworkFee.Text()})
	require.Equal(t, tr.Transfers[1].TransactionHash, rows[1].TransactionHash)
	require.NotEqual(t, tr.Transfers[0].TransactionHash, tr.Transfers[1].TransactionHash)

	try := func(l []stablecoin.LegParams) func() error {
		return func() error {
			return failing(b.tryBatch(&stablecoin.BatchTransferParams{From: TestWallet, Transfers: l}))
		}
	}
	b.refused(CodeInsufficientFunds, "", try(legs("1", "999992.49")))
	mixed := legs("1", "1")
	mixed[1].Amount = api.FromDecimal(mixed[1].Amount.Decimal(), "usdc")
	b.refused(CodeParameterInvalid, "transfers[1].amount.denom", try(mixed))
	self := legs("1", "1")
	self[1].To = TestWallet
	b.refused(CodeParameterInvalid, "transfers[1].to", try(self))
	bad := legs("1", "1")
	bad[0].To = "x"
	b.refused(CodeInvalidWallet, "transfers[0].to", try(bad))
}

func TestBalanceBackThen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	seeded := b.holdings(BalanceQuery{})
	require.Equal(t, "1000000.00", seeded.Balances.Total.Text())
	require.Equal(t, 3, seeded.Metadata.TransactionCount, "two issues and a payment")
	require.Equal(t, birth, seeded.Metadata.FirstTransaction)
	require.Equal(t, "treasury", seeded.Metadata.AccountType)
	b.advance(time.Hour)
	tr := must[*stablecoin.Transfer](b)(b.tryTransfer(&stablecoin.TransferParams{To: poor, Amount: api.SSUSD("10")}))
	b.advance(time.Hour)
	must[*stablecoin.Transfer](b)(b.tryTransfer(&stablecoin.TransferParams{To: poor, Amount: api.SSUSD("5")}))
	at := func(height int64) BalanceQuery { return BalanceQuery{Address: poor, BlockHeight: &height} }
	for want, q := range map[string]BalanceQuery{
		"15.00": {Address: poor}, "10.00": at(tr.BlockHeight), "0.00": at(tr.BlockHeight - 1),
	} {
		require.Equal(t, want, b.holdings(q).Balances.Total.Text())
	}
	then := b.holdings(BalanceQuery{Address: poor, Timestamp: birth.Add(time.Hour)})
	require.Equal(t, "10.00", then.Balances.Total.Text(), "inclusive")
	require.Equal(t, 1, then.Metadata.TransactionCount)
	require.Equal(t, birth.Add(time.Hour), then.Chains[0].LastActivity)
	before := b.holdings(BalanceQuery{Address: poor, Timestamp: birth.Add(time.Hour - time.Second)})
	require.Equal(t, "0.00", before.Balances.Total.Text())
	require.Zero(t, before.Metadata.FirstTransaction)
	require.Equal(t, "0.00", b.holdings(BalanceQuery{Address: b.a.Treasury(), BlockHeight: new(int64)}).Balances.Total.Text())

	try := func(q BalanceQuery) func() error { return func() error { return failing(b.tryHoldings(q)) } }
	b.refused(CodeParameterInvalid, "block_height", try(at(tr.BlockHeight+2)))
	b.refused(CodeParameterInvalid, "timestamp", try(BalanceQuery{Timestamp: birth.Add(2*time.Hour + time.Second)}))
	b.refused(CodeParameterInvalid, "timestamp", try(BalanceQuery{Timestamp: birth, BlockHeight: new(int64)}))
	b.refused(CodeInvalidWallet, "address", try(BalanceQuery{Address: "x"}))
	b.refused(CodeParameterInvalid, "convert_to", try(BalanceQuery{ConvertTo: []string{"XAF"}}))
}

func TestBalanceByChainAndCurrency(t *testing.T) {
	t.Parallel()
	const base = "0x52908400098527886E0F7030069857D2E4169EE7"
	b := newBench(t)
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.Fund(base, money("12.345", "usdc")) }))
	got := b.holdings(BalanceQuery{Address: base, Denom: "USDC", ConvertTo: []string{"EUR", "JPY", "KWD", "usd", "ssusd"}})
	require.Equal(t, "12.345", got.Balances.Total.Text())
	require.Equal(t, api.ChainStateSet, got.Chains[0].Chain)
	require.Equal(t, "0.00", got.Chains[0].Balance.Text())
	require.Equal(t, "12.345", got.Chains[1].Balance.Text())
	require.Equal(t, birth, got.Chains[1].LastActivity)
	for currency, want := range map[string]string{"EUR": "11.36", "JPY": "1852", "KWD": "3.790", "usd": "12.35", "ssusd": "12.35"} {
		require.Equal(t, want, got.Conversions[currency].Text(), currency)
	}
	only := b.holdings(BalanceQuery{Address: base, Denom: "usdc", Chains: []api.Chain{api.ChainStateSet, api.ChainStateSet}})
	require.Len(t, only.Chains, 1)
	require.Equal(t, "0.00", only.Balances.Total.Text(), "the total is that of the chains shown")
	require.Equal(t, "0.00", b.holdings(BalanceQuery{Address: base}).Balances.Total.Text(), "ssusd")
}

// Every movement leaves a ledger transaction of its type.
func TestEveryMovementIsATransaction(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var seeds []stablecoin.TransactionType
	for _, row := range b.rows() {
		seeds = append(seeds, row.Type)
	}
	require.Equal(t, []stablecoin.TransactionType{"payment", "issue", "issue", "issue", "issue", "issue"}, seeds)
	first := b.rows()[len(seeds)-1]
	require.Equal(t, []string{FinancerWallet, "1000000000.00 ssusd"}, []string{first.To, first.Amount.String()})
	require.Equal(t, "1000000000.00", b.balance(FinancerWallet))
	p := b.payOrder("order_1234567890", api.SSUSD("150"))
	row := b.rows()[0]
	require.Equal(t, stablecoin.TypePayment, row.Type)
	require.Equal(t, TestWallet, row.From)
	require.Equal(t, b.a.Treasury(), row.To)
	require.Equal(t, p.Transaction.TxHash, row.TransactionHash)
	refund := b.refund("pay_test_456", api.SSUSD("40"))
	row = b.rows()[0]
	require.Equal(t, stablecoin.TypeRefund, row.Type)
	require.Equal(t, refund.Transaction.BlockHeight, row.BlockHeight)
	count := len(b.rows())
	b.pay(cardPayment("1.00", "tok_visa"))
	require.Len(t, b.rows(), count, "cards do not touch the ledger")
	require.Error(t, failing(b.tryPay(walletPayment("5", WalletInsufficientFunds, merchant))))
	require.Len(t, b.rows(), count)
}
