package engine

import "github.com/stateset/stateset-go/invoices"

// PublicPath is the path of the public pages of invoices. A token follows, and
// PDFSuffix for the PDF version.
const (
	PublicPath = "/i/"
	PDFSuffix  = ".pdf"
)

// ViewInvoice marks a sent invoice as viewed by its customer. Later views, and views of
// an invoice in a later state, change no status.
func (tx *Tx) ViewInvoice(id string) (*invoices.Invoice, error) {
	inv, ok := tx.account.invoices.Get(id)
	if !ok {
		return nil, notFound("invoice", id, "")
	}
	switch inv.Status {
	case invoices.StatusDraft:
		return nil, invalidState("invoice", id, inv.Status, invoices.StatusViewed, "send it first")
	case invoices.StatusVoided:
		return nil, invalidState("invoice", id, inv.Status, invoices.StatusViewed, "create a new invoice")
	}
	if !inv.ViewedAt.IsZero() && inv.Status != invoices.StatusSent {
		return inv, nil
	}
	seen := *inv
	if inv.ViewedAt.IsZero() {
		seen.ViewedAt = tx.now
	}
	if inv.Status == invoices.StatusSent {
		seen.Status = invoices.StatusViewed
	}
	seen.UpdatedAt = tx.now
	tx.storeInvoice(&seen)
	return &seen, nil
}

// PublicInvoice returns the account and the ID of the invoice with the token of a
// public link.
func (e *Engine) PublicInvoice(token string) (account *Account, id string, found bool) {
	if key, found := e.links.Load(token); found {
		account = e.ExistingAccount(key.(AccountKey))
	} else if key, found := e.viewedLink(token); found {
		account = e.Account(key)
	}
	if account == nil { // unknown, or reset meanwhile
		return nil, "", false
	}
	id, found = account.publicInvoice(token)
	return account, id, found
}

func (a *Account) publicInvoice(token string) (id string, found bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id, found = a.invoiceOf[token]
	return id, found
}
