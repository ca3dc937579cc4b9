package stablecoin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

// maxPage is the largest page of ledger transactions.
const maxPage = 100

// args returns the arguments for a balance. An empty address selects the treasury wallet.
func (p *BalanceParams) args(address string) core.Args {
	var c core.Check
	if address != "" {
		c.AnyWallet("address", address)
	}
	args := core.Args{ID: address, Err: c.Err()}
	if args.Err != nil {
		return args
	}
	args.Query, args.Err = core.Query(p, p.check)
	return args
}

func (p *BalanceParams) check(c *core.Check) {
	if p.Denom != "" && !numtext.IsToken(p.Denom) {
		c.Fail("denom", "must be ssusd or usdc, got %s", quote.Short(p.Denom))
	}
	for _, chain := range p.Chains {
		if chain == "" {
			c.Fail("chains", "must not have an empty element")
		}
		core.Filter(c, "chains", chain)
	}
	if p.BlockHeight < 0 {
		c.Fail("block_height", "must not be below zero, got %d", p.BlockHeight)
	}
	if p.BlockHeight != 0 && !p.Timestamp.IsZero() {
		c.Fail("timestamp", "must not be set together with block_height")
	}
	c.Time("timestamp", p.Timestamp)
	for _, currency := range p.ConvertTo {
		if currency == "" {
			c.Fail("convert_to", "must not have an empty element")
		}
		c.Currency("convert_to", currency)
	}
}

// denom returns the denomination of the balance. The response does not contain it.
func (p *BalanceParams) denom() string {
	if p == nil || p.Denom == "" {
		return numtext.DenomSSUSD
	}
	return p.Denom
}

func (p *ListTransactionsParams) args() core.Args {
	query, err := core.Query(p, p.check)
	if err != nil || p == nil {
		return core.Args{Err: err}
	}
	for name, bound := range map[string]api.Money{"min_amount": p.MinAmount, "max_amount": p.MaxAmount} {
		if bound.IsSet() {
			amount, _ := numtext.MovePoint(bound.Text(), numtext.TokenDecimals) // checked before
			query.Set(name, amount)
			query.Set("denom", strings.ToLower(bound.Currency()))
		}
	}
	for name, t := range map[string]time.Time{"start_date": p.firstSecond(), "end_date": p.EndTime} {
		if !t.IsZero() {
			query.Set(name, t.UTC().Format(time.RFC3339))
		}
	}
	return core.Args{Query: query}
}

// firstSecond returns the first whole second that StartTime selects.
func (p *ListTransactionsParams) firstSecond() time.Time {
	return p.StartTime.Add(time.Second - 1).Truncate(time.Second)
}

func (p *ListTransactionsParams) readStartDate(d *wire.Decoder) {
	readBound(&p.StartDate, &p.StartTime, d)
}
func (p *ListTransactionsParams) readEndDate(d *wire.Decoder) { readBound(&p.EndDate, &p.EndTime, d) }

// readBound reads a day, or a time in RFC 3339.
func readBound(day *api.Date, at *time.Time, d *wire.Decoder) {
	text, ok := d.Text()
	if !ok || len(text) == 0 {
		return
	}
	if read, err := api.ParseDate(string(text)); err == nil {
		*day = read
		return
	}
	read, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		d.Refuse("must be a day as in \"2026-01-31\" or a time as in \"2026-01-31T10:00:00Z\"")
		return
	}
	*at = read
}

func (p *ListTransactionsParams) writeStartDate(e *wire.Encoder) {
	writeBound("Start", p.StartDate, p.firstSecond(), e)
}

func (p *ListTransactionsParams) writeEndDate(e *wire.Encoder) {
	writeBound("End", p.EndDate, p.EndTime, e)
}

// writeBound writes a day or a time. Both together are an error, as in a call.
func writeBound(end string, day api.Date, at time.Time, e *wire.Encoder) {
	name := strings.ToLower(end) + "_date"
	switch {
	case day.IsZero() && at.IsZero():
		return
	case !day.IsZero() && !at.IsZero():
		e.Fail(fmt.Errorf("stateset: %s: is set twice: %sDate and %sTime", name, end, end))
	}
	e.Key(name)
	if at.IsZero() {
		day.AppendWire(e)
		return
	}
	e.Seconds(at)
}

