package transport

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// A request that an HTTP/2 server did not process is repeated immediately, for every
// kind, and WireSends of the attempt counts it. A call repeats a write once in this way.
// For a request that the server may have processed the table decides.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	success := verdict{attempts: 1, reads: 2}
	second := verdict{attempts: 2, reads: 3}
	readTwice := verdict{attempts: 1, reads: 3} // net/http repeats reads
	unlessKeyed := verdict{2, 2, api.OutcomeUnknown, api.StopAttempts}
	unkeyed := stopped(api.OutcomeUnknown, api.StopNotKeyed)
	for name, c := range map[string]struct {
		script               []frameAnswer
		safe, keyed, unkeyed verdict
	}{
		"connection ends, request not processed": {[]frameAnswer{goAway(false, codeNoError), good}, success, success, success},
		"stream refused":                         {[]frameAnswer{resetStream(codeRefusedStream), good}, success, success, success},
		"stream refused twice":                   {[]frameAnswer{resetStream(codeRefusedStream), resetStream(codeRefusedStream), good}, readTwice, second, second},
		"stream ends, protocol error":            {[]frameAnswer{resetStream(codeProtocolError), good}, success, verdict{attempts: 2, reads: 2}, unkeyed},
		"connection ends, request processed":     {[]frameAnswer{goAway(true, codeNoError)}, unlessKeyed, unlessKeyed, unkeyed},
		"connection ends, too many requests":     {[]frameAnswer{goAway(true, codeEnhanceYourCalm)}, unlessKeyed, unlessKeyed, unkeyed},
		"stream ends, too many requests":         {[]frameAnswer{resetStream(codeEnhanceYourCalm)}, unlessKeyed, unlessKeyed, unkeyed},
	} {
		for kindName, kind := range kinds {
			t.Run(name+"/"+kindName, func(t *testing.T) {
				t.Parallel()
				s, client, address := framesClient(t, 2, c.script...)
				response, failure := client.Do(t.Context(), at(t, kind, address))
				want := [...]verdict{Safe: c.safe, Keyed: c.keyed, Unkeyed: c.unkeyed}[kind]
				require.Equal(t, want.reads, s.requests())
				if want.outcome == "" {
					require.Nil(t, failure)
					require.Equal(t, "{}", string(response.Body))
					require.Len(t, response.Attempts, want.attempts)
					sends := 0
					for _, a := range response.Attempts {
						sends += a.WireSends
					}
					require.Equal(t, want.reads, sends)
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

// A call that is always refused repeats once immediately, and then like any request that
// was not sent. Its error does not contain the hint of net/http about GetBody.
func TestHTTP2RefusedForEver(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		refuse frameAnswer
		says   string
	}{
		"GOAWAY":         {goAway(false, codeNoError), "stateset: http2: Transport received Server's graceful shutdown GOAWAY"},
		"REFUSED_STREAM": {resetStream(codeRefusedStream), "stateset: stream error: stream ID 3; REFUSED_STREAM; received from peer"},
	} {
		for _, kind := range []Kind{Keyed, Unkeyed} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s, client, address := framesClient(t, 2, c.refuse)
				_, failure := client.Do(t.Context(), at(t, kind, address))
				require.Equal(t, 5, failure.Row, "%v", failure.Err)
				require.Equal(t, verdict{2, 3, api.OutcomeNotSent, api.StopAttempts}, verdict{len(failure.Attempts), s.requests(), failure.Outcome, failure.Stop})
				require.Equal(t, [2]int{2, 1}, [2]int{failure.Attempts[0].WireSends, failure.Attempts[1].WireSends})
				require.EqualError(t, failure.Attempts[0].Err, c.says)
			})
		}
	}
}

// A server that regularly closes connections with GOAWAY fails no write.
func TestHTTP2Rotation(t *testing.T) {
	t.Parallel()
	const calls = 30
	for name, c := range map[string]struct {
		third frameAnswer
		reads int
	}{
		"refuses every third request": {goAway(false, codeNoError), calls * 3 / 2},
		"ends after every third answer": {func(w *frameWriter, stream uint32) bool {
			w.frame(frameGoAway, 0, 0, append(word(stream), word(codeNoError)...)...)
			good(w, stream)
			return false
		}, calls},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var served int
			s, client, address := framesClient(t, 1, func(w *frameWriter, stream uint32) bool {
				if served++; served%3 == 0 {
					return c.third(w, stream)
				}
				return good(w, stream)
			})
			for i := range calls {
				require.Len(t, succeed(t, client, at(t, Kind(1+i%2), address)), 1)
			}
			require.InDelta(t, c.reads, s.requests(), 1)
		})
	}
}

// framesClient starts a server of frames and returns a client of it.
func framesClient(t *testing.T, attempts int, script ...frameAnswer) (*framesServer, *Client, string) {
	s, address, settings := openFrames(t, script...)
	hc := DefaultHTTP()
	hc.Transport.(*http.Transport).TLSClientConfig = settings
	t.Cleanup(hc.CloseIdleConnections)
	client := New(Config{HTTP: hc, Policy: complete(t, api.RetryPolicy{MaxAttempts: attempts})})
	client.random = noJitter
	return s, client, address
}
