package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Event is an event of an account. The event belongs to the transaction that caused it,
// and is immutable after the commit.
type Event struct {
	id       string
	kind     webhook.Type
	created  int64 // Unix seconds
	live     bool
	taken    bool             // by TakeEvent; guarded by the account
	request  *webhook.Request // the cause, or nil
	object   any              // the object at the time of the event, an *updated, or a *restored
	sequence int64            // order of creation across all accounts
	cause    int64            // number of the transaction

	sent atomic.Pointer[deliveryCount] // nil before the first delivery
}

// ID returns the ID of the event.
func (e *Event) ID() string { return e.id }

// Type returns the type of the event.
func (e *Event) Type() webhook.Type { return e.kind }

// CreatedAt returns the time of the event.
func (e *Event) CreatedAt() time.Time { return time.Unix(e.created, 0).UTC() }

// Public returns the event as the API shows it. It is encoded anew by every call,
// because most events are never read.
func (e *Event) Public() (*webhook.Event, error) {
	data, err := e.data()
	return &webhook.Event{
		ID: e.id, Object: "event", APIVersion: webhook.APIVersion, CreatedAt: e.CreatedAt(), Type: e.kind, Livemode: e.live,
		Data: data, Request: e.request, PendingWebhooks: e.sent.Load().pending(),
	}, err
}

// record is a pointer to an object of the API.
type record[T any] interface {
	*T
	wire.Writer
}

// emit records an event about an object. The object must be a record or a copy, because
// it must not change afterwards.
func emit[T any, P record[T]](tx *Tx, kind webhook.TypeOf[T], object P) {
	tx.emit(webhook.Type(kind), object, nil)
}

// emitUpdate records an event about an object and its state before the update.
func emitUpdate[T any, P record[T]](tx *Tx, kind webhook.TypeOf[T], former, object P) {
	tx.emit(webhook.Type(kind), object, former)
}

func (tx *Tx) emit(kind webhook.Type, object, former wire.Writer) {
	if tx.silent {
		return
	}
	tx.deliver(tx.recordEvent(kind, object, former))
}

// recordEvent stores an event without delivering it.
func (tx *Tx) recordEvent(kind webhook.Type, object, former wire.Writer) *Event {
	a := tx.account
	e := &Event{
		id: tx.newID("evt"), kind: kind, created: tx.now.Unix(), live: a.key.Live, request: tx.request,
		object: object, sequence: a.engine.sequence.Add(1), cause: tx.number,
	}
	if former != nil {
		e.object = &updated{object, former}
	}
	add(tx, &a.events, e, (*Event).ID)
	tx.emitted = true
	return e
}

// updated is an object before and after an update. Few events have one.
type updated struct{ object, former wire.Writer }

// restored is the data of an event of a snapshot, which has no object.
type restored webhook.Data

// data returns the data of the event.
func (e *Event) data() (webhook.Data, error) {
	if r, ok := e.object.(*restored); ok {
		return webhook.Data(*r), nil
	}
	return eventData(e.objects())
}

// objects returns the object, and the object before an update or nil.
func (e *Event) objects() (object, former wire.Writer) {
	switch o := e.object.(type) {
	case *updated:
		return o.object, o.former
	case wire.Writer:
		return o, nil
	}
	return nil, nil
}

// eventData returns the data of an event.
func eventData(object, former wire.Writer) (webhook.Data, error) {
	text, err := wire.Marshal(object)
	if err != nil {
		return webhook.Data{}, fmt.Errorf("engine: event: %w", err)
	}
	data := webhook.Data{Object: text}
	members := rawMembers(text)
	data.ResourceID = wire.StringOf(string(members["id"]))
	data.Status = wire.StringOf(string(members["status"]))
	if amount := amountOf(object); amount.IsSet() {
		data.Amount, data.Currency = amount.Text(), amount.Currency()
	}
	if former != nil {
		data.PreviousAttributes, err = changedMembers(former, members)
	}
	return data, err
}

// changedMembers returns the former values of the members that differ.
func changedMembers(former wire.Writer, now map[string]json.RawMessage) (json.RawMessage, error) {
	text, err := wire.Marshal(former)
	if err != nil {
		return nil, err
	}
	before := rawMembers(text)
	for name, value := range before {
		if bytes.Equal(value, now[name]) {
			delete(before, name)
		}
	}
	return json.Marshal(before)
}

// amountOf returns the amount of an object. For orders and invoices it is the total.
func amountOf(object any) api.Money {
	switch o := object.(type) {
	case *payments.Payment:
		return o.Amount
	case createdPayment:
		return o.decided.Amount
	case *orders.Order:
		return o.TotalAmount
	case *invoices.Invoice:
		return o.TotalAmount
	case *stablecoin.Issuance:
		return o.Amount
	case *stablecoin.Redemption:
		return o.Amount
	case *stablecoin.Transfer:
		return o.Amount
	case *finance.Factoring:
		return o.Amount
	case *finance.POFinancing:
		return o.Amount
	case *finance.Loan:
		return o.Amount
	case *global.Order:
		return o.TotalAmount
	}
	return api.Money{}
}

// rawMembers returns the members of a JSON object.
func rawMembers(object []byte) map[string]json.RawMessage {
	members := map[string]json.RawMessage{}
	for name, value := range wire.Members(string(object[1 : len(object)-1])) {
		members[name] = json.RawMessage(value)
	}
	return members
}
