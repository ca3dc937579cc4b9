package checker_test

import (
	"context"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/internal/conformance/checker"
	"github.com/stateset/stateset-go/mockserver"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestLinksNoTests keeps the program small: the checker links neither testing nor the mock.
func TestLinksNoTests(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	for _, pkg := range strings.Fields(string(output)) {
		require.False(t, pkg == "testing" || strings.Contains(pkg, "testify") || strings.Contains(pkg, "mockserver"), pkg)
	}
}

// newMock returns a mock server with an account. Deliveries are dropped: the endpoints do
// not exist.
func newMock(t *testing.T, opts ...mockserver.Option) checker.Server {
	srv := mockserver.New(t, append(opts, mockserver.WithWebhookFault("* drop"))...)
	return checker.Server{BaseURL: srv.URL(), Key: srv.NewAccount().Key(), Transport: srv.HTTPClient().Transport}
}

func check(t *testing.T, server checker.Server, pattern string) *checker.Report {
	t.Helper()
	report, err := checker.Run(context.Background(), checker.Options{Server: server, Reference: newMock(t), Run: regexp.MustCompile(pattern)})
	require.NoError(t, err)
	return report
}

// The mock server has no differences, also when the account has the data of an earlier
// run.
func TestMockServer(t *testing.T) {
	t.Parallel()
	server := newMock(t)
	for range 2 {
		report := check(t, server, "")
		for _, result := range report.Operations {
			require.Equal(t, checker.Same, result.Status, "%+v", result)
		}
		require.True(t, report.Passed())
		require.Equal(t, 67, report.Same)
	}
}
