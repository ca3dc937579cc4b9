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
)

// Fault is what is wrong with a request. It is an error.
type Fault struct {
	Code    string
	Message string
	Param   string // path of the innermost member, "items[0].price.value"
}

// Error is the message.
func (f *Fault) Error() string { return f.Message }

// Missing is the fault of a parameter that is required and absent.
func Missing(param string) *Fault {
	return &Fault{Code: CodeMissing, Param: param, Message: fmt.Sprintf("The '%s' parameter is required", param)}
}

// Invalid is the fault of a bad value. The text goes on after "The '<param>'
// parameter ", as in "must be a string".
func Invalid(param, format string, args ...any) *Fault {
	return &Fault{Code: CodeInvalid, Param: param, Message: fmt.Sprintf("The '%s' parameter ", param) + fmt.Sprintf(format, args...)}
}

// unknown names a parameter that nobody reads, and the one that may be meant.
func unknown(param, name string, known []string) *Fault {
	message := fmt.Sprintf("Unknown parameter '%s'", param)
	if near := nearest(name, known); near != "" {
		message += fmt.Sprintf("; did you mean '%s'?", near)
	}
	return &Fault{Code: CodeUnknown, Param: param, Message: message}
}

// class ranks faults: a lower one is reported first.
type class int

const (
	classUnknown class = iota
	classInvalid
	classMissing
	classTogether // what several members together get wrong
)

// faults keeps the one fault that is reported: of the lowest class, then the
// first in the document, then the first that was found.
type faults struct {
	fault *Fault
	class class
	pos   int
}

// add keeps the fault that make returns, if it comes before the one at hand.
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

// maxQuoted bounds what a message repeats of a request.
const maxQuoted = 64

func cut(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	end := maxQuoted
	for end > 0 && text[end]&0xC0 == 0x80 { // not in the middle of a character
		end--
	}
	return text[:end] + "…"
}

const maxDigits = 11 // a card number has twelve or more

// maskDigits replaces runs of digits, with blanks or dashes among them, that are
// long enough for the number of a card.
func maskDigits(text string) string {
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

// digitRun is the length of the run of digits that text begins with, and how many
// digits are in it.
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
