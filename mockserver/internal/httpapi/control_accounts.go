package httpapi

import (
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// Bounds of lists in the calls about accounts.
const (
	defaultShown = 100
	maxShown     = 10_000
)

// accountState is an account in control responses.
type accountState struct {
	Account       string `json:"account"` // "test/demo"
	Now           string `json:"now"`     // RFC 3339
	OffsetSeconds int64  `json:"offset_seconds"`
	Payments      int    `json:"payments"`
	Orders        int    `json:"orders"`
	Invoices      int    `json:"invoices"`
	Events        int    `json:"events"`
	Endpoints     int    `json:"webhook_endpoints"`
	Entries       int    `json:"ledger_entries"`
}

// accountStates are accounts in control responses.
type accountStates struct {
	Data    []accountState `json:"data"`
	HasMore bool           `json:"has_more"`
}

// controlAccounts lists the accounts that exist, by name.
func (c *call) controlAccounts() (any, error) {
	search, limit := c.query.Text("search"), c.readLimit()
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	list := &accountStates{Data: []accountState{}}
	for _, account := range c.server.engine.Accounts() {
		name := account.Key().String()
		switch {
		case !strings.Contains(name, search):
			continue
		case len(list.Data) == limit:
			list.HasMore = true
			return list, nil
		}
		counts, clock := account.Counts(), account.Clock()
		list.Data = append(list.Data, accountState{
			name, clock.Now().Format(time.RFC3339Nano), clock.OffsetSeconds(),
			counts.Payments, counts.Orders, counts.Invoices, counts.Events, counts.Endpoints, counts.Entries,
		})
	}
	return list, nil
}

func (c *call) readLimit() int {
	if limit := c.query.Count("limit", 1, maxShown); limit != nil {
		return int(*limit)
	}
	return defaultShown
}

// walletState is a wallet in control responses.
type walletState struct {
	Address   string `json:"address"`
	Treasury  bool   `json:"treasury"`
	Available string `json:"available"`
	Locked    string `json:"locked"`
}

// denomState holds the wallets of one denomination. Held is the sum of all wallets of the
// account, also of those beyond the limit.
type denomState struct {
	Denom    string        `json:"denom"`
	Issued   string        `json:"issued"`
	Redeemed string        `json:"redeemed"`
	Held     string        `json:"held"`
	Balanced bool          `json:"balanced"` // held is issued minus redeemed
	Wallets  []walletState `json:"wallets"`
	HasMore  bool          `json:"has_more"`
}

// walletStates are the wallets of an account in control responses.
type walletStates struct {
	Account string       `json:"account"`
	Data    []denomState `json:"data"`
}

// controlWallets lists the wallets of an account by denomination, the largest balance
// first. It does not create the account.
func (c *call) controlWallets() (any, error) {
	key, limit := queryAccount(c.query), c.readLimit()
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	if key == nil {
		return nil, refuse(engine.CodeParameterMissing, "account", "The parameter 'account' is required, such as ?account=demo")
	}
	account := c.server.engine.ExistingAccount(*key)
	if account == nil {
		return nil, refuse(engine.CodeResourceNotFound, "", "No such account: '%s'. Its first write creates it", key)
	}
	out := &walletStates{key.String(), []denomState{}}
	for _, wallets := range account.Wallets() {
		out.Data = append(out.Data, showWallets(account, wallets, limit))
	}
	return out, nil
}

func showWallets(account *engine.Account, wallets *engine.DenomWallets, limit int) denomState {
	state := denomState{
		Denom: wallets.Denom, Balanced: wallets.Balanced(), Wallets: []walletState{},
		Issued:   api.FromDecimal(wallets.Issued, wallets.Denom).Text(),
		Redeemed: api.FromDecimal(wallets.Redeemed, wallets.Denom).Text(),
		Held:     api.FromDecimal(wallets.Held(), wallets.Denom).Text(),
	}
	for i, h := range wallets.Wallets {
		if i == limit {
			state.HasMore = true
			break
		}
		state.Wallets = append(state.Wallets, walletState{
			h.Address, h.Address == account.Treasury(),
			api.FromDecimal(h.Available, h.Denom).Text(), api.FromDecimal(h.Locked, h.Denom).Text(),
		})
	}
	return state
}
