package stablecoin

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// The bodies of requests that move money. Params are checked and then written into
// them; params themselves are never written to.

type issueBody struct {
	Recipient   string            `json:"recipient"`
	Amount      core.Text         `json:"amount"`
	ReferenceID string            `json:"reference_id,omitempty"`
	SourceFunds *sourceBody       `json:"source_funds,omitempty"`
	Compliance  *Compliance       `json:"compliance,omitempty"`
	Purpose     Purpose           `json:"purpose,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"`
}

type sourceBody struct {
	Type      Rail      `json:"type"`
	Amount    core.Text `json:"amount"`
	Currency  string    `json:"currency"`
	Reference string    `json:"reference,omitempty"`
}

type redeemBody struct {
	Sender      string            `json:"sender"`
	Amount      core.Micro        `json:"amount"`
	Destination *destinationBody  `json:"destination"`
	ReferenceID string            `json:"reference_id"`
	Compliance  *RedeemCompliance `json:"compliance,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"`
}

type destinationBody struct {
	Type            Rail   `json:"type"`
	AccountNumber   string `json:"account_number,omitempty"`
	RoutingNumber   string `json:"routing_number,omitempty"`
	SWIFTCode       string `json:"swift_code,omitempty"`
	IBAN            string `json:"iban,omitempty"`
	BankName        string `json:"bank_name,omitempty"`
	BeneficiaryName string `json:"beneficiary_name,omitempty"`
}

