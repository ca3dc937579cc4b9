package engine

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/stablecoin"
)

// BalanceQuery selects the balance of a wallet, now or in the past.
type BalanceQuery struct {
	Address                       string // default: the treasury
	Denom                         string // default: ssusd
	Chains                        []api.Chain
	IncludePending, IncludeLocked *bool     // default: true
	BlockHeight                   *int64    // balance after this block
	Timestamp                     time.Time // balance at this second
	ConvertTo                     []string
}

// StablecoinBalance returns the balance of a wallet, now or in the past. A wallet
// belongs to one chain, which holds all its tokens.
func (tx *Tx) StablecoinBalance(q BalanceQuery) (*stablecoin.Balance, error) {
	q.Address = tx.orTreasury(q.Address)
	if q.Denom == "" {
		q.Denom = numtext.DenomSSUSD
	}
	if err := checkWallet(q.Address, "", "address"); err != nil {
		return nil, err
	}
	moment, err := tx.moment(q.BlockHeight, q.Timestamp)
	if err != nil {
		return nil, err
	}
	b := &stablecoin.Balance{Address: q.Address, Metadata: tx.walletInfo(q.Address, moment)}
	b.Balances = tx.holdings(q, moment)
	b.Chains = tx.chainBalances(q, b.Balances, moment)
	b.Conversions = map[string]api.Money{}
	for _, currency := range q.ConvertTo {
		converted, known := convert(b.Balances.Total.Decimal(), currency)
		if !known {
			return nil, invalid("convert_to", "There is no test rate for '%s': use a currency of the table, such as USD, EUR, GBP or JPY", excerpt(currency))
		}
		b.Conversions[currency] = converted
	}
	return b, nil
}

// moment returns the point in the history that a query selects. A future time is
// refused.
func (tx *Tx) moment(height *int64, at time.Time) (ledger.Moment, error) {
	present := tx.account.ledger.Height()
	switch {
	case height != nil && !at.IsZero():
		return ledger.Moment{}, invalid("timestamp", "A balance is read at a block_height or at a timestamp, not both: remove one")
	case height != nil && (*height < 0 || *height > present):
		return ledger.Moment{}, invalid("block_height", "The 'block_height' must be from 0 to the present height, %d, got %d", present, *height)
	case height != nil:
		return ledger.AtHeight(*height), nil
	case at.IsZero():
		return ledger.Moment{}, nil
	case at.Truncate(time.Second).After(tx.now):
		return ledger.Moment{}, invalid("timestamp", "The 'timestamp' must not be later than now, %s, got %s", tx.now.Format(timeLayout), at.UTC().Format(timeLayout))
	}
	return ledger.AtTime(at), nil
}

// holdings returns the parts of the balance that the query selects. The pending part is
// always zero, because transfers are confirmed immediately.
func (tx *Tx) holdings(q BalanceQuery, moment ledger.Moment) stablecoin.Amounts {
	amount := func(value decimal.Decimal) api.Money { return api.FromDecimal(value, q.Denom) }
	none := amount(decimal.Zero)
	parts := stablecoin.Amounts{Available: none, Pending: none, Locked: none, Total: none}
	if len(q.Chains) > 0 && !slices.Contains(q.Chains, chainOf(q.Address)) {
		return parts
	}
	parts.Available = amount(tx.account.ledger.BalanceAt(ledger.Wallet(q.Address), q.Denom, moment))
	if defaultTrue(q.IncludeLocked) {
		parts.Locked = amount(tx.account.ledger.BalanceAt(ledger.Locked(q.Address), q.Denom, moment))
	}
	parts.Total = plus(parts.Available, parts.Locked.Decimal())
	return parts
}

// chainBalances returns the balances of the selected chains. Default: stateset and the
// chain of the wallet.
func (tx *Tx) chainBalances(q BalanceQuery, parts stablecoin.Amounts, moment ledger.Moment) []*stablecoin.ChainBalance {
	own := chainOf(q.Address)
	names := slices.Clone(q.Chains)
	if len(names) == 0 {
		names = []api.Chain{api.ChainStateSet, own}
	}
	var list []*stablecoin.ChainBalance
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		c := &stablecoin.ChainBalance{Chain: name, Balance: zero(q.Denom), Pending: zero(q.Denom)}
		if name == own {
			c.Balance, c.LastActivity = parts.Total, tx.lastActivity(q.Address, moment)
		}
		list = append(list, c)
	}
	return list
}

// walletTransactions selects the ledger transactions of a wallet.
func (tx *Tx) walletTransactions(address string, moment ledger.Moment) *records.Selection[*stablecoin.Transaction] {
	var f records.Filter[*stablecoin.Transaction]
	records.EqualAny(&f, []string{address}, map[string]func(*stablecoin.Transaction) string{
		"from": func(t *stablecoin.Transaction) string { return t.From },
		"to":   func(t *stablecoin.Transaction) string { return t.To },
	})
	if !moment.IsNow() {
		f.Where(func(t *stablecoin.Transaction) bool { return moment.Has(t.BlockHeight, t.CreatedAt) })
	}
	return tx.account.transactions.Select(f)
}

func (tx *Tx) lastActivity(address string, moment ledger.Moment) time.Time {
	for t := range tx.walletTransactions(address, moment).Newest() {
		return t.CreatedAt
	}
	return time.Time{}
}

func (tx *Tx) walletInfo(address string, moment ledger.Moment) *stablecoin.WalletInfo {
	info := &stablecoin.WalletInfo{AccountType: "wallet", RiskScore: "low"}
	switch address {
	case tx.account.treasury:
		info.AccountType = "treasury"
	case FeeWallet:
		info.AccountType = "network"
	}
	found := tx.walletTransactions(address, moment)
	info.TransactionCount = found.Total()
	for t := range found.Oldest() {
		info.FirstTransaction = t.CreatedAt
		break
	}
	return info
}
