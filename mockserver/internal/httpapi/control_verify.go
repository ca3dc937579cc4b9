package httpapi

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/verify"
)

// verification is the body of verify.
type verification struct {
	expected *verify.Expectation
	count    verify.Count
}

// readVerification reads the body of verify. count is the exact number of requests;
// at_least and at_most bound it. Default: at least 1.
func readVerification(o *input.Object) verification {
	v := verification{&verify.Expectation{Filter: journal.Filter{
		Account: o.String("account", accountFormat), Operation: o.String("operation", operationFormat), Method: o.String("method", methodFormat), Path: o.String("path", pathFormat),
		IdempotencyKey: o.String("idempotency_key"),
	}}, verify.AtLeastOnce}
	if o.Has("status") {
		v.expected.Status = []string{strconv.Itoa(o.Int("status", input.Min(0), input.Max(599)))}
	}
	v.expected.After, v.expected.Since, _ = parseSince(o.String("since", sinceFormat))
	if query := o.Free("query"); query != nil {
		values, err := queryValues(query)
		if err != nil {
			o.Conflict("query", "%s", err)
		}
		v.expected.SetQuery(values)
	}
	if body := o.Free("body"); body != nil {
		_ = v.expected.SetBody(body) // it was parsed already
	}
	v.count = readCount(o)
	return v
}

func readCount(o *input.Object) verify.Count {
	const most = 1_000_000
	bound := func(name string) (n int, given bool) {
		given = o.Has(name)
		return o.Int(name, input.Min(0), input.Max(most)), given
	}
	exact, isExact := bound("count")
	least, hasLeast := bound("at_least")
	greatest, hasMost := bound("at_most")
	switch {
	case isExact && (hasLeast || hasMost):
		o.Conflict("count", "cannot be combined with at_least and at_most")
	case hasLeast && hasMost && least > greatest:
		o.Conflict("at_least", "must not exceed at_most")
	case isExact:
		return verify.Count{Min: exact, Max: exact}
	case hasMost:
		return verify.Count{Min: least, Max: greatest}
	case hasLeast:
		return verify.Count{Min: least, Max: -1}
	}
	return verify.AtLeastOnce
}

// queryValues reads {"name": value} or {"name": [value, …]}. A value is a string, a
// number or a boolean.
func queryValues(data []byte) (map[string][]string, error) {
	document, err := wire.ParseAny(data)
	if err != nil {
		return nil, err
	}
	members, _ := document.(map[string]any) // the reader of the body refuses other types
	values := map[string][]string{}
	for name, value := range members {
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, item := range list {
			switch item.(type) {
			case map[string]any, []any, nil:
				return nil, fmt.Errorf("must map a name to a string, a number or a boolean, or to a list of them; '%s' does not", name)
			}
			values[name] = append(values[name], fmt.Sprint(item))
		}
	}
	return values, nil
}

// verified is the response of a verification that succeeds.
type verified struct {
	Matched int             `json:"matched"`
	Data    []*journal.View `json:"data"` // the requests that match, oldest first
}

// verifyError is the member "error" of a verification that fails.
type verifyError struct {
	Type      string `json:"type"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	RequestID string `json:"request_id"`
}

// unverified is the response of a verification that fails.
type unverified struct {
	Error   verifyError   `json:"error"`
	Matched int           `json:"matched"`
	Diff    string        `json:"diff"`    // for people: the error and the differences, in lines
	Nearest []verify.Near `json:"nearest"` // at most three, the nearest first
}

func (*unverified) status() int { return http.StatusUnprocessableEntity }

// controlVerify checks that requests were sent.
func (c *call) controlVerify() (any, error) {
	params, err := input.Read(c.body, readVerification)
	if err != nil {
		return nil, err
	}
	if !c.server.journal.Stores() {
		return nil, refuse(engine.CodeRequestInvalid, "", "The journal is off, so no request can be verified: start the server with -journal above 0 (WithJournal)")
	}
	entries, _ := c.server.journal.List(nil)
	report := verify.Check(entries, params.expected, params.count)
	if report.OK {
		return &verified{len(report.Matched), journal.Views(report.Matched)}, nil
	}
	failed := &unverified{
		Error: verifyError{
			(&engine.Error{Code: engine.CodeRequestInvalid}).Type(), "verification_failed", report.Summary, c.requestID(),
		},
		Matched: len(report.Matched), Diff: report.String(), Nearest: report.Nearest,
	}
	if failed.Nearest == nil {
		failed.Nearest = []verify.Near{}
	}
	return failed, nil
}
