package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

const (
	// timeout is the maximum duration of an attempt, in real time.
	timeout = 10 * time.Second
	// staleBy is the age of a stale signature: one second more than receivers tolerate.
	staleBy = 301 * time.Second
	// maxErrorText is the maximum length of the error of an attempt.
	maxErrorText = 200
)

// Options configure a dispatcher. The zero value is safe.
type Options struct {
	// PrivateNetworks allows deliveries to private networks, also over http.
	PrivateNetworks bool
	// ServerTime signs with the time of the server instead of real time.
	ServerTime bool
	// InsecureTLS accepts every certificate, for receivers in development.
	InsecureTLS bool
}

// Dispatcher is the Sender of an engine. Make one with [New]. It is safe for concurrent
// use.
type Dispatcher struct {
	opts     Options
	client   *http.Client
	handlers handlers
}

// New returns a dispatcher.
func New(opts Options) *Dispatcher {
	guard := &guard{private: opts.PrivateNetworks}
	return newDispatcher(opts, guard.dialer().DialContext)
}

func newDispatcher(opts Options, dial dialFunc) *Dispatcher {
	return &Dispatcher{opts: opts, client: newClient(opts, dial)}
}

// Send makes one request of a delivery.
func (d *Dispatcher) Send(ctx context.Context, s *engine.Shipment) engine.Outcome {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if s.Remote {
		ctx = context.WithValue(ctx, remoteKey{}, true)
	}
	req, err := d.request(ctx, s)
	if err != nil {
		return engine.Outcome{Error: Describe(err)}
	}
	var status int
	if handler := d.handlers.find(req.URL.Hostname()); handler != nil {
		status, err = d.handlers.serve(handler, req)
	} else {
		status, err = d.post(req)
	}
	if err != nil {
		return engine.Outcome{Error: Describe(err)}
	}
	return engine.Outcome{StatusCode: status, Succeeded: status/100 == 2, Gone: status == http.StatusGone}
}

// request builds the request of a shipment, signed at the time that the options name.
func (d *Dispatcher) request(ctx context.Context, s *engine.Shipment) (*http.Request, error) {
	at := time.Now()
	if d.opts.ServerTime {
		at = s.Time
	}
	if s.Stale {
		at = at.Add(-staleBy)
	}
	return NewRequest(ctx, s, at)
}

// NewRequest returns the request of a shipment, signed at the time.
func NewRequest(ctx context.Context, s *engine.Shipment, at time.Time) (*http.Request, error) {
	body := s.Body
	if s.Tampered {
		body = tampered(body)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = s.Scheme.Sign(s.Body, at, s.Secrets...)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "StateSet-Webhooks/1.0")
	req.Header.Set("X-StateSet-Event", string(s.Type))
	req.Header.Set("X-StateSet-Delivery", s.DeliveryID)
	return req, nil
}

// tampered changes the last digit of the body, so that the body stays valid JSON.
func tampered(body []byte) []byte {
	changed := bytes.Clone(body)
	if i := bytes.LastIndexAny(changed, "0123456789"); i >= 0 {
		changed[i] = '1' + (changed[i]-'0')%9 // never zero, and always different
	}
	return changed
}

// Describe returns why there is no response. It omits the URL, which may contain a
// secret.
func Describe(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no response within %s", timeout)
	}
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	text := err.Error()
	if len(text) > maxErrorText {
		text = strings.ToValidUTF8(text[:maxErrorText], "") + "…"
	}
	return text
}

// checkScheme requires https, except for http to this machine, or to a private network
// if allowed.
func (d *Dispatcher) checkScheme(req *http.Request) error {
	if to := req.URL.String(); !core.IsCallbackURL(to) && (!d.opts.PrivateNetworks || !core.IsPlainCallbackURL(to)) {
		return errors.New("refused: http is allowed to this machine only: use https")
	}
	return nil
}