type transferBody struct {
	From           string            `json:"from,omitempty"`
	To             string            `json:"to,omitempty"`
	Amount         *core.Micro       `json:"amount,omitempty"`
	Transfers      []legBody         `json:"transfers,omitempty"`
	Memo           string            `json:"memo,omitempty"`
	Priority       Priority          `json:"priority,omitempty"`
	IdempotencyKey string            `json:"idempotency_key,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
}

type legBody struct {
	To     string     `json:"to"`
	Amount core.Micro `json:"amount"`
	Memo   string     `json:"memo,omitempty"`
}

// Limits of the API.
const (
	maxReference = 64
	maxMemo      = 256
	maxLegs      = 500
	issueCents   = 2
)

var (
	minIssue = decimal.NewFromInt(100)
	maxIssue = decimal.NewFromInt(10_000_000)
)

func (p *IssueParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	requireWallet(&c, "recipient", p.Recipient)
	ssusd(&c, "amount", p.Amount)
	if value := p.Amount.Decimal(); c.Err() == nil && (value.LessThan(minIssue) || value.GreaterThan(maxIssue)) {
		c.Fail("amount", "must be from 100.00 to 10000000.00, got %s", p.Amount)
	}
	if c.Err() == nil && !p.Amount.Decimal().Equal(p.Amount.Decimal().Truncate(issueCents)) {
		c.Fail("amount", "must have at most two decimals, got %s", p.Amount)
	}
	c.Text("reference_id", p.ReferenceID, maxReference)
	source := p.SourceFunds.wire(&c)
	if p.Compliance != nil {
		c.Text("compliance.aml_check_id", p.Compliance.AMLCheckID, 0)
	}
	core.Enum(&c, "purpose", p.Purpose)
	c.Metadata(p.Metadata)
	if err := c.Err(); err != nil {
		return nil, err
	}
	return &issueBody{
		Recipient: p.Recipient, Amount: core.Text(p.Amount.Number()), ReferenceID: p.ReferenceID, SourceFunds: source,
		Compliance: p.Compliance, Purpose: p.Purpose, Metadata: p.Metadata,
	}, nil
}

func (f *SourceFunds) wire(c *core.Check) *sourceBody {
	if f == nil {
		return nil
	}
	checkRail(c, "source_funds.type", f.Type)
	c.Positive("source_funds.amount", f.Amount)
	c.Text("source_funds.reference", f.Reference, 0)
	return &sourceBody{f.Type, core.Text(f.Amount.Number()), f.Amount.Currency(), f.Reference}
}

func checkRail(c *core.Check, param string, rail Rail) {
	if rail == "" {
		c.Fail(param, "is required")
	}
	core.Enum(c, param, rail)
}

func requireWallet(c *core.Check, param, address string) {
	if address == "" {
		c.Fail(param, "is required")
	}
	c.AnyWallet(param, address)
}

// ssusd refuses amounts of other currencies.
func ssusd(c *core.Check, param string, m api.Money) {
	c.Positive(param, m)
	if !numtext.SameCurrency(m.Currency(), numtext.DenomSSUSD) {
		c.Fail(param, "must be in ssusd, got %s", quote.Short(m.Currency()))
	}
}

// micro writes an amount of tokens. A fault is recorded, and the form is empty.
func micro(c *core.Check, param string, m api.Money) core.Micro {
	c.Positive(param, m)
	amount, err := core.ToMicro(m)
	if err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
	return amount
}

func (p *RedeemParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	requireWallet(&c, "sender", p.Sender)
	ssusd(&c, "amount", p.Amount)
	amount := micro(&c, "amount", p.Amount)
	destination := p.Destination.wire(&c)
	c.Required("reference_id", p.ReferenceID)
	c.Text("reference_id", p.ReferenceID, maxReference)
	if p.Compliance != nil {
		c.Text("compliance.purpose", p.Compliance.Purpose, 0)
		c.Text("compliance.source_of_funds", p.Compliance.SourceOfFunds, 0)
	}
	c.Metadata(p.Metadata)
	return &redeemBody{
		Sender: p.Sender, Amount: amount, Destination: destination, ReferenceID: p.ReferenceID,
		Compliance: p.Compliance, Metadata: p.Metadata,
	}, c.Err()
}

// wire checks the account by the rules of its rail. Messages never show its number.
func (p *DestinationParams) wire(c *core.Check) *destinationBody {
	if p == nil {
		c.Fail("destination", "is required")
		return nil
	}
	body := destinationBody(*p)
	body.IBAN = strings.ReplaceAll(p.IBAN, " ", "")
	checkRail(c, "destination.type", p.Type)
	p.checkRequired(c)
	if n := p.AccountNumber; n != "" && !isAccountNumber(n, p.Type) {
		c.Fail("destination.account_number", "must be %s", accountForm(p.Type))
	}
	if p.RoutingNumber != "" && !core.IsRoutingNumber(p.RoutingNumber) {
		c.Fail("destination.routing_number", "must be nine digits with a good ABA checksum")
	}
	if p.SWIFTCode != "" && !core.IsSWIFT(p.SWIFTCode) {
		c.Fail("destination.swift_code", "must be 8 or 11 capital letters and digits, as in \"DEUTDEFF\", got %s", quote.Short(p.SWIFTCode))
	}
	if body.IBAN != "" && !core.IsIBAN(body.IBAN) {
		c.Fail("destination.iban", "is no IBAN: want a country, two check digits that are right, and the account, in capital letters")
	}
	c.Text("destination.bank_name", p.BankName, 0)
	c.Text("destination.beneficiary_name", p.BeneficiaryName, 0)
	return &body
}

func (p *DestinationParams) checkRequired(c *core.Check) {
	for _, f := range []struct {
		name, value string
		needed      bool
	}{
		{"account_number", p.AccountNumber, p.Type != RailSEPA},
		{"routing_number", p.RoutingNumber, p.Type == RailACH},
		{"swift_code", p.SWIFTCode, p.Type == RailSWIFT},
		{"iban", p.IBAN, p.Type == RailSEPA},
	} {
		if f.needed && f.value == "" {
			c.Fail("destination."+f.name, "is required with the type %q", p.Type)
		}
	}
}

// isAccountNumber knows the bounds of account numbers: those of ACH are digits, those
// of other rails letters too.
func isAccountNumber(number string, rail Rail) bool {
	most, alphabet := 34, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	if rail == RailACH {
		most, alphabet = 17, "0123456789"
	}
	return len(number) >= 4 && len(number) <= most && strings.Trim(number, alphabet) == ""
}

func accountForm(rail Rail) string {
	if rail == RailACH {
		return "4 to 17 digits"
	}
	return "4 to 34 letters and digits"
}

func (p *TransferParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	checkFrom(&c, p.From)
	requireWallet(&c, "to", p.To)
	if p.From != "" && p.From == p.To {
		c.Fail("to", "must be another wallet than from")
	}
	amount := micro(&c, "amount", p.Amount)
	checkExtras(&c, p.Memo, p.Priority, p.Metadata)
	return &transferBody{
		From: p.From, To: p.To, Amount: &amount, Memo: p.Memo, Priority: p.Priority,
		IdempotencyKey: p.IdempotencyKey, Metadata: p.Metadata,
	}, c.Err()
}

// key is the idempotency key that the params may hold.
func (p *TransferParams) key() string {
	if p == nil {
		return ""
	}
	return p.IdempotencyKey
}

func (p *BatchTransferParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	checkFrom(&c, p.From)
	body := &transferBody{
		From: p.From, Memo: p.Memo, Priority: p.Priority, IdempotencyKey: p.IdempotencyKey, Metadata: p.Metadata,
		Transfers: make([]legBody, 0, len(p.Transfers)),
	}
	if n := len(p.Transfers); n == 0 || n > maxLegs {
		c.Fail("transfers", "must have 1 to %d elements, got %d", maxLegs, n)
	}
	for i, leg := range p.Transfers {
		at := fmt.Sprintf("transfers[%d].", i)
		requireWallet(&c, at+"to", leg.To)
		if p.From != "" && p.From == leg.To {
			c.Fail(at+"to", "must be another wallet than from")
		}
		amount := micro(&c, at+"amount", leg.Amount)
		if first := p.Transfers[0].Amount.Currency(); !numtext.SameCurrency(first, leg.Amount.Currency()) {
			c.Fail(at+"amount", "must be in %s like the first, got %s", first, leg.Amount.Currency())
		}
		c.Text(at+"memo", leg.Memo, maxMemo)
		body.Transfers = append(body.Transfers, legBody{leg.To, amount, leg.Memo})
	}
	checkExtras(&c, p.Memo, p.Priority, p.Metadata)
	return body, c.Err()
}

func (p *BatchTransferParams) key() string {
	if p == nil {
		return ""
	}
	return p.IdempotencyKey
}

func checkFrom(c *core.Check, from string) {
	if from != "" {
		c.AnyWallet("from", from)
	}
}

func checkExtras(c *core.Check, memo string, priority Priority, metadata map[string]string) {
	c.Text("memo", memo, maxMemo)
	core.Enum(c, "priority", priority)
	c.Metadata(metadata)
}
