package invoices_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

const seeded = "inv_1234567890"

func early(amount string) *invoices.PayParams {
	return &invoices.PayParams{
		InvoiceID: seeded, FullPayment: true, EarlyPaymentDiscount: true,
		PaymentMethod: invoices.PayMethod{WalletAddress: wallet, Amount: stateset.SSUSD(amount)},
	}
}

func TestPayIsSafeToRepeat(t *testing.T) {
	t.Parallel()
	account := mockserver.New(t).NewAccount()
	client := account.Client()
	params := early("5000.00")
	params.Metadata = map[string]string{"idempotency_key": "pay_inv_1234567890_001"}
	results := make([]*invoices.PayResult, 64)
	errs := make([]error, len(results))
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() { // a key in use is rejected until its call ends
			for {
				results[i], errs[i] = client.Invoices.Pay(t.Context(), params)
				if e := (*stateset.Error)(nil); !errors.As(errs[i], &e) || e.Code != "idempotency_key_in_use" {
					return
				}
			}
		})
	}
	wg.Wait()
	for i := range results {
		require.NoError(t, errs[i])
		require.Equal(t, results[0], results[i], "the same answer")
	}
	require.Equal(t, "1004750.00 ssusd", account.Balance(account.Treasury(), "ssusd").String(), "one effect")
	page, err := client.Payments.List(t.Context(), &payments.ListParams{InvoiceID: seeded})
	require.NoError(t, err)
	require.Equal(t, 1, page.TotalCount)
	require.Equal(t, results[0].Payment.PaymentID, page.Data[0].ID)
}

func TestOneOfManyPays(t *testing.T) {
	t.Parallel()
	account := mockserver.New(t).NewAccount()
	client := account.Client()
	errs := make([]error, 64)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = client.Invoices.Pay(t.Context(), early("5000.00")) })
	}
	wg.Wait()
	paid := 0
	for _, err := range errs {
		if err == nil {
			paid++
			continue
		}
		require.ErrorIs(t, err, invoices.ErrAlreadyPaid)
		require.ErrorIs(t, err, stateset.ErrConflict)
	}
	require.Equal(t, 1, paid)
	require.Equal(t, "995250.00 ssusd", account.Balance(wallet, "ssusd").String())
}

func TestErrorsOfPay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit        func(p *invoices.PayParams)
		code, class error
	}{
		"unknown":  {func(p *invoices.PayParams) { p.InvoiceID = "inv_no" }, invoices.ErrNotFound, stateset.ErrNotFound},
		"too much": {func(p *invoices.PayParams) { p.FullPayment, p.PaymentMethod.Amount = false, stateset.SSUSD("5000.01") }, invoices.ErrAmountMismatch, stateset.ErrInvalidRequest},
		"poor":     {func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = "stateset1nobodyfundedme" }, invoices.ErrInsufficientFunds, stateset.ErrPayment},
		"network": {func(p *invoices.PayParams) {
			p.PaymentMethod.WalletAddress = "stateset1networkerror000000000000000000000"
		},
			invoices.ErrNetwork, stateset.ErrServer},
		"contract": {func(p *invoices.PayParams) {
			p.PaymentMethod.WalletAddress = "stateset1contracterror00000000000000000000"
		},
			invoices.ErrSmartContract, stateset.ErrInvalidRequest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := mockserver.New(t).Client(stateset.WithMaxAttempts(1))
			params := early("5000")
			test.edit(params)
			_, err := client.Invoices.Pay(t.Context(), params)
			require.ErrorIs(t, err, test.code)
			require.ErrorIs(t, err, test.class)
		})
	}
	client := mockserver.New(t).Client()
	draft := bill(client)
	params := early("540")
	params.InvoiceID = draft.ID
	_, err := client.Invoices.Pay(t.Context(), params)
	require.ErrorIs(t, err, invoices.ErrNotPayable)
	yen, err := client.Invoices.Create(t.Context(), &invoices.CreateParams{CustomerID: "cust_test_123", SendEmail: true, LineItems: []invoices.LineItemParams{
		{Description: "x", Quantity: stateset.Dec("1"), UnitPrice: money("500", "JPY")}}})
	require.NoError(t, err)
	params.InvoiceID = yen.ID
	_, err = client.Invoices.Pay(t.Context(), params)
	require.ErrorIs(t, err, invoices.ErrCurrencyMismatch)
	_, err = client.Invoices.Void(t.Context(), yen.ID)
	require.NoError(t, err)
	_, err = client.Invoices.Send(t.Context(), yen.ID, nil)
	require.ErrorIs(t, err, invoices.ErrInvalidState)
}

