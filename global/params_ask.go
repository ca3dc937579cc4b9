package global

import (
	"fmt"
	"net/url"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// maxPackages is the most packages that a quote is made for.
const maxPackages = 50

func (p *CheckComplianceParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	route(&c, p.OriginCountry, p.DestinationCountry)
	if len(p.Parties) == 0 {
		c.Fail("parties", "must have at least one element")
	}
	for i := range p.Parties {
		p.Parties[i].check(&c, fmt.Sprintf("parties[%d].", i))
	}
	for i := range p.Items {
		p.Items[i].check(&c, fmt.Sprintf("items[%d].", i))
	}
	c.OptionalPositive("amount", p.Amount)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *Party) check(c *core.Check, at string) {
	if p.Role == "" {
		c.Fail(at+"role", "is required")
	}
	core.Enum(c, at+"role", p.Role)
	c.Required(at+"name", p.Name)
	c.Country(at+"country", p.Country)
	c.Address(at+"address", p.Address)
	c.Text(at+"tax_id", p.TaxID, 0)
}

func (i *ComplianceItem) check(c *core.Check, at string) {
	c.Text(at+"description", i.Description, 0)
	hsCode(c, at+"hs_code", i.HSCode)
	c.NotNegative(at+"value", i.Value)
	if i.Quantity < 0 {
		c.Fail(at+"quantity", "must be 1 or more, or 0 where it is not given, got %d", i.Quantity)
	}
}

// args puts the question into the query, with whole units and their currency.
func (p *CalculateTaxParams) args() core.Args {
	var c core.Check
	if !c.Params(p == nil) {
		return core.Args{Err: c.Err()}
	}
	p.check(&c)
	query := url.Values{}
	for name, text := range map[string]string{
		"origin_country": p.OriginCountry, "destination_country": p.DestinationCountry,
		"amount": p.Amount.Text(), "currency": p.Amount.Currency(),
		"destination_state": p.DestinationState, "destination_postal_code": p.DestinationPostalCode,
		"hs_code": p.HSCode, "incoterm": string(p.Incoterm), "customer_type": string(p.CustomerType), "customer_tax_id": p.CustomerTaxID,
	} {
		if text != "" {
			query.Set(name, text)
		}
	}
	if p.ShippingAmount.IsSet() {
		query.Set("shipping_amount", p.ShippingAmount.Text())
	}
	return core.Args{Query: query, Err: c.Err()}
}

func (p *CalculateTaxParams) check(c *core.Check) {
	route(c, p.OriginCountry, p.DestinationCountry)
	c.Positive("amount", p.Amount)
	c.NotNegative("shipping_amount", p.ShippingAmount)
	if p.ShippingAmount.IsSet() && !numtext.SameCurrency(p.ShippingAmount.Currency(), p.Amount.Currency()) {
		c.Fail("shipping_amount", "must be in %s like the amount, got %s", p.Amount.Currency(), p.ShippingAmount.Currency())
	}
	c.Text("destination_state", p.DestinationState, 0)
	if p.DestinationCountry == unitedStates && p.DestinationState == "" {
		c.Fail("destination_state", "is required where the destination is the US: tax depends on it")
	}
	c.Text("destination_postal_code", p.DestinationPostalCode, 0)
	hsCode(c, "hs_code", p.HSCode)
	core.Enum(c, "incoterm", p.Incoterm)
	core.Enum(c, "customer_type", p.CustomerType)
	c.Text("customer_tax_id", p.CustomerTaxID, 0)
}

func (p *QuoteShippingParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	country(&c, "origin.country", p.Origin.Country)
	c.Text("origin.postal_code", p.Origin.PostalCode, 0)
	country(&c, "destination.country", p.Destination.Country)
	c.Text("destination.postal_code", p.Destination.PostalCode, 0)
	c.Text("destination.city", p.Destination.City, 0)
	c.Text("destination.state", p.Destination.State, 0)
	if len(p.Packages) == 0 || len(p.Packages) > maxPackages {
		c.Fail("packages", "must have 1 to %d packages, got %d", maxPackages, len(p.Packages))
	}
	for i := range p.Packages {
		p.Packages[i].check(&c, fmt.Sprintf("packages[%d].", i))
	}
	for i, service := range p.Services {
		param := fmt.Sprintf("services[%d]", i)
		if service == "" {
			c.Fail(param, "must not be empty")
		}
		core.Enum(&c, param, service)
	}
	c.Currency("currency", p.Currency)
	return p, c.Err()
}

func (p *Package) check(c *core.Check, at string) {
	p.Weight.check(c, at+"weight.")
	if d := p.Dimensions; d != nil {
		positive(c, at+"dimensions.length", d.Length)
		positive(c, at+"dimensions.width", d.Width)
		positive(c, at+"dimensions.height", d.Height)
		if d.Unit == "" {
			c.Fail(at+"dimensions.unit", "is required")
		}
		core.Enum(c, at+"dimensions.unit", d.Unit)
	}
	c.NotNegative(at+"declared_value", p.DeclaredValue)
}
