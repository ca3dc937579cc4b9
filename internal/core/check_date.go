package core

import (
	"github.com/stateset/stateset-go/api"
)

import "strings"

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
