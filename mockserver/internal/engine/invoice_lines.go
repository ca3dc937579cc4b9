package engine

import (
	"fmt"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
)

// chargeInvoice sets the lines and amounts of an unpaid invoice. Totals are sums of the
// rounded lines.
func chargeInvoice(inv *invoices.Invoice, lines []invoices.LineItemParams) error {
	inv.LineItems = make([]*invoices.LineItem, len(lines))
	currency := lines[0].UnitPrice.Currency()
	inv.Subtotal, inv.TaxAmount = zero(currency), zero(currency)
	for i := range lines {
		param := fmt.Sprintf("line_items[%d]", i)
		item, err := newLineItem(&lines[i], param)
		if err != nil {
			return err
		}
		if !numtext.SameCurrency(item.UnitPrice.Currency(), currency) {
			return invalid(param+".unit_price.denom", "All amounts of an invoice must be in the currency of the first item, '%s', got '%s'",
				currency, item.UnitPrice.Currency())
		}
		inv.LineItems[i] = item
		inv.Subtotal = plus(inv.Subtotal, item.Amount.Decimal())
		inv.TaxAmount = plus(inv.TaxAmount, item.TaxAmount.Decimal())
	}
	inv.TotalAmount = plus(inv.Subtotal, inv.TaxAmount.Decimal())
	inv.BalanceDue = inv.TotalAmount
	inv.AmountPaid, inv.DiscountAmount = zero(currency), zero(currency)
	return checkInvoiceTotal(inv)
}

func checkInvoiceTotal(inv *invoices.Invoice) error {
	switch {
	case inv.TotalAmount.Err() != nil:
		return invalid("line_items", "The invoice's total must be below 10^15: use smaller quantities or prices")
	case inv.TotalAmount.Sign() <= 0:
		return invalid("line_items", "The invoice's total must be greater than zero: give an item a price")
	}
	return nil
}

// newLineItem returns a line without an ID. The product of a whole quantity and the
// price is exact.
func newLineItem(params *invoices.LineItemParams, param string) (*invoices.LineItem, error) {
	currency := params.UnitPrice.Currency()
	amount := params.Quantity.Mul(params.UnitPrice.Decimal())
	if !params.Quantity.IsInteger() {
		amount = rounded(amount, currency)
	}
	item := &invoices.LineItem{
		Description: params.Description, Quantity: params.Quantity, UnitPrice: params.UnitPrice, TaxRate: params.TaxRate,
		Amount:    api.FromDecimal(amount, currency),
		TaxAmount: api.FromDecimal(rounded(amount.Mul(params.TaxRate.Decimal), currency), currency),
		ProductID: params.ProductID, AccountCode: params.AccountCode,
	}
	if item.Amount.Err() != nil {
		return nil, invalid(param+".quantity", "The item's amount must be below 10^15: use a smaller quantity or price")
	}
	return item, nil
}
