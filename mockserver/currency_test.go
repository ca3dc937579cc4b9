package mockserver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// An amount in another currency than its object is a currency mismatch, even if the
// request carries no currency.
func TestCurrencyMismatch(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	create := func(capture bool) string {
		made, err := client.Payments.Create(t.Context(), &payments.CreateParams{
			Amount: stateset.USD("150.00"), CustomerID: "cust_abc123", Capture: &capture,
			PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{Token: "tok_visa"}},
		})
		require.NoError(t, err)
		return made.ID
	}
	euros, err := stateset.NewMoney("5.00", "EUR")
	require.NoError(t, err)
	tokens, err := stateset.NewMoney("5.00", "usdc")
	require.NoError(t, err)
	authorized, captured := create(false), create(true)
	for name, call := range map[string]func() error{
		"capture": func() error {
			_, err := client.Payments.Capture(t.Context(), authorized, &payments.CaptureParams{Amount: stateset.SSUSD("5")})
			return err
		},
		"refund": func() error {
			_, err := client.Payments.Refund(t.Context(), captured, &payments.RefundParams{Amount: tokens, Reason: payments.ReasonOther})
			return err
		},
		"payment for an order": func() error {
			_, err := client.Payments.Create(t.Context(), &payments.CreateParams{
				Amount: euros, OrderID: "ord_123", CustomerID: "cust_abc123",
				PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{Token: "tok_visa"}},
			})
			return err
		},
		"price of a product": func() error {
			_, err := client.Orders.Create(t.Context(), &orders.CreateParams{
				CustomerID: "cust_abc123", Items: []orders.ItemParams{{ProductID: "prod_test_123", Quantity: 1, Price: stateset.USD("25")}},
			})
			return err
		},
	} {
		require.ErrorIs(t, call(), payments.ErrCurrencyMismatch, name)
	}
	payment, err := client.Payments.Get(t.Context(), authorized)
	require.NoError(t, err)
	require.Equal(t, payments.StatusRequiresCapture, payment.Status)
}
