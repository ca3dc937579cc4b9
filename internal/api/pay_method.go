package api

// PayMethod is the wallet that pays an order or an invoice, and how much.
type PayMethod struct {
	Type          PayMethodType // empty means the currency of Amount
	WalletAddress string        // required
	Amount        Money         // required: ssusd or usdc
	Chain         string        // empty means "stateset"
}

// PayMethodType is the token that a wallet pays with.
type PayMethodType string

// The tokens that a wallet pays with.
const (
	PaySSUSD PayMethodType = "ssusd"
	PayUSDC  PayMethodType = "usdc"
)

// PayMethodBody is a [PayMethod] on the wire.
type PayMethodBody struct {
	Type          PayMethodType `json:"type"`
	WalletAddress string        `json:"wallet_address"`
	Amount        Money         `json:"amount"`
	Chain         string        `json:"chain"`
}

// Body checks the method, completes it and writes it.
func (m PayMethod) Body(c *Check) PayMethodBody {
	body := PayMethodBody(m)
	if body.Chain == "" {
		body.Chain = "stateset"
	}
	if body.Type == "" {
		body.Type = PayMethodType(m.Amount.Currency)
	}
	c.Positive("payment_method.amount", m.Amount)
	if !IsToken(m.Amount.Currency) {
		c.Fail("payment_method.amount", "must be in ssusd or usdc, got %s", quoteShort(m.Amount.Currency))
	}
	if !SameCurrency(string(body.Type), m.Amount.Currency) {
		c.Fail("payment_method.type", "must be the currency of the amount, %s, got %s", m.Amount.Currency, quoteShort(string(body.Type)))
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
