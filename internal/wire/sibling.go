package wire

import "strings"

// Sibling returns the currency at a path of the object: a string beside an amount, before
// or after it. It is empty if the object has none. Path is a name, or two names with a
// point between them.
func (d *Decoder) Sibling(o *Object, path string) string {
	if !o.looked {
		o.looked = true
		ahead := Decoder{text: d.text, at: o.start, quiet: true}
		o.currency = ahead.lookup(Object{start: o.start, first: true}, path)
	}
	return o.currency
}

// Has reports whether the next object has the member, with a value other than null.
func (d *Decoder) Has(name string) bool {
	ahead := Decoder{text: d.text, at: d.at, quiet: true}
	for o := ahead.Object(); ahead.Next(&o); ahead.skip() {
		if string(ahead.Key(&o)) == name {
			return ahead.value() != 'n'
		}
	}
	return false
}

func (d *Decoder) lookup(o Object, path string) string {
	name, rest, nested := strings.Cut(path, ".")
	for d.Next(&o) {
		switch {
		case string(d.Key(&o)) != name:
			d.skip()
		case !nested && d.value() == '"':
			return currency(d.quoted())
		case nested && d.value() == '{':
			return d.lookup(d.Object(), rest)
		default:
			return ""
		}
	}
	return ""
}

// Lookup returns the string at a path of a JSON object, as [Decoder.Sibling] does. It
// is empty for other text.
func Lookup(text []byte, path string) string {
	d := Decoder{text: text, quiet: true}
	return d.lookup(d.Object(), path)
}

// currency returns the text as a string. Common currencies are not allocated.
func currency(text []byte) string {
	switch string(text) {
	case "USD":
		return "USD"
	case "ssusd":
		return "ssusd"
	case "usdc":
		return "usdc"
	case "EUR":
		return "EUR"
	}
	return string(text)
}

// ReadCurrency reads the code of a currency.
func ReadCurrency(v *string, d *Decoder) {
	if text, ok := d.Text(); ok {
		*v = currency(text)
	}
}

// In sets the currency that [Decoder.Outer] returns, and returns the previous one.
func (d *Decoder) In(currency string) (former string) {
	former, d.outer = d.outer, currency
	return former
}

// Outer returns the currency of the enclosing object.
func (d *Decoder) Outer() string { return d.outer }
