package spec_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/internal/spec"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func TestNamesAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, o := range spec.All() {
		for _, name := range append([]string{o.Name}, o.Variants...) {
			require.False(t, seen[name], "%s stands twice", name)
			seen[name] = true
		}
	}
}

func TestRoutesAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, o := range spec.All() {
		for _, alias := range append([]spec.Alias{{Method: o.Method, Path: o.Path}}, o.Aliases...) {
			route := alias.Method + " " + placeholder.ReplaceAllString(alias.Path, "{}")
			require.Empty(t, seen[route], "%s is a route of %s too", route, o.Name)
			seen[route] = o.Name
		}
	}
}

// IsOpen compares whole paths, so an open operation has no placeholder and no alias.
func TestOpenOperations(t *testing.T) {
	t.Parallel()
	var open []string
	for _, o := range spec.All() {
		if o.Access == spec.AccessOpen {
			require.Empty(t, o.Params(), o.Name)
			require.Empty(t, o.Aliases, o.Name)
			open = append(open, o.Name)
		}
		require.Equal(t, o.Access == spec.AccessOpen, spec.IsOpen(o.Method, o.Path), o.Name)
	}
	require.Equal(t, []string{"Stablecoin.Reserves"}, open)
	require.False(t, spec.IsOpen("POST", "/stablecoin/reserves"))
	require.False(t, spec.IsOpen("GET", "/stablecoin"))
}

