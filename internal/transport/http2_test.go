package transport

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// What an HTTP/2 server says of a request that it did not process is taken for true:
// net/http sends it again itself, whatever its kind, and the record of the attempt
// tells so. Of one that it may have processed, the table decides.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	success := verdict{attempts: 1, reads: 2}
	unlessKeyed := verdict{2, 2, api.OutcomeUnknown, api.StopAttempts}
	unkeyed := stopped(api.OutcomeUnknown, api.StopNotKeyed)
	for name, c := range map[string]struct {
		script               []frameAnswer
		safe, keyed, unkeyed verdict
	}{
		"connection ends, request not processed": {[]frameAnswer{goAway(false, codeNoError), good}, success, success, success},
		"stream refused":                         {[]frameAnswer{resetStream(codeRefusedStream), good}, success, success, success},
		"connection ends, request processed":     {[]frameAnswer{goAway(true, codeNoError)}, unlessKeyed, unlessKeyed, unkeyed},
		"connection ends, too many requests":     {[]frameAnswer{goAway(true, codeEnhanceYourCalm)}, unlessKeyed, unlessKeyed, unkeyed},
		"stream ends, too many requests":         {[]frameAnswer{resetStream(codeEnhanceYourCalm)}, unlessKeyed, unlessKeyed, unkeyed},
	} {
		for kindName, kind := range kinds {
			t.Run(name+"/"+kindName, func(t *testing.T) {
				t.Parallel()
				s, address, settings := openFrames(t, c.script...)
				hc := DefaultHTTP()
				hc.Transport.(*http.Transport).TLSClientConfig = settings
				t.Cleanup(hc.CloseIdleConnections)
				client := New(Config{HTTP: hc, Policy: complete(t, api.RetryPolicy{MaxAttempts: 2})})
				client.random = noJitter
				r := newRequest(kind)
				var err error
				r.URL, err = url.Parse(address)
				require.NoError(t, err)
				response, failure := client.Do(t.Context(), r)
				want := [...]verdict{Safe: c.safe, Keyed: c.keyed, Unkeyed: c.unkeyed}[kind]
				require.Equal(t, want.reads, s.requests())
				if want.outcome == "" {
					require.Nil(t, failure)
					require.Equal(t, "{}", string(response.Body))
					require.Len(t, response.Attempts, want.attempts)
					require.Equal(t, want.reads, response.Attempts[0].WireSends)
					response.Release()
					return
				}
				require.Nil(t, response)
				require.Equal(t, 6, failure.Row, "%v", failure.Err)
				require.Equal(t, want, verdict{len(failure.Attempts), s.requests(), failure.Outcome, failure.Stop}, "%v", failure.Err)
			})
		}
	}
}
