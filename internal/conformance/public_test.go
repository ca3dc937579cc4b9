package conformance_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// A client without a key sends no call that requires a key.
func TestCallsWithoutAKey(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		recorder := wiretest.New(wiretest.Respond(row.Spec().Status, answer(row, row.Sample)))
		client, err := stateset.NewPublic(stateset.WithHTTPClient(&http.Client{Transport: recorder}))
		require.NoError(t, err)
		_, err = row.Call(t.Context(), client, row.Sample)
		if row.Spec().Access == spec.AccessOpen {
			require.NoError(t, err)
			require.Empty(t, recorder.Only(t).Header.Get("Authorization"))
			return
		}
		require.Empty(t, recorder.Requests())
		var refused *stateset.ParamError
		require.True(t, errors.As(err, &refused), "%v", err)
		require.Equal(t, "key", refused.Param)
		require.Contains(t, []string{row.Name, row.Spec().Name}, refused.Operation)
		require.Contains(t, refused.Message, "stateset.New")
	})
}
