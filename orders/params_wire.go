package orders

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// maxItems is the maximum number of lines of an order.
const maxItems = 500

func (p *CreateParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	p.checkItems(&c)
	c.Customer(p.CustomerID, p.Customer)
	c.Text("source", p.Source, 0)
	p.checkAmounts(&c)
	c.Address("shipping_address", p.ShippingAddress)
	c.Address("billing_address", p.BillingAddress)
	p.Shipping.check(&c)
	c.Time("payment_expires_at", p.PaymentExpiresAt)
	c.Text("number", p.Number, 0)
	c.Text("notes", p.Notes, 0)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *CreateParams) checkItems(c *core.Check) {
	if len(p.Items) == 0 || len(p.Items) > maxItems {
		c.Fail("items", "must have 1 to %d items, got %d", maxItems, len(p.Items))
	}
	for i := range p.Items {
		item, at := &p.Items[i], fmt.Sprintf("items[%d].", i)
		if item.Name == "" && item.ProductID == "" {
			c.Fail(at+"name", "is required, or product_id")
		}
		c.OptionalID(at+"product_id", item.ProductID)
		c.Text(at+"name", item.Name, 0)
		c.Text(at+"sku", item.SKU, 0)
		if item.Quantity < 1 {
			c.Fail(at+"quantity", "must be 1 or more, got %d", item.Quantity)
		}
		if item.ProductID == "" && !item.Price.IsSet() {
			c.Fail(at+"price", "is required without product_id")
		}
		c.NotNegative(at+"price", item.Price)
		c.MetadataAt(at+"metadata", item.Metadata)
	}
}

// checkAmounts rejects amounts in two currencies. The server computes the total, because
// prices of known products may be omitted.
func (p *CreateParams) checkAmounts(c *core.Check) {
	c.NotNegative("shipping_amount", p.ShippingAmount)
	c.NotNegative("tax_amount", p.TaxAmount)
	c.NotNegative("discount_amount", p.DiscountAmount)
	currency := ""
	same := func(param string, m api.Money) {
		switch {
		case !m.IsSet():
		case currency == "":
			currency = m.Currency()
		case !numtext.SameCurrency(currency, m.Currency()):
			c.Fail(param, "must be in %s like the other amounts, got %s", currency, m.Currency())
		}
	}
	for i := range p.Items {
		same(fmt.Sprintf("items[%d].price", i), p.Items[i].Price)
	}
	same("shipping_amount", p.ShippingAmount)
	same("tax_amount", p.TaxAmount)
	same("discount_amount", p.DiscountAmount)
}

func (p *ShippingParams) check(c *core.Check) {
	if p != nil {
		c.Text("shipping.method", p.Method, 0)
		c.Text("shipping.carrier", p.Carrier, 0)
	}
}

func (p *ShippingUpdate) check(c *core.Check) {
	if p != nil {
		c.OptionalText("shipping.method", p.Method)
		c.OptionalText("shipping.carrier", p.Carrier)
	}
}

func (p *UpdateParams) wire() (any, error) {
	var c core.Check
	if !c.Changes(p == nil) {
		return nil, c.Err()
	}
	c.Address("shipping_address", p.ShippingAddress)
	c.Address("billing_address", p.BillingAddress)
	p.Shipping.check(&c)
	c.OptionalText("notes", p.Notes)
	if p.Status != nil && *p.Status != StatusDelivered {
		c.Fail("status", "can only be set to %q, got %q: other states follow from paying, fulfilling and canceling", StatusDelivered, *p.Status)
	}
	c.MetadataPatch(p.Metadata)
	return p, c.Err()
}

func (p *FulfillParams) wire() (any, error) {
	if p == nil {
		return nil, nil
	}
	var c core.Check
	for i, item := range p.Items {
		at := fmt.Sprintf("items[%d].", i)
		c.ID(at+"item_id", item.ItemID)
		if item.Quantity < 1 {
			c.Fail(at+"quantity", "must be 1 or more, got %d", item.Quantity)
		}
	}
	c.Text("carrier", p.Carrier, 0)
	c.Text("tracking_number", p.TrackingNumber, 0)
	c.Text("tracking_url", p.TrackingURL, 0)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *CancelParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	if p.Reason == "" {
		c.Fail("reason", "is required")
	}
	core.Enum(&c, "reason", p.Reason)
	c.Text("notes", p.Notes, 0)
	return p, c.Err()
}

func (p *PayParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.ID("order_id", p.OrderID)
	c.PayMethod(&p.PaymentMethod)
	p.checkSplits(&c)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

// args adds the ID of the paid object, and the idempotency key in the metadata.
func (p *PayParams) args(body any, err error) core.Args {
	if p == nil {
		return core.Args{Err: err}
	}
	return core.Args{Body: body, Key: p.Metadata["idempotency_key"], For: p.OrderID, Err: err}
}

// checkSplits checks that the splits add up to the amount exactly.
func (p *PayParams) checkSplits(c *core.Check) {
	var sum decimal.Decimal
	for i, split := range p.SplitPayments {
		at := fmt.Sprintf("split_payments[%d].", i)
		c.AnyWallet(at+"recipient", split.Recipient)
		c.Positive(at+"amount", split.Amount)
		if !numtext.SameCurrency(split.Amount.Currency(), p.PaymentMethod.Amount.Currency()) {
			c.Fail(at+"amount", "must be in %s like the payment, got %s", p.PaymentMethod.Amount.Currency(), split.Amount.Currency())
		}
		c.Text(at+"type", string(split.Type), 0)
		if split.Amount.Err() == nil { // a sum with an exponent of millions would take too long
			sum = sum.Add(split.Amount.Decimal())
		}
	}
	if total := p.PaymentMethod.Amount; len(p.SplitPayments) > 0 && total.Err() == nil && !sum.Equal(total.Decimal()) {
		c.Fail("split_payments", "must add up to %s, got %s", p.PaymentMethod.Amount.Text(), numtext.FormatDecimal(sum))
	}
}

func (p *ListParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "ord", "order")
		core.Filter(c, "customer_id", p.CustomerID)
		core.Filter(c, "source", p.Source)
		core.Filter(c, "status", p.Status)
		core.Filter(c, "payment_status", p.PaymentStatus)
		core.Filter(c, "fulfillment_status", p.FulfillmentStatus)
		c.Times("created", p.Created)
		c.Amounts("total_amount", api.AmountRange(p.TotalAmount))
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

// Body checks the params and returns the body of Create. Other calls contain it, such as
// an agent's create_order.
func (p *CreateParams) Body() (any, error) { return p.wire() }
