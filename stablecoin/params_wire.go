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

// Params are checked and then encoded without changes.

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
	c.Required("reference_id", p.ReferenceID)
	c.Text("reference_id", p.ReferenceID, maxReference)
	p.SourceFunds.check(&c)
	if p.Compliance != nil {
		c.Text("compliance.aml_check_id", p.Compliance.AMLCheckID, 0)
	}
	core.Enum(&c, "purpose", p.Purpose)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (f *SourceFunds) check(c *core.Check) {
	if f == nil {
		return
	}
	checkRail(c, "source_funds.type", f.Type)
	c.Positive("source_funds.amount", f.Amount)
	c.Text("source_funds.reference", f.Reference, 0)
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

// ssusd rejects amounts of other currencies.
func ssusd(c *core.Check, param string, m api.Money) {
	c.Positive(param, m)
	if !numtext.SameCurrency(m.Currency(), numtext.DenomSSUSD) {
		c.Fail(param, "must be in ssusd, got %s", quote.Short(m.Currency()))
	}
}

// tokens rejects amounts of other currencies than ssusd and usdc.
func tokens(c *core.Check, param string, m api.Money) {
	c.Positive(param, m)
	if !numtext.IsToken(m.Currency()) {
		c.Fail(param, "must be in ssusd or usdc, got %s", quote.Short(m.Currency()))
	}
}

func (p *RedeemParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	requireWallet(&c, "sender", p.Sender)
	ssusd(&c, "amount", p.Amount)
	p.Destination.check(&c)
	c.Required("reference_id", p.ReferenceID)
	c.Text("reference_id", p.ReferenceID, maxReference)
	if p.Compliance != nil {
		c.Text("compliance.purpose", p.Compliance.Purpose, 0)
		c.Text("compliance.source_of_funds", p.Compliance.SourceOfFunds, 0)
	}
	c.Metadata(p.Metadata)
	if err := c.Err(); err != nil {
		return nil, err
	}
	body, destination := *p, *p.Destination
	destination.IBAN, body.Destination = destination.iban(), &destination
	return &body, nil
}

// iban returns the number without blanks.
func (p *DestinationParams) iban() string { return strings.ReplaceAll(p.IBAN, " ", "") }

// check applies the rules of the account's rail. Messages never show its number.
func (p *DestinationParams) check(c *core.Check) {
	if p == nil {
		c.Fail("destination", "is required")
		return
	}
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
	if iban := p.iban(); iban != "" && !core.IsIBAN(iban) {
		c.Fail("destination.iban", "is no IBAN: must be a country, two valid check digits and the account, in capital letters")
	}
	c.Text("destination.bank_name", p.BankName, 0)
	c.Text("destination.beneficiary_name", p.BeneficiaryName, 0)
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

// isAccountNumber reports whether the text is an account number of the rail: digits for
// ACH, digits and letters for other rails.
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
	tokens(&c, "amount", p.Amount)
	checkExtras(&c, p.Memo, p.Priority, p.Metadata)
	return p, c.Err()
}

// key returns the idempotency key in the params.
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
	if n := len(p.Transfers); n == 0 || n > maxLegs {
		c.Fail("transfers", "must have 1 to %d elements, got %d", maxLegs, n)
	}
	for i, leg := range p.Transfers {
		at := fmt.Sprintf("transfers[%d].", i)
		requireWallet(&c, at+"to", leg.To)
		if p.From != "" && p.From == leg.To {
			c.Fail(at+"to", "must be another wallet than from")
		}
		tokens(&c, at+"amount", leg.Amount)
		if first := p.Transfers[0].Amount.Currency(); !numtext.SameCurrency(first, leg.Amount.Currency()) {
			c.Fail(at+"amount", "must be in %s like the first, got %s", first, leg.Amount.Currency())
		}
		c.Text(at+"memo", leg.Memo, maxMemo)
	}
	checkExtras(&c, p.Memo, p.Priority, p.Metadata)
	return p, c.Err()
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
