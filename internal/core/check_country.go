package core

import (
	"github.com/stateset/stateset-go/internal/quote"
)

// Country refuses what is no ISO 3166-1 code of two capital letters. Empty text is
// fine.
func (c *Check) Country(param, country string) {
	if country != "" && !countryCode.MatchString(country) {
		c.Fail(param, "must be an ISO 3166-1 code of two capital letters, as in \"US\", got %s", quote.Short(country))
	}
}
