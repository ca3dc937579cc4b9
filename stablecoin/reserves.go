package stablecoin

import (
	"fmt"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

// Reserves is a report of what stands behind the supply of ssUSD.
type Reserves struct {
	Attestation *ReserveAttestation `json:"attestation"`
	Reserves    *ReserveAssets      `json:"reserves"`
	Supply      *Supply             `json:"supply"`
	History     []*ReserveRecord    `json:"history,omitzero"` // when asked for
}

// ReserveAttestation is what an auditor last said of the reserves.
type ReserveAttestation struct {
	Date              api.Date            `json:"date"`
	ReportURL         string              `json:"report_url"`
	Auditor           *Auditor            `json:"auditor"`
	OfficerSignatures []*OfficerSignature `json:"officer_signatures"` // not in FormatSummary
}

// Auditor is who examined the reserves.
type Auditor struct {
	Name          string   `json:"name"` // required
	LicenseNumber string   `json:"license_number"`
	SignatureDate api.Date `json:"signature_date"`
}

// OfficerSignature is an officer's word for an attestation.
type OfficerSignature struct {
	Name          string   `json:"name"` // required
	Title         string   `json:"title"`
	Signature     string   `json:"signature"`
	SignatureDate api.Date `json:"signature_date"`
}

// ReserveAssets are the reserves, in US dollars.
type ReserveAssets struct {
	TotalValue  api.Money
	LastUpdated time.Time
	Composition *Composition // not in FormatSummary
}

// Composition is what the reserves are made of. The percentages add up to 100, the
// amounts to the total.
type Composition struct {
	Cash                 Asset
	TreasuryBills        Asset
	MoneyMarketFunds     Asset
	RepurchaseAgreements Asset
}

// Asset is one part of the reserves.
type Asset struct {
	Amount     api.Money
	Percentage api.Decimal // 75.00 is three quarters
}

// Supply is what there is of ssUSD. InCirculation = TotalIssued − TotalRedeemed.
type Supply struct {
	InCirculation api.Money
	TotalIssued   api.Money
	TotalRedeemed api.Money
	ReserveRatio  api.Decimal // reserves by supply, 1 or more
}

// ReserveRecord is what the reserves and the supply were at the end of a month.
type ReserveRecord struct {
	Date          api.Date
	TotalReserves api.Money // US dollars
	TotalSupply   api.Money // ssusd
	ReserveRatio  api.Decimal
}

type reserves Reserves

type reservesWire struct {
	reserves
	Reserves *assetsWire   `json:"reserves"`
	Supply   *supplyWire   `json:"supply"`
	History  []*recordWire `json:"history,omitzero"`
}

type assetsWire struct {
	TotalValue  core.Text        `json:"total_value_usd"`
	LastUpdated time.Time        `json:"last_updated"`
	Composition *compositionWire `json:"composition"`
}

type compositionWire struct {
	Cash                 assetWire `json:"cash"`
	TreasuryBills        assetWire `json:"treasury_bills"`
	MoneyMarketFunds     assetWire `json:"money_market_funds"`
	RepurchaseAgreements assetWire `json:"repo_agreements"`
}

type assetWire struct {
	Amount     core.Text   `json:"amount"`
	Percentage api.Decimal `json:"percentage"`
}

type supplyWire struct {
	InCirculation core.Text   `json:"in_circulation"`
	TotalIssued   core.Text   `json:"total_issued"`
	TotalRedeemed core.Text   `json:"total_redeemed"`
	ReserveRatio  api.Decimal `json:"reserve_ratio"`
}

type recordWire struct {
	Date          api.Date    `json:"date"`
	TotalReserves core.Text   `json:"total_reserves_usd"`
	TotalSupply   core.Text   `json:"total_supply"`
	ReserveRatio  api.Decimal `json:"reserve_ratio"`
}

// public completes the embedded report and returns it.
func (w *reservesWire) public() (*Reserves, error) {
	r := (*Reserves)(&w.reserves)
	var a core.Amounts
	if v := w.Reserves; v != nil {
		r.Reserves = &ReserveAssets{
			TotalValue: a.In("reserves.total_value_usd", usd, v.TotalValue), LastUpdated: v.LastUpdated,
			Composition: v.Composition.public(&a),
		}
	}
	if s := w.Supply; s != nil {
		r.Supply = &Supply{
			InCirculation: a.In("supply.in_circulation", numtext.DenomSSUSD, s.InCirculation),
			TotalIssued:   a.In("supply.total_issued", numtext.DenomSSUSD, s.TotalIssued),
			TotalRedeemed: a.In("supply.total_redeemed", numtext.DenomSSUSD, s.TotalRedeemed),
			ReserveRatio:  s.ReserveRatio,
		}
	}
	if w.History != nil {
		r.History = make([]*ReserveRecord, 0, len(w.History))
	}
	for i, h := range w.History {
		if h != nil {
			at := fmt.Sprintf("history[%d].", i)
			r.History = append(r.History, &ReserveRecord{
				h.Date, a.In(at+"total_reserves_usd", usd, h.TotalReserves), a.In(at+"total_supply", numtext.DenomSSUSD, h.TotalSupply), h.ReserveRatio,
			})
		}
	}
	return r, a.Err()
}

func (w *compositionWire) public(a *core.Amounts) *Composition {
	if w == nil {
		return nil
	}
	asset := func(name string, w assetWire) Asset {
		return Asset{a.In("reserves.composition."+name, usd, w.Amount), w.Percentage}
	}
	return &Composition{
		Cash: asset("cash", w.Cash), TreasuryBills: asset("treasury_bills", w.TreasuryBills),
		MoneyMarketFunds: asset("money_market_funds", w.MoneyMarketFunds), RepurchaseAgreements: asset("repo_agreements", w.RepurchaseAgreements),
	}
}

// MarshalJSON writes the report as the API does, every member present.
func (r Reserves) MarshalJSON() ([]byte, error) {
	var a core.AmountWriter
	w := reservesWire{reserves: reserves(r)}
	if v := r.Reserves; v != nil {
		w.Reserves = &assetsWire{a.Text(v.TotalValue), v.LastUpdated, v.Composition.wire(&a)}
	}
	if s := r.Supply; s != nil {
		w.Supply = &supplyWire{a.Text(s.InCirculation), a.Text(s.TotalIssued), a.Text(s.TotalRedeemed), s.ReserveRatio}
	}
	if r.History != nil {
		w.History = make([]*recordWire, 0, len(r.History))
	}
	for _, h := range r.History {
		w.History = append(w.History, &recordWire{h.Date, a.Text(h.TotalReserves), a.Text(h.TotalSupply), h.ReserveRatio})
	}
	return a.Encode(&w)
}

func (c *Composition) wire(a *core.AmountWriter) *compositionWire {
	if c == nil {
		return nil
	}
	asset := func(p Asset) assetWire { return assetWire{a.Text(p.Amount), p.Percentage} }
	return &compositionWire{asset(c.Cash), asset(c.TreasuryBills), asset(c.MoneyMarketFunds), asset(c.RepurchaseAgreements)}
}

// UnmarshalJSON reads a report as the API writes it.
func (r *Reserves) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(r, data, (*reservesWire).public)
}
