package global

import (
	"fmt"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Params are checked and then encoded without changes.

const (
	maxItems = 500 // of an order

	// unitedStates is the country where tax depends on the state.
	unitedStates = "US"
)

func (p *CreateOrderParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	route(&c, p.OriginCountry, p.DestinationCountry)
	c.Customer(p.CustomerID, p.Customer)
	p.checkItems(&c)
	p.checkAddress(&c)
	c.OptionalID("shipping_rate_id", p.ShippingRateID)
	c.OptionalID("compliance_check_id", p.ComplianceCheckID)
	core.Enum(&c, "incoterm", p.Incoterm)
	c.Currency("settlement_currency", p.SettlementCurrency)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

// route checks two countries.
func route(c *core.Check, origin, destination string) {
	country(c, "origin_country", origin)
	country(c, "destination_country", destination)
}

func country(c *core.Check, param, code string) {
	c.Required(param, code)
	c.Country(param, code)
}

func (p *CreateOrderParams) checkItems(c *core.Check) {
	if len(p.Items) == 0 || len(p.Items) > maxItems {
		c.Fail("items", "must have 1 to %d items, got %d", maxItems, len(p.Items))
	}
	for i := range p.Items {
		item, at := &p.Items[i], fmt.Sprintf("items[%d].", i)
		item.check(c, at)
		if first := p.Items[0].Price.Currency(); !numtext.SameCurrency(item.Price.Currency(), first) {
			c.Fail(at+"price", "must be in %s like the first item, got %s", first, item.Price.Currency())
		}
	}
}

func (p *ItemParams) check(c *core.Check, at string) {
	c.Text(at+"sku", p.SKU, 0)
	c.Required(at+"name", p.Name)
	if p.Quantity < 1 {
		c.Fail(at+"quantity", "must be 1 or more, got %d", p.Quantity)
	}
	if !p.Price.IsSet() && p.Price.IsZero() {
		c.Fail(at+"price", "is required")
	}
	c.NotNegative(at+"price", p.Price)
	hsCode(c, at+"hs_code", p.HSCode)
	c.Country(at+"country_of_origin", p.CountryOfOrigin)
	if p.Weight != nil {
		p.Weight.check(c, at+"weight.")
	}
}

// hsCode rejects text that is not a code of the Harmonized System. It accepts empty text.
func hsCode(c *core.Check, param, code string) {
	if code == "" {
		return
	}
	good := len(code) >= 6 && len(code) <= 10
	for i := range len(code) {
		good = good && code[i] >= '0' && code[i] <= '9'
	}
	if !good {
		c.Fail(param, "must be 6 to 10 digits, got %s", quote.Short(code))
	}
}

func (w *Weight) check(c *core.Check, at string) {
	positive(c, at+"value", w.Value)
	if w.Unit == "" {
		c.Fail(at+"unit", "is required")
	}
	core.Enum(c, at+"unit", w.Unit)
}

// positive rejects a number that cannot be sent or is not above zero.
func positive(c *core.Check, param string, d api.Decimal) {
	c.Decimal(param, d)
	if d.Sign() <= 0 {
		c.Fail(param, "must be above zero, got %s", d)
	}
}

// checkAddress checks that the address is in the destination country.
func (p *CreateOrderParams) checkAddress(c *core.Check) {
	a := p.ShippingAddress
	if a == nil {
		c.Fail("shipping_address", "is required")
		return
	}
	c.Address("shipping_address", a)
	if a.Country != "" && a.Country != p.DestinationCountry {
		c.Fail("shipping_address.country", "must be the destination country %s, got %s", p.DestinationCountry, a.Country)
	}
	if p.DestinationCountry == unitedStates && a.State == "" {
		c.Fail("shipping_address.state", "is required in the US: tax depends on it")
	}
}

func (p *ListOrdersParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "gord")
		core.Filter(c, "status", p.Status)
		core.Filter(c, "destination_country", p.DestinationCountry)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}
