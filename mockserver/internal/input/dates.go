package input

import (
	"github.com/stateset/stateset-go/api"
)

// Date reads a day, "2024-01-15"; it is the zero Date where the member is absent.
func (o *Object) Date(name string, rules ...Rule) api.Date {
	f := o.take(name, TypeDate, rules)
	if f == nil {
		return api.Date{}
	}
	date, err := api.ParseDate(f.value.text)
	if err != nil {
		f.failValue("must be a date such as 2024-01-15")
	}
	return date
}
