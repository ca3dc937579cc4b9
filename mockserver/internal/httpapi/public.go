package httpapi

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// publicInvoice is an invoice as its customer sees it.
type publicInvoice struct {
	*invoices.Invoice
	Customer *api.Customer
}

// public serves the public links of an invoice: a page, and a PDF. The links require no
// key. Opening the page marks the invoice as viewed.
func (c *call) public() (answer, error) {
	c.header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	c.header.Set("X-Content-Type-Options", "nosniff")
	c.header.Set("Cache-Control", "no-store")
	c.header.Set("Referrer-Policy", "no-referrer")
	if c.method() != http.MethodGet {
		c.header.Set("Allow", "GET, HEAD")
		return answer{}, refuse(engine.CodeMethodNotAllowed, "", "%s is not allowed here: use GET", c.request.Method)
	}
	token, pdf := strings.CutSuffix(strings.TrimPrefix(c.request.URL.Path, engine.PublicPath), engine.PDFSuffix)
	inv, err := c.findPublic(token, !pdf && c.request.Method == http.MethodGet)
	if err != nil {
		return answer{}, err
	}
	status := http.StatusOK
	if inv == nil {
		status = http.StatusNotFound
	}
	var page bytes.Buffer
	kind := "text/html; charset=utf-8"
	if pdf && inv != nil {
		kind = "application/pdf"
		page.Write(invoicePDF(inv))
	} else if err := publicPage.Execute(&page, inv); err != nil {
		return answer{}, err
	}
	c.header.Set("Content-Type", kind)
	return answer{status: status, body: page.Bytes()}, nil
}

// findPublic returns nil for an unknown token and for an unsent invoice.
func (c *call) findPublic(token string, view bool) (*publicInvoice, error) {
	account, id, found := c.server.engine.PublicInvoice(token)
	if !found {
		return nil, nil
	}
	var public *publicInvoice
	err := account.Update(func(tx *engine.Tx) error {
		inv, found := tx.Invoices().Get(id)
		if !found || inv.Status == invoices.StatusDraft {
			return nil
		}
		if view && inv.Status != invoices.StatusVoided {
			var err error
			if inv, err = tx.ViewInvoice(id); err != nil {
				return err
			}
		}
		customer, _ := tx.Customers().Get(inv.CustomerID)
		public = &publicInvoice{inv, customer}
		return nil
	})
	return public, err
}

// controlViewInvoice has the effect of opening the public page, for tests that know
// only the ID.
func (c *call) controlViewInvoice() (any, error) {
	owner, err := input.Read(c.body, readAccount)
	if err != nil {
		return nil, err
	}
	var inv *invoices.Invoice
	err = c.server.engine.Account(owner).Update(func(tx *engine.Tx) (err error) {
		inv, err = tx.ViewInvoice(c.firstID())
		return err
	})
	return inv, err
}

// publicPage renders a [publicInvoice], or a message that it does not exist.
var publicPage = template.Must(template.New("invoice").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="robots" content="noindex">
{{- if not .}}
<title>No such invoice</title>
<h1>No such invoice</h1>
{{- else}}
<title>Invoice {{.InvoiceNumber}}</title>
<style>body{font:16px/1.5 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}td,th{padding:.3em;text-align:right;border-bottom:1px solid #ccc}td:first-child,th:first-child{text-align:left}</style>
<h1>Invoice {{.InvoiceNumber}}</h1>
<p>{{with .Customer}}For {{.FirstName}} {{.LastName}}<br>{{end}}Issued {{.IssueDate}}, due {{.DueDate}}: <strong>{{.Status}}</strong></p>
<table>
<tr><th>Description</th><th>Quantity</th><th>Unit price</th><th>Tax</th><th>Amount</th></tr>
{{- range .LineItems}}
<tr><td>{{.Description}}</td><td>{{.Quantity}}</td><td>{{.UnitPrice}}</td><td>{{.TaxAmount}}</td><td>{{.Amount}}</td></tr>
{{- end}}
<tr><th>Total</th><td></td><td></td><td></td><td>{{.TotalAmount}}</td></tr>
<tr><th>Paid</th><td></td><td></td><td></td><td>{{.AmountPaid}}</td></tr>
<tr><th>Discount</th><td></td><td></td><td></td><td>{{.DiscountAmount}}</td></tr>
<tr><th>Balance due</th><td></td><td></td><td></td><td>{{.BalanceDue}}</td></tr>
</table>
{{- with .EarlyPaymentDiscount}}
<p>{{.Percentage}} % off the balance when it is paid in full by {{.ExpiresAt.Format "2006-01-02"}}.</p>
{{- end}}
{{- with .Notes}}
<p>{{.}}</p>
{{- end}}
<p><a href="{{.PDFURL}}">PDF</a></p>
{{- end}}
</html>
`))
