package lincheck

import (
	"context"
	"slices"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// books are the server's records after the storm.
type books struct {
	payments  []*payments.Payment
	refunds   []*payments.Refund
	orders    []*orders.Order
	transfers []*stablecoin.Transaction
	requests  []mockserver.Request
	balances  balances
	ledger    error
}

// balances are in cents of ssusd.
type balances struct {
	treasury, payer, merchant int64
	wallets                   bank
}

// maxRows is the maximum number of rows of a list.
const maxRows = 10_000

// audit reads the books with a client without faults.
func (r *run) audit(ctx context.Context) (*books, error) {
	b := &books{requests: r.srv.Requests(), balances: r.balances(), ledger: r.srv.CheckLedger()}
	calm := r.account.Client()
	var err error
	if b.payments, err = stateset.Collect(calm.Payments.All(ctx, &payments.ListParams{Limit: 100}), maxRows); err != nil {
		return nil, err
	}
	if b.refunds, err = stateset.Collect(calm.Payments.AllRefunds(ctx, &payments.ListRefundsParams{Limit: 100}), maxRows); err != nil {
		return nil, err
	}
	params := &stablecoin.ListTransactionsParams{Limit: 100, Type: stablecoin.TypeTransfer}
	if b.transfers, err = stateset.Collect(calm.Stablecoin.AllTransactions(ctx, params), maxRows); err != nil {
		return nil, err
	}
	for _, id := range r.orders {
		o, err := calm.Orders.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		b.orders = append(b.orders, o)
	}
	return b, nil
}

func (r *run) balances() balances {
	of := func(address string) int64 { return inCents(r.account.Balance(address, "ssusd")) }
	b := balances{treasury: of(r.account.Treasury()), payer: of(payer), merchant: of(merchant)}
	for i := range b.wallets {
		b.wallets[i] = of(wallet(i + 1))
	}
	return b
}

// effects returns the IDs of the operation's effects, by its mark. The cancellation of a
// payment is only in the journal.
func (b *books) effects(o *op) []string {
	var ids []string
	switch o.Verb {
	case payOrder, payByCard, payByWallet:
		for _, p := range b.payments {
			if p.Metadata["op"] == o.mark() {
				ids = append(ids, p.ID)
			}
		}
	case capture:
		for _, p := range b.payments {
			if p.Metadata["capture"] == o.mark() {
				ids = append(ids, p.ID)
			}
		}
	case refund:
		for _, r := range b.refunds {
			if r.Metadata["op"] == o.mark() {
				ids = append(ids, r.ID)
			}
		}
	case cancelOrder:
		for _, c := range b.orders {
			if c.Notes == o.mark() {
				ids = append(ids, c.ID)
			}
		}
	case transfer:
		for _, t := range b.transfers {
			if t.Memo == o.mark() {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}

// commits returns the number of requests with the operation's key and a lasting effect,
// by the journal.
func (b *books) commits(o *op) int {
	n := 0
	for _, q := range b.requests {
		if q.Committed && q.IdempotencyKey == o.mark() {
			n++
		}
	}
	return n
}

// final returns the final state of every object in the books, as operations of an auditor
// after all others.
func (r *run) final(b *books) []*event {
	var events []*event
	tell := func(o op, answer string) {
		e := &event{op: &o, invoked: r.ticks.Add(1), returned: r.ticks.Add(1), verdict: done, answer: answer}
		e.op.Client = auditor
		events = append(events, e)
	}
	for i, o := range b.orders {
		of := slices.DeleteFunc(slices.Clone(b.payments), func(p *payments.Payment) bool { return p.OrderID != o.ID })
		tell(op{Verb: getOrder, Order: i + 1}, ofOrder(o).text)
		tell(op{Verb: listPayments, Order: i + 1}, ofPayments(of))
	}
	for i := range r.plan.Ops {
		o := &r.plan.Ops[i]
		if !o.Verb.makesPayment() || o.Order > 0 {
			continue
		}
		answer := refusal("resource_not_found")
		for _, p := range b.payments {
			if p.Metadata["op"] == o.mark() {
				answer = ofPayment(p).text
			}
		}
		tell(op{Verb: getPayment, Payment: o.ID}, answer)
	}
	for i, held := range b.balances.wallets {
		tell(op{Verb: getBalance, From: i + 1}, cents(held))
	}
	return events
}

// auditor is the client that reads the books.
const auditor = -1

// expected returns the balances that follow from the previous ones and from the payments,
// refunds and transfers in the books.
func (b *books) expected(now balances) balances {
	paidBy := map[string]string{}
	for _, p := range b.payments {
		if p.Metadata["op"] == "" || p.Transaction == nil {
			continue // part of every new account, or a card payment
		}
		amount := inCents(p.AmountCaptured)
		if paidBy[p.ID] = payer; p.Recipient == merchant {
			paidBy[p.ID] = merchant
		}
		now.move(paidBy[p.ID], amount)
	}
	for _, r := range b.refunds {
		now.move(paidBy[r.PaymentID], -inCents(r.Amount))
	}
	for _, t := range b.transfers {
		for i := range now.wallets {
			switch wallet(i + 1) {
			case t.From:
				now.wallets[i] -= inCents(t.Amount) + transferFee
			case t.To:
				now.wallets[i] += inCents(t.Amount)
			}
		}
	}
	return now
}

// move moves money from the payer to the treasury, or from the treasury to the merchant.
func (b *balances) move(who string, amount int64) {
	switch who {
	case payer:
		b.payer -= amount
		b.treasury += amount
	case merchant:
		b.treasury -= amount
		b.merchant += amount
	}
}
