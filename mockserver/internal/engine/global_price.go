package engine

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/rates"
)

// newGlobalOrder returns the order with its items, and the items as goods for the tax.
// The order lacks shipping, duty, tax, IDs and status.
func (tx *Tx) newGlobalOrder(params *global.CreateOrderParams) (*global.Order, []rates.Goods, error) {
	o := &global.Order{
		Object: "global_order", OriginCountry: params.OriginCountry, DestinationCountry: params.DestinationCountry,
		Incoterm: params.Incoterm, ShippingRateID: params.ShippingRateID,
		ShippingAddress: clone(params.ShippingAddress), Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	if o.Incoterm == "" {
		o.Incoterm = global.DDP
	}
	o.ShippingAddress.Country = params.DestinationCountry
	goods, err := priceItems(o, params.Items)
	if err != nil {
		return nil, nil, err
	}
	o.TotalAmount = o.Subtotal
	o.Exchange = exchange(o.Subtotal.Currency(), params.SettlementCurrency)
	return o, goods, nil
}

// priceItems sets the items and their sum, and returns the items as goods for the tax.
// The amounts are exact.
func priceItems(o *global.Order, items []global.ItemParams) ([]rates.Goods, error) {
	currency := items[0].Price.Currency()
	if _, ok := rates.PerUSD(currency); !ok && currency != "" {
		return nil, noRate("items[0].price.denom", currency)
	}
	o.Subtotal, o.ShippingAmount, o.DutyAmount, o.TaxAmount = zero(currency), zero(currency), zero(currency), zero(currency)
	goods := make([]rates.Goods, len(items))
	for i, item := range items {
		param := fmt.Sprintf("items[%d]", i)
		if !numtext.SameCurrency(item.Price.Currency(), currency) {
			return nil, otherDenom(param+".price", item.Price.Currency(), currency)
		}
		value := item.Price.Decimal().Mul(decimal.NewFromInt(int64(item.Quantity)))
		goods[i] = rates.Goods{Value: value, HSCode: item.HSCode}
		o.Subtotal = plus(o.Subtotal, value)
		if o.Subtotal.Err() != nil {
			return nil, invalid(param+".quantity", "The order's subtotal must be below 10^15: use a smaller quantity or price")
		}
		o.Items = append(o.Items, &global.Item{
			SKU: item.SKU, Name: item.Name, Quantity: item.Quantity, Price: item.Price,
			HSCode: item.HSCode, CountryOfOrigin: item.CountryOfOrigin, Weight: clone(item.Weight),
		})
	}
	return goods, nil
}

// priceShipping sets the shipping rate, in a currency of the same value.
func priceShipping(o *global.Order, rate *global.ShippingRate) error {
	if rate == nil {
		return nil
	}
	currency := o.Subtotal.Currency()
	if !interchangeable(rate.Amount.Currency(), currency) {
		return currencyMismatch("shipping_rate_id", "The order is in '%s' and the shipping rate in '%s': ask for a quote in '%s'",
			currency, rate.Amount.Currency(), currency)
	}
	o.ShippingAmount = plus(o.ShippingAmount, rate.Amount.Decimal())
	o.TotalAmount = plus(o.TotalAmount, rate.Amount.Decimal())
	return nil
}

// chargeGlobalOrder adds duty and tax to the total, or to the amount due on delivery.
// On an error the order is unchanged.
func chargeGlobalOrder(o *global.Order, goods []rates.Goods) error {
	currency := o.Subtotal.Currency()
	charges, err := charge(rates.Trade{
		Origin: o.OriginCountry, Destination: o.DestinationCountry, State: o.ShippingAddress.State,
		Goods: goods, Shipping: o.ShippingAmount.Decimal(), Currency: currency,
	}, "destination_country", "items[0].price.denom")
	if err != nil {
		return err
	}
	duty, tax := plus(o.DutyAmount, charges.Duty), plus(o.TaxAmount, charges.Tax)
	if o.Incoterm == global.DAP {
		o.DueOnDelivery = &global.DueOnDelivery{DutyAmount: duty, TaxAmount: tax}
	} else {
		o.DutyAmount, o.TaxAmount = duty, tax
	}
	o.TotalAmount = plus(o.TotalAmount, o.DutyAmount.Decimal().Add(o.TaxAmount.Decimal()))
	if o.TotalAmount.Err() != nil {
		return invalid("items", "The order's total must be below 10^15: use smaller quantities or prices")
	}
	return nil
}

// exchange returns the exchange rate from the order's currency to the settlement
// currency, or nil.
func exchange(from, to string) *global.Exchange {
	rate, ok := rates.Exchange(from, to)
	if !ok {
		return nil
	}
	return &global.Exchange{From: from, To: to, Rate: fraction(rate)}
}
