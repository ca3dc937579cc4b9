package conformance_test

import (
	"encoding/json"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/spec"
)

func rowsByName() map[string]*conformance.Operation {
	named := map[string]*conformance.Operation{}
	for _, row := range conformance.All() {
		named[row.Name] = row
	}
	return named
}

// specified maps the name of each operation and variant to the operation's name.
func specified() map[string]string {
	names := map[string]string{}
	for _, op := range spec.All() {
		for _, name := range append([]string{op.Name}, op.Variants...) {
			names[name] = op.Name
		}
	}
	return names
}

func TestEveryOperationHasARow(t *testing.T) {
	t.Parallel()
	named := rowsByName()
	require.Empty(t, golden.Missing(specified(), named), "operations without a row in internal/conformance")
	require.Empty(t, golden.Missing(named, specified()), "rows that are no operation of internal/spec")
	require.Equal(t, len(named), len(conformance.All()), "a name has two rows")
}

// TestEveryCallHasARow finds the methods that make calls by reflection. The other methods
// iterate over lists.
func TestEveryCallHasARow(t *testing.T) {
	t.Parallel()
	calls := map[string]bool{"Balance": true}
	for name, service := range services(new(stateset.Client)) {
		for method := range service.Type().Methods() {
			if out := method.Type; out.NumOut() == 2 || out.Out(0) == reflect.TypeFor[error]() {
				calls[name+"."+method.Name] = true
			}
		}
	}
	require.Greater(t, len(calls), 60)
	require.Empty(t, golden.Missing(calls, rowsByName()), "methods without a row in internal/conformance")
}

// services returns the fields of a client that make calls, by their names.
func services(c *stateset.Client) map[string]reflect.Value {
	found := map[string]reflect.Value{}
	client := reflect.ValueOf(c).Elem()
	for i := range client.NumField() {
		if field := client.Type().Field(i); field.IsExported() {
			found[field.Name] = client.Field(i)
		}
	}
	return found
}

// forEvery tests every row in parallel.
func forEvery(t *testing.T, test func(t *testing.T, row *conformance.Operation)) {
	for _, row := range conformance.All() {
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			test(t, row)
		})
	}
}

// TestRequests compares each call on the wire with the table of operations and with the
// row.
func TestRequests(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		op := row.Spec()
		client, recorder := serve(t, row)
		_, err := row.Call(t.Context(), client, row.Sample)
		require.NoError(t, err)
		request := recorder.Only(t)
		require.Equal(t, op.Method, request.Method)
		require.Equal(t, map[spec.Host]string{spec.HostAPI: "api.stateset.com", spec.HostNetwork: "api.stateset.network"}[op.Host], request.Host)
		require.Equal(t, spec.BasePath+row.Path(row.Sample), request.Path)
		require.Equal(t, op.Mutates(), request.Key() != "", "an idempotency key")
		want := row.Sample.Fill(row.Request)
		if op.Method == "GET" {
			require.Empty(t, request.Body)
			require.Equal(t, want, request.Query.Encode(), "the Request of the row")
			return
		}
		require.Equal(t, want == "", request.Body == "")
		if want != "" {
			require.Empty(t, golden.Diff(sorted(t, want), sorted(t, request.Body)), "the Request of the row")
		}
	})
}

// sorted sorts the members of a JSON body. Numbers keep their form.
func sorted(t *testing.T, body string) string {
	t.Helper()
	text, err := json.MarshalIndent(golden.Tree(t, []byte(body)), "", "  ")
	require.NoError(t, err)
	return string(text)
}

// A program that runs the rows against a server links neither testing nor the mock
// server.
func TestRowsLinkNoTests(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	for _, pkg := range strings.Fields(string(output)) {
		require.False(t, pkg == "testing" || strings.Contains(pkg, "testify") || strings.Contains(pkg, "mockserver"), pkg)
	}
}
