package engine

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
)

const seededInvoice = "inv_1234567890"

func line(description, quantity string, price api.Money) invoices.LineItemParams {
	return invoices.LineItemParams{Description: description, Quantity: api.Dec(quantity), UnitPrice: price}
}

// invoiceOf describes an invoice of one line that is sent immediately.
func invoiceOf(total api.Money) *invoices.CreateParams {
	return &invoices.CreateParams{CustomerID: "cust_test_123", SendEmail: true, LineItems: []invoices.LineItemParams{line("Work", "1", total)}}
}

func (b *bench) tryInvoice(params *invoices.CreateParams) (*invoices.Invoice, error) {
	return run(b, func(tx *Tx) (*invoices.Invoice, error) { return tx.CreateInvoice(params) })
}

func (b *bench) invoice(params *invoices.CreateParams) *invoices.Invoice {
	b.t.Helper()
	return must[*invoices.Invoice](b)(b.tryInvoice(params))
}

func (b *bench) getInvoice(id string) *invoices.Invoice { return get(b, (*Tx).Invoices, id) }

func (b *bench) trySend(id string, params invoices.SendParams) (*invoices.Invoice, error) {
	return run(b, func(tx *Tx) (*invoices.Invoice, error) { return tx.SendInvoice(id, &params) })
}

func (b *bench) tryVoid(id string) (*invoices.Invoice, error) {
	return run(b, func(tx *Tx) (*invoices.Invoice, error) { return tx.VoidInvoice(id) })
}

func (b *bench) tryView(id string) (*invoices.Invoice, error) {
	return run(b, func(tx *Tx) (*invoices.Invoice, error) { return tx.ViewInvoice(id) })
}

func (b *bench) tryUpdateInvoice(id string, params invoices.UpdateParams) (*invoices.Invoice, error) {
	return run(b, func(tx *Tx) (*invoices.Invoice, error) { return tx.UpdateInvoice(id, &params) })
}

func (b *bench) tryPayInvoice(params *invoices.PayParams) (*invoices.PayResult, error) {
	return run(b, func(tx *Tx) (*invoices.PayResult, error) { return tx.PayInvoice(params) })
}

// payInvoice pays from the test wallet.
func (b *bench) payInvoice(params *invoices.PayParams) *invoices.PayResult {
	b.t.Helper()
	return must[*invoices.PayResult](b)(b.tryPayInvoice(params))
}

// part pays a part of an invoice, whole pays the balance, and early pays the balance with
// the discount.
func part(id string, amount api.Money) *invoices.PayParams {
	return &invoices.PayParams{InvoiceID: id, PaymentMethod: invoices.PayMethod{WalletAddress: TestWallet, Amount: amount}}
}

func whole(id string, amount api.Money) *invoices.PayParams {
	params := part(id, amount)
	params.FullPayment = true
	return params
}

func early(id string, amount api.Money) *invoices.PayParams {
	params := whole(id, amount)
	params.EarlyPaymentDiscount = true
	return params
}

// amounts returns total, paid, discount and balance as text.
func amounts(i *invoices.Invoice) [4]string {
	return [4]string{i.TotalAmount.Text(), i.AmountPaid.Text(), i.DiscountAmount.Text(), i.BalanceDue.Text()}
}
