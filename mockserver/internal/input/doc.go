// Package input reads what a client sent: a JSON body and a query string. It is
// strict, and exact about what is wrong and where.
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
// Nothing stops at the first fault: absent and bad members read as their zero
// value, and [Read] reports the one fault that counts most. Unknown members come
// first, then values of a wrong type or outside of their rules, then missing
// members, then what only several members together can get wrong; within each of
// these the first in document order. null is the same as absent. A query string
// is read likewise, through a [Query].
package input
