package api

import "strings"

// ErrorCode is a code of the API as an error. errors.Is finds it in an [Error] with that
// code in any spelling: INSUFFICIENT_FUNDS is also insufficient_funds.
type ErrorCode string

func (c ErrorCode) Error() string { return "stateset: " + string(c) }

// Is reports whether target is the same code in any spelling.
func (c ErrorCode) Is(target error) bool {
	other, ok := target.(ErrorCode)
	return ok && strings.EqualFold(string(c), string(other))
}

// missingObject says how a general "not found" names a kind of object.
type missingObject struct {
	service string // calls of this service are for the object
	param   string // other calls refer to the object by this parameter
}

// missingObjects maps a code for one kind of object to the errors of [generalNotFound]
// that mean the same.
var missingObjects = map[ErrorCode]missingObject{
	"ORDER_NOT_FOUND":   {"Orders.", "order_id"},
	"INVOICE_NOT_FOUND": {"Invoices.", "invoice_id"},
}

// generalNotFound are the codes of a missing object of any kind.
var generalNotFound = []ErrorCode{"resource_not_found", "not_found"}

// hasCode reports whether the error has the code, as its code or as its decline code.
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
// create call names the object that its request refers to in Param.
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
