package httpapi

import (
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
		allow := []string{http.MethodGet, http.MethodHead}
		c.allow(allow)
		return answer{}, notAllowed(c.request.Method, c.request.URL.Path, allow)
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
	kind, body := "text/html; charset=utf-8", invoicePage(inv)
	if pdf && inv != nil {
		kind, body = "application/pdf", invoicePDF(inv)
	}
	c.header.Set("Content-Type", kind)
	return answer{status: status, body: body}, nil
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
