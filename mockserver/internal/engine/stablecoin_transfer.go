package engine

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Fees of a transfer in ssusd.
var (
	networkFee  = decimal.RequireFromString("0.01")
	priorityFee = decimal.RequireFromString("0.01") // surcharge for high priority
)

// Transfer moves tokens from one wallet to another.
func (tx *Tx) Transfer(params *stablecoin.TransferParams) (*stablecoin.Transfer, error) {
	from := tx.orTreasury(params.From)
	if err := checkWallet(from, "", "from"); err != nil {
		return nil, err
	}
	if err := checkLeg(stablecoin.LegParams{To: params.To, Amount: params.Amount}, "", from); err != nil {
		return nil, err
	}
	t, m, err := tx.newTransfer(from, params.Memo, params.Priority, params.Metadata)
	if err != nil {
		return nil, err
	}
	_, err = tx.transferOne(t, m, params.To, params.Amount)
	return t, err
}

// transferOne executes a transfer to a single wallet.
func (tx *Tx) transferOne(t *stablecoin.Transfer, m movement, wallet string, amount api.Money) (*api.Transaction, error) {
	m.denom, m.legs = amount.Currency(), to(wallet, amount.Decimal())
	t.Object, t.To, t.Amount, t.TotalAmount = "transfer", wallet, amount, amount
	t.Transfers = []*stablecoin.Leg{}
	return tx.carryOut(t, m)
}

// BatchTransfer moves tokens from one wallet to many. Either all legs succeed or none.
func (tx *Tx) BatchTransfer(params *stablecoin.BatchTransferParams) (*stablecoin.Transfer, error) {
	from := tx.orTreasury(params.From)
	if err := checkWallet(from, "", "from"); err != nil {
		return nil, err
	}
	t, m, err := tx.newTransfer(from, params.Memo, params.Priority, params.Metadata)
	if err != nil {
		return nil, err
	}
	m.denom = params.Transfers[0].Amount.Currency()
	t.Object, t.TotalAmount = "batch_transfer", zero(m.denom)
	for i, leg := range params.Transfers {
		at := fmt.Sprintf("transfers[%d].", i)
		if err := checkLeg(leg, at, from); err != nil {
			return nil, err
		}
		if !numtext.SameCurrency(leg.Amount.Currency(), m.denom) {
			return nil, invalid(at+"amount.denom", "All transfers of a batch must be in one denomination, got '%s' after '%s': send two batches", excerpt(leg.Amount.Currency()), excerpt(m.denom))
		}
		hash := tx.account.ids.hash()
		m.legs = append(m.legs, ledger.Leg{To: ledger.Wallet(leg.To), Amount: leg.Amount.Decimal(), TxHash: hash})
		m.memos = append(m.memos, leg.Memo)
		t.Transfers = append(t.Transfers, &stablecoin.Leg{
			To: leg.To, Amount: leg.Amount, USDValue: worth(leg.Amount), Memo: leg.Memo, Status: stablecoin.StatusConfirmed, TransactionHash: hash,
		})
		t.TotalAmount = plus(t.TotalAmount, leg.Amount.Decimal())
	}
	_, err = tx.carryOut(t, m)
	return t, err
}

func (tx *Tx) orTreasury(address string) string {
	if address == "" {
		return tx.account.treasury
	}
	return address
}

// newTransfer returns a transfer and its movement, without recipients.
func (tx *Tx) newTransfer(from, memo string, priority stablecoin.Priority, metadata map[string]string) (*stablecoin.Transfer, movement, error) {
	if priority == "" {
		priority = stablecoin.PriorityMedium
	}
	paid := fees{network: networkFee}
	if priority == stablecoin.PriorityHigh {
		paid.priority = priorityFee
	}
	t := &stablecoin.Transfer{
		Status: stablecoin.StatusConfirmed, From: from, Memo: memo, Priority: priority, Metadata: maps.Clone(metadata),
		Fees: &stablecoin.Fees{
			NetworkFee:  api.FromDecimal(paid.network, numtext.DenomSSUSD),
			PriorityFee: api.FromDecimal(paid.priority, numtext.DenomSSUSD),
		},
		CreatedAt: tx.now, ConfirmedAt: tx.now,
	}
	return t, movement{chain: chainOf(from), from: from, kind: stablecoin.TypeTransfer, memo: memo, metadata: metadata, fees: paid}, nil
}

// carryOut moves the money and completes the transfer.
func (tx *Tx) carryOut(t *stablecoin.Transfer, m movement) (*api.Transaction, error) {
	transaction, err := tx.move(m)
	if err != nil {
		return nil, err
	}
	t.ID, t.USDValue = tx.newID("trf"), worth(t.TotalAmount)
	t.TransactionHash, t.BlockHeight = transaction.TxHash, transaction.BlockHeight
	emit(tx, webhook.StablecoinTransferred, t)
	return transaction, nil
}

// checkLeg checks one recipient. at is the prefix of parameter paths.
func checkLeg(leg stablecoin.LegParams, at, from string) error {
	if err := checkWallet(leg.To, "", at+"to"); err != nil {
		return err
	}
	if leg.To == from {
		return invalid(at+"to", "The wallet '%s' cannot transfer to itself: set another recipient", excerpt(from))
	}
	if !leg.Amount.IsSet() {
		return missing(at + "amount")
	}
	if !numtext.IsToken(leg.Amount.Currency()) {
		return invalid(at+"amount.denom", "Wallets hold ssusd and usdc, not '%s'", excerpt(leg.Amount.Currency()))
	}
	return nil
}
