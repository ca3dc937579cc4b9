package conformance

import (
	"context"
	"fmt"
	"slices"

	stateset "github.com/stateset/stateset-go"
)

// IDs are the IDs of the objects of a call. Both may be empty.
type IDs struct {
	ID     string // the ID of the expected object
	Parent string // the ID of the parent object of the call, or of the call itself
}

// Operation is the row of an operation, or of a variant of one.
type Operation struct {
	// Name is the method of the SDK, as in package spec: "Payments.Refund".
	Name string

	// Prepare creates the objects of the call and returns their IDs. Optional.
	Prepare func(context.Context, *stateset.Client) (IDs, error)
	// Call makes a good call and returns the response.
	Call func(context.Context, *stateset.Client, IDs) (any, error)

	// Answer is the part of a response that Check compares: JSON with the placeholders
	// "<id>" and "<parent>" for IDs. Without IDs.ID, any ID matches. Empty: the call has
	// no response body.
	Answer string
	// Request is the body of the call, or the query of a GET, with the same placeholders.
	Request string
	// Sample has the IDs of calls whose response is scripted.
	Sample IDs

	// Refused are calls that the SDK must reject before it sends anything.
	Refused []Refusal
}

// Refusal is a call with a bad parameter.
type Refusal struct {
	Name  string // unique within the operation
	Param string // the Param of the [stateset.ParamError]
	Call  func(context.Context, *stateset.Client) error
}

// All returns the rows of all operations, by resource.
func All() []*Operation {
	var all []*Operation
	for _, rows := range [][]Operation{
		accountOperations, paymentOperations, orderOperations, invoiceOperations, stablecoinOperations,
		financeOperations, agentOperations, globalOperations, webhookOperations,
	} {
		for _, row := range slices.Clone(rows) {
			all = append(all, &row)
		}
	}
	return all
}

// Run prepares the good call, makes it and checks its response.
func (o *Operation) Run(ctx context.Context, client *stateset.Client) error {
	ids, err := o.IDs(ctx, client)
	if err != nil {
		return err
	}
	answer, err := o.Call(ctx, client, ids)
	if err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	return o.Check(answer, ids)
}

// IDs creates the objects of the call, and returns their IDs.
func (o *Operation) IDs(ctx context.Context, client *stateset.Client) (IDs, error) {
	if o.Prepare == nil {
		return IDs{}, nil
	}
	ids, err := o.Prepare(ctx, client)
	if err != nil {
		return IDs{}, fmt.Errorf("%s: prepare: %w", o.Name, err)
	}
	return ids, nil
}

// dropped discards the result of a rejected call.
func dropped[T any](_ T, err error) error { return err }
