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
	// timeout is how long an attempt may take, in real time.
	timeout = 10 * time.Second
	// staleBy is how long ago a stale delivery was signed: a second more than receivers
	// tolerate.
	staleBy = 301 * time.Second
	// maxErrorText bounds what a delivery says of a failure.
	maxErrorText = 200
)

// Options configure a dispatcher. The zero value is safe.
type Options struct {
	// PrivateNetworks lets deliveries reach addresses that are neither public nor of
	// this machine, also over http.
	PrivateNetworks bool
	// ServerTime signs with the server's time instead of real time.
	ServerTime bool
	// InsecureTLS accepts every certificate, for receivers in development.
	InsecureTLS bool
}

// Dispatcher is the sender of an engine. Make one with [New]. It is safe for
// concurrent use.
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
	req, err := d.request(ctx, s)
	if err != nil {
		return engine.Outcome{Error: describe(err)}
	}
	var status int
	if handler := d.handlers.find(req.URL.Hostname()); handler != nil {
		status, err = d.handlers.serve(handler, req)
	} else {
		status, err = d.post(req)
	}
	if err != nil {
		return engine.Outcome{Error: describe(err)}
	}
	return engine.Outcome{StatusCode: status, Succeeded: status/100 == 2, Gone: status == http.StatusGone}
}

// request is the request of a shipment, signed now.
func (d *Dispatcher) request(ctx context.Context, s *engine.Shipment) (*http.Request, error) {
	body := s.Body
	if s.Tampered {
		body = tampered(body)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	at := time.Now()
	if d.opts.ServerTime {
		at = s.Time
	}
	if s.Stale {
		at = at.Add(-staleBy)
	}
	req.Header = s.Scheme.Sign(s.Body, at, s.Secrets...)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "StateSet-Webhooks/1.0")
	req.Header.Set("X-StateSet-Event", string(s.Type))
	req.Header.Set("X-StateSet-Delivery", s.DeliveryID)
	return req, nil
}

// tampered is the body with its last digit changed, which leaves it JSON.
func tampered(body []byte) []byte {
	changed := bytes.Clone(body)
	if i := bytes.LastIndexAny(changed, "0123456789"); i >= 0 {
		changed[i] = '1' + (changed[i]-'0')%9 // never zero, never the same
	}
	return changed
}

// describe says why no answer came, without the URL, which may hold a secret.
func describe(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no answer within %s", timeout)
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

// checkScheme wants https, or http to this machine, or to a private network that may be
// reached.
func (d *Dispatcher) checkScheme(req *http.Request) error {
	if to := req.URL.String(); !core.IsCallbackURL(to) && (!d.opts.PrivateNetworks || !core.IsPlainCallbackURL(to)) {
		return errors.New("refused: http goes to this machine only, use https")
	}
	return nil
}
