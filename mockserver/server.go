package mockserver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/dispatch"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/memnet"
)

// Bounds of timeouts and sizes, so that a client cannot block the server.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 1 << 20 // httpapi allows less
	maxIdleConns      = 64      // of HTTPClient
)

// Server is a mock server. It is safe for concurrent use. Make one with [New] or
// [Start].
type Server struct {
	engine *engine.Engine
	sender *dispatch.Dispatcher
	face   *httpapi.Server
	seed   uint64

	url       string
	publicURL string
	root      *x509.Certificate // nil: no TLS
	clientTLS *tls.Config
	http      *http.Server
	client    *http.Client
	served    sync.WaitGroup // the listener's goroutine and those of connections
	stop      func() bool    // stops watching the context of Start

	accounts atomic.Int64 // number of accounts that NewAccount made
	waited   sync.Once    // for running webhook handlers
	complain func(format string, args ...any)
}

// Start returns a server for a program, in memory unless [WithTCP] is given. Call
// [Server.Close], also after ctx ended, which ends the server. Start returns an error for
// invalid options and for an address that cannot be used.
func Start(ctx context.Context, opts ...Option) (*Server, error) {
	c, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("mockserver: %w", err)
	}
	listener, dial, url, err := listen(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("mockserver: %w", err)
	}
	s, err := newServer(c, url)
	if err == nil {
		_, err = s.add(c.faults)
	}
	if err == nil {
		err = s.fill(&c)
	}
	if err != nil {
		_ = listener.Close() // not in use yet
		return nil, fmt.Errorf("mockserver: %w", err)
	}
	s.engine.Start()
	s.client = &http.Client{Transport: &http.Transport{
		TLSClientConfig: s.TLSClientConfig(), ForceAttemptHTTP2: true,
		DialContext: dial, MaxIdleConns: maxIdleConns, MaxIdleConnsPerHost: maxIdleConns, IdleConnTimeout: idleTimeout,
	}}
	s.served.Go(func() { s.serve(s.face.Listener(listener)) })
	s.stop = context.AfterFunc(ctx, s.end)
	return s, nil
}

// fill sets the state of a new server: the state file, or else the snapshot, or else the
// fixtures of the options.
func (s *Server) fill(c *config) error {
	if c.face.StateFile != "" {
		if found, err := s.face.LoadState(); found || err != nil {
			return err
		}
	}
	snapshot := c.snapshot
	if snapshot == nil {
		return s.face.Populate()
	}
	if err := s.face.Restore(snapshot.document()); err != nil {
		return fmt.Errorf("WithSnapshot: %w", err)
	}
	return nil
}

func newServer(c config, url string) (*Server, error) {
	if c.publicURL == "" {
		c.publicURL = url
	}
	logger := c.face.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{sender: dispatch.New(c.webhooks), seed: c.seed, url: url, publicURL: c.publicURL, complain: c.complain}
	if s.complain == nil {
		s.complain = func(format string, args ...any) { logger.Error(fmt.Sprintf(format, args...)) }
	}
	s.engine = engine.New(engine.Options{
		Clock: c.clock(), Seed: c.seed, PublicURL: c.publicURL,
		Sender: s.sender, PlainHTTP: c.webhooks.PrivateNetworks, Attempted: logAttempts(logger),
		MaxEvents: c.maxEvents, MaxDeliveries: c.maxDeliveries,
	})
	for _, rule := range c.disturbed {
		if err := s.engine.AddDeliveryFault(rule); err != nil {
			return nil, err
		}
	}
	c.face.Engine, c.face.Seed = s.engine, c.seed
	s.face = httpapi.New(c.face)
	s.http = &http.Server{
		Handler: s.face, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		DisableGeneralOptionsHandler: true, // the handler answers OPTIONS *
		ConnState:                    s.countConnections, ConnContext: s.face.ConnContext, Protocols: protocols(),
	}
	s.http.RegisterOnShutdown(s.face.EndStreams)
	return s, s.useTLS(c.tls)
}

// countConnections lets Close wait for the goroutines of connections, which
// http.Server.Close does not.
func (s *Server) countConnections(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.served.Add(1)
	case http.StateClosed:
		s.served.Done()
	}
}

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// memoryHost is the host of a server in memory.
const memoryHost = "localhost"

// listen opens the address, or a network in memory when it is empty.
func listen(ctx context.Context, c config) (net.Listener, dialFunc, string, error) {
	scheme := "http"
	if c.tls.on {
		scheme = "https"
	}
	if c.address != "" {
		var config net.ListenConfig
		listener, err := config.Listen(ctx, "tcp", c.address)
		if err != nil {
			return nil, nil, "", err
		}
		return listener, (&net.Dialer{Timeout: readHeaderTimeout}).DialContext, tcpURL(scheme, listener.Addr()), nil
	}
	listener := memnet.Listen()
	dial := func(ctx context.Context, _, address string) (net.Conn, error) {
		if host, _, _ := net.SplitHostPort(address); host != memoryHost {
			return nil, fmt.Errorf("mockserver: this client reaches only the server in memory, %s://%s, not %s", scheme, memoryHost, address)
		}
		return listener.Dial(ctx)
	}
	return listener, dial, scheme + "://" + memoryHost, nil
}

// tcpURL returns the URL of a listener. A listener on all addresses is reached at the
// loopback address.
func tcpURL(scheme string, addr net.Addr) string {
	host, port := "127.0.0.1", ""
	if tcp, ok := addr.(*net.TCPAddr); ok {
		port = strconv.Itoa(tcp.Port)
		if !tcp.IP.IsUnspecified() {
			host = tcp.IP.String()
		}
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// URL returns the address of the server without a path: "http://127.0.0.1:PORT", or
// "http://localhost" for a server in memory, which only [Server.HTTPClient] reaches.
// With TLS the scheme is https.
func (s *Server) URL() string { return s.url }

// HTTPClient returns a client that reaches the server. The server owns it, and closes
// its idle connections at the end.
func (s *Server) HTTPClient() *http.Client { return s.client }

// Handler returns the server as a handler, for a listener or a middleware of the caller.
func (s *Server) Handler() http.Handler { return s.face }

// Seed returns the number from which the server derives IDs, hashes and codes. See
// [WithSeed].
func (s *Server) Seed() uint64 { return s.seed }

// CheckLedger returns an error that lists the inconsistencies of the ledger, or nil.
// [New] calls it when the test ends.
func (s *Server) CheckLedger() error { return s.engine.CheckLedger() }

// Shutdown ends the server gracefully. It accepts no new connections, and responds to
// running requests until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	s.Close()
	return err
}

// Close ends the server and all connections, and waits for its goroutines. Handlers of
// deliveries must return when the context of their request ends. Close stops waiting for
// a handler after 5 seconds, logs it, and fails the test of [New]. A second call does
// nothing.
func (s *Server) Close() {
	s.stop()
	s.end()
	s.served.Wait()
	s.engine.Close()
	s.waited.Do(func() {
		if !s.sender.Close() {
			s.complain("mockserver: a handler given to DeliverTo still runs after the server was closed: the handler must return when the context of its request or event ends")
		}
	})
}

func (s *Server) end() {
	s.face.End()
	s.engine.Stop()
	s.client.CloseIdleConnections()
	_ = s.http.Close() // the listener is gone either way
}
