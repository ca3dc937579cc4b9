package api_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

func TestCodesMatchEverySpelling(t *testing.T) {
	t.Parallel()
	const funds, order, invoice = api.ErrorCode("INSUFFICIENT_FUNDS"), api.ErrorCode("ORDER_NOT_FOUND"), api.ErrorCode("INVOICE_NOT_FOUND")
	missing := func(operation, param string) *api.Error {
		return &api.Error{Status: 404, Code: "resource_not_found", Operation: operation, Param: param}
	}
	for _, test := range []struct {
		name string
		err  *api.Error
		code api.ErrorCode
		want bool
	}{
		{"funds of a wallet", &api.Error{Code: "INSUFFICIENT_FUNDS"}, funds, true},
		{"funds of a bank", &api.Error{Code: "insufficient_funds"}, funds, true},
		{"funds of a card", &api.Error{Code: "card_declined", DeclineCode: "insufficient_funds"}, funds, true},
		{"the decline's own code", &api.Error{Code: "card_declined", DeclineCode: "insufficient_funds"}, "card_declined", true},
		{"another decline", &api.Error{Code: "card_declined", DeclineCode: "lost_card"}, funds, false},
		{"lower-case sentinel", &api.Error{Code: "INVALID_STATE"}, "invalid_state", true},
		{"no code", &api.Error{Status: 402}, funds, false},
		{"empty sentinel", &api.Error{Status: 402}, "", false},

		{"order not found", &api.Error{Code: "ORDER_NOT_FOUND"}, order, true},
		{"order not found, in lower case", &api.Error{Code: "order_not_found"}, order, true},
		{"get an order", missing("Orders.Get", ""), order, true},
		{"pay an order", missing("Orders.Pay", ""), order, true},
		{"get an order, plain not_found", &api.Error{Code: "not_found", Operation: "Orders.Get"}, order, true},
		{"an order that a payment refers to", missing("Payments.Create", "order_id"), order, true},
		{"an item of an order", missing("Orders.Fulfill", "items[0].item_id"), order, false},
		{"a customer of a new order", missing("Orders.Create", "customer_id"), order, false},
		{"an unnamed object of a new order", missing("Orders.Create", ""), order, false},
		{"get a payment", missing("Payments.Get", ""), order, false},
		{"get an invoice", missing("Invoices.Get", ""), order, false},
		{"a route", &api.Error{Status: 404, Code: "route_not_found", Operation: "Orders.Get"}, order, false},
		{"a gateway's page", &api.Error{Status: 404, Operation: "Orders.Get"}, order, false},
		{"get an invoice, invoice", missing("Invoices.Get", ""), invoice, true},
		{"factor an invoice", missing("Finance.FactorInvoice", "invoice_id"), invoice, true},
		{"get an order, invoice", missing("Orders.Get", ""), invoice, false},
	} {
		require.Equal(t, test.want, errors.Is(test.err, test.code), test.name)
	}
	require.ErrorIs(t, funds, api.ErrorCode("insufficient_funds"))
	require.NotErrorIs(t, funds, errors.New("stateset: INSUFFICIENT_FUNDS"))
}
