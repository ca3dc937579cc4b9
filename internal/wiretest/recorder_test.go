package wiretest_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRecorder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		recorder := wiretest.New(wiretest.Reset, wiretest.Respond(200, `{"id":"pay_1","amount":1,"currency":"USD"}`))
		client := recorder.Client(t)
		for range 2 {
			_, err := client.Payments.Capture(t.Context(), "pay_1", &payments.CaptureParams{StatementDescriptor: "SHOP"}, stateset.WithQuery("a", "b c"), stateset.WithIdempotencyKey("k"))
			require.NoError(t, err)
		}
		require.Len(t, recorder.Requests(), 3)
		require.Equal(t, `POST api.stateset.com/v1/payments/pay_1/capture?a=b+c {"statement_descriptor":"SHOP"}`, recorder.Last(t).String())
		require.Equal(t, "k", recorder.Last(t).Key())
		require.Equal(t, "Bearer "+wiretest.Key, recorder.Last(t).Header.Get("Authorization"))
	})
}

func TestRecorderWithoutResponses(t *testing.T) {
	t.Parallel()
	recorder := wiretest.New()
	_, err := recorder.Client(t).Payments.Get(t.Context(), "pay_1")
	var failed *stateset.Error
	require.True(t, errors.As(err, &failed))
	require.Equal(t, "recorded", failed.Code)
	require.Equal(t, "GET api.stateset.com/v1/payments/pay_1", recorder.Only(t).String())
}
