package webhook_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// The Lambda example receives requests of API Gateway in both payload formats, and of a
// load balancer.
func TestLambda(t *testing.T) {
	t.Parallel()
	encoded := base64.StdEncoding.EncodeToString([]byte(b2))
	for name, test := range map[string]struct {
		request string
		want    int
	}{
		"2.0, base64":        {fmt.Sprintf(`{"version":"2.0","rawPath":"/hooks","headers":{"stateset-signature":"t=1767225600 v1=%s"},"body":%q,"isBase64Encoded":true}`, t12, encoded), 200},
		"2.0, text":          {fmt.Sprintf(`{"version":"2.0","headers":{"stateset-signature":"t=1767225600 v1=%s"},"body":%q,"isBase64Encoded":false}`, t12, b2), 200},
		"1.0, text":          {fmt.Sprintf(`{"version":"1.0","httpMethod":"POST","headers":{"Stateset-Signature":"t=1767225600 v1=%s"},"multiValueHeaders":{"Stateset-Signature":["t=1767225600 v1=%s"]},"body":%q,"isBase64Encoded":false}`, t12, t12, b2), 200},
		"load balancer":      {fmt.Sprintf(`{"requestContext":{"elb":{}},"headers":{"stateset-signature":"t=1767225600 v1=%s"},"body":%q,"isBase64Encoded":true}`, t12, encoded), 200},
		"two lines in one":   {fmt.Sprintf(`{"headers":{"stateset-signature":"t=1767225600 v1=%s,t=1767225600 v1=%s"},"body":%q}`, t12, t12, b2), 400},
		"two spellings":      {fmt.Sprintf(`{"headers":{"stateset-signature":"t=1767225600 v1=%s","Stateset-Signature":"t=1 v1=00"},"body":%q}`, t12, b2), 400},
		"base64 not decoded": {fmt.Sprintf(`{"headers":{"stateset-signature":"t=1767225600 v1=%s"},"body":%q}`, t12, encoded), 401},
		"not base64":         {fmt.Sprintf(`{"headers":{"stateset-signature":"t=1767225600 v1=%s"},"body":"{}","isBase64Encoded":true}`, t12), 400},
		"no body":            {`{"headers":{"stateset-signature":"t=1767225600 v1=00"},"body":null}`, 400},
		"forged":             {fmt.Sprintf(`{"headers":{"stateset-signature":"t=1767225600 v1=%s"},"body":%q}`, t11, b2), 401},
		"no headers":         {fmt.Sprintf(`{"headers":null,"body":%q}`, b2), 401},
	} {
		var events counting
		var r gatewayRequest
		require.NoError(t, json.Unmarshal([]byte(test.request), &r), name)
		got := receive(t.Context(), newHandler(t, &events), r)
		require.Equal(t, gatewayResponse{StatusCode: test.want}, got, name)
		require.Equal(t, test.want == 200, events.calls.Load() == 1, name)
	}
}

// A concurrent delivery gets a Retry-After.
func TestLambdaRetryAfter(t *testing.T) {
	t.Parallel()
	store := webhook.NewMemoryStore(webhook.StoreClock(at(0)))
	_, err := store.Claim(t.Context(), "evt_1", 1500*time.Millisecond)
	require.NoError(t, err)
	h := newHandler(t, webhook.EventFunc(func(context.Context, *webhook.Event) error { return nil }), webhook.WithStore(store))
	got := receive(t.Context(), h, gatewayRequest{Headers: map[string]string{"stateset-signature": v01}, Body: b1})
	require.Equal(t, gatewayResponse{StatusCode: 409, Headers: map[string]string{"Retry-After": "2"}}, got)
	text, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, `{"statusCode":409,"headers":{"Retry-After":"2"}}`, string(text))
}
