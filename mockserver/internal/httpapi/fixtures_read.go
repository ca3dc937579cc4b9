package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// ReadFixtures parses a file of fixtures. Errors have the type [*FixtureError] and begin
// with the name.
func ReadFixtures(name string, data []byte) (*Fixtures, error) {
	root, err := input.Parse(data)
	if err != nil {
		return nil, notJSON(name, data, err)
	}
	return readFixtures(name, root)
}

// notJSON names the line and the column in place of the byte.
func notJSON(name string, data []byte, err error) error {
	var fault *input.Fault
	if !errors.As(err, &fault) {
		return err
	}
	_, text, _ := strings.Cut(fault.Message, ": ")
	if before, found := strings.CutSuffix(text, fmt.Sprintf(" at byte %d", fault.Offset)); found {
		text = before
		line := bytes.Count(data[:fault.Offset], []byte("\n")) + 1
		column := fault.Offset - bytes.LastIndexByte(data[:fault.Offset], '\n')
		name += fmt.Sprintf(":%d:%d", line, column)
	}
	return &FixtureError{File: name, Message: "not valid JSON: " + text}
}

func readFixtures(name string, root *input.Value) (*Fixtures, error) {
	file := site{file: name}
	if _, err := input.Read(root, func(o *input.Object) bool {
		return o.Free("accounts", input.Required) != nil
	}); err != nil {
		return nil, file.wrap("", err)
	}
	f := &Fixtures{}
	accounts := root.Member("accounts").Elements()
	for i := range accounts {
		account, err := readAccountFixture(file.member("accounts").named(accounts[i].Name()), &accounts[i])
		if err != nil {
			return nil, err
		}
		f.accounts = append(f.accounts, account)
	}
	return f, nil
}

func readAccountFixture(at site, value *input.Value) (a accountFixture, err error) {
	key, ok := parseAccount(value.Name())
	a = accountFixture{place: at, key: key}
	switch {
	case !ok:
		return a, at.fault("the name must be %s", accountFormat.Want)
	case !value.IsObject():
		return a, at.fault("must be an object")
	}
	calls, err := input.Read(value, func(o *input.Object) []callMembers {
		if balances := input.Nested(o, "balances", readTokens); balances != nil {
			a.addBalances(at.member("balances"), "", *balances)
		}
		o.Free("wallets")
		a.keys = input.List(o, "keys", func(o *input.Object) Key { return readKeyOf(o, key) })
		return input.List(o, "calls", readCallMembers)
	})
	if err != nil {
		return a, at.wrap("", err)
	}
	if err := a.readWallets(value.Member("wallets")); err != nil {
		return a, err
	}
	return a, a.readCalls(calls, value.Member("calls"))
}

// readTokens reads the balances of a wallet.
func readTokens(o *input.Object) [2]api.Money {
	return [2]api.Money{
		o.Decimal(numtext.DenomSSUSD, numtext.DenomSSUSD, input.AllowZero),
		o.Decimal(numtext.DenomUSDC, numtext.DenomUSDC, input.AllowZero),
	}
}

func (a *accountFixture) addBalances(at site, address string, amounts [2]api.Money) {
	for _, amount := range amounts {
		if amount.IsSet() {
			a.balances = append(a.balances, walletFixture{at, address, amount})
		}
	}
}

func (a *accountFixture) readWallets(wallets *input.Value) error {
	if wallets == nil {
		return nil
	}
	for i, wallet := range wallets.Elements() {
		at := a.place.member("wallets").named(wallet.Name())
		if !wallet.IsObject() {
			return at.fault(`must be an object such as {"ssusd":"150.00"}`)
		}
		amounts, err := input.Read(&wallets.Elements()[i], readTokens)
		if err != nil {
			return at.wrap("", err)
		}
		a.addBalances(at, wallet.Name(), amounts)
	}
	return nil
}

// readKeyOf reads the registration of a key of the account.
func readKeyOf(o *input.Object, account engine.AccountKey) Key {
	k := readKey(o)
	parsed, ok := parseKey(k.Text)
	switch {
	case account.Connected != "":
		o.Conflict("key", "must be below the account that acts for this one: a connected account has no keys")
	case ok && (parsed.name != account.Name || parsed.live != account.Live):
		o.Conflict("key", "must be a key of this account: its name is that of the account")
	}
	return k
}

// callMembers are the texts of a call.
type callMembers struct{ op, id, code string }

func readCallMembers(o *input.Object) callMembers {
	o.Free("path")
	o.Free("body")
	return callMembers{o.String("op", input.Required), o.String("id", input.NotEmpty), o.String("error", input.NotEmpty)}
}

