package transport

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// No redirect is followed, for every target and for every client of the user: the target
// receives nothing, and a write does not become a read.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	targets := map[string]struct{ lines, host string }{
		"same place":        {"Location: http://localhost/v1/things/" + secretID, ""},
		"same host":         {"Location: http://localhost/v2/things", ""},
		"relative":          {"Location: /v2/things", ""},
		"no path":           {"Location: ?next=1", ""},
		"other port":        {"Location: http://localhost:8080/v1", "localhost:8080"},
		"other host":        {"Location: https://elsewhere.example/v1?token=x", "elsewhere.example"},
		"subdomain":         {"Location: http://sub.localhost/v1", "sub.localhost"},
		"no scheme":         {"Location: //elsewhere.example/v1", "elsewhere.example"},
		"password":          {"Location: http://user:pass@elsewhere.example/", "elsewhere.example"},
		"javascript":        {"Location: javascript:alert(1)", ""},
		"file":              {"Location: file:///etc/passwd", ""},
		"data":              {"Location: data:text/html,x", ""},
		"missing":           {"X-Location: none", ""},
		"empty":             {"Location: ", ""},
		"two":               {"Location: /a\r\nLocation: http://elsewhere.example/", ""},
		"unparsable host":   {"Location: http://[::1/", ""},
		"unparsable escape": {"Location: http://%zz/", ""},
		"unparsable scheme": {"Location: :/a", ""},
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, target := range targets {
			t.Run(fmt.Sprintf("%d %s", status, name), func(t *testing.T) {
				t.Parallel()
				for _, kind := range kinds {
					synctest.Test(t, func(t *testing.T) {
						s := serve(t, reply(status, "moved", target.lines))
						_, failure := s.client(t, followingClient).Do(t.Context(), newRequest(kind))
						require.Len(t, s.requests(), 1)
						require.Len(t, failure.Attempts, 1)
						require.Equal(t, api.OutcomeRejected, failure.Outcome)
						require.Equal(t, api.StopRedirect, failure.Stop)
						var redirect *api.RedirectError
						require.ErrorAs(t, failure.Err, &redirect)
						require.Equal(t, api.RedirectError{Status: status, Host: target.host}, *redirect)
						where := ""
						if target.host != "" {
							where = " to " + target.host
						}
						require.EqualError(t, failure.Err, "stateset: server responded with a redirect"+where+", which is not followed")
						require.NotContains(t, failure.Err.Error(), "pass")
						require.NotContains(t, failure.Err.Error(), "token")
						require.Equal(t, "moved", string(failure.Response.Body))
					})
				}
			})
		}
	}
}

// followingClient sets a client of the user that follows every redirect.
func followingClient(c *Config) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err)
	}
	c.HTTP = &http.Client{
		Transport: c.HTTP.Transport, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return nil },
	}
}

// The headers of the redirect are kept, with its target.
func TestRedirectKeepsItsHeaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(307, "", "Location: https://elsewhere.example/"))
		_, failure := s.client(t).Do(t.Context(), newRequest(Keyed))
		require.Equal(t, []string{"https://elsewhere.example/"}, failure.Response.Header["Location"])
		require.EqualError(t, failure.Err, "stateset: server responded with a redirect to elsewhere.example, which is not followed")
	})
}

// A redirect does not settle the outcome of an earlier attempt.
func TestRedirectAfterAnOpenAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, ended(""), reply(302, "", "Location: /maintenance"))
		_, failure := s.client(t).Do(t.Context(), newRequest(Keyed))
		require.Len(t, failure.Attempts, 2)
		require.Equal(t, api.StopRedirect, failure.Stop)
		require.Equal(t, api.OutcomeUnknown, failure.Outcome)
		require.True(t, failure.PriorAmbiguous)
	})
}

// The client of the user is used and never modified.
func TestUsersClientStaysAsItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(302, "", "Location: /there"))
		own := &http.Client{Transport: s.wireHTTP}
		_, failure := s.client(t, func(c *Config) { c.HTTP = own }).Do(t.Context(), newRequest(Safe))
		require.Equal(t, api.StopRedirect, failure.Stop)
		require.Nil(t, own.CheckRedirect)
		require.Same(t, s.wireHTTP, own.Transport)
	})
}
