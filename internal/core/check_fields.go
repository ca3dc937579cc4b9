package core

import (
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
)

// Country refuses what is no ISO 3166-1 code of two capital letters. Empty text is
// fine.
func (c *Check) Country(param, country string) {
	if country != "" && !isCountryCode(country) {
		c.Fail(param, "must be an ISO 3166-1 code of two capital letters, as in \"US\", got %s", quote.Short(country))
	}
}

// Customer refuses a customer who is neither named nor described, or both.
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

// Date refuses a day that the calendar does not have. The zero Date is fine.
func (c *Check) Date(param string, d api.Date) {
	if err := d.Err(); err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
}

// Dates refuses a range with a day that the calendar does not have.
func (c *Check) Dates(param string, r api.DateRange) {
	c.Date(param+"[gt]", r.GT)
	c.Date(param+"[gte]", r.GTE)
	c.Date(param+"[lt]", r.LT)
	c.Date(param+"[lte]", r.LTE)
}

// Decimal refuses a number that cannot be sent.
func (c *Check) Decimal(param string, d api.Decimal) {
	if err := d.Err(); err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
}
