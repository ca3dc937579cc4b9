package transport

import (
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

const gzipLabel = "Content-Encoding: gzip"

// chunked returns a chunked response without Content-Length.
func chunked(status int, body string, header ...string) answer {
	return func(conn net.Conn, r *http.Request) bool {
		lines := append([]string{"HTTP/1.1 " + strconv.Itoa(status) + " Answer", "Transfer-Encoding: chunked"}, header...)
		return raw(fmt.Sprintf("%s\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", strings.Join(lines, "\r\n"), len(body), body))(conn, r)
	}
}

// A body is read up to its limit, plain or compressed, with or without a length.
func TestBodyLimit(t *testing.T) {
	t.Parallel()
	full, over := long(maxBody), long(maxBody+1)
	for name, c := range map[string]struct {
		step answer
		want error
	}{
		"plain":                           {reply(200, full), nil},
		"plain, over":                     {reply(200, over), api.ErrResponseTooLarge},
		"chunks":                          {chunked(200, full), nil},
		"chunks, over":                    {chunked(200, over), api.ErrResponseTooLarge},
		"gzip":                            {reply(200, zipped(full), gzipLabel), nil},
		"gzip, over":                      {reply(200, zipped(over), gzipLabel), api.ErrResponseTooLarge},
		"gzip in capitals":                {reply(200, zipped(full), "Content-Encoding: GZIP"), nil},
		"gzip in members":                 {chunked(200, zipped(full[:maxBody/2])+zipped(full[:maxBody/2]), gzipLabel), nil},
		"gzip in members, over":           {chunked(200, zipped(full[:maxBody/2])+zipped(over[:maxBody/2+1]), gzipLabel), api.ErrResponseTooLarge},
		"compressed part over, and empty": {chunked(200, strings.Repeat(zipped(""), maxBody/len(zipped(""))+1), gzipLabel), api.ErrResponseTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				response, failure := serve(t, c.step).client(t).Do(t.Context(), newRequest(Unkeyed))
				if c.want == nil {
					require.Nil(t, failure)
					require.Equal(t, full, string(response.Body))
					response.Release()
					return
				}
				require.ErrorIs(t, failure.Err, c.want)
				require.Equal(t, api.OutcomeSucceeded, failure.Outcome)
				require.LessOrEqual(t, len(failure.Response.Body), maxErrorBody, "the start is kept")
			})
		})
	}
}

// An endless stream is read up to the limit, even if it decompresses to nothing.
func TestEndlessBody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ piece, label string }{
		"plain":                {long(4 << 10), "X-Plain: yes"},
		"empty gzip members":   {strings.Repeat(zipped(""), 100), gzipLabel},
		"gzip of nothing much": {strings.Repeat(zipped("x"), 100), gzipLabel},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var written atomic.Int64
				s := serve(t, func(conn net.Conn, r *http.Request) bool {
					ok := raw("HTTP/1.1 200 OK\r\nConnection: close\r\n"+c.label+"\r\n\r\n")(conn, r)
					for ; ok; ok = raw(c.piece)(conn, r) {
						written.Add(int64(len(c.piece)))
					}
					return false
				})
				_, failure := s.client(t).Do(t.Context(), newRequest(Keyed))
				require.ErrorIs(t, failure.Err, api.ErrResponseTooLarge)
				require.Less(t, written.Load(), int64(maxBody+64<<10))
			})
		})
	}
}

// The memory that a response allocates is limited, whatever its headers say. Not
// parallel, because the counter belongs to the whole process.
func TestHostileBodiesAllocateLittle(t *testing.T) {
	bomb := strings.Repeat(zipped(long(maxBody)), 32) // 256 MiB, compressed to 256 KiB
	for _, c := range []struct {
		name string
		step answer
		most uint64
	}{
		{"gzip bomb", ended("HTTP/1.1 200 OK\r\n" + gzipLabel + "\r\n\r\n" + bomb), 16_000_000},
		{"gzip bomb as an error", ended("HTTP/1.1 404 Not Found\r\n" + gzipLabel + "\r\n\r\n" + bomb), 4_000_000},
		{"plain flood", flood("HTTP/1.1 200 OK\r\n\r\n"), 16_000_000},
		{"5 GiB announced", ended("HTTP/1.1 200 OK\r\nContent-Length: 5368709120\r\n\r\n{}"), 1_000_000},
		{"8 MiB announced", ended("HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n{}"), 1_000_000},
	} {
		synctest.Test(t, func(t *testing.T) {
			client := serve(t, c.step).client(t)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, failure := client.Do(t.Context(), newRequest(Unkeyed))
			runtime.ReadMemStats(&after)
			require.NotNil(t, failure)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, c.most, c.name)
		})
	}
}

