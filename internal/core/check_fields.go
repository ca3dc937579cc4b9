package core

import (
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
)

// Country rejects text that is not an ISO 3166-1 code of two capital letters. It accepts
// empty text.
func (c *Check) Country(param, country string) {
	if country != "" && !isCountryCode(country) {
		c.Fail(param, "must be an ISO 3166-1 code of two capital letters, as in \"US\", got %s", quote.Short(country))
	}
}

// Customer rejects params with neither a customer ID nor a new customer, or with both.
func (c *Check) Customer(id string, customer *api.CustomerParams) {
	switch {
	case id != "" && customer != nil:
		c.Fail("customer", "must not be set together with customer_id")
	case id == "" && customer == nil:
		c.Fail("customer_id", "is required, or customer")
	case customer == nil:
		c.ID("customer_id", id)
	default:
		c.Text("customer.email", customer.Email, 0)
		c.Text("customer.first_name", customer.FirstName, 0)
		c.Text("customer.last_name", customer.LastName, 0)
		c.Text("customer.phone", customer.Phone, 0)
	}
}

// Date rejects a day that does not exist. It accepts the zero Date.
func (c *Check) Date(param string, d api.Date) {
	if err := d.Err(); err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
}

// Dates rejects a range with a day that does not exist.
func (c *Check) Dates(param string, r api.DateRange) {
	c.Date(param+"[gt]", r.GT)
	c.Date(param+"[gte]", r.GTE)
	c.Date(param+"[lt]", r.LT)
	c.Date(param+"[lte]", r.LTE)
}

// Decimal rejects a number that cannot be sent.
func (c *Check) Decimal(param string, d api.Decimal) {
	if err := d.Err(); err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
}
