package engine

import (
	"maps"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver/internal/rates"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// globalSource is the source of ordinary orders that belong to a cross-border order.
const globalSource = "global"

// CreateGlobalOrder creates a cross-border order and its ordinary order, with shipping,
// duty and tax in the total.
func (tx *Tx) CreateGlobalOrder(params *global.CreateOrderParams) (*global.Order, error) {
	if err := checkGlobalOrder(params); err != nil {
		return nil, err
	}
	o, goods, err := tx.newGlobalOrder(params)
	if err != nil {
		return nil, err
	}
	buyer, err := tx.buyer(params)
	if err != nil {
		return nil, err
	}
	rate, err := tx.usableRate(params)
	if err != nil {
		return nil, err
	}
	if err := priceShipping(o, rate); err != nil {
		return nil, err
	}
	chargeErr := chargeGlobalOrder(o, goods)
	record, err := tx.orderCompliance(params, buyer, o.TotalAmount)
	if err != nil { // a forbidden trade takes precedence over an unknown tax rate
		return nil, err
	}
	if chargeErr != nil {
		return nil, chargeErr
	}
	if params.ComplianceCheckID == "" {
		tx.concludeCheck(record.check)
	}
	behind, err := tx.CreateOrder(orderBehind(params, o))
	if err != nil {
		return nil, err
	}
	o.ID, o.OrderID, o.CustomerID = tx.newID("gord"), behind.ID, behind.CustomerID
	o.Status = global.StatusPendingPayment
	if record.check.Status == global.ComplianceReview {
		o.Status = global.StatusPendingCompliance
	}
	o.ComplianceCheckID, o.ComplianceStatus = record.check.ID, record.check.Status
	if params.ComplianceCheckID == "" {
		record.orderID = o.ID
		tx.storeCheck(record)
	}
	tx.storeGlobalOrder(o)
	emit(tx, webhook.GlobalOrderCreated, o)
	return o, nil
}

// checkGlobalOrder checks the rules across fields that need no amounts.
func checkGlobalOrder(params *global.CreateOrderParams) error {
	if err := checkRoute(params.OriginCountry, params.DestinationCountry); err != nil {
		return err
	}
	address := params.ShippingAddress
	switch {
	case params.CustomerID == "" && params.Customer == nil:
		return missing("customer_id")
	case params.CustomerID != "" && params.Customer != nil:
		return invalid("customer", "An order has a customer_id or a new customer, not both: remove one")
	case address.Country != "" && address.Country != params.DestinationCountry:
		return invalid("shipping_address.country", "The order goes to '%s', the address is in '%s': use the same for both",
			params.DestinationCountry, address.Country)
	}
	if currency := params.SettlementCurrency; currency != "" {
		if _, ok := rates.PerUSD(currency); !ok {
			return noRate("settlement_currency", currency)
		}
	}
	return checkState(params.DestinationCountry, address.State, "shipping_address.state")
}

// buyer returns the name of the customer.
func (tx *Tx) buyer(params *global.CreateOrderParams) (string, error) {
	customer := params.Customer
	if customer == nil {
		known, ok := tx.account.customers.Get(params.CustomerID)
		if !ok {
			return "", notFound("customer", params.CustomerID, "customer_id")
		}
		customer = &orders.CustomerParams{FirstName: known.FirstName, LastName: known.LastName}
	}
	return strings.TrimSpace(customer.FirstName + " " + customer.LastName), nil
}

// orderCompliance returns the check that the order refers to, or a new check. A
// forbidden trade is refused.
func (tx *Tx) orderCompliance(params *global.CreateOrderParams, buyer string, amount api.Money) (*complianceRecord, error) {
	if params.ComplianceCheckID != "" {
		return tx.usableCheck(params)
	}
	record := tx.newCheck(orderCheck(params, buyer, amount))
	if record.check.Status != global.ComplianceBlocked {
		return record, nil
	}
	var why []string
	for _, finding := range record.check.Checks {
		if finding.Status == global.FindingFail {
			why = append(why, finding.Details)
		}
	}
	return nil, &Error{Code: CodeComplianceBlocked, Message: "The order is forbidden: " + strings.Join(why, "; ")}
}

// orderBehind returns the params of the ordinary order.
func orderBehind(params *global.CreateOrderParams, o *global.Order) *orders.CreateParams {
	behind := &orders.CreateParams{
		CustomerID: params.CustomerID, Customer: params.Customer, Source: globalSource,
		ShippingAmount: o.ShippingAmount, TaxAmount: plus(o.DutyAmount, o.TaxAmount.Decimal()),
		ShippingAddress: o.ShippingAddress, Metadata: maps.Clone(params.Metadata),
	}
	for _, item := range params.Items {
		behind.Items = append(behind.Items, orders.ItemParams{SKU: item.SKU, Name: item.Name, Quantity: item.Quantity, Price: item.Price})
	}
	return behind
}

func (tx *Tx) storeGlobalOrder(o *global.Order) {
	a := tx.account
	put(tx, &a.globalOrders, o.ID, o)
	store(&a.globalOf, o.OrderID, o.ID)
	tx.onUndo(func() { delete(a.globalOf, o.OrderID) })
}

// updateGlobalOrder stores a changed copy of the order and emits an event with the
// changes.
func (tx *Tx) updateGlobalOrder(former, o *global.Order) {
	put(tx, &tx.account.globalOrders, o.ID, o)
	emitUpdate(tx, webhook.GlobalOrderUpdated, former, o)
}

// changeGlobalOrder returns a copy of the order to change and store.
func (tx *Tx) changeGlobalOrder(o *global.Order) *global.Order {
	changed := *o
	changed.UpdatedAt = tx.now
	return &changed
}

// followOrder updates the status of a cross-border order from its ordinary order.
func (tx *Tx) followOrder(behind *orders.Order) {
	id, ok := tx.account.globalOf[behind.ID]
	if !ok {
		return
	}
	former, _ := tx.account.globalOrders.Get(id)
	status := followingStatus(former.Status, behind.Status)
	if status == former.Status {
		return
	}
	o := tx.changeGlobalOrder(former)
	o.Status = status
	tx.updateGlobalOrder(former, o)
}

// followingStatus returns the status of a cross-border order, given its current status
// and that of the ordinary order. A shipped order stays shipped when its money is
// refunded.
func followingStatus(now global.OrderStatus, behind orders.Status) global.OrderStatus {
	switch behind {
	case orders.StatusProcessing:
		return global.StatusProcessing
	case orders.StatusFulfilled:
		return global.StatusShipped
	case orders.StatusDelivered:
		return global.StatusDelivered
	case orders.StatusCancelled:
		return global.StatusCancelled
	case orders.StatusRefunded:
		if now != global.StatusShipped && now != global.StatusDelivered {
			return global.StatusCancelled
		}
	}
	return now
}