// flood writes 64 MiB.
func flood(headers string) answer {
	piece := []byte(long(64 << 10))
	return func(conn net.Conn, r *http.Request) bool {
		ok := raw(headers)(conn, r)
		for i := 0; ok && i < 1024; i++ {
			_, err := conn.Write(piece)
			ok = err == nil
		}
		return false
	}
}

// An empty body is accepted, with and without Content-Encoding.
func TestEmptyBodies(t *testing.T) {
	t.Parallel()
	head := func(r *Request) { r.Method = http.MethodHead }
	for name, c := range map[string]struct {
		step    answer
		request func(*Request)
	}{
		"204":                  {reply(204, ""), nil},
		"204 labelled gzip":    {reply(204, "", gzipLabel), nil},
		"200":                  {reply(200, ""), nil},
		"200 labelled gzip":    {reply(200, "", gzipLabel), nil},
		"chunks":               {raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), nil},
		"chunks labelled gzip": {raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + gzipLabel + "\r\n\r\n0\r\n\r\n"), nil},
		"gzip of nothing":      {reply(200, zipped(""), gzipLabel), nil},
		"HEAD labelled gzip":   {raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n" + gzipLabel + "\r\n\r\n"), head},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRequest(Safe)
				if c.request != nil {
					c.request(r)
				}
				response, failure := serve(t, c.step).client(t).Do(t.Context(), r)
				require.Nil(t, failure)
				require.Empty(t, response.Body)
				require.Len(t, response.Attempts, 1)
				response.Release()
			})
		})
	}
}

// The body of an error is cut at its limit, and may be incomplete: the status decides.
func TestErrorBodies(t *testing.T) {
	t.Parallel()
	text := code("invalid_state")
	for name, c := range map[string]struct {
		step answer
		body string
	}{
		"whole":                   {reply(409, text), text},
		"gzip":                    {reply(409, zipped(text), gzipLabel), text},
		"too large":               {reply(409, text+long(maxErrorBody)), (text + long(maxErrorBody))[:maxErrorBody]},
		"too large once unzipped": {reply(409, zipped(long(2*maxErrorBody)), gzipLabel), long(maxErrorBody)},
		"breaks off":              {ended("HTTP/1.1 409 Conflict\r\nContent-Length: 99\r\n\r\n" + text), text},
		"reset":                   {reset("HTTP/1.1 409 Conflict\r\nContent-Length: 99\r\n\r\n" + text), text},
		"stalls":                  {stalled("HTTP/1.1 409 Conflict\r\nContent-Length: 99\r\n\r\n" + text), text},
		"plain labelled gzip":     {reply(409, text, gzipLabel), ""},
		"empty":                   {reply(409, ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, failure := serve(t, c.step).client(t).Do(t.Context(), newRequest(Keyed))
				require.Equal(t, 409, failure.Response.Status)
				require.Equal(t, c.body, string(failure.Response.Body))
				require.Equal(t, api.StopDefinitive, failure.Stop)
				require.Equal(t, 15, failure.Row)
				require.NoError(t, failure.Err)
				require.Len(t, failure.Attempts, 1)
			})
		})
	}
}

// Bodies never share memory, although their buffers are reused.
func TestBodiesAreNotShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, func(conn net.Conn, r *http.Request) bool {
			text := strings.Repeat(r.URL.Query().Get("q")+" ", 100)
			if strings.HasSuffix(r.URL.RawQuery, "0") {
				return reply(200, zipped(text), gzipLabel)(conn, r)
			}
			return reply(200, text)(conn, r)
		})
		client := s.client(t)
		var group sync.WaitGroup
		for g := range 16 {
			group.Go(func() {
				var kept []*Response
				for i := range 20 {
					r := newRequest(Safe)
					r.URL.RawQuery, r.KeepBody = fmt.Sprintf("q=%d-%d", g, i), i%3 == 0
					response, failure := client.Do(t.Context(), r)
					if failure != nil || string(response.Body) != strings.Repeat(fmt.Sprintf("%d-%d ", g, i), 100) {
						t.Errorf("call %d-%d: %v", g, i, failure)
						return
					}
					if r.KeepBody {
						kept = append(kept, response)
					}
					response.Release()
				}
				for i, response := range kept {
					require.Equal(t, strings.Repeat(fmt.Sprintf("%d-%d ", g, 3*i), 100), string(response.Body), "a kept body stays")
				}
			})
		}
		group.Wait()
	})
}

func TestReleaseTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		response, failure := serve(t, reply(200, "{}")).client(t).Do(t.Context(), newRequest(Safe))
		require.Nil(t, failure)
		response.Release()
		require.Nil(t, response.Body)
		response.Release()
		(*Response)(nil).Release()
	})
}