func money(value, currency string) stateset.Money {
	m, err := stateset.NewMoney(value, currency)
	if err != nil {
		panic(err)
	}
	return m
}

func TestListAllPages(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)))
	client := srv.Client()
	for range 24 {
		bill(client)
	}
	numbers := []string{}
	for invoice, err := range client.Invoices.All(t.Context(), &invoices.ListParams{Limit: 7}) {
		require.NoError(t, err)
		numbers = append(numbers, invoice.InvoiceNumber)
	}
	require.Len(t, numbers, 25)
	for i, number := range numbers {
		require.Equal(t, fmt.Sprintf("INV-2026-%06d", 25-i), number)
	}
	sizes := []int{}
	for page, err := range client.Invoices.Pages(t.Context(), &invoices.ListParams{Limit: 10, Status: invoices.StatusDraft}) {
		require.NoError(t, err)
		sizes = append(sizes, len(page.Data))
	}
	require.Equal(t, []int{10, 10, 4}, sizes)
}

func TestExpandedInvoices(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	paid, err := client.Invoices.Pay(t.Context(), early("5000"))
	require.NoError(t, err)
	payment, err := client.Payments.Get(t.Context(), paid.Payment.PaymentID, stateset.WithExpand("invoice"))
	require.NoError(t, err)
	var invoice invoices.Invoice
	require.NoError(t, payment.Invoice.Decode(&invoice))
	require.Equal(t, []any{seeded, invoices.StatusPaid, "4750.00 ssusd"}, []any{invoice.ID, invoice.Status, invoice.Payments[0].Amount.String()})

	whole, err := client.Invoices.Get(t.Context(), seeded, stateset.WithExpand("customer", "payments"))
	require.NoError(t, err)
	require.Equal(t, "cust_test_123", whole.Customer.ID)
	require.Equal(t, payments.StatusSucceeded, whole.Payments[0].Payment.Status)
	require.Equal(t, paid.Payment.PaymentID, whole.Payments[0].Payment.ID)
}

func TestParamsAreNotWrittenTo(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	params := &invoices.CreateParams{CustomerID: "cust_test_123", LineItems: lines(), Metadata: map[string]string{"a": "b"},
		EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: stateset.Dec("5.0"), Days: 10}}
	before := fmt.Sprintf("%+v %+v", *params, *params.EarlyPaymentDiscount)
	var wg sync.WaitGroup
	for range 16 { // shared by goroutines; -race detects writes
		wg.Go(func() {
			if _, err := client.Invoices.Create(t.Context(), params); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, before, fmt.Sprintf("%+v %+v", *params, *params.EarlyPaymentDiscount))
}

// TestOpeningThePublicLinkViewsTheInvoice follows the link like a browser.
func TestOpeningThePublicLinkViewsTheInvoice(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]mockserver.Option{"memory": nil, "TCP": {mockserver.WithTCP("127.0.0.1:0")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, opts...)
			client := srv.Client()
			invoice, err := client.Invoices.Get(t.Context(), seeded)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(invoice.PublicURL, srv.URL()+"/i/"), invoice.PublicURL)
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, invoice.PublicURL, nil)
			require.NoError(t, err)
			response, err := srv.HTTPClient().Do(request)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, http.StatusOK, response.StatusCode)
			invoice, err = client.Invoices.Get(t.Context(), seeded)
			require.NoError(t, err)
			require.Equal(t, invoices.StatusViewed, invoice.Status)
			require.False(t, invoice.ViewedAt.IsZero())
		})
	}
}
