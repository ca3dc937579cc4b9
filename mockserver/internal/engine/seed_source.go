package engine

import (
	"slices"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// origin determines the test data of an account, which is made when it is needed.
type origin struct {
	born       time.Time // in whole seconds
	generation generation
}

// seed adds the test data to a new account. The documented examples use this data. The
// records are created on first use, and have no events.
func (a *Account) seed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ledger = seedMoney().ledger.Fork(a.treasury, a.origin.born)
	a.customers = records.Defer[*api.Customer](customerSource{a})
	a.products = records.Defer[*orders.Product](productSource{a})
	a.orders = records.Defer[*orders.Order](orderSource{a})
	a.transactions = records.Defer[*stablecoin.Transaction](transactionSource{a})
	a.payments = records.Defer[*payments.Payment](paymentSource{a})
	a.invoices = records.Defer[*invoices.Invoice](invoiceSource{a})
	d := drawSeeds(&a.ids)
	a.publish(string(d.token[:]), seedInvoiceID)
	a.enqueue(overdueJob(seedInvoiceID), overdueFrom(&invoices.Invoice{DueDate: seedDue(a.origin.born)}))
}

// seedTransactions is the number of ledger transactions of the test data. The last one
// is that of the payment.
const seedTransactions = 6

// seedText is the random text of the test data of an account.
type seedText struct {
	transactions [seedTransactions]struct {
		hash [hashLength]byte
		id   [idLength]byte
	}
	item  [idLength]byte         // ID of the invoice's item
	token [publicTokenChars]byte // of the invoice's public link
}

// drawSeeds draws the text from the IDs of a new account.
func drawSeeds(ids *idSource) (d seedText) {
	for i := range d.transactions {
		t := &d.transactions[i]
		if i == seedTransactions-1 {
			ids.append(t.id[:0], idAlphabet, idLength) // of the payment, which has another one
		}
		ids.append(t.hash[:0], hexDigits, hashLength)
		ids.append(t.id[:0], idAlphabet, idLength)
	}
	ids.append(d.item[:0], idAlphabet, idLength)
	ids.append(d.token[:0], idAlphabet, publicTokenChars)
	return d
}

// seedText draws the text of the account again.
func (a *Account) seedText() seedText {
	ids := newIDSource(a.key, a.origin.generation, "engine")
	return drawSeeds(&ids)
}

func (a *Account) catalog() *catalog {
	return a.engine.catalogAt(a.origin.born, a.origin.generation)
}

// position returns the position of an ID.
func position(ids []string, id string) (int, bool) {
	i := slices.Index(ids, id)
	return i, i >= 0
}

type customerSource struct{ a *Account }

func (s customerSource) Len() int                       { return len(seedCustomers) }
func (s customerSource) Position(id string) (int, bool) { return position(seedCustomers, id) }
func (s customerSource) Records() ([]string, []*api.Customer) {
	return seedCustomers, slices.Clone(s.a.catalog().customers)
}

type productSource struct{ a *Account }

func (s productSource) Len() int                       { return len(seedProducts) }
func (s productSource) Position(id string) (int, bool) { return position(seedProducts, id) }
func (s productSource) Records() ([]string, []*orders.Product) {
	return seedProducts, slices.Clone(s.a.catalog().products)
}

type orderSource struct{ a *Account }

func (s orderSource) Len() int                       { return len(seedOrders) }
func (s orderSource) Position(id string) (int, bool) { return position(seedOrders, id) }
func (s orderSource) Records() ([]string, []*orders.Order) {
	return seedOrders, slices.Clone(s.a.catalog().orders)
}

type transactionSource struct{ a *Account }

func (s transactionSource) Len() int { return seedTransactions }

func (s transactionSource) Position(id string) (int, bool) {
	ids, _ := s.Records()
	return position(ids, id)
}

func (s transactionSource) Records() (ids []string, all []*stablecoin.Transaction) {
	d := s.a.seedText()
	for i, shared := range seedMoney().transactions {
		t := *shared
		t.ID, t.TransactionHash = "txn_test_"+string(d.transactions[i].id[:]), string(d.transactions[i].hash[:])
		t.CreatedAt, t.ConfirmedAt = s.a.origin.born, s.a.origin.born
		if t.To == "" {
			t.To = s.a.treasury
		}
		if t.Type == stablecoin.TypePayment {
			t.From = s.a.treasury
		}
		ids, all = append(ids, t.ID), append(all, &t)
	}
	return ids, all
}

type paymentSource struct{ a *Account }

func (s paymentSource) Len() int                       { return 1 }
func (s paymentSource) Position(id string) (int, bool) { return 0, id == seedPaymentID }
func (s paymentSource) Records() ([]string, []*payments.Payment) {
	d, p := s.a.seedText(), *seedMoney().payment
	p.CreatedAt, p.UpdatedAt, p.CapturedAt = s.a.origin.born, s.a.origin.born, s.a.origin.born
	p.PaymentMethod = s.a.treasuryMethod()
	p.Transaction = clone(p.Transaction)
	p.Transaction.TxHash, p.Transaction.Timestamp = string(d.transactions[seedTransactions-1].hash[:]), s.a.origin.born
	return []string{p.ID}, []*payments.Payment{&p}
}

type invoiceSource struct{ a *Account }

func (s invoiceSource) Len() int                       { return 1 }
func (s invoiceSource) Position(id string) (int, bool) { return 0, id == seedInvoiceID }
func (s invoiceSource) Records() ([]string, []*invoices.Invoice) {
	d := s.a.seedText()
	inv := (&Tx{account: s.a, now: s.a.origin.born}).seedInvoice(&d)
	return []string{inv.ID}, []*invoices.Invoice{inv}
}
