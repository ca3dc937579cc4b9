// Wiregen writes the file wire_gen.go of a package: the JSON methods of its structs.
//
//	go run github.com/stateset/stateset-go/internal/wiregen [-check] [dir ...]
//
// A struct with the directive //wire:object or //wire:params in its documentation gets
// the methods DecodeWire, AppendWire, UnmarshalJSON, MarshalJSON and Format. Handwritten
// methods are kept. A struct with a field Format gets the method String. An object or part
// with a member "id" also gets LogValue: that member, "status", and the first of
// "total_amount", "total" and "amount". Objects are written with every member, params
// without empty members.
//
// "//wire:part masked" is for a part with secrets: logs show its String. json.Marshal does
// too, unless a method secret reports that the value holds no secret. "//wire:response"
// writes only AppendWire, for a server. "//wire:enum" is for a string type: Values lists
// its constants, those in the file of the type first.
//
// If the struct has a method afterRead, DecodeWire calls it at its end.
//
// The tag json names a member and accepts omitempty (omitted from params if empty) and
// omitzero (always omitted if empty). A field without it has the name and the omitempty
// of its tag url, which names the parameter of a query. The tag wire has these words:
//
//	must           an essential member; amounts and the member "id" always are
//	side           a member "id" that is not essential
//	digits         a string that may be written as a number
//	null           the zero value is written as null; for a pointer in params: null clears
//	               the member, and is a pointer to the zero value
//	or=x           the value that is written for an empty string
//	also=x         the time is also written in Unix seconds, as member x
//	seconds        of the two times, the one in Unix seconds counts, and both are written in
//	               whole seconds
//	alias=x        the time is also read from member x
//	hook           the methods read<Field> and write<Field> decode and encode it; a word for
//	               an amount beside it only describes the form that they use
//	extra          the field, a string, keeps the unknown members, and those of amounts
//
// Words for an amount:
//
//	object         {"value":"150.00","denom":"ssusd"}; the default
//	number         15000, in the unit of the currency
//	text           "150.00"
//	micro          {"denom":"ssusd","amount":"150000000"}
//	worth=Field    the field is written into the amount of another as its usd_value
//	beside=x       the currency of a number or text is the member x; default: "currency"
//	in=x           the currency of a text is x
//	outer          the currency is that of the enclosing object
//	source         an amount with the currency of the outer amounts below;
//	               "source=Amount" for the field Amount of an object, "source,outer"
//	               if the currency of the enclosing object takes precedence
//	bare           the currency is not sent
//
// Package codegen reads the structs and writes the code.
package main
