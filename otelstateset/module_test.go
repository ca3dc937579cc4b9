package otelstateset_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// The module requires the version of the SDK that it is released with. Programs ignore its
// replace directive.
func TestModuleRequiresThisVersion(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	require.Contains(t, string(text), "\tgithub.com/stateset/stateset-go v"+stateset.Version+"\n")
}
