package params

import (
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

const (
	maxPercentage = 100
	maxDays       = 1_000_000 // beyond the range of dates
)

// CreateInvoice reads the body of a new invoice.
func CreateInvoice(o *input.Object) *invoices.CreateParams {
	return &invoices.CreateParams{
		CustomerID:           o.ID("customer_id", input.Required),
		LineItems:            readLineItems(o, input.Required),
		IssueDate:            o.Date("issue_date"),
		DueDate:              o.Date("due_date"),
		PaymentTerms:         o.String("payment_terms"),
		EarlyPaymentDiscount: input.Nested(o, "early_payment_discount", readDiscount),
		Notes:                o.String("notes"),
		BillingAddress:       o.Address("billing_address"),
		SendEmail:            o.Flag("send_email"),
		Metadata:             o.Metadata("metadata"),
	}
}

func readLineItems(o *input.Object, rules ...input.Rule) []invoices.LineItemParams {
	return input.List(o, "line_items", readLineItem, append(rules, input.NotEmpty)...)
}

func readLineItem(o *input.Object) invoices.LineItemParams {
	return invoices.LineItemParams{
		Description: o.String("description", input.Required, input.NotEmpty),
		Quantity:    o.Ratio("quantity", input.Required),
		UnitPrice:   o.Money("unit_price", input.Required, input.AllowZero),
		TaxRate:     o.Ratio("tax_rate", input.AllowZero, input.Max(1)),
		ProductID:   o.ID("product_id"),
		AccountCode: o.String("account_code"),
	}
}

func readDiscount(o *input.Object) invoices.DiscountParams {
	return invoices.DiscountParams{
		Percentage: o.Ratio("percentage", input.Required, input.Max(maxPercentage)),
		Days:       o.Int("days", input.Required, input.Min(1), input.Max(maxDays)),
	}
}

// UpdateInvoice reads the body of an update.
func UpdateInvoice(o *input.Object) *invoices.UpdateParams {
	return &invoices.UpdateParams{
		DueDate:        o.Date("due_date"),
		PaymentTerms:   o.Clearable("payment_terms"),
		Notes:          o.Clearable("notes"),
		LineItems:      readLineItems(o),
		BillingAddress: o.ClearableAddress("billing_address"),
		Metadata:       o.MetadataPatch("metadata"),
	}
}

// SendInvoice reads the body of a send.
func SendInvoice(o *input.Object) *invoices.SendParams {
	return &invoices.SendParams{
		To:        o.Emails("to"),
		CC:        o.Emails("cc"),
		BCC:       o.Emails("bcc"),
		Subject:   o.String("subject"),
		Message:   o.String("message"),
		AttachPDF: o.Bool("attach_pdf"),
	}
}

// PayInvoice reads the body of an invoice's payment.
func PayInvoice(o *input.Object) *invoices.PayParams {
	params := &invoices.PayParams{
		InvoiceID:     o.ID("invoice_id", input.Required),
		PaymentMethod: input.NestedValue(o, "payment_method", readPayMethod, input.Required),
	}
	input.Nested(o, "payment_details", func(o *input.Object) struct{} {
		params.FullPayment = o.Flag("full_payment")
		params.EarlyPaymentDiscount = o.Flag("early_payment_discount")
		params.Reference = o.String("reference")
		return struct{}{}
	})
	params.Metadata = o.Metadata("metadata")
	return params
}

// InvoiceFilter reads the filters of the list of invoices.
func InvoiceFilter(q *input.Query) func(*invoices.Invoice) bool {
	status := input.Filter[invoices.Status](q, "status")
	customer := q.Strings("customer_id")
	due := q.Times("due_date") // a due date is the start of its day, in the filter and in the invoice
	issued := q.Times("issue_date")
	created := q.Times("created")
	overdue := q.Bool("overdue")
	metadata := q.Metadata()
	return func(i *invoices.Invoice) bool {
		return status.Has(i.Status) && customer.Has(i.CustomerID) && due.Has(i.DueDate.Time()) && issued.Has(i.IssueDate.Time()) &&
			created.Has(i.CreatedAt) && (overdue == nil || *overdue == (i.Status == invoices.StatusOverdue)) && metadata.Has(i.Metadata)
	}
}
