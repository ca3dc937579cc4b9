package input

import "strings"

var country = Format{Name: "country", Want: "an ISO 3166-1 alpha-2 code such as US", Accept: knownCountry, All: strings.Fields(countries)}

// Country reads the code of a country.
func (o *Object) Country(name string, rules ...Rule) string {
	return o.String(name, append(rules, country)...)
}

// Country takes a country code. The parameter may appear once.
func (q *Query) Country(name string) string { return q.Text(name, country) }

// Countries takes an equality filter on country codes.
func (q *Query) Countries(name string) []string {
	return []string(q.Texts(name, NotEmpty, country))
}

// HSCode reads a code of the Harmonized System of goods.
func (o *Object) HSCode(name string, rules ...Rule) string {
	return o.String(name, append(rules, hsCode)...)
}

// HSCode takes a code of the Harmonized System of goods. The parameter may appear once.
func (q *Query) HSCode(name string) string { return q.Text(name, hsCode) }

var hsCode = Pattern("an HS code of 6 to 10 digits", `^[0-9]{6,10}$`)

// Denom takes the name of a currency. The parameter may appear once.
func (q *Query) Denom(name string) string {
	return q.Text(name, currencyCode)
}
