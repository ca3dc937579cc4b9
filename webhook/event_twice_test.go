package webhook_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// A member that appears twice is rejected in every object and position, because programs
// use either the first or the last value.
func TestMembersTwiceAreRefused(t *testing.T) {
	t.Parallel()
	const data = `"object":{"id":"pay_1"},"previous_attributes":{"status":"pending"},"amount":"150.00","currency":"USD","status":"succeeded"`
	const head = `"id":"evt_1","object":"event","api_version":"2024-01-01","created":1767225600,"timestamp":1767225600,"type":"payment.succeeded",` +
		`"livemode":false,"request":{"id":"req_1"},"pending_webhooks":1`
	v := verifier(t, []string{k1})
	verify := func(body string) error {
		_, err := v.Verify([]byte(body), raw(digest(k1, body)))
		return err
	}
	require.NoError(t, verify(`{`+head+`,"data":{`+data+`}}`))
	for name, value := range map[string]string{
		"id": `"evt_2"`, "object": `"event"`, "api_version": `"2024-01-01"`, "created": "1767225600", "timestamp": "1767225600",
		"type": `"payment.failed"`, "livemode": "false", "request": `{"id":"req_2"}`, "pending_webhooks": "1", "data": "{}",
	} {
		err := verify(fmt.Sprintf(`{%s,"data":{%s},%q:%s}`, head, data, name, value))
		require.ErrorIs(t, err, webhook.ErrMalformedEvent, name)
		require.ErrorContains(t, err, name+": appears twice")
	}
	for name, value := range map[string]string{
		"object": `{"id":"pay_2"}`, "previous_attributes": "{}", "amount": `"1.00"`, "currency": `"EUR"`, "status": `"failed"`,
	} {
		err := verify(fmt.Sprintf(`{%s,"data":{%s,%q:%s}}`, head, data, name, value))
		require.ErrorIs(t, err, webhook.ErrMalformedEvent, name)
		require.ErrorContains(t, err, name+": appears twice")
	}
}
