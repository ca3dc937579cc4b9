package webhook

import (
	"errors"
	"fmt"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// Partial reports whether the event has flat data instead of the complete object. A typed
// handler, [Object] and [Event.Decode] then receive an object with its ID, amount,
// currency and status. All other fields are zero. If the handler needs more, fetch the
// object from the API.
func (e *Event) Partial() bool { return len(e.Data.Object) == 0 }

// fillPartial sets the fields of an object of this module from flat data.
func (d *Data) fillPartial(object any) error {
	amount, err := d.flatAmount()
	switch {
	case err != nil:
		return err
	case d.ResourceID == "":
		return errors.New("data has neither an object nor the ID of one")
	case d.setObject(object), d.setPriced(object, amount):
		return nil
	}
	return fmt.Errorf("data has no object, and a %T cannot be made from flat data", object)
}

// setPriced sets the fields of an object with an amount.
func (d *Data) setPriced(object any, amount api.Money) bool {
	switch o := object.(type) {
	case *payments.Payment:
		return set(o, payments.Payment{ID: d.ResourceID, Object: "payment", Amount: amount, Status: payments.Status(d.Status)})
	case *orders.Order:
		return set(o, orders.Order{ID: d.ResourceID, Object: "order", TotalAmount: amount, Status: orders.Status(d.Status)})
	case *invoices.Invoice:
		return set(o, invoices.Invoice{ID: d.ResourceID, Object: "invoice", TotalAmount: amount, Status: invoices.Status(d.Status)})
	case *stablecoin.Issuance:
		return set(o, stablecoin.Issuance{ID: d.ResourceID, Object: "stablecoin_issuance", Amount: amount, Status: stablecoin.IssuanceStatus(d.Status)})
	case *stablecoin.Transfer:
		return set(o, stablecoin.Transfer{ID: d.ResourceID, Object: "transfer", Amount: amount, Status: stablecoin.TransactionStatus(d.Status)})
	case *stablecoin.Redemption:
		return set(o, stablecoin.Redemption{ID: d.ResourceID, Object: "stablecoin_redemption", Amount: amount, Status: stablecoin.RedemptionStatus(d.Status)})
	case *finance.Factoring:
		return set(o, finance.Factoring{ID: d.ResourceID, Object: "invoice_factoring", Amount: amount, Status: finance.FactoringStatus(d.Status)})
	case *finance.POFinancing:
		return set(o, finance.POFinancing{ID: d.ResourceID, Object: "po_financing", Amount: amount, Status: finance.POStatus(d.Status)})
	case *finance.Loan:
		return set(o, finance.Loan{ID: d.ResourceID, Object: "loan", Amount: amount, Status: finance.LoanStatus(d.Status)})
	case *global.Order:
		return set(o, global.Order{ID: d.ResourceID, Object: "global_order", TotalAmount: amount, Status: global.OrderStatus(d.Status)})
	}
	return false
}

// setObject sets the fields of an object without an amount.
func (d *Data) setObject(object any) bool {
	switch o := object.(type) {
	case *agents.Agent:
		return set(o, agents.Agent{ID: d.ResourceID, Object: "agent", Status: agents.Status(d.Status)})
	case *agents.Execution:
		return set(o, agents.Execution{ID: d.ResourceID, Object: "agent_execution", Status: agents.ExecutionStatus(d.Status)})
	case *global.ComplianceCheck:
		return set(o, global.ComplianceCheck{ID: d.ResourceID, Object: "compliance_check", Status: global.ComplianceStatus(d.Status)})
	case *Endpoint:
		return set(o, Endpoint{ID: d.ResourceID, Object: "webhook_endpoint", Status: Status(d.Status)})
	}
	return false
}

// set stores a value and returns true. It returns false if p is nil.
func set[T any](p *T, value T) bool {
	if p == nil {
		return false
	}
	*p = value
	return true
}

// flatAmount returns the amount of flat data, in whole units. A number in an ISO currency
// is an error, because its unit could be whole units or cents.
func (d *Data) flatAmount() (api.Money, error) {
	switch {
	case d.oddAmount != nil:
		return api.Money{}, errors.New("data.amount: must be text in whole units, such as \"100.00\"")
	case d.Amount == "":
		return api.Money{}, nil
	case d.amountIsNumber && !numtext.IsToken(d.Currency):
		return api.Money{}, errors.New("data.amount: is a number: must be text in whole units, such as \"100.00\"")
	}
	amount, err := api.NewMoney(d.Amount, d.Currency)
	if err != nil {
		return api.Money{}, fmt.Errorf("data.amount: %w", err)
	}
	return amount, nil
}