func (a *accountFixture) readCalls(list []callMembers, values *input.Value) error {
	ids := map[string]int{}
	for i, members := range list {
		call, err := readCallFixture(a.place.member(fmt.Sprintf("calls[%d]", i)), members, &values.Elements()[i])
		if err != nil {
			return err
		}
		if first, twice := ids[call.id]; twice && call.id != "" {
			return call.place.member("id").fault("is already the ID of calls[%d]", first)
		}
		ids[call.id] = i
		a.calls = append(a.calls, call)
	}
	return nil
}

func readCallFixture(at site, members callMembers, value *input.Value) (call callFixture, err error) {
	call = callFixture{place: at, id: members.id, code: members.code, body: value.Member("body")}
	if call.body == nil || call.body.IsNull() {
		call.body = input.NewObject()
	}
	if call.route, err = fixtureRoute(at.member("op"), members.op); err != nil {
		return call, err
	}
	if err := call.readPath(value.Member("path")); err != nil {
		return call, err
	}
	if call.route.operation.members == nil && len(call.body.Elements()) > 0 {
		return call, at.member("body").fault("must be absent: %s has no body", call.route.row.Name)
	}
	return call, call.checkID()
}

func (call *callFixture) readPath(path *input.Value) error {
	if path == nil || path.IsNull() {
		path = input.NewObject()
	}
	_, err := input.Read(path, func(o *input.Object) bool {
		for _, name := range call.route.row.Params() {
			call.ids = append(call.ids, o.ID(name, input.Required))
		}
		return true
	})
	if err != nil {
		return call.place.wrap("path", err)
	}
	return nil
}

// fixtureRoute returns the operation with a name of the table in internal/spec. Upper and
// lower case are the same.
func fixtureRoute(at site, name string) (*route, error) {
	var names []string
	for _, row := range spec.All() {
		for _, known := range append([]string{row.Name}, row.Variants...) {
			names = append(names, known)
			if !strings.EqualFold(known, name) {
				continue
			}
			switch {
			case !row.Mutates():
				return nil, at.fault("must be an operation that changes data: %s only reads", known)
			case row.Name == "Webhooks.SendTest", row.Name == "Webhooks.ReplayEvent":
				return nil, at.fault("must not be %s: fixtures create no events", known)
			}
			return sharedRouter().named[row.Name], nil
		}
	}
	return nil, at.fault("unknown operation %s%s", input.Quote(name), nearestFold(name, names))
}

// nearestFold is [input.DidYouMean] that ignores case.
func nearestFold(name string, names []string) string {
	lower := make([]string, len(names))
	for i := range names {
		lower[i] = strings.ToLower(names[i])
	}
	i := slices.Index(lower, input.Nearest(name, lower))
	if i < 0 {
		return ": must be one such as Orders.Create"
	}
	return "; did you mean " + strconv.Quote(names[i]) + "?"
}

// chosenPrefixes are the prefixes of the objects whose ID a call may choose.
var chosenPrefixes = map[string]string{
	"Payments.Create": "pay", "Payments.Refund": "ref", "Orders.Create": "ord", "Orders.Pay": "pay", "Invoices.Create": "inv",
	"Stablecoin.Issue": "iss", "Stablecoin.Redeem": "red", "Stablecoin.UploadAttestation": "att",
	"Finance.FactorInvoice": "fac", "Finance.FinancePurchaseOrder": "pof", "Finance.CreateLoan": "loan",
	"Agents.Create": "agent", "Agents.Execute": "exec", "Global.CreateOrder": "gord", "Global.CheckCompliance": "cmp",
	"Webhooks.Create": "we",
}

const maxChosenID = 255

// checkID checks the form of the chosen ID.
func (call *callFixture) checkID() error {
	call.prefix = chosenPrefixes[call.route.row.Name]
	if call.id == "" {
		return nil
	}
	at, prefix := call.place.member("id"), call.prefix+"_"
	rest, ok := strings.CutPrefix(call.id, prefix)
	switch {
	case call.prefix == "":
		return at.fault("must be absent: the ID of %s cannot be chosen", call.route.row.Name)
	case !ok || rest == "":
		return at.fault("must be %s and a name, not %s", prefix, input.Quote(call.id))
	case len(call.id) > maxChosenID:
		return at.fault("must have at most %d characters", maxChosenID)
	case !consistsOf(rest, "_-"):
		return at.fault("must consist of letters, digits, _ and - after %s, not %s", prefix, input.Quote(call.id))
	case engine.Generated(call.prefix, call.id):
		return at.fault("must not have the form of a generated ID, which has 24 characters of [a-z0-9] after %s or %stest_", prefix, prefix)
	}
	return nil
}
