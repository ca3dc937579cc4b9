package input

const wantCountry = "an ISO 3166-1 alpha-2 code such as US"

// Country reads the code of a country.
func (o *Object) Country(name string, rules ...Rule) string {
	return o.String(name, append(rules, Form(wantCountry, knownCountry))...)
}

// Country takes the code of a country, which may be given once.
func (q *Query) Country(name string) string { return q.Text(name, wantCountry, knownCountry) }

// Countries takes an equality filter on the code of a country.
func (q *Query) Countries(name string) Set[string] {
	set := q.Strings(name)
	for _, p := range q.plain(name) {
		for _, code := range set {
			if !knownCountry(code) {
				q.invalid(p, "must be %s, not %s", wantCountry, Quote(code))
			}
		}
	}
	return set
}

// HSCode reads a code of the Harmonized System of goods.
func (o *Object) HSCode(name string, rules ...Rule) string {
	return o.String(name, append(rules, Form(wantHSCode, hsCode))...)
}

// HSCode takes a code of the Harmonized System of goods, which may be given once.
func (q *Query) HSCode(name string) string { return q.Text(name, wantHSCode, hsCode) }

const wantHSCode = "an HS code of 6 to 10 digits"

func hsCode(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) >= 6 && len(text) <= 10
}

// Denom takes the name of a currency, which may be given once.
func (q *Query) Denom(name string) string {
	return q.Text(name, "ssusd, usdc or an ISO 4217 code", knownCurrency)
}
