package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// settings are the values of the flags.
type settings struct {
	address  string
	control  controlSettings
	tls      tlsSettings
	clock    clockSettings
	journal  journalSettings
	webhook  webhookSettings
	fixtures fs.FS // nil: none
	state    stateSettings
	log      logSettings
	opts     []mockserver.Option

	strictFaults bool
}

func newSettings() *settings {
	return &settings{address: defaultAddress, log: logSettings{format: "text"}}
}

// option adds an option of the server.
func (s *settings) option(opt mockserver.Option) { s.opts = append(s.opts, opt) }

// table lists all flags, in the order of the usage.
func (s *settings) table() []setting {
	list := []setting{
		{name: "addr", value: "host:port", standard: defaultAddress, set: s.setAddress,
			usage: "Listen on this address. Port 0 takes any free port."},
		{name: "public-url", value: "URL", standard: "the address of the listener", set: s.setPublicURL,
			usage: "Use this base URL in public_url, pdf_url and the log. Web pages of its origin may call /_mock."},
	}
	list = append(list, s.tls.table()...)
	list = append(list, s.control.table()...)
	list = append(list,
		setting{name: "plan", value: "name", standard: string(mockserver.PlanEnterprise), set: s.setPlan,
			usage: "Apply the rate limits of this plan: free, starter, growth or enterprise."},
		setting{name: "seed", value: "number", standard: "random", set: s.setSeed,
			usage: "Derive IDs, hashes and codes from this number."},
		toggle("accept-live-keys", "Accept keys of live mode.", func() { s.option(mockserver.WithLiveKeys()) }),
		toggle("browser-secret-keys", "Accept secret keys in requests with an Origin header.", func() { s.option(mockserver.WithBrowserSecretKeys()) }),
		setting{name: "fault", value: "rule", repeated: true, set: s.addFault,
			usage: "Fail by this rule, such as 'POST /payments nth=1..2 at=committed do=reset',\nor by a preset: flaky, lost-answers, outage, rate-limited or slow."},
		toggle("strict-faults", "End with status 3 if a fault did not fire as often as it should. Optional faults need not fire.", func() { s.strictFaults = true }),
	)
	list = append(list, s.fixtureTable()...)
	list = append(list, s.state.table()...)
	list = append(list, s.clock.table()...)
	list = append(list, s.journal.table()...)
	list = append(list, s.bounds()...)
	list = append(list, s.webhook.table()...)
	return append(list, s.log.table()...)
}

func (s *settings) setAddress(text string) error {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return mustBe("host and port, as in "+defaultAddress, text)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return mustBe("an address with a port from 0 to 65535", text)
	}
	s.address = text
	return nil
}

func (s *settings) setPublicURL(text string) error {
	s.option(mockserver.WithPublicURL(text))
	return httpapi.CheckPublicURL(text)
}

func (s *settings) setPlan(text string) error {
	if !httpapi.Plan(text).Known() {
		return mustBe("free, starter, growth or enterprise", text)
	}
	s.option(mockserver.WithPlan(mockserver.Plan(text)))
	return nil
}

func (s *settings) setSeed(text string) error {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return mustBe("an integer from 0 to 18446744073709551615", text)
	}
	s.option(mockserver.WithSeed(seed))
	return nil
}

func (s *settings) addFault(text string) error {
	rules, err := mockserver.ParseFault(text)
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "mockserver: "))
	}
	s.option(mockserver.WithFaults(rules))
	return nil
}

// complete checks the settings that depend on each other.
func (s *settings) complete(environment func(string) string) error {
	if err := s.control.complete(s); err != nil {
		return err
	}
	if err := s.tls.complete(s); err != nil {
		return err
	}
	return s.webhook.complete(environment)
}

// options returns the options of the server.
func (s *settings) options(logger *slog.Logger) []mockserver.Option {
	return append(s.inMemory(), mockserver.WithTCP(s.address), mockserver.WithLogger(logger))
}

// inMemory returns the options of a server without an address and a log.
func (s *settings) inMemory() []mockserver.Option {
	return slices.Concat(s.opts, s.clock.options(), s.journal.options(), s.webhook.options(), s.fixtureOptions(), s.state.options())
}

// controlSettings are the flags of the control interface.
type controlSettings struct{ mode, token string }

func (c *controlSettings) table() []setting {
	return []setting{
		{name: "control", value: "mode", standard: "local; token with -control-token", set: c.setMode,
			usage: "Who may call /_mock: local (this machine), token (callers with the token) or open (everyone)."},
		{name: "control-token", value: "token", set: c.setToken,
			usage: "Require this token for /_mock, as 'Authorization: Bearer TOKEN' or 'X-Mock-Token: TOKEN'.\nPrefer the variable: other users of the machine can read flags."},
	}
}

// Modes of the control interface.
const (
	controlLocal = "local"
	controlToken = "token"
	controlOpen  = "open"
)

func (c *controlSettings) setMode(text string) error {
	switch text {
	case controlLocal, controlToken, controlOpen:
		c.mode = text
		return nil
	}
	return mustBe("local, token or open", text)
}

func (c *controlSettings) setToken(text string) error {
	c.token = text
	return httpapi.CheckToken(text)
}

// complete finds the mode. A token is required even if the mode is open, which is the
// default of the container image.
func (c *controlSettings) complete(s *settings) error {
	switch {
	case c.mode == controlToken && c.token == "":
		return fmt.Errorf("-control token requires a token: set -control-token or %sCONTROL_TOKEN", variablePrefix)
	case c.mode == controlLocal && c.token != "":
		return errors.New("-control local and -control-token cannot be combined: remove one")
	case c.token != "":
		c.mode = controlToken
		s.option(mockserver.WithControlToken(c.token))
	case c.mode == controlOpen:
		s.option(mockserver.WithOpenControl())
	default:
		c.mode = controlLocal
	}
	return nil
}

// logSettings are the flags of the log.
type logSettings struct {
	level  slog.Level
	format string
}

func (l *logSettings) table() []setting {
	return []setting{
		{name: "log-level", value: "level", standard: "info", set: l.setLevel,
			usage: "Log from this level: debug, info, warn or error. Health probes are logged at debug."},
		{name: "log-format", value: "format", standard: "text", set: l.setFormat,
			usage: "Log as text or json, to standard error."},
	}
}

func (l *logSettings) setLevel(text string) error {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[text]
	if !ok {
		return mustBe("debug, info, warn or error", text)
	}
	l.level = level
	return nil
}

func (l *logSettings) setFormat(text string) error {
	if text != "text" && text != "json" {
		return mustBe("text or json", text)
	}
	l.format = text
	return nil
}

// logger returns the logger of the program.
func (l *logSettings) logger(w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: l.level}
	if l.format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// onLoopback reports whether only this machine reaches the address.
func onLoopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
