package engine

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
)

// maxHistory is the maximum length of a history in months.
const maxHistory = 12

const reportBase = "https://reserves.stateset.com/attestations/"

// supply holds the amounts of ssUSD issued and redeemed until a time.
type supply struct {
	at               time.Time
	issued, redeemed decimal.Decimal
}

func (tx *Tx) supplyAt(moment ledger.Moment) supply {
	issued, redeemed := tx.account.ledger.Issued(numtext.DenomSSUSD, moment)
	return supply{tx.now, issued, redeemed}
}

func ssusd(value decimal.Decimal) api.Money {
	return api.FromDecimal(value, numtext.DenomSSUSD)
}

func (s supply) circulating() api.Money { return ssusd(s.issued.Sub(s.redeemed)) }

// reserves returns the reserves of the supply, rounded up to the cent.
func (s supply) reserves() api.Money {
	return api.FromDecimal(s.circulating().Decimal().RoundCeil(usdDecimals), "USD")
}

// ratio returns reserves / supply, or 1 without a supply.
func (s supply) ratio() api.Decimal {
	const places = 4
	ratio := decimal.NewFromInt(1)
	if held := s.circulating().Decimal(); held.IsPositive() {
		ratio = s.reserves().Decimal().Div(held).Truncate(places)
	}
	return api.Dec(ratio.StringFixed(places))
}

// Reserves returns a report of the account's supply.
func (tx *Tx) Reserves(q stablecoin.ReservesParams) (*stablecoin.Reserves, error) {
	today := api.DateOf(tx.now)
	day, now := today, tx.supplyAt(ledger.Moment{})
	if !q.Date.IsZero() && q.Date != today {
		if q.Date.Compare(today) > 0 {
			return nil, invalid("date", "The 'date' must not be later than today, %s, got %s", today, q.Date)
		}
		day, now = q.Date, tx.supplyOn(q.Date)
	}
	return report(q, now, tx.attested(day), tx.history(day)), nil
}

// supplyOn returns the supply at the end of a day.
func (tx *Tx) supplyOn(day api.Date) supply {
	end := day.AddDays(1).Time().Add(-time.Second)
	s := tx.supplyAt(ledger.AtTime(end))
	s.at = end
	return s
}

// history returns the supply at the ends of months since the creation of the account,
// newest first.
func (tx *Tx) history(day api.Date) []supply {
	var months []supply
	for first := range tx.account.ledger.Entries() {
		birth := api.DateOf(first.At())
		for end := monthEnd(day); len(months) < maxHistory && end.Compare(birth) >= 0; end = monthEnd(end) {
			months = append(months, tx.supplyOn(end))
		}
		break
	}
	return months
}

// monthEnd returns the last day of the previous month.
func monthEnd(day api.Date) api.Date { return api.NewDate(day.Year, day.Month, 1).AddDays(-1) }

// report assembles the report in the requested format.
func report(q stablecoin.ReservesParams, now supply, attested *stablecoin.ReserveAttestation, history []supply) *stablecoin.Reserves {
	r := &stablecoin.Reserves{
		Attestation: attested,
		Reserves:    &stablecoin.ReserveAssets{TotalValue: now.reserves(), LastUpdated: now.at, Composition: compose(now.reserves())},
		Supply: &stablecoin.Supply{
			InCirculation: now.circulating(), TotalIssued: ssusd(now.issued), TotalRedeemed: ssusd(now.redeemed), ReserveRatio: now.ratio(),
		},
	}
	if q.Format == stablecoin.FormatSummary {
		short := *attested
		short.OfficerSignatures = []*stablecoin.OfficerSignature{}
		r.Attestation, r.Reserves.Composition = &short, nil
	}
	if q.IncludeHistory || q.Format == stablecoin.FormatRegulatory {
		r.History = []*stablecoin.ReserveRecord{}
		for _, s := range history {
			r.History = append(r.History, &stablecoin.ReserveRecord{
				Date: api.DateOf(s.at), TotalReserves: s.reserves(), TotalSupply: s.circulating(), ReserveRatio: s.ratio(),
			})
		}
	}
	return r
}

// shares are the parts of the reserves in percent: cash, treasury bills, money market
// funds, repurchase agreements.
var shares = []int64{10, 75, 10, 5}

// compose splits the total by shares, to the last cent.
func compose(total api.Money) *stablecoin.Composition {
	amounts, err := total.Allocate(shares...)
	if err != nil { // weights and currency are literals of this package
		return nil
	}
	asset := func(i int) stablecoin.Asset {
		return stablecoin.Asset{Amount: amounts[i], Percentage: api.Dec(decimal.NewFromInt(shares[i]).StringFixed(usdDecimals))}
	}
	return &stablecoin.Composition{Cash: asset(0), TreasuryBills: asset(1), MoneyMarketFunds: asset(2), RepurchaseAgreements: asset(3)}
}

// DemoReserves returns the report for callers without a key. It is always the same.
func DemoReserves(q stablecoin.ReservesParams) *stablecoin.Reserves {
	day := api.NewDate(2024, time.December, 31)
	demo := func(day api.Date, issued int64) supply {
		return supply{day.AddDays(1).Time().Add(-time.Second), decimal.NewFromInt(issued), decimal.NewFromInt(25_000_000)}
	}
	history := []supply{
		demo(api.NewDate(2024, time.November, 30), 140_000_000), demo(api.NewDate(2024, time.October, 31), 130_000_000),
		demo(api.NewDate(2024, time.September, 30), 125_000_000),
	}
	return report(q, demo(day, 150_000_000), sampleAttestation(day), history)
}