func TestPathsAreWellFormed(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^(/([a-z_]+|\{[a-z_]+\}))+$`)
	for _, o := range spec.All() {
		for _, alias := range append([]spec.Alias{{Method: o.Method, Path: o.Path}}, o.Aliases...) {
			require.Regexp(t, form, alias.Path, o.Name)
			require.Contains(t, []string{"GET", "POST", "PUT", "PATCH", "DELETE"}, alias.Method, o.Name)
		}
	}
}

// An alias has every ID of the canonical path, unless its body carries the ID or the path
// means the account's own object.
func TestAliasesCarryTheID(t *testing.T) {
	t.Parallel()
	for _, o := range spec.All() {
		for _, alias := range o.Aliases {
			if alias.Path == "/stablecoin/balance" {
				continue // stands for the account's treasury wallet
			}
			ids := len(placeholder.FindAllString(alias.Path, -1))
			if alias.BodyID != "" {
				ids++
			}
			require.GreaterOrEqual(t, ids, len(o.Params()), "%s %s", alias.Method, alias.Path)
		}
	}
}

// Every alias can be registered beside all others, and a built path matches its own
// operation.
func TestRoutesAreUnambiguous(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	for _, o := range spec.All() {
		answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(o.Name)) })
		mux.Handle(o.Method+" "+o.Template(), answer)
		for _, alias := range o.Aliases {
			mux.Handle(alias.Method+" "+spec.BasePath+alias.Path, answer)
		}
	}
	for _, o := range spec.All() {
		ids := make([]string, len(o.Params()))
		for i := range ids {
			ids[i] = "x/y?z"
		}
		rec := httptest.NewRecorder()
		mux.ServeHTTP(rec, httptest.NewRequest(o.Method, spec.BasePath+o.Build(ids...), nil))
		require.Equal(t, o.Name, rec.Body.String())
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	for _, o := range spec.All() {
		require.Same(t, o, spec.Lookup(o.Name))
	}
	for _, name := range []string{"", "payments.create", "Payments.Creat", "Stablecoin.BatchTransfer"} {
		require.PanicsWithValue(t, `spec: no operation "`+name+`"`, func() { spec.Lookup(name) })
	}
}

func TestAllIsACopy(t *testing.T) {
	t.Parallel()
	all := spec.All()
	first := all[0]
	all[0] = nil
	require.Same(t, first, spec.All()[0])
}

func TestParamsAndTemplate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, template string
		params         []string
	}{
		{"Payments.List", "/v1/payments", nil},
		{"Payments.Get", "/v1/payments/{id}", []string{"id"}},
		{"Orders.Pay", "/v1/order/pay", nil},
		{"Stablecoin.Balance", "/v1/stablecoin/balance/{address}", []string{"address"}},
		{"Agents.GetExecution", "/v1/agents/{id}/executions/{execution_id}", []string{"id", "execution_id"}},
	} {
		o := spec.Lookup(tt.name)
		require.Equal(t, tt.template, o.Template())
		require.Equal(t, tt.params, o.Params())
	}
}

func TestMutates(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Payments.Get": false, "Payments.List": false, "Payments.Create": true, "Orders.Update": true,
		"Invoices.Update": true, "Webhooks.Delete": true, "Global.QuoteShipping": true, "Global.CalculateTax": false,
	} {
		require.Equal(t, want, spec.Lookup(name).Mutates(), name)
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, want string
		ids        []string
	}{
		{"Payments.Create", "/payments", nil},
		{"Payments.Get", "/payments/pay_1a2b3c4d", []string{"pay_1a2b3c4d"}},
		{"Payments.Refund", "/payments/pay_1/refund", []string{"pay_1"}},
		{"Agents.GetExecution", "/agents/agent_1/executions/exec_2", []string{"agent_1", "exec_2"}},
		{"Payments.Get", "/payments/a%2Fb", []string{"a/b"}},
		{"Payments.Get", "/payments/a%3Fb=c&d%23e", []string{"a?b=c&d#e"}},
		{"Payments.Get", "/payments/%252F", []string{"%2F"}},
		{"Payments.Get", "/payments/%7Bid%7D", []string{"{id}"}},
		{"Payments.Get", "/payments/%0D%0AHost:%20x", []string{"\r\nHost: x"}},
		{"Payments.Get", "/payments/%00%FF", []string{"\x00\xff"}},
		{"Payments.Get", "/payments/%E2%82%AC", []string{"€"}},
	} {
		require.Equal(t, tt.want, spec.Lookup(tt.name).Build(tt.ids...))
	}
}

func TestBuildWantsItsIDs(t *testing.T) {
	t.Parallel()
	get, execution, create := spec.Lookup("Payments.Get"), spec.Lookup("Agents.GetExecution"), spec.Lookup("Payments.Create")
	require.PanicsWithValue(t, "spec: Payments.Get takes 1 ids, got 0", func() { get.Build() })
	require.PanicsWithValue(t, "spec: Payments.Get takes 1 ids, got 2", func() { get.Build("a", "b") })
	require.PanicsWithValue(t, "spec: Payments.Create takes 0 ids, got 1", func() { create.Build("a") })
	require.Panics(t, func() { execution.Build("a") })
}

// No ID changes the number of segments or adds a query or a fragment.
func TestBuildKeepsTheShape(t *testing.T) {
	t.Parallel()
	o := spec.Lookup("Agents.GetExecution")
	rapid.Check(t, func(t *rapid.T) {
		path := o.Build(rapid.String().Draw(t, "agent"), rapid.String().Draw(t, "execution"))
		require.Equal(t, 4, strings.Count(path, "/"))
		require.NotContains(t, path, "?")
		require.NotContains(t, path, "#")
		require.NotContains(t, path, " ")
	})
}

func TestWithAlias(t *testing.T) {
	t.Parallel()
	op := spec.Lookup("Stablecoin.Balance")
	alias := op.WithAlias(0)
	require.Equal(t, "/stablecoin/balance", alias.Build())
	require.Equal(t, "/v1/stablecoin/balance", alias.Template())
	require.Empty(t, alias.Params())
	require.Equal(t, op.Name, alias.Name)
	require.Equal(t, op.Scope, alias.Scope)
	require.Equal(t, "/stablecoin/balance/{address}", op.Path, "the canonical operation is unchanged")
	require.Equal(t, []string{"address"}, op.Params())
}
