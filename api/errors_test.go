package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// The fields of an Error describe the response completely, so callers can wrap it.
func TestErrorFields(t *testing.T) {
	t.Parallel()
	cause := errors.New("underneath")
	e := &api.Error{Operation: "Payments.Get", Method: "GET", Path: "/v1/payments/{id}", Status: 502, Err: cause,
		Response: api.NewResponse(502, http.Header{"X-Request-Id": {"req_1"}, "X-Ratelimit-Limit": {"10"}, "X-Ratelimit-Remaining": {"3"}}, []byte("bad gateway"))}
	require.ErrorIs(t, e, cause)
	require.ErrorIs(t, e, api.ErrServer)
	require.Equal(t, "bad gateway", string(e.RawBody()))
	require.Equal(t, "req_1", e.Response.RequestID)
	require.Equal(t, 3, e.Response.RateLimit.Remaining)
	require.Nil(t, (&api.Error{}).RawBody())
	require.NotContains(t, fmt.Sprintf("%+v %#v", e, *e.Response), "bad gateway\"")
}
