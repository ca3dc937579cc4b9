package global_test

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
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

func TestCreateOrderIsSafeToRepeat(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	made := make([]*global.Order, 64)
	errs := make([]error, len(made))
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() { // a key in use is rejected until its call ends
			for {
				made[i], errs[i] = client.Global.CreateOrder(t.Context(), jackets(), stateset.WithIdempotencyKey("cart-42"))
				if e := (*stateset.Error)(nil); !errors.As(errs[i], &e) || e.Code != "idempotency_key_in_use" {
					return
				}
			}
		})
	}
	wg.Wait()
	for i := range made {
		require.NoError(t, errs[i])
		require.Equal(t, made[0], made[i], "the same answer")
	}
	page, err := client.Global.ListOrders(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, 1, page.TotalCount, "one effect")
	ordinary, err := client.Orders.List(t.Context(), &orders.ListParams{Source: "global"})
	require.NoError(t, err)
	require.Equal(t, 1, ordinary.TotalCount)
}

func TestErrors(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)))
	client := srv.Client()
	quote, err := client.Global.QuoteShipping(t.Context(), parcel())
	require.NoError(t, err)
	euros := parcel()
	euros.Currency = "EUR"
	foreign, err := client.Global.QuoteShipping(t.Context(), euros)
	require.NoError(t, err)
	check, err := client.Global.CheckCompliance(t.Context(), &global.CheckComplianceParams{OriginCountry: "US", DestinationCountry: "FR",
		Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada"}}})
	require.NoError(t, err)
	create := func(edit func(p *global.CreateOrderParams)) error {
		params := jackets()
		edit(params)
		_, err := client.Global.CreateOrder(t.Context(), params)
		return err
	}
	blocked := create(func(p *global.CreateOrderParams) { p.DestinationCountry, p.ShippingAddress.Country = "KP", "KP" })
	unknown := create(func(p *global.CreateOrderParams) { p.DestinationCountry, p.ShippingAddress.Country = "AQ", "AQ" })
	mismatch := create(func(p *global.CreateOrderParams) { p.ShippingRateID = foreign.Rates[0].ID })
	unusable := create(func(p *global.CreateOrderParams) { p.ComplianceCheckID = check.ID })
	missing := create(func(p *global.CreateOrderParams) { p.ShippingRateID = "rate_no" })
	require.NoError(t, srv.Clock().Advance(24*time.Hour))
	expired := create(func(p *global.CreateOrderParams) { p.ShippingRateID = quote.Rates[0].ID })
	_, nowhere := client.Global.GetOrder(t.Context(), "gord_no")
	shipping := parcel()
	shipping.Destination.Country = "IR"
	_, embargo := client.Global.QuoteShipping(t.Context(), shipping)
	for name, test := range map[string]struct{ err, code, class error }{
		"blocked":  {blocked, global.ErrComplianceBlocked, stateset.ErrInvalidRequest},
		"unknown":  {unknown, global.ErrDestinationNotSupported, stateset.ErrInvalidRequest},
		"embargo":  {embargo, global.ErrDestinationNotSupported, stateset.ErrInvalidRequest},
		"mismatch": {mismatch, global.ErrCurrencyMismatch, stateset.ErrInvalidRequest},
		"unusable": {unusable, global.ErrCheckNotUsable, stateset.ErrConflict},
		"expired":  {expired, global.ErrQuoteExpired, stateset.ErrConflict},
		"missing":  {missing, stateset.ErrNotFound, stateset.ErrNotFound},
		"nowhere":  {nowhere, stateset.ErrNotFound, stateset.ErrNotFound},
	} {
		require.ErrorIs(t, test.err, test.code, name)
		require.ErrorIs(t, test.err, test.class, name)
	}
	page, err := client.Global.ListOrders(t.Context(), nil)
	require.NoError(t, err)
	require.Zero(t, page.TotalCount, "nothing was made")
}

// An order whose check is in review waits for the manual decision.
func TestReview(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	client := account.Client()
	params := jackets()
	params.Items[0].Price = stateset.SSUSD("6000.00")
	order, err := client.Global.CreateOrder(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, global.StatusPendingCompliance, order.Status)
	pay := func() error {
		_, err := client.Orders.Pay(t.Context(), &orders.PayParams{OrderID: order.OrderID, PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: order.TotalAmount}})
		return err
	}
	require.ErrorIs(t, pay(), orders.ErrInvalidState)
	response, err := srv.HTTPClient().Post(srv.URL()+"/_mock/compliance/"+order.ComplianceCheckID+"/approve", "application/json",
		strings.NewReader(fmt.Sprintf(`{"account":%q}`, account.Name())))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.NoError(t, pay())
	order, err = client.Global.GetOrder(t.Context(), order.ID)
	require.NoError(t, err)
	require.Equal(t, []any{global.StatusProcessing, global.ComplianceApproved}, []any{order.Status, order.ComplianceStatus})
}

func TestListAllPages(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	var want []string
	for range 12 {
		want = append([]string{sell(client).ID}, want...)
	}
	var ids []string
	for order, err := range client.Global.AllOrders(t.Context(), &global.ListOrdersParams{Limit: 5}) {
		require.NoError(t, err)
		ids = append(ids, order.ID)
	}
	require.Equal(t, want, ids)
	sizes := []int{}
	for page, err := range client.Global.OrderPages(t.Context(), &global.ListOrdersParams{Limit: 5, DestinationCountry: "DE"}) {
		require.NoError(t, err)
		sizes = append(sizes, len(page.Data))
	}
	require.Equal(t, []int{5, 5, 2}, sizes)
	page, err := client.Global.ListOrders(t.Context(), &global.ListOrdersParams{Limit: 5})
	require.NoError(t, err)
	next, err := page.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, want[5], next.Data[0].ID)
	_, err = stateset.Collect(client.Global.AllOrders(t.Context(), nil), 3)
	require.ErrorIs(t, err, stateset.ErrTooMany)
}

func TestParamsAreNotWrittenTo(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	params, quote := jackets(), parcel()
	params.ShippingAddress.Country = "" // the order's address has a country
	before := fmt.Sprintf("%+v %+v %+v", *params, *params.ShippingAddress, *quote)
	var wg sync.WaitGroup
	for range 16 { // shared by goroutines; -race detects writes
		wg.Go(func() {
			order, err := client.Global.CreateOrder(t.Context(), params)
			if err != nil || order.ShippingAddress.Country != "DE" {
				t.Error(order, err)
			}
			if _, err := client.Global.QuoteShipping(t.Context(), quote); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, before, fmt.Sprintf("%+v %+v %+v", *params, *params.ShippingAddress, *quote))
}
