package core

import (
	"github.com/stateset/stateset-go/api"
)

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
