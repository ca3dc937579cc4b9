// Wiregen writes the file wire_gen.go of a package: the JSON methods of its structs.
//
//	go run github.com/stateset/stateset-go/internal/wiregen [-check] [dir ...]
//
// A struct with the directive //wire:object or //wire:params in its documentation gets
// the methods DecodeWire, AppendWire, UnmarshalJSON, MarshalJSON and Format. A method that
// is written by hand is left alone, and a struct with a field Format gets the method String.
// An object with a member "id" also gets LogValue: that member, "status", and the first of
// "total_amount", "total" and "amount".
// An object is written with every member, params without their empty members. "//wire:part
// masked" is for a part with secrets: logs show its String. json.Marshal does so, too,
// unless a method secret reports that the value holds none. "//wire:response" writes
// AppendWire only, for a server. "//wire:enum" is for a string type: Values lists its
// constants, those in the file of the type first.
//
// Where a struct has the method afterRead, DecodeWire calls it at its end.
//
// The tag json names a member and takes omitempty (left out of params when empty) and
// omitzero (always left out when empty). A field without it has the name and the omitempty
// of its tag url, which names the parameter of a query. The tag wire has these words:
//
//	must           an essential member; amounts and the member "id" always are
//	side           a member "id" that is not essential
//	digits         a string that may be written as a number
//	null           the zero value is written as null; for a pointer in params: null clears
//	               the member, and is a pointer to the zero value
//	or=x           the value that is written for an empty string
//	also=x         the time is written in Unix seconds, too, as member x
//	seconds        of the two times, that in Unix seconds counts, and both are written in
//	               whole seconds
//	alias=x        the time is read from member x, too
//	hook           the methods read<Field> and write<Field> do it; a word for an amount beside
//	               it only describes the form that they read and write
//	extra          the field, a string, keeps the members that are not known, and those of
//	               amounts
//
// and for an amount:
//
//	object         {"value":"150.00","denom":"ssusd"}; the default
//	number         15000, in the unit of the currency
//	text           "150.00"
//	micro          {"denom":"ssusd","amount":"150000000"}
//	worth=Field    the field is written into the amount of another as its usd_value
//	beside=x       the currency of a number or text is the member x; default: "currency"
//	in=x           the currency of a text is x
//	outer          the currency is that of the enclosing object
//	source         an amount whose currency is that of the outer amounts below;
//	               "source=Amount" for the field Amount of an object, "source,outer"
//	               where the currency of the enclosing object precedes
//	bare           the currency is not sent
//
// Package codegen reads the structs and writes the code.
package main
