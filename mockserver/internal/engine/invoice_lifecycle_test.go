package engine

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
)

// inStatus brings an invoice of 100.00, due on 14 February, into a status.
func inStatus(b *bench, status invoices.Status) string {
	params := invoiceOf(api.SSUSD("100"))
	params.SendEmail = status != invoices.StatusDraft
	id := b.invoice(params).ID
	switch status {
	case invoices.StatusViewed:
		require.NoError(b.t, failing(b.tryView(id)))
	case invoices.StatusPartiallyPaid:
		b.payInvoice(part(id, api.SSUSD("40")))
	case invoices.StatusPaid:
		b.payInvoice(whole(id, api.SSUSD("100")))
	case invoices.StatusOverdue:
		b.advance(31 * 24 * time.Hour)
	case invoices.StatusVoided:
		require.NoError(b.t, failing(b.tryVoid(id)))
	}
	require.Equal(b.t, status, b.getInvoice(id).Status)
	return id
}

// TestInvoiceEdges tries every operation in every status. The result is that of the
// table, or an error without a change.
func TestInvoiceEdges(t *testing.T) {
	t.Parallel()
	moves := map[string]func(b *bench, id string) error{
		"send":  func(b *bench, id string) error { return failing(b.trySend(id, invoices.SendParams{})) },
		"view":  func(b *bench, id string) error { return failing(b.tryView(id)) },
		"void":  func(b *bench, id string) error { return failing(b.tryVoid(id)) },
		"part":  func(b *bench, id string) error { return failing(b.tryPayInvoice(part(id, api.SSUSD("10")))) },
		"whole": func(b *bench, id string) error { return failing(b.tryPayInvoice(whole(id, api.SSUSD("100")))) },
		"card": func(b *bench, id string) error {
			return failing(b.tryPay(towardsInvoice(cardPayment("10.00", "tok_visa"), id)))
		},
	}
	const notPayable, alreadyPaid, badState = CodeInvoiceNotPayable, CodeInvoiceAlreadyPaid, CodeInvalidState
	for status, edges := range map[invoices.Status]map[string]string{
		invoices.StatusDraft:         {"send": "sent", "view": badState, "void": "voided", "part": notPayable, "whole": notPayable, "card": notPayable},
		invoices.StatusSent:          {"send": "sent", "view": "viewed", "void": "voided", "part": "partially_paid", "whole": "paid", "card": "partially_paid"},
		invoices.StatusViewed:        {"send": "viewed", "view": "viewed", "void": "voided", "part": "partially_paid", "whole": "paid", "card": "partially_paid"},
		invoices.StatusPartiallyPaid: {"send": "partially_paid", "view": "partially_paid", "void": badState, "part": "partially_paid", "whole": "paid", "card": "partially_paid"},
		invoices.StatusPaid:          {"send": badState, "view": "paid", "void": badState, "part": alreadyPaid, "whole": alreadyPaid, "card": alreadyPaid},
		invoices.StatusOverdue:       {"send": "overdue", "view": "overdue", "void": "voided", "part": "overdue", "whole": "paid", "card": "overdue"},
		invoices.StatusVoided:        {"send": badState, "view": badState, "void": badState, "part": notPayable, "whole": notPayable, "card": notPayable},
	} {
		for name, want := range edges {
			t.Run(string(status)+"/"+name, func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				id := inStatus(b, status)
				if !invoices.Status(want).Known() {
					refusal := b.refused(want, "", func() error { return moves[name](b, id) })
					require.Contains(t, refusal.Message, id)
					return
				}
				require.NoError(t, moves[name](b, id))
				require.Equal(t, invoices.Status(want), b.getInvoice(id).Status)
			})
		}
	}
}

func TestSendInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := inStatus(b, invoices.StatusDraft)
	b.advance(time.Hour)
	i := must[*invoices.Invoice](b)(b.trySend(id, invoices.SendParams{}))
	require.Equal(t, []any{1, birth.Add(time.Hour)}, []any{i.SentCount, i.SentAt})
	require.Equal(t, &invoices.EmailDetails{SentTo: []string{"ada@example.com"}, Subject: "Invoice INV-2026-000002", Attachments: []string{"INV-2026-000002.pdf"}}, i.EmailDetails)
	require.Nil(t, b.getInvoice(id).EmailDetails, "in the response only")

	b.advance(time.Hour)
	i = must[*invoices.Invoice](b)(b.trySend(id, invoices.SendParams{
		To: []string{"a@example.com", "b@example.com"}, CC: []string{"c@example.com"}, BCC: []string{"secret@example.com"},
		Subject: "Pay", Message: "please", AttachPDF: new(false)}))
	require.Equal(t, &invoices.EmailDetails{SentTo: []string{"a@example.com", "b@example.com"}, CC: []string{"c@example.com"}, Subject: "Pay", Message: "please"}, i.EmailDetails)
	require.Equal(t, []any{2, birth.Add(time.Hour), birth.Add(2 * time.Hour)}, []any{i.SentCount, i.SentAt, i.UpdatedAt})
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.trySend("inv_no", invoices.SendParams{})) })
}

func TestViewInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.advance(time.Minute)
	i := must[*invoices.Invoice](b)(b.tryView(seededInvoice))
	require.Equal(t, []any{invoices.StatusViewed, birth.Add(time.Minute)}, []any{i.Status, i.ViewedAt})
	b.advance(time.Minute)
	require.Equal(t, i, must[*invoices.Invoice](b)(b.tryView(seededInvoice)), "seen is seen")
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryView("inv_no")) })

	b.refund(b.payInvoice(whole(seededInvoice, api.SSUSD("5000"))).Payment.PaymentID, api.Money{})
	require.Equal(t, invoices.StatusSent, b.getInvoice(seededInvoice).Status)
	again := must[*invoices.Invoice](b)(b.tryView(seededInvoice))
	require.Equal(t, []any{invoices.StatusViewed, i.ViewedAt}, []any{again.Status, again.ViewedAt}, "the first time counts")

	overdue := inStatus(b, invoices.StatusOverdue)
	i = must[*invoices.Invoice](b)(b.tryView(overdue))
	require.Equal(t, []any{invoices.StatusOverdue, b.e.Clock().Now()}, []any{i.Status, i.ViewedAt})
}

func TestPublicInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	url := b.getInvoice(seededInvoice).PublicURL
	account, id, found := b.e.PublicInvoice(url[len("http://localhost"+PublicPath):])
	require.True(t, found)
	require.Same(t, b.a, account)
	require.Equal(t, seededInvoice, id)
	_, _, found = b.e.PublicInvoice("")
	require.False(t, found)

	// A public link belongs to one account. A transaction of another account does not
	// delay it.
	busy := b.e.Account(AccountKey{Name: "busy"})
	require.NoError(t, busy.Update(func(*Tx) error {
		for _, token := range []string{url[len("http://localhost"+PublicPath):], "unknown"} {
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, _, _ = b.e.PublicInvoice(token)
			}()
			select {
			case <-done:
			case <-time.After(10 * time.Second): // only if the link waits for the transaction
				return errors.New("the public link waits for another account")
			}
		}
		return nil
	}))
	require.NoError(t, b.e.Reset(false, Population{}))
	_, _, found = b.e.PublicInvoice(url[len("http://localhost"+PublicPath):])
	require.False(t, found)
	other := New(Options{PublicURL: "http://127.0.0.1:1"}).Account(AccountKey{Name: "x"})
	require.Regexp(t, `^http://127\.0\.0\.1:1/i/`, get(&bench{t: t, a: other}, (*Tx).Invoices, seededInvoice).PublicURL)
}

func TestOverdueBeginsWithTheDayAfterTheDueDate(t *testing.T) {
	t.Parallel()
	for _, status := range []invoices.Status{invoices.StatusDraft, invoices.StatusSent, invoices.StatusViewed, invoices.StatusPartiallyPaid, invoices.StatusPaid, invoices.StatusVoided} {
		b := newBench(t)
		id := inStatus(b, status)
		require.NoError(t, b.e.SetTime(time.Date(2026, 2, 14, 23, 59, 59, 0, time.UTC)))
		require.Equal(t, status, b.getInvoice(id).Status)
		b.advance(time.Second)
		want := invoices.StatusOverdue
		if status == invoices.StatusDraft || status == invoices.StatusPaid || status == invoices.StatusVoided {
			want = status
		}
		i := b.getInvoice(id)
		require.Equal(t, want, i.Status, "from %s", status)
		if want == invoices.StatusOverdue {
			require.Equal(t, time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC), i.UpdatedAt)
		}
	}
}

func TestInvoiceSentAfterItsDueDateIsSentThenOverdue(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := invoiceOf(api.SSUSD("1"))
	params.IssueDate, params.DueDate = api.NewDate(2025, 12, 1), api.NewDate(2025, 12, 31)
	i := b.invoice(params)
	require.Equal(t, invoices.StatusSent, i.Status)
	b.e.RunDue()
	i = b.getInvoice(i.ID)
	require.Equal(t, invoices.StatusOverdue, i.Status)
	require.Equal(t, birth, i.UpdatedAt, "not before it was made")
}

func TestUpdateInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := inStatus(b, invoices.StatusDraft)
	i := must[*invoices.Invoice](b)(b.tryUpdateInvoice(id, invoices.UpdateParams{
		DueDate: api.NewDate(2026, 1, 20), PaymentTerms: new("net_5"), Notes: new("thanks"), BillingAddress: &api.Address{City: "Berlin"},
		LineItems: []invoices.LineItemParams{line("A", "2", api.USD("1.50")), line("B", "1", api.USD("4"))}, Metadata: map[string]*string{"a": new("1")},
	}))
	require.Equal(t, []any{"2026-01-20", "net_5", "thanks", "Berlin", "7.00 USD", "7.00 USD", "0.00 USD"},
		[]any{i.DueDate.String(), i.PaymentTerms, i.Notes, i.BillingAddress.City, i.TotalAmount.String(), i.BalanceDue.String(), i.AmountPaid.String()})
	require.Len(t, i.LineItems, 2)
	require.NotEmpty(t, i.LineItems[1].ID)
	again := must[*invoices.Invoice](b)(b.tryUpdateInvoice(id, invoices.UpdateParams{Metadata: map[string]*string{"a": nil, "b": new("2")}}))
	require.Equal(t, map[string]string{"b": "2"}, again.Metadata)
	require.Equal(t, i.LineItems, again.LineItems, "absent is unchanged")
	again = must[*invoices.Invoice](b)(b.tryUpdateInvoice(id, invoices.UpdateParams{PaymentTerms: new(""), BillingAddress: &api.Address{}}))
	require.Equal(t, []any{"", "thanks", (*api.Address)(nil)}, []any{again.PaymentTerms, again.Notes, again.BillingAddress})
	b.refused(CodeParameterInvalid, "due_date", func() error {
		return failing(b.tryUpdateInvoice(id, invoices.UpdateParams{DueDate: api.NewDate(2026, 1, 14)}))
	})
	b.refused(CodeParameterInvalid, "line_items", func() error {
		return failing(b.tryUpdateInvoice(id, invoices.UpdateParams{Notes: new("x"), LineItems: []invoices.LineItemParams{line("A", "2", api.USD("0"))}}))
	})
	many := map[string]*string{}
	for i := range 51 {
		many[strconv.Itoa(i)] = new("x")
	}
	b.refused(CodeParameterInvalid, "metadata", func() error { return failing(b.tryUpdateInvoice(id, invoices.UpdateParams{Metadata: many})) })
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryUpdateInvoice("inv_no", invoices.UpdateParams{})) })
}

func TestChangeableMembersOfInvoices(t *testing.T) {
	t.Parallel()
	for _, status := range []invoices.Status{invoices.StatusDraft, invoices.StatusSent, invoices.StatusViewed, invoices.StatusPartiallyPaid,
		invoices.StatusPaid, invoices.StatusOverdue, invoices.StatusVoided} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			closed := status == invoices.StatusPaid || status == invoices.StatusVoided
			for param, test := range map[string]struct {
				params  invoices.UpdateParams
				allowed bool
			}{
				"line_items":      {invoices.UpdateParams{LineItems: []invoices.LineItemParams{line("x", "1", api.SSUSD("1"))}}, status == invoices.StatusDraft},
				"due_date":        {invoices.UpdateParams{DueDate: api.NewDate(2026, 5, 1)}, !closed},
				"payment_terms":   {invoices.UpdateParams{PaymentTerms: new("later")}, !closed},
				"billing_address": {invoices.UpdateParams{BillingAddress: &api.Address{City: "x"}}, !closed},
				"notes":           {invoices.UpdateParams{Notes: new("x")}, true},
				"metadata":        {invoices.UpdateParams{Metadata: map[string]*string{"x": new("y")}}, true},
			} {
				b := newBench(t)
				id := inStatus(b, status)
				change := func() error { return failing(b.tryUpdateInvoice(id, test.params)) }
				if test.allowed {
					require.NoError(t, change(), param)
					continue
				}
				require.Contains(t, b.refused(CodeInvalidState, param, change).Message, string(status))
			}
		})
	}
}

func TestDueDateMoves(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := inStatus(b, invoices.StatusViewed)
	at := func(day int) { require.NoError(t, b.e.SetTime(time.Date(2026, 2, day, 0, 0, 0, 0, time.UTC))) }
	move := func(day int) {
		require.NoError(t, failing(b.tryUpdateInvoice(id, invoices.UpdateParams{DueDate: api.NewDate(2026, 2, day)})))
	}
	status := func(want invoices.Status) { t.Helper(); require.Equal(t, want, b.getInvoice(id).Status) }
	move(20)
	at(15)
	status(invoices.StatusViewed)
	at(21)
	status(invoices.StatusOverdue)
	move(20)
	status(invoices.StatusOverdue)
	move(22)
	status(invoices.StatusViewed)
	at(23)
	status(invoices.StatusOverdue)
	b.payInvoice(part(id, api.SSUSD("1")))
	move(25)
	status(invoices.StatusPartiallyPaid)
	move(1) // it has passed
	status(invoices.StatusPartiallyPaid)
	b.e.RunDue()
	status(invoices.StatusOverdue)
	require.Equal(t, seededJobs-1, b.e.Clock().Pending(), "the seeded one is overdue too, and moves left no job behind")
}

func TestVoidedInvoiceKeepsNoMoney(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, failing(b.tryVoid(inStatus(b, invoices.StatusSent))))
	require.Equal(t, seededJobs, b.e.Clock().Pending(), "it waits for nothing any more")
	id := inStatus(b, invoices.StatusOverdue)
	paid := b.payInvoice(part(id, api.SSUSD("40"))).Payment.PaymentID
	require.Contains(t, b.refused(CodeInvalidState, "", func() error { return failing(b.tryVoid(id)) }).Message, "40.00 ssusd are paid")
	b.refund(paid, api.Money{})
	i := must[*invoices.Invoice](b)(b.tryVoid(id))
	require.Equal(t, []any{invoices.StatusVoided, b.e.Clock().Now()}, []any{i.Status, i.VoidedAt})
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryVoid("inv_no")) })
}
