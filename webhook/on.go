package webhook

import (
	"context"
	"fmt"
)

// On registers a function for events of a type. The function receives the decoded object:
//
//	webhook.On(mux, webhook.PaymentSucceeded, func(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
//		return ship(ctx, p.OrderID)
//	})
//
// The compiler checks that the object fits the type. A pattern is possible if all its
// types have the same object, as in webhook.TypeOf[payments.Payment]("payment.*"). The
// object of a partial event has only its ID, amount, currency and status, see
// [Event.Partial]. An object that cannot be decoded is an error, and the event is sent
// again. On panics as [Mux.Handle] does.
func On[T any](m *Mux, t TypeOf[T], fn func(ctx context.Context, e *Event, object *T) error) {
	if fn == nil {
		panic(fmt.Sprintf("stateset: the function for events %q is nil", string(t)))
	}
	m.Handle(Type(t), func(ctx context.Context, e *Event) error {
		object, err := objectOf[T](e)
		if err != nil {
			return err
		}
		return fn(ctx, e, object)
	})
}
