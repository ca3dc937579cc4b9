package httpapi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// Fixtures are data for accounts: balances, keys and calls. The zero value is empty.
// Fixtures are read-only once they are in use.
type Fixtures struct{ accounts []accountFixture } // in the order of application

// accountFixture is the part of a file about one account.
type accountFixture struct {
	place    site
	key      engine.AccountKey
	balances []walletFixture
	keys     []Key
	calls    []callFixture
}

// walletFixture is the balance of a wallet. An empty address is the treasury wallet.
type walletFixture struct {
	place   site
	address string
	amount  api.Money
}

// callFixture is one call.
type callFixture struct {
	place  site
	route  *route
	ids    []string // of the path
	prefix string   // of the object that the call creates, or ""
	id     string   // chosen for the object, or ""
	code   string   // of the error with which the call fails, or ""
	body   *input.Value
}

// Add appends the fixtures of another file.
func (f *Fixtures) Add(other *Fixtures) { f.accounts = append(f.accounts, other.accounts...) }

// Size returns the numbers of accounts and calls.
func (f *Fixtures) Size() (accounts, calls int) {
	keys := map[engine.AccountKey]bool{}
	for i := range f.accounts {
		keys[f.accounts[i].key] = true
		calls += len(f.accounts[i].calls)
	}
	return len(keys), calls
}

// within returns the fixtures of an account and of the accounts that it acts for.
func (f *Fixtures) within(key engine.AccountKey) *Fixtures {
	part := &Fixtures{}
	for _, account := range f.accounts {
		if account.key.Within(key) {
			part.accounts = append(part.accounts, account)
		}
	}
	return part
}

// site is a value in a file of fixtures.
type site struct{ file, path string }

func (p site) member(path string) site {
	if path == "" {
		return p
	}
	if p.path != "" && !strings.HasPrefix(path, "[") {
		path = "." + path
	}
	return site{p.file, p.path + path}
}

// named returns the member with a name that a caller chose.
func (p site) named(name string) site {
	if len(name) <= maxNameInPath && consistsOf(name, "_-/") {
		return p.member(name)
	}
	return p.member("[" + quote.Short(name) + "]")
}

const maxNameInPath = 64

// consistsOf reports whether text has only ASCII letters, digits and the other characters.
func consistsOf(text, others string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune(others, r)
	})
}

func (p site) fault(format string, args ...any) *FixtureError {
	return &FixtureError{File: p.file, Path: p.path, Message: fmt.Sprintf(format, args...)}
}

// FixtureError is an error in fixtures.
type FixtureError struct {
	File    string // may be empty
	Path    string // of the value in the file, "accounts.demo.calls[3].body.amount"
	Message string
}

// Error returns the file, the path and the message.
func (e *FixtureError) Error() string {
	var parts []string
	for _, part := range []string{e.File, e.Path, e.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return mask.Text(strings.Join(parts, ": "))
}

// fixtureRefusal converts an error of fixtures to a response of the control interface.
func fixtureRefusal(err error) error {
	var fault *FixtureError
	if errors.As(err, &fault) {
		return refuse(engine.CodeParameterInvalid, fault.Path, "%s", fault.Error())
	}
	return err
}

// wrap converts an error of a reader or of an operation. If the error has a path, the
// path is that of a value below member.
func (p site) wrap(member string, err error) error {
	var param, message string
	var fault *input.Fault
	var refusal *engine.Error
	switch {
	case errors.As(err, &fault):
		param, message = fault.Param, fault.Message
	case errors.As(err, &refusal):
		param, message = refusal.Param, refusal.Message
	default:
		return err
	}
	if param == "" {
		return p.fault("%s", message)
	}
	return p.member(member).member(param).fault("%s", withoutParam(message, param))
}

// withoutParam removes the parameter from the beginning of a message, because the path
// names it.
func withoutParam(message, param string) string {
	if rest, ok := strings.CutPrefix(message, "The '"+param+"' parameter "); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(message, "The '"+param+"' "); ok && strings.HasPrefix(rest, "must ") {
		return rest
	}
	if rest, ok := strings.CutPrefix(message, "Unknown parameter '"+param+"'"); ok {
		return "unknown member" + rest
	}
	return message
}
