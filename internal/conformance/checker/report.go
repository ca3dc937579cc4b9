package checker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
)

// Status is the result of an operation.
type Status string

// The statuses of an operation.
const (
	Same      Status = "same"
	Different Status = "different"
	Absent    Status = "absent"  // the server does not have the operation
	Blocked   Status = "blocked" // the objects of the call could not be created
)

// Kind is the kind of a difference.
type Kind string

// The kinds of differences.
const (
	MemberMissing Kind = "member missing"
	MemberUnknown Kind = "member unknown"
	Type          Kind = "type"       // the JSON type of a member
	Value         Kind = "value"      // the value of a member that the call determines
	HTTPStatus    Kind = "status"     // the HTTP status
	Code          Kind = "code"       // the code, type or parameter of an error
	Header        Kind = "header"     // missing, or with another value
	Replay        Kind = "replay"     // the response to a repeated idempotency key
	Pagination    Kind = "pagination" // rows, has_more and cursors
	SDK           Kind = "sdk"        // the SDK cannot decode the response
	NoResponse    Kind = "no response"
)

// Difference is a difference between the responses to an operation.
type Difference struct {
	Kind  Kind     `json:"kind"`
	Path  string   `json:"path,omitempty"` // JSON path or name of the header
	Want  string   `json:"want,omitempty"`
	Got   string   `json:"got,omitempty"`
	Calls []string `json:"calls"` // the calls with the difference
}

// String returns the difference as one line, without its calls.
func (d *Difference) String() string {
	line := string(d.Kind)
	if d.Path != "" {
		line += " " + d.Path
	}
	switch {
	case d.Want != "" && d.Got != "":
		line += ": want " + d.Want + ", got " + d.Got
	case d.Want != "":
		line += ": want " + d.Want
	case d.Got != "":
		line += ": got " + d.Got
	}
	return line
}

// Result is the result of the checks of an operation.
type Result struct {
	Operation   string       `json:"operation"`
	Status      Status       `json:"status"`
	Reason      string       `json:"reason,omitempty"` // the reason for Absent and Blocked
	Differences []Difference `json:"differences,omitempty"`
}

// Leftover lists the objects that an operation created and that still exist.
type Leftover struct {
	Operation string   `json:"operation"`
	IDs       []string `json:"ids"`
}

// Report is the result of a run.
type Report struct {
	BaseURL    string     `json:"base_url"`
	Version    string     `json:"version"` // the version of the SDK and the contract
	Requests   int        `json:"requests"`
	Same       int        `json:"same"`
	Different  int        `json:"different"`
	Absent     int        `json:"absent"`
	Blocked    int        `json:"blocked"`
	Unchecked  int        `json:"unchecked"`         // operations after the run stopped
	Stopped    string     `json:"stopped,omitempty"` // why the run stopped early
	Operations []*Result  `json:"operations"`
	Leftovers  []Leftover `json:"leftovers"`
	Deleted    int        `json:"deleted_endpoints"` // webhook endpoints that the run created and deleted
}

// Passed reports whether all operations were checked and have no differences.
func (r *Report) Passed() bool {
	return r.Stopped == "" && r.Different+r.Absent+r.Blocked+r.Unchecked == 0
}

func (r *Report) add(result *Result) {
	r.Operations = append(r.Operations, result)
	switch result.Status {
	case Same:
		r.Same++
	case Different:
		r.Different++
	case Absent:
		r.Absent++
	case Blocked:
		r.Blocked++
	}
}

// differ adds a difference. Calls that show the same difference share one entry.
func (r *Result) differ(call string, d Difference) {
	r.Status = Different
	for i := range r.Differences {
		other := &r.Differences[i]
		if other.Kind == d.Kind && other.Path == d.Path && other.Want == d.Want && other.Got == d.Got {
			if !slices.Contains(other.Calls, call) {
				other.Calls = append(other.Calls, call)
			}
			return
		}
	}
	d.Calls = []string{call}
	r.Differences = append(r.Differences, d)
}

// maxShown is the maximum number of bytes of a server's text in a report.
const maxShown = 200

// shown returns text of a server for a line of a report.
func shown(text string) string {
	text = quote.KeyLike.ReplaceAllString(strings.TrimSpace(text), "${1}…")
	return quote.Escape(text, maxShown)
}

func quoted(value any) string {
	if text, ok := value.(string); ok {
		return `"` + shown(text) + `"`
	}
	return shown(fmt.Sprint(value))
}
