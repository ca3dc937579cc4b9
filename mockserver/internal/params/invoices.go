package params

import (
	"strconv"
	"time"

	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
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
func InvoiceFilter(q *input.Query) records.Filter[*invoices.Invoice] {
	var f records.Filter[*invoices.Invoice]
	records.Equal(&f, "status", input.Filter[invoices.Status](q, "status"), func(i *invoices.Invoice) invoices.Status { return i.Status })
	records.Equal(&f, "customer_id", q.Strings("customer_id"), func(i *invoices.Invoice) string { return i.CustomerID })
	times(&f, "due_date", q.Times("due_date"), func(i *invoices.Invoice) time.Time { return i.DueDate.Time() }) // the start of the day, as in the filter
	times(&f, "issue_date", q.Times("issue_date"), func(i *invoices.Invoice) time.Time { return i.IssueDate.Time() })
	times(&f, "created", q.Times("created"), func(i *invoices.Invoice) time.Time { return i.CreatedAt })
	if overdue := q.Bool("overdue"); overdue != nil {
		records.Equal(&f, "overdue", []string{strconv.FormatBool(*overdue)}, func(i *invoices.Invoice) string {
			return strconv.FormatBool(i.Status == invoices.StatusOverdue)
		})
	}
	records.Metadata(&f, q.Metadata(), func(i *invoices.Invoice) map[string]string { return i.Metadata })
	return f
}
