package httpapi

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// page is a page of HTML. Package html/template is not linked, because it adds 2.7 MB to
// every program with the mock server.
type page struct{ strings.Builder }

// add adds text to the page and escapes the values.
func (p *page) add(format string, values ...any) {
	for i, value := range values {
		values[i] = html.EscapeString(fmt.Sprint(value))
	}
	fmt.Fprintf(p, format, values...)
}

const pageStyle = "body{font:16px/1.5 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}" +
	"table{border-collapse:collapse;width:100%}" +
	"td,th{padding:.3em;text-align:right;border-bottom:1px solid #ccc}" +
	"td:first-child,th:first-child{text-align:left}"

// invoicePage returns the page of an invoice. nil returns a message that it does not
// exist.
func invoicePage(inv *publicInvoice) []byte {
	p := &page{}
	p.add("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"robots\" content=\"noindex\">\n")
	if inv == nil {
		p.add("<title>No such invoice</title>\n<h1>No such invoice</h1>\n</html>\n")
		return []byte(p.String())
	}
	p.add("<title>Invoice %s</title>\n<style>", inv.InvoiceNumber)
	p.WriteString(pageStyle)
	p.add("</style>\n<h1>Invoice %s</h1>\n<p>", inv.InvoiceNumber)
	if inv.Customer != nil {
		p.add("For %s %s<br>", inv.Customer.FirstName, inv.Customer.LastName)
	}
	p.add("Issued %s, due %s: <strong>%s</strong></p>\n", inv.IssueDate, inv.DueDate, inv.Status)
	p.addTable(inv)
	if discount := inv.EarlyPaymentDiscount; discount != nil {
		p.add("<p>%s %% off the balance when it is paid in full by %s.</p>\n", discount.Percentage, discount.ExpiresAt.Format(time.DateOnly))
	}
	if inv.Notes != "" {
		p.add("<p>%s</p>\n", inv.Notes)
	}
	p.add("<p><a href=\"%s\">PDF</a></p>\n</html>\n", inv.PDFURL)
	return []byte(p.String())
}

// addTable adds the line items and the sums.
func (p *page) addTable(inv *publicInvoice) {
	p.add("<table>\n<tr><th>Description</th><th>Quantity</th><th>Unit price</th><th>Tax</th><th>Amount</th></tr>\n")
	for _, item := range inv.LineItems {
		p.add("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", item.Description, item.Quantity, item.UnitPrice, item.TaxAmount, item.Amount)
	}
	for _, sum := range []struct {
		name  string
		value any
	}{{"Total", inv.TotalAmount}, {"Paid", inv.AmountPaid}, {"Discount", inv.DiscountAmount}, {"Balance due", inv.BalanceDue}} {
		p.add("<tr><th>%s</th><td></td><td></td><td></td><td>%s</td></tr>\n", sum.name, sum.value)
	}
	p.add("</table>\n")
}
