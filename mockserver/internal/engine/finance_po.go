package engine

import (
	"fmt"
	"maps"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/webhook"
)

const (
	poAdvanceRate = "0.90"
	poFeeRate     = "0.026"
	poDueDays     = 30 // after delivery
)

// FinancePurchaseOrder finances a purchase order. Nine tenths of the amount are paid
// immediately, to the supplier's wallet or the treasury wallet.
func (tx *Tx) FinancePurchaseOrder(params *finance.FinancePurchaseOrderParams) (*finance.POFinancing, error) {
	if err := tx.checkPO(params); err != nil {
		return nil, err
	}
	f, err := quotePO(params.Amount)
	if err != nil {
		return nil, err
	}
	if known := tx.financingOf(params.POID); known != "" {
		return nil, &Error{Code: CodePOAlreadyFinanced, Message: fmt.Sprintf("The purchase order '%s' is financed already, by '%s'", excerpt(params.POID), known)}
	}
	f.ID, f.POID, f.SupplierID, f.CollateralType = tx.newID("pof"), params.POID, params.SupplierID, params.CollateralType
	if f.CollateralType == "" {
		f.CollateralType = finance.PONoCollateral
	}
	f.DeliveryDate, f.DueDate = params.DeliveryDate, params.DeliveryDate.AddDays(poDueDays)
	f.Metadata, f.CreatedAt = maps.Clone(params.Metadata), tx.now
	wallet := params.SupplierWallet
	if wallet == "" {
		wallet = tx.account.treasury
	}
	if f.Transaction, err = tx.disburse(wallet, f.FundedAmount, "financing "+f.ID); err != nil {
		return nil, err
	}
	put(tx, &tx.account.poFinancings, f.ID, f)
	emit(tx, webhook.POFinanced, f)
	tx.schedule(job{kind: jobCollection, object: f.ID}, f.DueDate.Time())
	return f, nil
}

func (tx *Tx) checkPO(params *finance.FinancePurchaseOrderParams) error {
	if err := financed(params.Amount, "amount"); err != nil {
		return err
	}
	switch day := params.DeliveryDate; {
	case day.AddDays(poDueDays).Err() != nil:
		return invalid("delivery_date", "There is no day '%s', or the repayment is due after the year %d", day, lastYear)
	case day.Compare(api.DateOf(tx.now)) <= 0:
		return invalid("delivery_date", "The 'delivery_date' must be after today, %s, got %s", api.DateOf(tx.now), day)
	}
	if params.SupplierWallet == "" {
		return nil
	}
	return checkWallet(params.SupplierWallet, "", "supplier_wallet")
}

// quotePO returns the advance and the fee for a purchase order of the amount.
func quotePO(amount api.Money) (*finance.POFinancing, error) {
	advance, fee := rate(poAdvanceRate), rate(poFeeRate)
	funded := share(amount, advance)
	if !funded.Decimal().IsPositive() {
		return nil, invalid("amount", "Nothing would be paid out of %s: increase the amount", amount)
	}
	cost := share(funded, fee)
	return &finance.POFinancing{
		Object: "po_financing", Status: finance.POFunded, Amount: amount, AdvanceRate: advance, FundedAmount: funded,
		FeeRate: fee, FeeAmount: cost, RepaymentAmount: plus(funded, cost.Decimal()),
	}, nil
}

// financingOf returns the ID of the financing of a purchase order, or "".
func (tx *Tx) financingOf(po string) string {
	var filter records.Filter[*finance.POFinancing]
	records.Equal(&filter, "po_id", []string{po}, func(f *finance.POFinancing) string { return f.POID })
	for f := range tx.account.poFinancings.Select(filter).Newest() {
		return f.ID
	}
	return ""
}

// collectPO collects the repayment from the treasury wallet on the due date. Without
// funds the financing defaults.
func (tx *Tx) collectPO(id string) error {
	f, ok := tx.account.poFinancings.Get(id)
	if !ok || f.Status != finance.POFunded {
		return nil
	}
	ended := *f
	ended.Status = finance.PODefaulted
	if tx.canPay(f.RepaymentAmount) {
		ended.Status = finance.PORepaid
		if err := tx.payBack(tx.account.treasury, f.RepaymentAmount, "repayment of "+id); err != nil {
			return err
		}
	}
	put(tx, &tx.account.poFinancings, id, &ended)
	return nil
}
