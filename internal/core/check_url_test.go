package core_test

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/core"
)

func TestCallbackURLs(t *testing.T) {
	t.Parallel()
	for _, good := range []string{
		"https://shop.example.com", "https://shop.example.com:8443/a?b=c", "HTTPS://SHOP.EXAMPLE.COM/", "https://10.0.0.1/", "https://[2001:db8::1]/",
		"http://localhost/", "http://LOCALHOST:1/", "http://127.0.0.1:65535", "http://127.8.8.8/", "http://[::1]:8080/a",
	} {
		require.True(t, core.IsCallbackURL(good), good)
	}
	for _, bad := range []string{
		"", "/", "shop.example.com", "//shop.example.com", "https:", "https://", "https:///a", "https:shop.example.com", "ftp://localhost/", "ws://localhost/",
		"http://shop.example.com", "http://10.0.0.1", "http://localhost.example.com", "http://localhost@shop.example.com", "http://127.1", "http://2130706433", "http://0.0.0.0", "http://[::1%25lo]/", "https://[fe80::1%25eth0]/", "https://[::1%25lo]:443/", "http://[::]/",
		"https://me@shop.example.com", "https://me:pw@shop.example.com", "https://@shop.example.com", "https://shop.example.com/#a",
		"https://shop.example.com:0", "https://shop.example.com:65536", "https://shop.example.com:https", "https://:443",
		" https://shop.example.com", "https://shop.example.com\n", "https://shop example.com", "https://%zz",
	} {
		require.False(t, core.IsCallbackURL(bad), bad)
	}
}

// Plain URLs include http URLs to any machine, with the same restrictions.
func TestPlainCallbackURLs(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"http://app:8080/hooks", "http://10.0.0.1", "http://[fd00::1]/", "https://shop.example.com", "http://localhost/"} {
		require.True(t, core.IsPlainCallbackURL(good), good)
	}
	for _, bad := range []string{
		"", "app:8080", "ftp://app/", "http:", "http:///a", "http://me@app/", "http://app/#a", "http://app:0", "http://[fd00::1%25eth0]/", "http://app\n",
	} {
		require.False(t, core.IsPlainCallbackURL(bad), bad)
	}
}

// FuzzCallbackURL compares accepted URLs with the result of net/url.
func FuzzCallbackURL(f *testing.F) {
	for _, seed := range []string{"https://shop.example.com:8443/a?b=c", "http://localhost/", "http://[::1]:1", "https://me@x", "http://127.1", "https://x/#a", "https://%41/", "https://[fe80::1%25eth0]/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !core.IsCallbackURL(text) {
			return
		}
		u, err := url.Parse(text)
		require.NoError(t, err)
		require.Nil(t, u.User)
		require.Empty(t, u.Fragment)
		require.NotEmpty(t, u.Hostname())
		require.NotContains(t, u.Hostname(), "%")
		require.True(t, core.IsPlainCallbackURL(text))
		if u.Scheme != "https" {
			require.Equal(t, "http", u.Scheme)
			ip := net.ParseIP(u.Hostname())
			require.True(t, ip.IsLoopback() || strings.EqualFold(u.Hostname(), "localhost"), text)
		}
		_, err = http.NewRequest(http.MethodPost, text, nil)
		require.NoError(t, err)
	})
}
