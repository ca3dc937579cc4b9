package lincheck

import (
	"context"
	"slices"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// said is the content of a response: its text in the form of the model, and the ID of the
// new object.
type said struct{ text, id string }

// call makes the operation's call on its object.
func (r *run) call(ctx context.Context, o *op, target string, opts ...stateset.RequestOption) (said, error) {
	mark := map[string]string{"op": o.mark()}
	switch o.Verb {
	case payOrder:
		return answered(ofPayResult)(r.client.Orders.Pay(ctx, &orders.PayParams{
			OrderID: target, Metadata: mark, PaymentMethod: orders.PayMethod{Type: orders.PaySSUSD, WalletAddress: payer, Amount: money(o.Cents, "ssusd")},
		}, opts...))
	case payByCard, payByWallet:
		return answered(ofPayment)(r.client.Payments.Create(ctx, r.payment(o, target, mark), opts...))
	case capture:
		params := &payments.CaptureParams{Amount: r.amount(o), Metadata: map[string]string{"capture": o.mark()}}
		return answered(ofPayment)(r.client.Payments.Capture(ctx, target, params, opts...))
	case refund:
		params := &payments.RefundParams{Amount: r.amount(o), Reason: payments.ReasonOther, Metadata: mark}
		return answered(ofRefund)(r.client.Payments.Refund(ctx, target, params, opts...))
	case void:
		return answered(ofPayment)(r.client.Payments.Cancel(ctx, target, opts...))
	case cancelOrder:
		params := &orders.CancelParams{Reason: orders.CancelOther, Notes: o.mark()}
		return answered(ofCancelResult)(r.client.Orders.Cancel(ctx, target, params, opts...))
	case transfer:
		params := &stablecoin.TransferParams{From: wallet(o.From), To: wallet(o.To), Amount: money(o.Cents, "ssusd"), Memo: o.mark()}
		return answered(ofTransfer)(r.client.Stablecoin.Transfer(ctx, params, opts...))
	}
	return r.read(ctx, o, target, opts...)
}

func (r *run) read(ctx context.Context, o *op, target string, opts ...stateset.RequestOption) (said, error) {
	switch o.Verb {
	case getPayment:
		return answered(ofPayment)(r.client.Payments.Get(ctx, target, opts...))
	case getOrder:
		return answered(ofOrder)(r.client.Orders.Get(ctx, target, opts...))
	case listPayments:
		return answered(ofPage)(r.client.Payments.List(ctx, &payments.ListParams{OrderID: target, Limit: 100}, opts...))
	}
	return answered(ofBalance)(r.client.Stablecoin.Balance(ctx, wallet(o.From), nil, opts...))
}

// decode decodes the response of a resolved call.
func decode(o *op, response *stateset.Response) (said, error) {
	switch o.Verb {
	case payOrder:
		return decoded(response, ofPayResult)
	case refund:
		return decoded(response, ofRefund)
	case cancelOrder:
		return decoded(response, ofCancelResult)
	case transfer:
		return decoded(response, ofTransfer)
	}
	return decoded(response, ofPayment)
}

func decoded[T any](response *stateset.Response, of func(*T) said) (said, error) {
	var value T
	err := response.Decode(&value)
	return answered(of)(&value, err)
}

func answered[T any](of func(*T) said) func(*T, error) (said, error) {
	return func(value *T, err error) (said, error) {
		if err != nil {
			return said{}, err
		}
		return of(value), nil
	}
}

// payment returns the params of an operation's payment.
func (r *run) payment(o *op, order string, metadata map[string]string) *payments.CreateParams {
	if o.Verb == payByWallet {
		return &payments.CreateParams{Amount: money(o.Cents, "ssusd"), Recipient: merchant, Metadata: metadata}
	}
	return &payments.CreateParams{
		Amount: money(o.Cents, "USD"), CustomerID: customer, OrderID: order, Capture: new(!o.Authorize), Metadata: metadata,
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
	}
}

// amount returns the amount of the operation, in the currency of its payment.
func (r *run) amount(o *op) stateset.Money {
	if o.Cents == 0 {
		return stateset.Money{} // the full amount
	}
	if made := r.plan.find(o.Payment); made != nil && made.Verb != payByCard {
		return money(o.Cents, "ssusd")
	}
	return money(o.Cents, "USD")
}

func ofPayment(p *payments.Payment) said {
	return said{paymentText(string(p.Status), inCents(p.AmountCaptured), inCents(p.AmountRefunded)), p.ID}
}

func ofRefund(r *payments.Refund) said {
	if r.Payment == nil {
		return said{}
	}
	return said{refundText(inCents(r.Payment.AmountRefunded), r.Payment.RefundsCount), r.ID}
}

func ofPayResult(r *orders.PayResult) said {
	if r.Order == nil || r.Payment == nil {
		return said{}
	}
	return said{string(r.Order.Status) + " " + string(r.Order.PaymentStatus), r.Payment.PaymentID}
}

func ofOrder(o *orders.Order) said {
	return said{orderText(string(o.Status), string(o.PaymentStatus), inCents(o.AmountPaid), inCents(o.AmountRefunded)), o.ID}
}

func ofCancelResult(r *orders.CancelResult) said {
	if r.Order == nil {
		return said{}
	}
	return said{cancelText(ofOrder(r.Order).text, len(r.Refunds)), r.Order.ID}
}

func ofTransfer(t *stablecoin.Transfer) said {
	return said{transferText(inCents(t.Amount)), t.ID}
}

func ofBalance(b *stablecoin.Balance) said { return said{cents(inCents(b.Balances.Total)), ""} }

func ofPage(page *stateset.Page[payments.Payment]) said { return said{ofPayments(page.Data), ""} }

// ofPayments returns a list in the order of the operations that created its rows.
func ofPayments(all []*payments.Payment) string {
	rows := make([]string, len(all))
	for i, p := range all {
		rows[i] = rowText(p.Metadata["op"], ofPayment(p).text)
	}
	slices.SortFunc(rows, byMark)
	return listText(rows)
}
