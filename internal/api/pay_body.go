package api

// PayMethodBody is a [PayMethod] on the wire.
type PayMethodBody struct {
	Type          PayMethodType `json:"type"`
	WalletAddress string        `json:"wallet_address"`
	Amount        Money         `json:"amount"`
	Chain         Chain         `json:"chain"`
}

// PayBody checks the method and fills in its defaults.
func PayBody(c *Check, m PayMethod) PayMethodBody {
	body := PayMethodBody(m)
	if body.Chain == "" {
		body.Chain = ChainStateSet
	}
	if body.Type == "" {
		body.Type = PayMethodType(m.Amount.Currency)
	}
	c.Positive("payment_method.amount", m.Amount)
	if !IsToken(m.Amount.Currency) {
		c.Fail("payment_method.amount", "must be in ssusd or usdc, got %s", Quote(m.Amount.Currency))
	}
	if !SameCurrency(string(body.Type), m.Amount.Currency) {
		c.Fail("payment_method.type", "must be the currency of the amount, %s, got %s", m.Amount.Currency, Quote(string(body.Type)))
	}
	c.Wallet("payment_method.wallet_address", m.WalletAddress, "payment_method.chain", body.Chain)
	return body
}

// ValuedMoney is an amount with its worth in US dollars beside it, on the wire.
type ValuedMoney struct {
	Value    Text   `json:"value"`
	Denom    string `json:"denom"`
	USDValue Text   `json:"usd_value"`
}
