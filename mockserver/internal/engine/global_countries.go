package engine

import "slices"

// Countries that the compliance check looks at.
var (
	blockedCountries = []string{"CU", "IR", "KP", "RU", "SY"} // nothing is traded with them
	reviewCountries  = []string{"AF", "BY", "MM", "VE", "YE"} // somebody has to look at it
)

func blocked(country string) bool { return slices.Contains(blockedCountries, country) }

func underReview(country string) bool { return slices.Contains(reviewCountries, country) }
