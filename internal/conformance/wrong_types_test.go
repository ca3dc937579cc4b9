package conformance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/mockserver"
)

// TestWrongTypes replaces each member of each real response with a value of another type.
// For an essential member the call returns a DecodeError with the outcome, the body and
// the ID. Any other member is skipped and logged, and the object is returned.
func TestWrongTypes(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithWebhookFault("* drop"))
	faults, skips := 0, 0
	forEveryInOrder(t, func(t *testing.T, row *conformance.Operation) {
		answer, ids := realAnswer(t, srv.NewAccount(), row)
		for _, m := range mutations(t, answer) {
			switch {
			case requireSkipped(t, row, ids, m):
				skips++
			default:
				faults++
			}
		}
	})
	require.Greater(t, faults, 800)
	require.Greater(t, skips, 900)
}

func forEveryInOrder(t *testing.T, test func(t *testing.T, row *conformance.Operation)) {
	for _, row := range conformance.All() {
		if row.Answer != "" {
			t.Run(row.Name, func(t *testing.T) { test(t, row) })
		}
	}
}

// realAnswer makes the row's call against the mock server and returns the body.
func realAnswer(t *testing.T, account *mockserver.Account, row *conformance.Operation) (string, conformance.IDs) {
	t.Helper()
	var last []byte
	client, err := account.Client().With(stateset.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			response, err := next.RoundTrip(r)
			if err != nil {
				return nil, err
			}
			defer response.Body.Close()
			last, err = io.ReadAll(response.Body)
			response.Body = io.NopCloser(bytes.NewReader(last))
			return response, err
		})
	}))
	require.NoError(t, err)
	var ids conformance.IDs
	if row.Prepare != nil {
		ids, err = row.Prepare(t.Context(), client)
		require.NoError(t, err)
	}
	_, err = row.Call(t.Context(), client, ids)
	require.NoError(t, err)
	return string(last), ids
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// mutation is a response with a member of another type.
type mutation struct{ path, body, id string }

func mutations(t *testing.T, answer string) []mutation {
	t.Helper()
	tree := golden.Tree(t, []byte(answer))
	var all []mutation
	var walk func(path string, v any, set func(any))
	walk = func(path string, v any, set func(any)) {
		if wrong := wrongType(v); wrong != nil && path != "" {
			set(wrong)
			body, err := json.Marshal(tree)
			require.NoError(t, err)
			all = append(all, mutation{strings.TrimPrefix(path, "."), string(body), idIn(tree)})
			set(v)
		}
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(path+"."+name, v[name], func(to any) { v[name] = to })
			}
		case []any:
			for i := range v[:min(len(v), 1)] {
				walk(fmt.Sprintf("%s[%d]", path, i), v[i], func(to any) { v[i] = to })
			}
		}
	}
	walk("", tree, func(any) {})
	return all
}

// wrongType returns a value of another type. It returns nil for null.
func wrongType(v any) any {
	switch v.(type) {
	case nil:
		return nil
	case string, json.Number, bool:
		return []any{json.Number("1")}
	case []any:
		return true
	}
	return "odd"
}

// idIn returns the ID of the object of a response, or of the first object in the
// response.
func idIn(tree any) string {
	members, _ := tree.(map[string]any)
	if id, ok := members["id"]; ok {
		text, _ := id.(string)
		return text
	}
	for _, name := range []string{"payment", "order", "invoice"} {
		inner, _ := members[name].(map[string]any)
		for _, member := range []string{"id", name + "_id"} {
			if id, ok := inner[member].(string); ok {
				return id
			}
		}
	}
	return ""
}

// requireSkipped makes the call with the mutated response, and reports whether the member
// was skipped.
func requireSkipped(t *testing.T, row *conformance.Operation, ids conformance.IDs, m mutation) bool {
	t.Helper()
	var log bytes.Buffer
	s := wiretest.New(wiretest.Respond(row.Spec().Status, m.body))
	client := s.Client(t, stateset.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	got, err := row.Call(context.Background(), client, ids)
	if err == nil {
		logged := strings.Contains(log.String(), "member="+m.path+" ") || strings.Contains(log.String(), `member="`+m.path+`"`)
		text, err := json.Marshal(got)
		require.NoError(t, err, m.path)
		require.True(t, logged || keepsAnyType(row, m.path), "%s: not skipped: %s\n%s", m.path, log.String(), text)
		return true
	}
	e := failed(t, err)
	require.Equal(t, 1, len(s.Requests()), m.path)
	require.Equal(t, m.body, string(e.RawBody()), m.path)
	var unread *stateset.DecodeError
	if !errors.As(err, &unread) {
		require.Contains(t, []string{"success"}, m.path, "%v", err)
		return false
	}
	if !strings.Contains(err.Error(), "amount without a currency: ") { // at the amount, because its currency may be elsewhere
		require.ErrorContains(t, err, m.path+": ")
	}
	if row.Spec().Mutates() {
		require.Equal(t, stateset.OutcomeSucceeded, e.Outcome, m.path)
	}
	require.Equal(t, m.id, unread.ID, m.path)
	return false
}

// keepsAnyType reports whether the member is raw JSON, or not decoded.
func keepsAnyType(row *conformance.Operation, path string) bool {
	return path == "url" && strings.Contains(row.Answer, "[") ||
		strings.HasPrefix(row.Name, "Agents.") && strings.HasPrefix(path, "parameters") ||
		strings.HasPrefix(row.Name, "Webhooks.") && (strings.Contains(path, "data.object") || strings.HasSuffix(path, "_id"))
}
