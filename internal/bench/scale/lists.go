package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/stateset/stateset-go/mockserver"
)

const smallAccount = 100 // payments

// filters are the filters of a list of payments, in the order of their rows.
var filters = []string{"unfiltered", "status", "customer", "order", "invoice", "created"}

func listRow(filter string) string {
	return fmt.Sprintf("list by %s, ÷ among %d", filter, smallAccount)
}

// listNames returns the rows with one filter, and those with two.
func listNames() (names []string) {
	for i, one := range filters {
		names = append(names, listRow(one))
		for _, two := range filters[1:max(i, 1)] {
			names = append(names, listRow(two+" and "+one))
		}
	}
	return names
}

// shop is an account with payments. Payments refer to orders and invoices in turn, and
// pages of all filters are full.
type shop struct {
	*local
	account          string
	orders, invoices []string
}

var customers = [...]string{"cust_test_123", "cust_abc123"} // every account has them

func newShop(l *local, account string, n int) (*shop, error) {
	s := &shop{local: l, account: account}
	for i := range min(max(n/50, 2), 1000) {
		order, err := s.create(account, "/v1/orders", fmt.Sprintf(`{"customer_id":%q,"items":[{"name":"Bulk","price":{"value":"900000.00","denom":"usd"},"quantity":1}],
			"shipping_address":{"name":"A","line1":"1 Main St","city":"Portland","state":"OR","postal_code":"97201","country":"US"}}`, customers[i%2]))
		if err != nil {
			return nil, err
		}
		invoice, err := s.create(account, "/v1/invoices", fmt.Sprintf(`{"customer_id":%q,"payment_terms":"net_30","line_items":[{"description":"Bulk","quantity":1,"unit_price":{"value":"900000.00","denom":"usd"}}]}`, customers[i%2]))
		if err != nil {
			return nil, err
		}
		if _, err := s.create(account, "/v1/invoices/"+invoice+"/send", `{}`); err != nil {
			return nil, err
		}
		s.orders, s.invoices = append(s.orders, order), append(s.invoices, invoice)
	}
	return s, s.fill(n)
}

// fill creates n payments in 100 seconds.
func (s *shop) fill(n int) error {
	for i := range n {
		if i%(n/100) == 0 {
			if err := s.server.Account(s.account).Clock().Advance(time.Second); err != nil {
				return err
			}
		}
		which := i / 4
		towards := ""
		switch i % 4 {
		case 0:
			towards = fmt.Sprintf(`,"order_id":%q`, s.orders[which%len(s.orders)])
		case 1:
			towards = fmt.Sprintf(`,"invoice_id":%q`, s.invoices[which%len(s.invoices)])
		}
		card := "tok_visa"
		if i%9 == 8 {
			card = "tok_declined"
		}
		body := fmt.Sprintf(`{"amount":1,"currency":"usd","customer_id":%q%s,"payment_method":{"type":"card","card":{"token":%q}}}`, customers[which%2], towards, card)
		if w := s.call(s.account, http.MethodPost, "/v1/payments", body); w.Code >= http.StatusBadRequest && w.Code != http.StatusPaymentRequired {
			return fmt.Errorf("POST /v1/payments: %d %s", w.Code, w.Body)
		}
	}
	return nil
}

// query returns the query of the filters. Each selects many payments.
func (s *shop) query(by ...string) string {
	values := map[string]url.Values{
		"unfiltered": {},
		"status":     {"status": {"succeeded"}},
		"customer":   {"customer_id": {customers[0]}},
		"order":      {"order_id": {s.orders[0]}},
		"invoice":    {"invoice_id": {s.invoices[0]}},
		"created":    {"created[gte]": {began.Add(10 * time.Second).Format(time.RFC3339)}},
	}
	q := url.Values{"limit": {"10"}}
	for _, name := range by {
		for key, value := range values[name] {
			q[key] = value
		}
	}
	return "/v1/payments?" + q.Encode()
}

// lists measures lists of a small and of a large account in turns.
func (r *run) lists() error {
	l, err := newLocal(context.Background(), mockserver.WithMaxEvents(1), mockserver.WithMaxDeliveries(1))
	if err != nil {
		return err
	}
	defer l.server.Close()
	small, err := newShop(l, "small", smallAccount)
	if err != nil {
		return err
	}
	large, err := newShop(l, "large", r.n)
	if err != nil {
		return err
	}
	for i, one := range filters {
		r.row(listRow(one), compareLists(small, large, one), "", 1.2)
		for _, two := range filters[1:max(i, 1)] {
			r.row(listRow(two+" and "+one), compareLists(small, large, one, two), "", 2)
		}
	}
	return nil
}

// compareLists returns the median time of a list of the large account, divided by that of
// the small one.
func compareLists(small, large *shop, by ...string) float64 {
	const turns, calls = 60, 10
	var times [2][]time.Duration
	for range turns {
		for i, s := range []*shop{small, large} {
			path := s.query(by...)
			start := time.Now()
			for range calls {
				s.call(s.account, http.MethodGet, path, "")
			}
			times[i] = append(times[i], time.Since(start))
		}
	}
	return float64(median(times[1])) / float64(median(times[0]))
}

func median[T ~int64 | ~float64](list []T) T {
	slices.Sort(list)
	return list[len(list)/2]
}
