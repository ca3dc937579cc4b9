package webhook

import (
	"context"
	"fmt"
)

// On registers a function for events of a type, which gets the event's object as what
// it is:
//
//	webhook.On(mux, webhook.PaymentSucceeded, func(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
//		return ship(ctx, p.OrderID)
//	})
//
// That the object fits the type is checked when the program is compiled. A pattern
// serves where all its types have one object, as
// webhook.TypeOf[payments.Payment]("payment.*"). The object of a partial event has only
// its ID, amount, currency and status, see [Event.Partial]. An object that cannot be
// decoded is an error, and the event is sent again. On panics as [Mux.Handle] does.
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
