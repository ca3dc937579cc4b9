package engine

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// PayOrder pays an order from a wallet, in full or in part. All splits are paid or
// none.
func (tx *Tx) PayOrder(params *orders.PayParams) (*orders.PayResult, error) {
	chain, err := checkPay(params)
	if err != nil {
		return nil, err
	}
	o, ok := tx.account.orders.Get(params.OrderID)
	if !ok {
		return nil, &Error{Code: CodeOrderNotFound, Param: "order_id", Message: fmt.Sprintf("No such order: '%s'", excerpt(params.OrderID))}
	}
	if err := tx.checkPayable(o); err != nil {
		return nil, err
	}
	if err := checkOwed(o, params.PaymentMethod.Amount, paramPayAmount); err != nil {
		return nil, err
	}
	p, splits, err := tx.payOrder(o, params, chain)
	if err != nil {
		return nil, err
	}
	o, _ = tx.account.orders.Get(o.ID)
	return &orders.PayResult{
		Success: true, Transaction: p.Transaction,
		Payment: &orders.OrderPayment{
			PaymentID: p.ID, OrderID: o.ID, Amount: p.Amount, USDValue: worth(p.Amount), Status: orders.PayCompleted, Splits: splits,
		},
		Order: &orders.PaidOrder{OrderID: o.ID, Status: o.Status, PaymentStatus: o.PaymentStatus, PaidAt: o.PaidAt},
	}, nil
}

// checkPay checks the rules across the fields, and returns the chain of the payer.
func checkPay(params *orders.PayParams) (api.Chain, error) {
	chain, err := checkPayMethod(&params.PaymentMethod)
	if err != nil {
		return "", err
	}
	return chain, checkSplits(params.SplitPayments, params.PaymentMethod.Amount)
}

// checkSplits requires splits that add up to the amount exactly.
func checkSplits(splits []orders.SplitParams, amount api.Money) error {
	if len(splits) == 0 {
		return nil
	}
	var sum decimal.Decimal
	for i, split := range splits {
		param := fmt.Sprintf("split_payments[%d]", i)
		if err := checkWallet(split.Recipient, "", param+".recipient"); err != nil {
			return err
		}
		if !numtext.SameCurrency(split.Amount.Currency(), amount.Currency()) {
			return currencyMismatch(param+".amount", "The split is in '%s', the payment in '%s': use the same for both", split.Amount.Currency(), amount.Currency())
		}
		sum = sum.Add(split.Amount.Decimal())
	}
	if !sum.Equal(amount.Decimal()) {
		return &Error{Code: CodeSplitMismatch, Param: "split_payments", Message: fmt.Sprintf(
			"The splits add up to %s, the payment is %s: make them equal", api.FromDecimal(sum, amount.Currency()), amount)}
	}
	return nil
}

// payOrder moves the money and stores the payment.
func (tx *Tx) payOrder(o *orders.Order, params *orders.PayParams, chain api.Chain) (*payments.Payment, []*orders.Split, error) {
	method := &params.PaymentMethod
	recipient := tx.account.treasury
	legs := to(recipient, method.Amount.Decimal())
	splits := tx.newSplits(params.SplitPayments, method.Amount.Currency())
	if len(splits) > 0 {
		recipient, legs = "", nil // several recipients: the payment has none
		for _, split := range splits {
			legs = append(legs, ledger.Leg{To: ledger.Wallet(split.Recipient), Amount: split.Amount.Decimal(), TxHash: split.TxHash})
		}
	}
	transaction, err := tx.move(movement{chain: chain, from: method.WalletAddress, denom: method.Amount.Currency(), legs: legs, memo: params.Metadata["memo"]})
	if err != nil {
		return nil, nil, err
	}
	none := zero(method.Amount.Currency())
	p := &payments.Payment{
		ID: tx.newID("pay"), Object: "payment", Amount: method.Amount, Status: payments.StatusPending,
		AmountCapturable: none, AmountCaptured: none, AmountRefunded: none,
		PaymentMethod: &payments.Method{Type: payments.MethodCrypto,
			Crypto: &payments.CryptoAccount{WalletAddress: method.WalletAddress, Chain: chain}},
		Recipient: recipient, OrderID: o.ID, CustomerID: o.CustomerID,
		Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	tx.emitCreated(p)
	p.Transaction = transaction
	return tx.settle(p, true), splits, nil
}

// newSplits returns the splits of the result, each with its own hash.
func (tx *Tx) newSplits(params []orders.SplitParams, currency string) []*orders.Split {
	splits := []*orders.Split{}
	for _, split := range params {
		splits = append(splits, &orders.Split{
			Recipient: split.Recipient, Type: split.Type, TxHash: tx.account.ids.hash(),
			Amount: api.FromDecimal(split.Amount.Decimal(), currency),
		})
	}
	return splits
}
