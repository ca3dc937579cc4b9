package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// Errors that are made by hand, as in fakes, leave no gaps in the text.
func TestTextOfHandMadeParamErrors(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]*api.ParamError{
		"stateset: Payments.Create: amount: is required": {Operation: "Payments.Create", Param: "amount", Message: "is required"},
		"stateset: amount: is required":                  {Param: "amount", Message: "is required"},
		"stateset: is required":                          {Message: "is required"},
		"stateset: invalid request":                      {},
	} {
		require.EqualError(t, e, want)
		require.ErrorIs(t, e, api.ErrInvalidRequest)
	}
}
