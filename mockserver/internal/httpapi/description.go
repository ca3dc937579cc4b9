package httpapi

import (
	"reflect"
	"slices"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Description is the accepted input of an operation, for a description of the API.
type Description struct {
	Body     []input.Member // nil for an operation without a body
	HasBody  bool
	Query    []input.Parameter
	Expand   []string // paths of the parameter expand, without those below an expansion
	Statuses []int    // success statuses beside that of the table
	// KeyMember is the path of a body member that is an alternative to the
	// Idempotency-Key header.
	KeyMember []string
}

// Describe returns the descriptions of all operations, by name.
func Describe() map[string]Description {
	all := map[string]Description{}
	for name, op := range handlers() {
		d := Description{HasBody: op.members != nil, KeyMember: op.keyMember, Expand: expandable(op.kind, "")}
		if op.members != nil {
			d.Body = op.members()
		}
		if op.parameters != nil {
			d.Query = op.parameters()
		}
		if op.otherStatus != 0 {
			d.Statuses = []int{op.otherStatus}
		}
		all[name] = d
	}
	return all
}

// expandable returns the paths that expand the objects of a kind itself.
func expandable(kind, prefix string) []string {
	var paths []string
	for _, l := range links[kind] {
		path := prefix + l.name
		if l.from == "" && l.each == nil {
			paths = append(paths, expandable(l.kind, path+".")...)
			continue
		}
		paths = append(paths, path)
	}
	return paths
}

// ErrorCode is an entry of the error catalogue.
type ErrorCode struct {
	Code, Type string
	Status     int
}

// ErrorCodes returns the error catalogue, by status and code.
func ErrorCodes() []ErrorCode {
	var codes []ErrorCode
	for _, code := range engine.Codes() {
		codes = append(codes, ErrorCode{Code: code, Type: (&engine.Error{Code: code}).Type(), Status: statusOf(code)})
	}
	slices.SortStableFunc(codes, func(a, b ErrorCode) int { return a.Status - b.Status })
	return codes
}

// ErrorType is the type of the body of an error response.
var ErrorType = reflect.TypeFor[errorBody]()
