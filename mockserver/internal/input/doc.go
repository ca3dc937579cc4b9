// Package input reads requests: a JSON body and a query string. It is strict, and its
// errors name the exact place.
//
// [Parse] turns a body into a tree that remembers the place of every value. A
// reader function then takes the members it knows from an [Object], each with its
// rules, and returns the params of an operation:
//
//	func readItem(o *input.Object) orders.ItemParams {
//		return orders.ItemParams{
//			Name:     o.String("name", input.MaxLen(200)),
//			Quantity: o.Int("quantity", input.Required, input.Min(1)),
//			Price:    o.Money("price", input.AllowZero),
//		}
//	}
//
// Rules are data, see [Rule], and [Describe] returns the members that a reader declares
// with their rules. A reader therefore declares members that depend on the value of
// another one by [OneOf], not by an if.
//
// A reader does not stop at the first fault: absent and invalid members read as their
// zero value, and [Read] returns the most important fault. Unknown members come first,
// then wrong types and values that break a rule, then missing members, then conflicts
// between members. Within each group the first one in the document counts. null is the
// same as absent. A [Query] reads a query string in the same way.
//
// Files, in reading order:
//
//	parse.go, parse_text.go  Parse: JSON text to values
//	value.go                 Value: a node of the tree, with its place in the text
//	object.go                Read, Object and nested readers
//	rules.go, text_rules.go  rules of a member: Required, MaxLen, Pattern
//	member.go                Describe: the members of a reader, with their rules
//	fields.go, enums.go      strings, IDs, enums, flags, integers, times
//	money.go, micro.go       amounts in their written forms
//	texts.go, address.go, country.go, metadata.go, numbers.go, free.go
//	                         the other kinds of members
//	query.go                 Query: parameters of a query string
//	parameter.go             DescribeQuery: the parameters of a reader, with their rules
//	query_values.go, query_money.go, page.go, filters.go
//	                         their kinds, pages and filters
//	fault.go                 Fault: what is wrong, and in which parameter
//	suggest.go               "did you mean"
package input
