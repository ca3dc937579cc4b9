package engine

import (
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
)

// FeeWallet is the wallet that receives network fees.
const FeeWallet = "stateset1networkfees0000000000000000000000"

// fees are the network fees of a sender in ssusd. The zero value means no fees.
type fees struct {
	network, priority decimal.Decimal
}

func (f fees) areZero() bool { return f.network.IsZero() && f.priority.IsZero() }

// leg returns the payment of the fees to the network. Without fees its amount is zero.
func (f fees) leg() ledger.Leg {
	if f.areZero() {
		return ledger.Leg{}
	}
	return ledger.Leg{To: ledger.Wallet(FeeWallet), Amount: f.network.Add(f.priority)}
}

// recordMovement records one ledger transaction per recipient of the movement. The
// first transaction has the fee, so the transactions add up to the amount paid.
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

// transactionFees returns the fees of a transaction. Transactions without fees share a
// value, because records do not change.
func transactionFees(f fees) *stablecoin.TransactionFees {
	if f.areZero() {
		return noFees
	}
	return &stablecoin.TransactionFees{
		NetworkFee:    api.FromDecimal(f.network, numtext.DenomSSUSD),
		ProcessingFee: api.FromDecimal(f.priority, numtext.DenomSSUSD),
	}
}

var noFees = &stablecoin.TransactionFees{
	NetworkFee:    api.FromDecimal(decimal.Zero, numtext.DenomSSUSD),
	ProcessingFee: api.FromDecimal(decimal.Zero, numtext.DenomSSUSD),
}

// record stores a new ledger transaction and sets the members that all transactions
// have.
func (tx *Tx) record(t *stablecoin.Transaction) *stablecoin.Transaction {
	t.ID, t.CreatedAt, t.USDValue = tx.newID("txn"), tx.now, worth(t.Amount)
	if t.Fees == nil {
		t.Fees = transactionFees(fees{})
	}
	add(tx, &tx.account.transactions, t, func(t *stablecoin.Transaction) string { return t.ID })
	return t
}

// settleTransaction stores the final status of a pending ledger transaction.
func (tx *Tx) settleTransaction(id string, status stablecoin.TransactionStatus) {
	t, _ := tx.account.transactions.Get(id)
	settled := *t
	settled.Status = status
	if status == stablecoin.StatusConfirmed {
		settled.ConfirmedAt = tx.now
	}
	put(tx, &tx.account.transactions, id, &settled)
}
