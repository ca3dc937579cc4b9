package engine

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver/internal/rates"
)

const (
	unitedStates = "US" // taxed by state

	effectivePlaces = 4 // decimals of an effective rate
	ratePlaces      = 2 // minimum decimals of a rate
)

// CalculateTax calculates duty and tax of a trade. The incoterm determines who pays,
// not the amounts.
func (tx *Tx) CalculateTax(params *global.CalculateTaxParams) (*global.TaxCalculation, error) {
	if err := checkRoute(params.OriginCountry, params.DestinationCountry); err != nil {
		return nil, err
	}
	if params.Amount.Currency() == "" && !params.Amount.Decimal().IsZero() {
		return nil, missing("currency")
	}
	if !params.Amount.IsSet() {
		return nil, missing("amount")
	}
	if err := checkState(params.DestinationCountry, params.DestinationState, "destination_state"); err != nil {
		return nil, err
	}
	currency := params.Amount.Currency()
	charges, err := charge(rates.Trade{
		Origin: params.OriginCountry, Destination: params.DestinationCountry, State: params.DestinationState, Currency: currency,
		Goods: []rates.Goods{{Value: params.Amount.Decimal(), HSCode: params.HSCode}}, Shipping: params.ShippingAmount.Decimal(),
		Registered: params.CustomerType == global.Business && params.CustomerTaxID != "",
	}, "destination_country", "currency")
	if err != nil {
		return nil, err
	}
	in := func(value decimal.Decimal) api.Money { return api.FromDecimal(value, currency) }
	c := &global.TaxCalculation{
		Object: "tax_calculation", OriginCountry: params.OriginCountry, DestinationCountry: params.DestinationCountry, Currency: currency,
		Subtotal: params.Amount, ShippingAmount: in(params.ShippingAmount.Decimal()),
		DutyAmount: in(charges.Duty), TaxAmount: in(charges.Tax), Breakdown: breakdown(charges, currency),
		DeMinimisApplied: charges.DeMinimis, ReverseCharge: charges.ReverseCharge, CalculatedAt: tx.now,
	}
	before := plus(c.Subtotal, c.ShippingAmount.Decimal())
	c.TotalAmount = plus(before, charges.Duty.Add(charges.Tax))
	if c.TotalAmount.Err() != nil {
		return nil, invalid("amount", "The total must be below 10^15: use a smaller amount")
	}
	c.EffectiveRate = fraction(charges.Duty.Add(charges.Tax).DivRound(before.Decimal(), effectivePlaces))
	return c, nil
}

// checkState requires a state for countries that tax by state.
func checkState(country, state, param string) error {
	switch {
	case country != unitedStates:
		return nil
	case state == "":
		return missing(param)
	case !rates.State(state):
		return invalid(param, "Unknown state of the US '%s': must be two capital letters, as in 'CA'", excerpt(state))
	}
	return nil
}

// charge calculates duty and tax. Its errors name the invalid parameter.
func charge(trade rates.Trade, countryParam, currencyParam string) (rates.Charges, error) {
	trade.Round = func(value decimal.Decimal) decimal.Decimal { return rounded(value, trade.Currency) }
	charges, err := trade.Calculate()
	switch {
	case errors.Is(err, rates.ErrDestination):
		return charges, &Error{Code: CodeDestinationNotSupported, Param: countryParam, Message: fmt.Sprintf(
			"The mock server has no tax rates of '%s'", excerpt(trade.Destination))}
	case errors.Is(err, rates.ErrCurrency):
		return charges, noRate(currencyParam, trade.Currency)
	case err != nil:
		return charges, fmt.Errorf("engine: %w", err)
	}
	return charges, nil
}

func breakdown(charges rates.Charges, currency string) []*global.Charge {
	rows := make([]*global.Charge, len(charges.Rows))
	for i, row := range charges.Rows {
		rows[i] = &global.Charge{
			Name: row.Name, Type: global.ChargeType(row.Kind), Jurisdiction: row.Jurisdiction, Rate: fraction(row.Rate),
			TaxableAmount: api.FromDecimal(row.Taxable, currency), Amount: api.FromDecimal(row.Amount, currency),
		}
	}
	return rows
}

// fraction writes a rate with the minimum number of decimals, at least two.
func fraction(rate decimal.Decimal) api.Decimal {
	places := max(ratePlaces, -rate.Exponent())
	for places > ratePlaces && rate.Equal(rate.Truncate(places-1)) {
		places--
	}
	return api.Decimal{Decimal: decimal.NewFromBigInt(rate.Shift(places).BigInt(), -places)}
}
