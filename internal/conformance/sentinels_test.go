package conformance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// The mock server returns ORDER_NOT_FOUND at the pay page and resource_not_found
// elsewhere.
func TestSentinelsMatchEverySpelling(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	ctx := t.Context()
	wallet := orders.PayMethod{WalletAddress: "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", Amount: stateset.SSUSD("1.00")}
	for name, test := range map[string]struct {
		err          error
		is, isNotAny []error
	}{
		"get an order": {failing(client.Orders.Get(ctx, "ord_no")), []error{orders.ErrNotFound, stateset.ErrNotFound}, []error{invoices.ErrNotFound}},
		"update an order": {failing(client.Orders.Update(ctx, "ord_no", &orders.UpdateParams{Notes: new("x")})),
			[]error{orders.ErrNotFound}, []error{invoices.ErrNotFound}},
		"pay an order": {failing(client.Orders.Pay(ctx, &orders.PayParams{OrderID: "ord_no", PaymentMethod: wallet})),
			[]error{orders.ErrNotFound, stateset.ErrNotFound}, []error{invoices.ErrNotFound}},
		"get an invoice": {failing(client.Invoices.Get(ctx, "inv_no")), []error{invoices.ErrNotFound, stateset.ErrNotFound}, []error{orders.ErrNotFound}},
		"get a payment":  {failing(client.Payments.Get(ctx, "pay_no")), []error{stateset.ErrNotFound}, []error{orders.ErrNotFound, invoices.ErrNotFound}},
		"pay by card": {failing(client.Payments.Create(ctx, &payments.CreateParams{
			Amount: stateset.USD("5.00"), CustomerID: "cust_test_123", PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_insufficient_funds"}},
		})), []error{payments.ErrInsufficientFunds, payments.ErrCardDeclined, stateset.ErrPayment}, []error{payments.ErrExpiredCard}},
	} {
		for _, sentinel := range test.is {
			require.ErrorIs(t, test.err, sentinel, name)
		}
		for _, sentinel := range test.isNotAny {
			require.NotErrorIs(t, test.err, sentinel, name)
		}
	}
}
