package engine

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryCodeHasAType(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, code := range Codes() {
		known[code] = true
	}
	declared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		declared++
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		require.NoError(t, err)
		require.True(t, known[code], "no type for %s", spec.Names[0].Name)
		return false
	})
	require.Equal(t, len(known), declared)
}

func TestTypeOfError(t *testing.T) {
	t.Parallel()
	for code, kind := range map[string]string{
		CodeInvalidAPIKey:     "authentication_error",
		CodePermissions:       "permission_error",
		CodeParameterMissing:  "invalid_request_error",
		CodeSmartContract:     "invalid_request_error",
		CodeOrderNotFound:     "not_found_error",
		CodeInsufficientFunds: "payment_error",
		CodeCardDeclined:      "payment_error",
		CodeRateLimitExceeded: "rate_limit_error",
		CodeNetwork:           "api_error",
		"no_such_code":        "api_error",
	} {
		e := &Error{Code: code, Message: "why"}
		require.Equal(t, kind, e.Type(), code)
		require.Equal(t, code+": why", e.Error())
	}
}
