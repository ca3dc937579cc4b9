package core

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// unmarshal decodes a value with its DecodeWire, or with encoding/json.
func unmarshal(text []byte, v any) ([]wire.Skipped, error) {
	if reader, ok := v.(wire.Reader); ok {
		return wire.Decode(text, reader, wire.Options{})
	}
	return nil, json.Unmarshal(text, v)
}

// checkSuccess returns an error for a body with "success": false, for every status. Most
// bodies do not contain the word and are not decoded here.
func checkSuccess(body []byte) error {
	if !bytes.Contains(body, []byte(`"success"`)) {
		return nil
	}
	var said struct {
		Success *bool `json:"success"`
	}
	if json.Unmarshal(body, &said) == nil && said.Success != nil && !*said.Success {
		return api.ErrNoSuccess
	}
	return nil
}

// startOfBody is the number of bytes of an unreadable body that an error shows.
const startOfBody = 200

// page is a response that reads its member "success" itself, because its body is long.
type page interface{ refused() bool }

// decode decodes a successful response in one pass. Every response of the API is decoded
// here.
func decode(r *transport.Response, v any) (err error) {
	p, isPage := v.(page)
	if !isPage {
		if err := checkSuccess(r.Body); err != nil {
			return err
		}
	}
	r.Skipped, err = unmarshal(r.Body, v)
	switch {
	case isPage && (p.refused() || err != nil && checkSuccess(r.Body) != nil):
		return api.ErrNoSuccess
	case err != nil || isNull(r.Body):
		return unreadableBody(r, v, err)
	}
	return nil
}

// unreadableBody returns the error of a body that could not be decoded.
func unreadableBody(r *transport.Response, v any, err error) error {
	d := &api.DecodeError{Err: err, Start: start(r.Body), ID: idOf(v, r.Body)}
	if fault, ok := err.(*wire.Fault); ok {
		if _, isPage := v.(page); !isPage {
			fault = named(fault, v)
		}
		d.Err = fault
	}
	if mistyped, ok := err.(*json.UnmarshalTypeError); ok {
		d.Err = &typeError{mistyped}
	}
	switch kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); {
	case len(r.Body) == 0:
		d.Err = errors.New("the body is empty")
	case err == nil:
		d.Err = errors.New("the body is null")
	case kind != "application/json" && kind != "":
		d.ContentType = quote.Escape(kind, maxShownID)
	}
	if d.ContentEncoding = unrequestedEncoding(r.Header); d.ContentEncoding != "" {
		d.Start = "" // the body is not text
	}
	return d
}

// idOf returns the ID of an object that was partly decoded: from the object, or from the
// body if the fault precedes the ID. A result without an ID, such as that of an order's
// payment, has the ID of its first object.
func idOf(v any, body []byte) string {
	object := reflect.ValueOf(v).Elem()
	if object.Kind() != reflect.Struct {
		return ""
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if _, has := object.Type().FieldByName("ID"); has {
		return memberText(object, "ID", "", body)
	}
	for field, value := range object.Fields() {
		if field.Type.Kind() != reflect.Pointer || field.Type.Elem().Kind() != reflect.Struct || !field.IsExported() {
			continue
		}
		inner := reflect.New(field.Type.Elem()).Elem()
		if !value.IsNil() {
			inner = value.Elem()
		}
		for _, name := range []string{"ID", field.Name + "ID"} { // the usual names: Order.ID, Payment.PaymentID
			if id := memberText(inner, name, jsonName(field)+".", body); id != "" {
				return id
			}
		}
	}
	return ""
}

// memberText returns the string of a field, or of its member in the body.
func memberText(object reflect.Value, name, parent string, body []byte) string {
	field, ok := object.Type().FieldByName(name)
	if !ok || field.Type.Kind() != reflect.String {
		return ""
	}
	if text := object.FieldByIndex(field.Index).String(); text != "" {
		return text
	}
	if text := wire.Lookup(body, parent+jsonName(field)); utf8.ValidString(text) {
		return text
	}
	return ""
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

// named adds the kind of the object to the path of a fault: "payment.amount".
func named(fault *wire.Fault, v any) *wire.Fault {
	var name []rune
	for i, r := range reflect.TypeOf(v).Elem().Name() {
		if unicode.IsUpper(r) && i > 0 {
			name = append(name, '_')
		}
		name = append(name, unicode.ToLower(r))
	}
	if fault.Path != "" {
		name = append(name, '.')
	}
	return &wire.Fault{Path: string(name) + quote.KeyLike.ReplaceAllString(fault.Path, "${1}…"), Problem: fault.Problem}
}

// start returns the beginning of a body for a message. Secrets in it are masked, such as
// that of a webhook endpoint.
func start(body []byte) string {
	text := string(body[:min(len(body), startOfBody)])
	return quote.Escape(quote.KeyLike.ReplaceAllString(text, "${1}…"), startOfBody)
}

// isNull reports whether the JSON text is null. encoding/json decodes null into any type.
func isNull(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == 'n'
}

// typeError is encoding/json's error for a value of the wrong type. Its text names JSON
// types instead of Go types.
type typeError struct{ err *json.UnmarshalTypeError }

func (e *typeError) Error() string {
	if e.err.Field == "" {
		return "unexpected " + e.err.Value
	}
	return e.err.Field + ": unexpected " + e.err.Value
}

// Unwrap returns the error of the decoder.
func (e *typeError) Unwrap() error { return e.err }
