package transport

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// framesServer is a minimal HTTP/2 server for frames that the server of net/http never
// sends.
type framesServer struct {
	t      *testing.T
	script []frameAnswer // the last step repeats
	mu     sync.Mutex
	seen   int // requests that were received completely
	conns  []net.Conn
	group  sync.WaitGroup
}

// frameAnswer responds to the request of a stream. It reports whether the connection
// stays open.
type frameAnswer func(w *frameWriter, stream uint32) bool

// frameWriter is the server's end of a connection.
type frameWriter struct{ net.Conn }

// The types of frames and their payloads.
const (
	frameData, frameHeaders, frameReset, frameSettings, framePing, frameGoAway = 0, 1, 3, 4, 6, 7

	flagAck, flagEndStream, flagEndHeaders = 1, 1, 4

	codeNoError, codeProtocolError, codeRefusedStream, codeEnhanceYourCalm = 0, 1, 7, 11
)

// openFrames starts a server with a certificate. The returned config trusts it.
func openFrames(t *testing.T, script ...frameAnswer) (*framesServer, string, *tls.Config) {
	config := certificateFor(t, "localhost", time.Hour)
	config.NextProtos = []string{"h2"}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(t, err)
	s := &framesServer{t: t, script: script}
	s.group.Go(func() { s.accept(listener) })
	t.Cleanup(func() {
		_ = listener.Close()
		s.mu.Lock()
		for _, conn := range s.conns {
			_ = conn.Close()
		}
		s.mu.Unlock()
		s.group.Wait()
	})
	trusting := &server{tls: config, wireHTTP: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, ServerName: "localhost"}}}
	trust(trusting)
	return s, "https://" + listener.Addr().String(), trusting.wireHTTP.TLSClientConfig
}

func (s *framesServer) accept(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		s.group.Go(func() { s.talk(&frameWriter{conn}) })
	}
}

func (s *framesServer) talk(w *frameWriter) {
	defer w.Close()
	const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	if _, err := io.CopyN(io.Discard, w, int64(len(preface))); err != nil {
		return
	}
	w.frame(frameSettings, 0, 0)
	for {
		var head [9]byte
		if _, err := io.ReadFull(w, head[:]); err != nil {
			return
		}
		payload := make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))
		if _, err := io.ReadFull(w, payload); err != nil {
			return
		}
		kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:])
		switch {
		case kind == frameSettings && flags&flagAck == 0:
			w.frame(frameSettings, flagAck, 0)
		case kind == framePing && flags&flagAck == 0:
			w.frame(framePing, flagAck, 0, payload...)
		case (kind == frameData || kind == frameHeaders) && flags&flagEndStream != 0:
			if !s.next()(w, stream) {
				return
			}
		}
	}
}

func (s *framesServer) next() frameAnswer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen++
	return s.script[min(s.seen, len(s.script))-1]
}

func (s *framesServer) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// frame writes a frame. It ignores errors, because the next read fails too.
func (w *frameWriter) frame(kind, flags byte, stream uint32, payload ...byte) {
	n := len(payload)
	head := []byte{byte(n >> 16), byte(n >> 8), byte(n), kind, flags, 0, 0, 0, 0}
	binary.BigEndian.PutUint32(head[5:], stream)
	_, _ = w.Write(append(head, payload...))
}

func word(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// good responds with 200 and "{}".
func good(w *frameWriter, stream uint32) bool {
	const status200 = 0x88 // index in the static table of HPACK
	w.frame(frameHeaders, flagEndHeaders, stream, status200)
	w.frame(frameData, flagEndStream, stream, '{', '}')
	return true
}

// resetStream resets the stream with a code.
func resetStream(code uint32) frameAnswer {
	return func(w *frameWriter, stream uint32) bool {
		w.frame(frameReset, 0, stream, word(code)...)
		return true
	}
}

// goAway closes the connection, and reports whether the request was processed.
func goAway(processed bool, code uint32) frameAnswer {
	return func(w *frameWriter, stream uint32) bool {
		if !processed {
			stream = 0
		}
		w.frame(frameGoAway, 0, 0, append(word(stream), word(code)...)...)
		return false
	}
}
