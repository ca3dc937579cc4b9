package stateset_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// A live key is sent only to hosts of ASCII letters, digits, dots and dashes. Other
// characters can look like these, or be invisible.
func TestLiveKeyNeedsAPlainHost(t *testing.T) {
	t.Parallel()
	for name, host := range map[string]string{
		"full width":       "\uff41pi.stateset.com",
		"full-width dot":   "evil\uff0estateset.com",
		"zero width":       "api\u200b.stateset.com",
		"zero-width start": "\ufeff.stateset.com",
		"Cyrillic":         "\u0430pi.stateset.com",
		"soft hyphen":      "a\u00adpi.stateset.com",
		"underscore":       "a_b.stateset.com",
		"IPv6":             "[2001:db8::1]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := stateset.New(wiretest.LiveKey, stateset.WithBaseURL("https://"+host))
			require.ErrorContains(t, err, "WithBaseURL: a live key is sent only to hosts of ASCII letters, digits, dots and dashes")
			_, err = stateset.New(wiretest.LiveKey, stateset.WithNetworkURL("https://"+host))
			require.ErrorContains(t, err, "WithNetworkURL: a live key is sent only to hosts of ASCII letters")
			_, err = stateset.New(wiretest.LiveKey, stateset.WithLiveKeyHost(host))
			require.ErrorContains(t, err, "WithLiveKeyHost: must be the name of one host")
			_, err = stateset.New(wiretest.Key, stateset.WithBaseURL("https://"+host))
			require.NoError(t, err, "a test key")
		})
	}
	_, err := stateset.New(wiretest.LiveKey, stateset.WithBaseURL("https://api-2.eu.StateSet.com"))
	require.NoError(t, err)
}
