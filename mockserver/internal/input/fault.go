package input

import (
	"fmt"
	"strings"
)

// The codes of faults.
const (
	CodeMalformed = "request_invalid"
	CodeUnknown   = "parameter_unknown"
	CodeInvalid   = "parameter_invalid"
	CodeMissing   = "parameter_missing"
	CodeCurrency  = "currency_mismatch"
)

// Fault is an error in a request.
type Fault struct {
	Code    string
	Message string
	Param   string // path of the innermost member, "items[0].price.value"
	Offset  int    // in bytes, of malformed JSON
}

// Error returns the message.
func (f *Fault) Error() string { return f.Message }

// Missing returns the fault of an absent required parameter.
func Missing(param string) *Fault {
	return &Fault{Code: CodeMissing, Param: param, Message: fmt.Sprintf("The '%s' parameter is required", param)}
}

// Invalid returns the fault of an invalid value. The text completes "The '<param>'
// parameter ", as in "must be a string".
func Invalid(param, format string, args ...any) *Fault {
	return &Fault{Code: CodeInvalid, Param: param, Message: fmt.Sprintf("The '%s' parameter ", param) + fmt.Sprintf(format, args...)}
}

// unknown returns the fault of an unknown parameter. The hint completes the message, as
// in "; did you mean 'status'?".
func unknown(param, hint string) *Fault {
	return &Fault{Code: CodeUnknown, Param: param, Message: fmt.Sprintf("Unknown parameter '%s'", param) + hint}
}

// meant returns the hint that names the closest known name, or "".
func meant(name string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return fmt.Sprintf("; did you mean '%s'?", near)
	}
	return ""
}

// class ranks faults. The lowest class is reported.
type class int

const (
	classUnknown class = iota
	classInvalid
	classMissing
	classTogether // conflicts between members
)

// faults keeps the fault to report: that of the lowest class, then the first in the
// document, then the first found.
type faults struct {
	fault *Fault
	class class
	pos   int
}

// add keeps the fault that make returns if it precedes the current one.
func (f *faults) add(c class, pos int, make func() *Fault) {
	if f.fault != nil && (c > f.class || c == f.class && pos >= f.pos) {
		return
	}
	f.fault, f.class, f.pos = make(), c, pos
}

func (f *faults) err() error {
	if f.fault == nil {
		return nil
	}
	return f.fault
}

// join appends a member's name to a path.
func join(path, name string) string {
	name = maskDigits(cut(name))
	if path == "" {
		return name
	}
	return path + "." + name
}

// maxQuoted is the maximum length of request text in a message.
const maxQuoted = 64

func cut(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	end := maxQuoted
	for end > 0 && text[end]&0xC0 == 0x80 { // not inside of a character
		end--
	}
	return text[:end] + "…"
}

const maxDigits = 11 // card numbers have twelve or more

// maskDigits masks runs of digits that are long enough for a card number. The digits
// may be separated by spaces or dashes.
func maskDigits(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		end, digits := digitRun(text[i:])
		if digits > maxDigits {
			out.WriteString("****")
		} else {
			end = max(end, 1)
			out.WriteString(text[i : i+end])
		}
		i += end
	}
	return out.String()
}

// digitRun returns the length of the run of digits at the start of text, and the number
// of its digits.
func digitRun(text string) (length, digits int) {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
			length = i + 1
		case digits == 0 || c != ' ' && c != '-':
			return length, digits
		}
	}
	return length, digits
}
