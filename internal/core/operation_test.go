package core_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// A ParamError names its operation and belongs to the class of invalid requests.
func TestParamErrorNamesItsOperation(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Respond(200, `{"id":"pay_1"}`)))
	shared := &api.ParamError{Param: "WithX", Message: "is bad"}
	option := core.OptionFunc(func(*core.CallOptions) error { return shared })
	_, errGet := get(t.Context(), c, "pay_1", option)
	_, errCreate := create(t.Context(), c, option)
	for want, err := range map[string]error{
		"Payments.Get": errGet, "Payments.Create": errCreate, "Do": c.Do(t.Context(), "GET", "/x", nil, nil, option),
	} {
		var fault *api.ParamError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, &api.ParamError{Operation: want, Param: "WithX", Message: "is bad"}, fault)
		require.EqualError(t, err, "stateset: "+want+": WithX: is bad")
		require.ErrorIs(t, err, api.ErrInvalidRequest)
		require.NotErrorIs(t, err, api.ErrNotFound)
	}
	require.Empty(t, shared.Operation, "an error that calls share stays as it is")
}

// Other errors before a request also name the operation, and errors.Is still finds them.
func TestOtherErrorsNameTheirOperation(t *testing.T) {
	t.Parallel()
	cause := errors.New("stateset: boom")
	err := core.InOperation("Payments.Get", cause)
	require.EqualError(t, err, "stateset: Payments.Get: boom")
	require.ErrorIs(t, err, cause)
	require.NotErrorIs(t, err, api.ErrInvalidRequest)
	require.NoError(t, core.InOperation("Payments.Get", nil))
}
