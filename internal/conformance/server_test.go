package conformance_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver"
)

func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "30"); err != nil { // the default, because each check runs two servers
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// TestMockServer runs the good call of every row against the mock server, each on a new
// account, with and without the SDK. Webhook deliveries are discarded, because the
// endpoints do not exist.
func TestMockServer(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithWebhookFault("* drop"))
	for _, operation := range conformance.All() {
		t.Run(operation.Name, func(t *testing.T) {
			t.Parallel()
			account := srv.NewAccount()
			require.NoError(t, operation.Run(t.Context(), account.Client()))
			require.NoError(t, operation.RunHTTP(t.Context(), account.Client(), server(srv, account.Key())))
		})
	}
}

func server(srv *mockserver.Server, key string) conformance.Server {
	return conformance.Server{URL: srv.URL() + spec.BasePath, Key: key, Client: srv.HTTPClient()}
}

func TestRefusalsOfTheServer(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	row := rowsByName()["Payments.Create"]
	err := row.RunHTTP(t.Context(), srv.Client(), server(srv, "pk_test_public"))
	require.ErrorContains(t, err, "Payments.Create: want status 201, got 403: ")
	srv.Close()
	require.ErrorContains(t, row.RunHTTP(t.Context(), srv.Client(), server(srv, "sk_test_a")), "Payments.Create: Post ")
}
