package httpapi

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Populate applies the fixtures of the options. Call Populate before the first request.
func (s *Server) Populate() error { return s.apply(s.startFixtures(), false) }

// startFixtures returns the fixtures of the options.
func (s *Server) startFixtures() *Fixtures {
	if s.opts.Fixtures == nil {
		return &Fixtures{}
	}
	return s.opts.Fixtures
}

// apply applies fixtures to the present data, all or nothing. remote is set for a caller
// on another machine.
func (s *Server) apply(f *Fixtures, remote bool) error {
	s.cut.RLock()
	defer s.cut.RUnlock()
	if err := s.engine.Populate(s.population(f, remote)); err != nil {
		return err
	}
	s.currentState().register(f)
	return nil
}

// register registers the keys and the connected accounts of fixtures.
func (s *serverState) register(f *Fixtures) {
	for i := range f.accounts {
		a := &f.accounts[i]
		if a.key.Connected != "" {
			s.keys.connect(a.key.Name, a.key.Connected)
		}
		for _, k := range a.keys {
			s.keys.register(k)
		}
	}
}

func (s *Server) population(f *Fixtures, remote bool) engine.Population {
	p := engine.Population{}
	for i := range f.accounts {
		p.Keys = append(p.Keys, f.accounts[i].key)
	}
	p.Fill = func(txs map[engine.AccountKey]*engine.Tx) error {
		for i := range f.accounts {
			a := &f.accounts[i]
			tx := txs[a.key]
			tx.Remote = remote
			if err := s.fill(tx, a); err != nil {
				return err
			}
		}
		return nil
	}
	return p
}

// fill applies the fixtures of an account: balances, then calls.
func (s *Server) fill(tx *engine.Tx, a *accountFixture) error {
	if a.key.Live && !s.opts.AcceptLiveKeys {
		return a.place.fault("is an account of live mode, and this server accepts test keys only")
	}
	for _, balance := range a.balances {
		address := balance.address
		if address == "" {
			address = tx.Treasury()
		}
		if err := tx.SetBalance(address, balance.amount); err != nil {
			return balance.fault(err)
		}
	}
	for i := range a.calls {
		if err := s.fillCall(tx, a, &a.calls[i]); err != nil {
			return err
		}
	}
	return nil
}

// fault returns the error of a balance. The path names the address.
func (w *walletFixture) fault(err error) error {
	var refusal *engine.Error
	if errors.As(err, &refusal) {
		return w.place.fault("%s", refusal.Message)
	}
	return err
}

// fillCall runs one call. A call with an error code must fail with the code, and leave a
// record like a declined payment.
func (s *Server) fillCall(tx *engine.Tx, a *accountFixture, f *callFixture) error {
	c := &call{
		server: s, state: s.currentState(), tx: tx, header: http.Header{}, owner: a.key, key: apiKey{kind: keySecret, live: a.key.Live, name: a.key.Name},
		request: &http.Request{Method: f.route.method, URL: &url.URL{}, Header: http.Header{}, Body: http.NoBody},
		route:   f.route, ids: f.ids, query: input.ParseQuery(""), body: f.body,
	}
	err := tx.Call(f.prefix, f.id, func() error {
		_, err := f.route.operation.handle(c)
		return err
	})
	return f.verdict(err)
}

// verdict returns the error of a call that returned err, or nil.
func (f *callFixture) verdict(err error) error {
	var refusal *engine.Error
	kept := errors.As(err, &refusal) && refusal.Keep
	switch {
	case kept && refusal.Code == f.code:
		return nil
	case errors.Is(err, engine.ErrIDTaken), errors.Is(err, engine.ErrIDUnused):
		return f.place.member("id").fault("%v", err)
	case kept:
		return f.place.fault(`%s; for a stored failure, set "error": %q`, refusal.Message, refusal.Code)
	case err != nil:
		return f.place.wrap("body", err)
	case f.code != "":
		return f.place.member("error").fault("must be absent: the call succeeded")
	}
	return nil
}
