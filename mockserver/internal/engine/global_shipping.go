package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/rates"
)

const (
	// MaxBillable is the maximum weight of all packages, in kilograms.
	MaxBillable    = 1_000_000
	quoteTime      = 24 * time.Hour // validity of a quote
	defaultQuoteIn = numtext.DenomSSUSD
)

// rateRecord is a shipping rate and its quote.
type rateRecord struct {
	rate  *global.ShippingRate
	quote *global.ShippingQuote
}

// QuoteShipping returns shipping rates. Equal packages between the same countries
// always have the same rates.
func (tx *Tx) QuoteShipping(params *global.QuoteShippingParams) (*global.ShippingQuote, error) {
	if err := checkPlaces(params); err != nil {
		return nil, err
	}
	currency := params.Currency
	if currency == "" {
		currency = defaultQuoteIn
	}
	perUSD, ok := rates.PerUSD(currency)
	if !ok {
		return nil, noRate("currency", currency)
	}
	billable, err := billableWeight(params.Packages)
	if err != nil {
		return nil, err
	}
	q := &global.ShippingQuote{
		ID: tx.newID("shq"), Object: "shipping_quote", Origin: clone(&params.Origin), Destination: clone(&params.Destination),
		BillableWeight: &global.Weight{Value: fraction(billable), Unit: global.Kilogram},
		ExpiresAt:      tx.later(quoteTime), CreatedAt: tx.now,
	}
	for _, r := range rates.Shipping(params.Origin.Country, params.Destination.Country, billable) {
		service := global.ShippingService(r.Service)
		if len(params.Services) > 0 && !slices.Contains(params.Services, service) {
			continue
		}
		q.Rates = append(q.Rates, &global.ShippingRate{
			ID: tx.newID("rate"), Carrier: r.Carrier, Service: service, EstimatedDays: r.Days,
			Amount:                api.FromDecimal(rounded(r.USD.Mul(perUSD), currency), currency),
			EstimatedDeliveryDate: daysLater(api.DateOf(tx.now), r.Days),
		})
	}
	for _, rate := range q.Rates {
		put(tx, &tx.account.rates, rate.ID, &rateRecord{rate, q})
	}
	return q, nil
}

// checkPlaces requires two countries with shipping between them.
func checkPlaces(params *global.QuoteShippingParams) error {
	for _, place := range []struct{ param, country string }{
		{"origin.country", params.Origin.Country}, {"destination.country", params.Destination.Country},
	} {
		if blocked(place.country) {
			return &Error{Code: CodeDestinationNotSupported, Param: place.param, Message: fmt.Sprintf(
				"Nothing is shipped to or from '%s'", place.country)}
		}
	}
	return nil
}

func billableWeight(packages []global.Package) (decimal.Decimal, error) {
	parcels := make([]rates.Parcel, len(packages))
	for i, p := range packages {
		parcels[i].Weight = rates.Metric(p.Weight.Value.Decimal, string(p.Weight.Unit))
		if d := p.Dimensions; d != nil {
			unit := string(d.Unit)
			parcels[i].Length = rates.Metric(d.Length.Decimal, unit)
			parcels[i].Width = rates.Metric(d.Width.Decimal, unit)
			parcels[i].Height = rates.Metric(d.Height.Decimal, unit)
		}
	}
	billable := rates.Billable(parcels)
	if billable.GreaterThan(decimal.NewFromInt(MaxBillable)) {
		return billable, invalid("packages", "The packages must weigh %d kg at most, by weight or by volume", MaxBillable)
	}
	return billable, nil
}

// usableRate returns the shipping rate that an order refers to, or nil. The quote must
// be valid and for the same countries.
func (tx *Tx) usableRate(params *global.CreateOrderParams) (*global.ShippingRate, error) {
	const param = "shipping_rate_id"
	if params.ShippingRateID == "" {
		return nil, nil
	}
	record, ok := tx.account.rates.Get(params.ShippingRateID)
	if !ok {
		return nil, notFound("shipping rate", params.ShippingRateID, param)
	}
	why := ""
	switch q := record.quote; {
	case !tx.now.Before(q.ExpiresAt):
		why = "expired at " + q.ExpiresAt.Format(timeLayout)
	case q.Origin.Country != params.OriginCountry || q.Destination.Country != params.DestinationCountry:
		why = fmt.Sprintf("is from %s to %s", q.Origin.Country, q.Destination.Country)
	default:
		return record.rate, nil
	}
	return nil, &Error{Code: CodeQuoteExpired, Param: param, Message: fmt.Sprintf(
		"The shipping rate '%s' cannot be used, its quote %s: ask for a new one", record.rate.ID, why)}
}