func (p *ListTransactionsParams) check(c *core.Check) {
	if p.Limit < 0 || p.Limit > maxPage {
		c.Fail("limit", "must be 1 to %d, or 0 for the default of 20, got %d", maxPage, p.Limit)
	}
	if p.Offset < 0 {
		c.Fail("offset", "must not be below zero, got %d", p.Offset)
	}
	core.Enum(c, "order", p.Order)
	core.Filter(c, "address", p.Address)
	core.Filter(c, "type", p.Type)
	core.Filter(c, "status", p.Status)
	core.Filter(c, "denom", p.Denom)
	p.checkSpan(c)
	p.checkBound(c, "min_amount", p.MinAmount)
	p.checkBound(c, "max_amount", p.MaxAmount)
	if p.MinAmount.IsSet() && p.MaxAmount.IsSet() && !numtext.SameCurrency(p.MinAmount.Currency(), p.MaxAmount.Currency()) {
		c.Fail("max_amount", "must be in %s like min_amount, got %s", p.MinAmount.Currency(), p.MaxAmount.Currency())
	}
}

func (p *ListTransactionsParams) checkSpan(c *core.Check) {
	c.Date("start_date", p.StartDate)
	c.Date("end_date", p.EndDate)
	c.Time("start_date", p.StartTime)
	c.Time("end_date", p.EndTime)
	start, end := p.StartTime, p.EndTime
	if !p.StartDate.IsZero() {
		if start = p.StartDate.Time(); !p.StartTime.IsZero() {
			c.Fail("start_date", "is set twice: StartDate and StartTime")
		}
	}
	if !p.EndDate.IsZero() {
		if end = p.EndDate.AddDays(1).Time().Add(-time.Second); !p.EndTime.IsZero() {
			c.Fail("end_date", "is set twice: EndDate and EndTime")
		}
	}
	if !start.IsZero() && !end.IsZero() && end.Before(start) {
		c.Fail("end_date", "must not be before start_date")
	}
}

func (p *ListTransactionsParams) checkBound(c *core.Check, param string, m api.Money) {
	if !m.IsSet() {
		return
	}
	c.NotNegative(param, m)
	if !numtext.IsToken(m.Currency()) {
		c.Fail(param, "must be in ssusd or usdc, got %s", quote.Short(m.Currency()))
	}
	for denom := range strings.SplitSeq(p.Denom, ",") {
		if denom != "" && !numtext.SameCurrency(denom, m.Currency()) {
			c.Fail(param, "must be in %s like denom, got %s", quote.Short(denom), m.Currency())
		}
	}
}

func (p *ReservesParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Date("date", p.Date)
		core.Enum(c, "format", p.Format)
	})
	return core.Args{Query: query, Err: err}
}

func (p *UploadAttestationParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.Date("attestation_date", p.AttestationDate)
	switch d := p.AttestationDate; {
	case d.IsZero():
		c.Fail("attestation_date", "is required")
	case d.AddDays(1).Day != 1:
		c.Fail("attestation_date", "must be the last day of a month, got %s", d)
	}
	if len(p.ReportFile) == 0 {
		c.Fail("report_file", "is required")
	}
	if hash, err := hex.DecodeString(p.ReportHash); p.ReportHash != "" && (err != nil || len(hash) != sha256.Size) {
		c.Fail("report_hash", "must be the %d hex digits of a SHA-256, got %s", 2*sha256.Size, quote.Short(p.ReportHash))
	}
	p.checkPeople(&c)
	p.ReserveSummary.check(&c)
	if err := c.Err(); err != nil {
		return nil, err
	}
	body := *p
	if p.ReportHash == "" {
		sum := sha256.Sum256(p.ReportFile)
		body.ReportHash = hex.EncodeToString(sum[:])
	}
	return &body, nil
}

func (p *UploadAttestationParams) checkPeople(c *core.Check) {
	c.Required("auditor.name", p.Auditor.Name)
	c.Text("auditor.license_number", p.Auditor.LicenseNumber, 0)
	c.Date("auditor.signature_date", p.Auditor.SignatureDate)
	if len(p.OfficerSignatures) == 0 {
		c.Fail("officer_signatures", "must have at least one element")
	}
	for i, officer := range p.OfficerSignatures {
		at := fmt.Sprintf("officer_signatures[%d].", i)
		c.Required(at+"name", officer.Name)
		c.Text(at+"title", officer.Title, 0)
		c.Text(at+"signature", officer.Signature, 0)
		c.Date(at+"signature_date", officer.SignatureDate)
	}
}

func (s *ReserveSummary) check(c *core.Check) {
	c.Positive("reserve_summary.total_reserves_usd", s.TotalReserves)
	if !numtext.SameCurrency(s.TotalReserves.Currency(), "USD") {
		c.Fail("reserve_summary.total_reserves_usd", "must be in USD, got %s", quote.Short(s.TotalReserves.Currency()))
	}
	ssusd(c, "reserve_summary.total_supply_susd", s.TotalSupply)
	c.Decimal("reserve_summary.reserve_ratio", s.ReserveRatio)
	if c.Err() == nil && s.ReserveRatio.Sign() <= 0 {
		c.Fail("reserve_summary.reserve_ratio", "must be above zero, got %s", s.ReserveRatio)
	}
}
