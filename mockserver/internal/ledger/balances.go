package ledger

import "strings"

type balanceKey struct {
	holder Holder
	denom  string
}

type balance struct {
	balanceKey
	amount sum
}

// balances holds the balances of holders, in the order in which they were set first. Few
// of them have no index: most accounts have a few wallets.
type balances struct {
	list  []balance
	index map[balanceKey]int // nil for a short list
}

const unindexed = 8 // the longest list without an index

// find returns the index of a balance in the list.
func (b *balances) find(key balanceKey) (int, bool) {
	if b.index != nil {
		i, ok := b.index[key]
		return i, ok
	}
	for i := range b.list {
		if b.list[i].balanceKey == key {
			return i, true
		}
	}
	return 0, false
}

func (b *balances) set(key balanceKey, amount sum) {
	if i, ok := b.find(key); ok {
		b.list[i].amount = amount
		return
	}
	b.list = append(b.list, balance{key, amount})
	switch {
	case b.index != nil:
		b.index[key] = len(b.list) - 1
	case len(b.list) > unindexed:
		b.index = map[balanceKey]int{}
		for i := range b.list {
			b.index[b.list[i].balanceKey] = i
		}
	}
}

// Known returns the address. If the wallet has had the denomination, the result shares
// the memory of the ledger.
func (l *Ledger) Known(address, denom string) string {
	key := balanceKey{Wallet(address), strings.ToLower(denom)}
	for ; l != nil; l = l.base {
		if key.holder == l.self {
			return string(l.self)
		}
		if i, ok := l.balances.find(key); ok {
			return string(l.balances.list[i].holder)
		}
	}
	return address
}
