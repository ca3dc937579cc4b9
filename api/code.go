package api

import "strings"

// ErrorCode is an error code of the API as an error. errors.Is finds it in an [Error]
// with that code in any spelling: INSUFFICIENT_FUNDS matches insufficient_funds.
type ErrorCode string

// Error returns the code after "stateset: ".
func (c ErrorCode) Error() string { return "stateset: " + string(c) }

// Is reports whether target is the same code in any spelling.
func (c ErrorCode) Is(target error) bool {
	other, ok := target.(ErrorCode)
	return ok && strings.EqualFold(string(c), string(other))
}

// missingObject describes how a general "not found" names a kind of object.
type missingObject struct {
	service string // calls of this service return the object
	param   string // the parameter by which other calls refer to the object
}

// missingObjects maps a code for one kind of object to the errors of [generalNotFound]
// that mean the same.
var missingObjects = map[ErrorCode]missingObject{
	"ORDER_NOT_FOUND":   {"Orders.", "order_id"},
	"INVOICE_NOT_FOUND": {"Invoices.", "invoice_id"},
}

// generalNotFound are the codes for a missing object of any kind.
var generalNotFound = []ErrorCode{"resource_not_found", "not_found"}

// hasCode reports whether Code or DeclineCode of the error is the code.
func (e *Error) hasCode(code ErrorCode) bool {
	if code == "" {
		return false
	}
	if code.Is(ErrorCode(e.Code)) || code.Is(ErrorCode(e.DeclineCode)) {
		return true
	}
	kind, ok := missingObjects[code]
	return ok && e.lacks(kind)
}

// lacks reports whether the error is a general "not found" for an object of the kind. A
// create call has the parameter of the missing object in Param.
func (e *Error) lacks(kind missingObject) bool {
	for _, code := range generalNotFound {
		if !code.Is(ErrorCode(e.Code)) {
			continue
		}
		return e.Param == kind.param ||
			e.Param == "" && strings.HasPrefix(e.Operation, kind.service) && e.Operation != kind.service+"Create"
	}
	return false
}
