package httpapi

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// Options configure a server. Only Engine is required.
type Options struct {
	Engine *engine.Engine
	Seed   uint64 // of request IDs
	Plan   Plan   // default: PlanEnterprise
	// AcceptLiveKeys allows keys of live mode. Default: they are refused.
	AcceptLiveKeys bool
	// BrowserSecretKeys allows a secret key in a request with an Origin header.
	BrowserSecretKeys bool
	// Version is the version of the program in responses. Default: "dev".
	Version string
	// ControlOpen admits every peer to the control interface. Default: loopback peers.
	ControlOpen bool
	// ControlToken, if set, is required from every caller of the control interface.
	ControlToken string
	// PublicURL is the base URL at which clients reach the server. Its origin may call
	// the control interface.
	PublicURL string
	// MaxReplays is the number of idempotency keys whose responses are stored. Default:
	// DefaultReplays.
	MaxReplays int
	// StateFile is the file that LoadState reads and SaveState writes. Default: none.
	StateFile string
	// Fixtures are applied by Populate and after resets. Default: none.
	Fixtures *Fixtures
	Logger   *slog.Logger     // default: no log
	Journal  *journal.Journal // default: one with the default bounds
	// Observe is called after each response of the API, with whole bodies and the headers
	// of the response. Default: nothing.
	Observe func(*journal.Entry, http.Header)
}

// Server serves the API and its control interface. It is safe for concurrent use.
type Server struct {
	opts    Options
	engine  *engine.Engine
	log     *slog.Logger
	name    []string // value of the Server header, read-only
	access  access
	router  *router
	journal *journal.Journal
	ids     *requestIDs
	faults  *fault.Plan
	ended   shutdown
	streams streams

	snapshots    storedSnapshots
	saving       sync.Mutex  // held while the state file is written
	stateDamaged atomic.Bool // the state file could not be restored

	cut sync.RWMutex // held for reading by a transaction until its response is stored

	mu    sync.RWMutex // guards the pointer; the state has its own locks
	state *serverState
}

// serverState is the state between requests. Reset replaces it, so that running
// requests end in the old state.
type serverState struct {
	keys    keyRing
	limits  *limiter
	replays *replayStore
}

// New returns a server for an engine.
func New(opts Options) *Server { return newServer(opts, sharedRouter()) }

// sharedRouter returns the router of all servers. Routes hold no state.
var sharedRouter = sync.OnceValue(func() *router { return newRouter(handlers()) })

func newServer(opts Options, router *router) *Server {
	if opts.Plan == "" {
		opts.Plan = PlanEnterprise
	}
	if opts.Version == "" {
		opts.Version = "dev"
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Journal == nil {
		opts.Journal = journal.New(journal.DefaultEntries, journal.DefaultBytes)
	}
	s := &Server{opts: opts, engine: opts.Engine, log: opts.Logger, journal: opts.Journal, router: router, ids: newRequestIDs(opts.Seed)}
	s.access, s.opts.ControlToken = newAccess(opts), ""
	s.name = []string{product + "/" + opts.Version}
	s.faults, s.ended.done, s.streams.done = fault.NewPlan(opts.Seed), make(chan struct{}), make(chan struct{})
	s.state = s.newState()
	return s
}

func (s *Server) newState() *serverState {
	return &serverState{limits: newLimiter(s.opts.Plan), replays: newReplayStore(cmp.Or(s.opts.MaxReplays, DefaultReplays), maxRecordBytes)}
}

func (s *Server) currentState() *serverState {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state
}

// ServeHTTP serves one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	s.engine.RunDue()
	c := &call{server: s, state: s.currentState(), request: r, header: w.Header()}
	c.header["Server"] = s.name
	var a answer
	var observe func(*journal.Entry, http.Header)
	switch path := r.URL.Path; {
	case headSize(r) > maxHead:
		c.setCORS()
		a = c.rejectHead()
	case path == controlPath || strings.HasPrefix(path, controlPath+"/"):
		c.wire = http.NewResponseController(w)
		c.isolate()
		a = c.protect(c.control)
	case strings.HasPrefix(path, engine.PublicPath):
		a = c.protect(c.public)
	default:
		c.setCORS()
		c.findFault(w)
		a = c.protect(c.serve)
		a = c.settleFault(a)
		c.note(a)
		observe = s.opts.Observe
	}
	if c.stream != nil {
		c.stream(w)
	} else {
		c.send(w, a)
		c.drain(w, a)
	}
	if observe != nil {
		observe(c.wholeEntry(a), c.header)
	}
	if level := c.logLevel(a.status); s.log.Enabled(r.Context(), level) {
		s.log.Log(r.Context(), level, "request", "method", r.Method, "path", mask.Text(r.URL.Path), "status", a.status,
			"request_id", mask.Text(c.id), "took", time.Since(began))
	}
}
