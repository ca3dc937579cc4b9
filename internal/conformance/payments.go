package conformance

import (
	"context"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

var paymentOperations = []Operation{
	{
		Name: "Payments.Create", Answer: `{"id":"<id>"}`, Refused: refusedPayments,
		Request: `{"amount":1.00,"currency":"ssusd","recipient":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Payments.Create(ctx, goodPayment())
		},
	},
	{
		Name: "Payments.Get", Prepare: paid, Sample: IDs{ID: "pay_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Payments.Get(ctx, ids.ID)
		},
	},
	{
		Name: "Payments.List", Prepare: paid, Answer: list, Refused: refusedPaymentLists,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Payments.List(ctx, nil))
		},
	},
	{
		Name: "Payments.Capture", Request: `{}`, Prepare: authorized, Sample: IDs{ID: "pay_1"}, Answer: `{"id":"<id>"}`, Refused: refusedCaptures,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Payments.Capture(ctx, ids.ID, nil)
		},
	},
	{
		Name: "Payments.Cancel", Request: `{}`, Prepare: authorized, Sample: IDs{ID: "pay_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Payments.Cancel(ctx, ids.ID)
		},
	},
	{
		Name: "Payments.Refund", Prepare: on(paid), Sample: IDs{Parent: "pay_1"}, Answer: `{"id":"<id>","payment_id":"<parent>"}`, Refused: refusedRefunds,
		Request: `{"reason":"duplicate"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Payments.Refund(ctx, ids.Parent, &payments.RefundParams{Reason: payments.ReasonDuplicate})
		},
	},
	{
		Name: "Payments.GetRefund", Prepare: refunded, Sample: IDs{ID: "ref_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Payments.GetRefund(ctx, ids.ID)
		},
	},
	{
		Name: "Payments.ListRefunds", Prepare: refunded, Answer: list, Refused: []Refusal{
			{"cursor of another list", "starting_after", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Payments.ListRefunds(ctx, &payments.ListRefundsParams{StartingAfter: "pay_1"}))
			}},
		},
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Payments.ListRefunds(ctx, nil))
		},
	},
}
