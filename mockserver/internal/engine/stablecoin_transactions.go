package engine

import (
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
)

// FeeWallet is the network's wallet, which fees are paid to.
const FeeWallet = "stateset1networkfees0000000000000000000000"

// fees are what a sender pays to the network, in ssusd. The zero value is none.
type fees struct {
	network, priority decimal.Decimal
}

// leg is what the network gets.
func (f fees) leg() ledger.Leg {
	return ledger.Leg{To: ledger.Wallet(FeeWallet), Amount: f.network.Add(f.priority)}
}

// recordMovement records a ledger transaction for every recipient of the movement.
// The fee stands at the first, so that all of them together say what was paid.
func (tx *Tx) recordMovement(m movement, stamp ledger.Stamp) {
	kind := m.kind
	if kind == "" {
		kind = stablecoin.TypePayment
	}
	paid := m.fees
	for i, leg := range m.legs {
		memo, hash := m.memo, leg.TxHash
		if i < len(m.memos) && m.memos[i] != "" {
			memo = m.memos[i]
		}
		if hash == "" {
			hash = stamp.TxHash
		}
		tx.record(&stablecoin.Transaction{
			Type: kind, TransactionHash: hash, BlockHeight: stamp.Height, From: m.from, To: leg.To.Address(),
			Amount: api.FromDecimal(leg.Amount, m.denom), Status: stablecoin.StatusConfirmed,
			Fees: transactionFees(paid), Memo: memo, Metadata: maps.Clone(m.metadata), ConfirmedAt: tx.now,
		})
		paid = fees{}
	}
}

func transactionFees(f fees) *stablecoin.TransactionFees {
	return &stablecoin.TransactionFees{
		NetworkFee:    api.FromDecimal(f.network, numtext.DenomSSUSD),
		ProcessingFee: api.FromDecimal(f.priority, numtext.DenomSSUSD),
	}
}

// record stores a new ledger transaction and completes what all have.
func (tx *Tx) record(t *stablecoin.Transaction) *stablecoin.Transaction {
	t.ID, t.CreatedAt = tx.newID("txn"), tx.now
	if t.Fees == nil {
		t.Fees = transactionFees(fees{})
	}
	put(tx, tx.account.transactions, t.ID, t)
	return t
}

// settleTransaction stores how a pending ledger transaction ended.
func (tx *Tx) settleTransaction(id string, status stablecoin.TransactionStatus) {
	t, _ := tx.account.transactions.Get(id)
	settled := *t
	settled.Status = status
	if status == stablecoin.StatusConfirmed {
		settled.ConfirmedAt = tx.now
	}
	put(tx, tx.account.transactions, id, &settled)
}
