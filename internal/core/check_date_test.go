package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

func TestCheckDates(t *testing.T) {
	t.Parallel()
	bad := api.NewDate(2024, 4, 31)
	for want, check := range map[string]func(c *core.Check){
		"":                                   func(c *core.Check) { c.Date("due", api.Date{}); c.Dates("due", api.DateRange{}) },
		"due: there is no day 2024-04-31":    func(c *core.Check) { c.Date("due", bad) },
		"d[gt]: there is no day 2024-04-31":  func(c *core.Check) { c.Dates("d", api.DateRange{GT: bad, LT: bad}) },
		"d[gte]: there is no day 2024-04-31": func(c *core.Check) { c.Dates("d", api.DateRange{GTE: bad}) },
		"d[lt]: there is no day 2024-04-31":  func(c *core.Check) { c.Dates("d", api.DateRange{LT: bad}) },
		"d[lte]: there is no day 2024-04-31": func(c *core.Check) { c.Dates("d", api.DateRange{LTE: bad}) },
	} {
		var c core.Check
		check(&c)
		if want == "" {
			require.NoError(t, c.Err())
			continue
		}
		require.EqualError(t, c.Err(), "stateset: "+want)
	}
}
