package conformance

import (
	"context"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/orders"
)

var orderOperations = []Operation{
	{
		Name: "Orders.Create", Answer: `{"id":"<id>"}`, Refused: refusedOrders,
		Request: `{"items":[{"name":"Mug","quantity":1,"price":{"value":"12.50","denom":"ssusd"}}],"customer_id":"cust_test_123"}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Orders.Create(ctx, goodOrder())
		},
	},
	{
		Name: "Orders.Get", Prepare: ordered, Sample: IDs{ID: "ord_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) { return c.Orders.Get(ctx, ids.ID) },
	},
	{
		Name: "Orders.List", Prepare: ordered, Answer: list, Refused: []Refusal{
			{"cursor of another list", "ending_before", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Orders.List(ctx, &orders.ListParams{EndingBefore: "pay_1"}))
			}},
			{"empty status", "payment_status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Orders.List(ctx, &orders.ListParams{PaymentStatus: stateset.AnyOf(orders.PaymentPaid, "")}))
			}},
		},
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Orders.List(ctx, nil))
		},
	},
	{
		Name: "Orders.Update", Prepare: ordered, Sample: IDs{ID: "ord_1"}, Answer: `{"id":"<id>"}`, Refused: refusedOrderUpdates,
		Request: `{"notes":"n"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Orders.Update(ctx, ids.ID, &orders.UpdateParams{Notes: new("n")})
		},
	},
	{
		Name: "Orders.Fulfill", Request: `{}`, Prepare: paidOrder, Sample: IDs{ID: "ord_1"}, Answer: `{"id":"<id>"}`, Refused: refusedFulfillments,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Orders.Fulfill(ctx, ids.ID, nil)
		},
	},
	{
		Name: "Orders.Cancel", Prepare: ordered, Sample: IDs{ID: "ord_1"}, Answer: `{"order":{"id":"<id>"}}`, Refused: refusedOrderCancels,
		Request: `{"reason":"out_of_stock"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Orders.Cancel(ctx, ids.ID, &orders.CancelParams{Reason: orders.CancelOutOfStock})
		},
	},
	{
		Name: "Orders.Pay", Prepare: on(payable), Sample: IDs{Parent: "ord_1"}, Refused: refusedOrderPayments,
		Answer:  `{"success":true,"payment":{"payment_id":"<id>","order_id":"<parent>"}}`,
		Request: `{"order_id":"<parent>","payment_method":{"type":"ssusd","wallet_address":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":{"value":"12.50","denom":"ssusd"},"chain":"stateset"}}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Orders.Pay(ctx, orderPayment(ids.Parent))
		},
	},
}
