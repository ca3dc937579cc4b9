//go:build openapi

package openapi

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/spec"
)

// TestTraffic compares the traffic of the suites with the document: the requests that
// succeeded, and all responses without a fault.
func TestTraffic(t *testing.T) {
	directory := os.Getenv("STATESET_HAR")
	require.NotEmpty(t, directory, "STATESET_HAR must name a directory that the suites have written to")
	j := newJudge(t)
	eachEntry(t, directory, j.noteFault)
	eachEntry(t, directory, j.check)
	t.Logf("%d requests and %d responses were checked, %d not", j.requests, j.responses, j.unusual)
	require.Subset(t, slices.Collect(maps.Keys(j.succeeded)), operations(), "operations without traffic that succeeded")
	require.Less(t, j.unusual, j.responses/100)
	for _, line := range j.report() {
		t.Error(line)
	}
}

// judge counts violations of the document.
type judge struct {
	t          *testing.T
	validator  validator.Validator
	requests   int
	responses  int
	unusual    int             // see isUnusual
	succeeded  map[string]bool // by operation
	faulty     map[string]bool // by file and request ID
	violations map[string]int
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	parsed, err := libopenapi.NewDocument(text)
	require.NoError(t, err)
	v, faults := validator.NewValidator(parsed, config.WithFormatAssertions())
	require.Empty(t, faults)
	t.Cleanup(v.Release)
	return &judge{t: t, validator: v, succeeded: map[string]bool{}, faulty: map[string]bool{}, violations: map[string]int{}}
}

// noteFault notes the ID of a request with a fault. The fault may store a response that
// later requests repeat.
func (j *judge) noteFault(file string, e *entry) {
	if e.Fault != "" {
		j.faulty[file+header(e.Response.Headers).Get("X-Request-Id")] = true
	}
}

func (j *judge) check(file string, e *entry) {
	original := header(e.Response.Headers).Get("Original-Request-Id")
	if original != "" && j.faulty[file+original] {
		return
	}
	if e.Operation == "" || e.Fault != "" || e.Response.Status == 0 || e.Request.Method == http.MethodHead {
		return
	}
	r := e.request(j.t)
	if isUnusual(r.URL) {
		j.unusual++
		return
	}
	if e.Response.Status < http.StatusMultipleChoices {
		j.requests++
		j.succeeded[e.Operation] = true
		_, found := j.validator.ValidateHttpRequestSync(r)
		j.add("request", file, e, found)
		r = e.request(j.t)
	}
	j.responses++
	_, found := j.validator.ValidateHttpResponse(r, e.response(r))
	j.add("response", file, e, found)
}

// isUnusual reports whether a URL has a form that the server accepts but the document does
// not show: an escaped letter or slash in the path, or a repeated or nested filter of
// metadata.
func isUnusual(u *url.URL) bool {
	if (&url.URL{Path: u.Path}).EscapedPath() != u.EscapedPath() {
		return true
	}
	filtered := map[string]bool{}
	for name, values := range u.Query() {
		rest, found := strings.CutPrefix(name, "metadata[")
		key, _, _ := strings.Cut(rest, "]")
		if found && (len(values) > 1 || filtered[key]) {
			return true
		}
		filtered[key] = filtered[key] || found
	}
	return false
}

func (j *judge) add(part, file string, e *entry, found []*errors.ValidationError) {
	for _, f := range found {
		text := fmt.Sprintf("%s %s %d: %s: %s", e.Operation, part, e.Response.Status, f.Message, f.Reason)
		for _, s := range f.SchemaValidationErrors {
			text += fmt.Sprintf("; %s: %s", s.FieldPath, s.Reason)
		}
		if j.violations[text]++; j.violations[text] == 1 {
			j.t.Logf("%s (%s %s, %s, %s)", text, e.Request.Method, e.Request.URL, e.Test, file)
		}
	}
}

// operations returns the names of all operations.
func operations() []string {
	var names []string
	for _, row := range spec.All() {
		names = append(names, row.Name)
	}
	return names
}

// report returns a line for each violation.
func (j *judge) report() []string {
	var lines []string
	for _, text := range slices.Sorted(maps.Keys(j.violations)) {
		lines = append(lines, fmt.Sprintf("%d times: %s", j.violations[text], text))
	}
	return lines
}
