package engine

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
)

// dumpGlobal writes the cross-border part of a snapshot.
func dumpGlobal(b *bench, tx *Tx, out *strings.Builder) {
	dump(b, out, tx.GlobalOrders().Newest())
	for record := range tx.account.checks.Newest() {
		fmt.Fprintf(out, "%+v %s %s %s\n", *record.check, record.origin, record.destination, record.orderID)
	}
	fmt.Fprintln(out, tx.account.rates.Len(), tx.account.globalOf)
}

// jackets describes an order of two jackets at 150.00 from the US to Germany: 300.00,
// 36.00 duty, 63.84 VAT.
func jackets() *global.CreateOrderParams {
	return &global.CreateOrderParams{
		OriginCountry: "US", DestinationCountry: "DE", CustomerID: "cust_test_123",
		Items:           []global.ItemParams{{SKU: "JKT", Name: "Jacket", Quantity: 2, Price: api.SSUSD("150"), HSCode: "620193"}},
		ShippingAddress: &api.Address{Name: "Ada Lovelace", City: "Berlin"},
	}
}

func (b *bench) tryGlobal(params *global.CreateOrderParams) (*global.Order, error) {
	return run(b, func(tx *Tx) (*global.Order, error) { return tx.CreateGlobalOrder(params) })
}

func (b *bench) globalOrder(edit func(p *global.CreateOrderParams)) *global.Order {
	b.t.Helper()
	params := jackets()
	edit(params)
	return must[*global.Order](b)(b.tryGlobal(params))
}

func asTheyAre(*global.CreateOrderParams) {}

func (b *bench) getGlobal(id string) *global.Order { return get(b, (*Tx).GlobalOrders, id) }

func (b *bench) tryCheck(params *global.CheckComplianceParams) (*global.ComplianceCheck, error) {
	return run(b, func(tx *Tx) (*global.ComplianceCheck, error) { return tx.CheckCompliance(params) })
}

func (b *bench) tryReview(id string, approve bool) (*global.ComplianceCheck, error) {
	return run(b, func(tx *Tx) (*global.ComplianceCheck, error) { return tx.ReviewCompliance(id, approve) })
}

func (b *bench) tryTax(params *global.CalculateTaxParams) (*global.TaxCalculation, error) {
	return run(b, func(tx *Tx) (*global.TaxCalculation, error) { return tx.CalculateTax(params) })
}

func (b *bench) tryQuote(params *global.QuoteShippingParams) (*global.ShippingQuote, error) {
	return run(b, func(tx *Tx) (*global.ShippingQuote, error) { return tx.QuoteShipping(params) })
}

// twoKilos describes a package of 2 kg, 4.8 kg by volume, from the US to Germany.
func twoKilos() *global.QuoteShippingParams {
	return &global.QuoteShippingParams{
		Origin: global.Origin{Country: "US"}, Destination: global.Destination{Country: "DE"},
		Packages: []global.Package{{
			Weight:     global.Weight{Value: api.Dec("2"), Unit: global.Kilogram},
			Dimensions: &global.Dimensions{Length: api.Dec("40"), Width: api.Dec("30"), Height: api.Dec("20"), Unit: global.Centimeter},
		}},
	}
}

// trade describes a trade of one buyer between two countries.
func trade(origin, destination string) *global.CheckComplianceParams {
	return &global.CheckComplianceParams{OriginCountry: origin, DestinationCountry: destination,
		Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada Lovelace"}}}
}
