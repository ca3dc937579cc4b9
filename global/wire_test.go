package global_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/orders"
)

var moment = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

func kilos(text string) *global.Weight {
	return &global.Weight{Value: api.Dec(text), Unit: global.Kilogram}
}

func fullOrder() global.Order {
	return global.Order{
		ID: "gord_1", Object: "global_order", Status: global.StatusPendingPayment, OrderID: "ord_1",
		Order:         &orders.Order{ID: "ord_1", Object: "order", Items: []*orders.Item{}, Fulfillments: []*orders.Fulfillment{}, Metadata: map[string]string{}, CreatedAt: moment},
		OriginCountry: "US", DestinationCountry: "DE", CustomerID: "cust_1",
		Customer: &api.Customer{ID: "cust_1", Object: "customer", Email: "ada@example.com", Metadata: map[string]string{}, CreatedAt: moment},
		Items:    []*global.Item{{SKU: "JKT-1", Name: "Jacket", Quantity: 2, Price: api.SSUSD("150.00"), HSCode: "620193", CountryOfOrigin: "PT", Weight: kilos("0.90")}},
		Incoterm: global.DAP, Subtotal: api.SSUSD("300.00"), DutyAmount: api.SSUSD("0.00"), TaxAmount: api.SSUSD("0.00"),
		ShippingAmount: api.SSUSD("36.00"), TotalAmount: api.SSUSD("336.00"),
		DueOnDelivery:     &global.DueOnDelivery{DutyAmount: api.SSUSD("40.32"), TaxAmount: api.SSUSD("71.500001")},
		Exchange:          &global.Exchange{From: "ssusd", To: "EUR", Rate: api.Dec("0.92")},
		ComplianceCheckID: "cmp_1", ComplianceStatus: global.ComplianceApproved, ShippingRateID: "rate_1",
		ShippingAddress: &api.Address{Name: "Ada Lovelace", City: "Berlin", Country: "DE"},
		Metadata:        map[string]string{"k": "v"}, CreatedAt: moment, UpdatedAt: moment.Add(time.Hour),
	}
}

func fullCheck() global.ComplianceCheck {
	return global.ComplianceCheck{
		ID: "cmp_1", Object: "compliance_check", Status: global.ComplianceBlocked, RiskLevel: global.RiskHigh, RiskScore: 90,
		Checks: []*global.Finding{
			{Type: global.FindingSanctions, Status: global.FindingFail, Details: "on a list", Lists: []string{"OFAC_SDN"}},
			{Type: global.FindingKYC, Status: global.FindingPass, Lists: []string{}},
		},
		RequiredDocuments: []string{"commercial_invoice"}, ExpiresAt: moment.Add(24 * time.Hour), Metadata: map[string]string{"k": "v"}, CreatedAt: moment,
	}
}

func fullTax() global.TaxCalculation {
	return global.TaxCalculation{
		Object: "tax_calculation", OriginCountry: "US", DestinationCountry: "DE", Currency: "USD",
		Subtotal: api.USD("300.00"), ShippingAmount: api.USD("25.00"), DutyAmount: api.USD("39.00"), TaxAmount: api.USD("69.16"), TotalAmount: api.USD("433.16"),
		EffectiveRate: api.Dec("0.3328"),
		Breakdown: []*global.Charge{
			{Name: "Germany duty", Type: global.ChargeDuty, Jurisdiction: "DE", Rate: api.Dec("0.12"), TaxableAmount: api.USD("325.00"), Amount: api.USD("39.00")},
			{Name: "Germany VAT", Type: global.ChargeVAT, Jurisdiction: "DE", Rate: api.Dec("0.19"), TaxableAmount: api.USD("364.00"), Amount: api.USD("69.16")},
		},
		DeMinimisApplied: true, ReverseCharge: true, CalculatedAt: moment,
	}
}

func fullQuote() global.ShippingQuote {
	return global.ShippingQuote{
		ID: "shq_1", Object: "shipping_quote", Origin: &global.Origin{Country: "US", PostalCode: "94105"},
		Destination: &global.Destination{Country: "DE", PostalCode: "10117", City: "Berlin", State: "BE"}, BillableWeight: kilos("4.80"),
		Rates: []*global.ShippingRate{{ID: "rate_1", Carrier: "World Post", Service: global.Economy, Amount: api.SSUSD("36.00"), EstimatedDays: 21,
			EstimatedDeliveryDate: api.NewDate(2026, 2, 5)}},
		ExpiresAt: moment.Add(24 * time.Hour), CreatedAt: moment,
	}
}

// TestWire compares the JSON of objects with golden files, and decodes it.
func TestWire(t *testing.T) {
	t.Parallel()
	both(t, "order", fullOrder())
	both(t, "order_unset", global.Order{Items: []*global.Item{}, Metadata: map[string]string{}})
	both(t, "compliance_check", fullCheck())
	both(t, "compliance_check_unset", global.ComplianceCheck{Checks: []*global.Finding{}, RequiredDocuments: []string{}, Metadata: map[string]string{}})
	both(t, "tax_calculation", fullTax())
	both(t, "tax_calculation_unset", global.TaxCalculation{EffectiveRate: api.Dec("0"), Breakdown: []*global.Charge{}})
	both(t, "shipping_quote", fullQuote())
	both(t, "shipping_quote_unset", global.ShippingQuote{Rates: []*global.ShippingRate{}})
}

func both[T any](t *testing.T, name string, want T) {
	t.Helper()
	require.Equal(t, &want, golden.RoundTrip(t, name, &want), name)
}

// Responses of later servers can be decoded, and unknown members are kept.
func TestReadTolerantly(t *testing.T) {
	t.Parallel()
	var o global.Order
	require.NoError(t, json.Unmarshal([]byte(`{"status":"returned","incoterm":"FCA","new":{"x":[1]},"items":[{"price":{"value":1.5e1,"denom":"ssusd"},"weight":{"value":0.90,"unit":"st"}},null],
		"due_on_delivery":{"duty_amount":null},"exchange":{"rate":9.2e-1},"total_amount":{"value":"5","denom":"XXX"},"order":{"id":"ord_1","status":"odd"}}`), &o))
	written, err := json.Marshal(o)
	require.NoError(t, err)
	require.Contains(t, string(written), `"new":{"x":[1]}}`)
	require.Equal(t, []any{"15.00 ssusd", "0.90", "0.92", "5 XXX", "ord_1"},
		[]any{o.Items[0].Price.String(), o.Items[0].Weight.Value.String(), o.Exchange.Rate.String(), o.TotalAmount.String(), o.Order.ID})
	require.False(t, o.Status.Known() || o.Incoterm.Known() || o.Items[0].Weight.Unit.Known())
	require.Nil(t, o.Items[1])
	require.False(t, o.DueOnDelivery.DutyAmount.IsSet())
	var c global.ComplianceCheck
	require.NoError(t, json.Unmarshal([]byte(`{"status":"escalated","checks":[{"type":"pep","status":"maybe","lists":null},null],"required_documents":null}`), &c))
	written, err = json.Marshal(c)
	require.NoError(t, err)
	require.Contains(t, string(written), `{"type":"pep","status":"maybe","details":null,"lists":[]},null]`)
	var q global.ShippingQuote
	require.NoError(t, json.Unmarshal([]byte(`{"rates":[{"service":"drone","estimated_delivery_date":"2026-02-05T12:00:00Z"}],"billable_weight":null}`), &q))
	require.Equal(t, "2026-02-05", q.Rates[0].EstimatedDeliveryDate.String())
}

func TestReadErrorsNameTheField(t *testing.T) {
	t.Parallel()
	for text, test := range map[string]struct {
		into any
		want string
	}{
		`{"subtotal":{"value":"1e30","denom":"ssusd"}}`: {&global.Order{}, `subtotal.value: number "1e30" is invalid or out of range`},
		`{"order_id":7}`: {&global.Order{}, "order_id: unexpected number"},
		`{"items":[{"price":{"value":"1.50","denom":true}}]}`: {&global.Order{}, "items[0].price.denom: unexpected bool"},
		`{"order":{"id":[]}}`:        {&global.Order{}, "order.id: unexpected array"},
		`{"status":true}`:            {&global.ComplianceCheck{}, "status: unexpected bool"},
		`{"checks":[{"status":{}}]}`: {&global.ComplianceCheck{}, "checks[0].status: unexpected object"},
		`{"currency":5}`:             {&global.TaxCalculation{}, "currency: unexpected number"},
		`{"breakdown":[{"amount":{"value":"x","denom":"ssusd"}}]}`: {&global.TaxCalculation{}, `breakdown[0].amount.value: number "x" is invalid or out of range`},
		`{"rates":[{"amount":12.5}]}`:                              {&global.ShippingQuote{}, "rates[0].amount: unexpected number"},
		`{"rates":[{"id":"rate_1","id":"rate_2"}]}`:                {&global.ShippingQuote{}, "rates[0].id: appears twice"},
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), test.into), "stateset: "+test.want, text)
	}
}

// A member of an unexpected type that is not an ID, an amount or a status keeps its zero
// value. The other members are decoded.
func TestReadSkipsSideMembers(t *testing.T) {
	t.Parallel()
	for text, v := range map[string]interface {
		wire.Reader
		wire.Writer
	}{
		`{"exchange":{"to":"EUR","rate":"1e5000000"}}`:                                     new(global.Order),
		`{"items":[{"name":"Mug","weight":{"value":"heavy"},"quantity":-1}]}`:              new(global.Order),
		`{"id":"cmp_1","risk_score":"high","checks":[{"lists":"OFAC_SDN"}]}`:               new(global.ComplianceCheck),
		`{"breakdown":[{"name":"VAT","rate":true}],"effective_rate":[1]}`:                  new(global.TaxCalculation),
		`{"rates":[{"id":"rate_1","estimated_delivery_date":"2026-02-30"}],"origin":"US"}`: new(global.ShippingQuote),
	} {
		skipped, err := wire.Decode([]byte(text), v, wire.Options{})
		require.NoError(t, err, text)
		require.NotEmpty(t, skipped, text)
		written, err := wire.Marshal(v)
		require.NoError(t, err)
		for _, kept := range []string{"EUR", "Mug", "cmp_1", "VAT", "rate_1"} {
			require.Equal(t, strings.Contains(text, kept), strings.Contains(string(written), kept), text)
		}
	}
}

// Params decode the JSON of the API, and encode the same JSON again.
func TestParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	var order global.CreateOrderParams
	rewrite(t, &order, `{"origin_country":"US","destination_country":"DE","customer":{"email":"a@b.c"},`+
		`"items":[{"sku":"s","name":"Jacket","quantity":2,"price":{"value":"150.00","denom":"USD"},"hs_code":"620193","country_of_origin":"PT","weight":{"value":"0.90","unit":"kg"}}],`+
		`"shipping_address":{"city":"Berlin","country":"DE"},"shipping_rate_id":"rate_1","compliance_check_id":"cmp_1","incoterm":"DAP","settlement_currency":"EUR","metadata":{"a":"b"}}`)
	require.Equal(t, api.USD("150"), order.Items[0].Price)
	require.Equal(t, "0.90", order.Items[0].Weight.Value.String())
	var check global.CheckComplianceParams
	rewrite(t, &check, `{"origin_country":"US","destination_country":"DE","parties":[{"role":"bank","name":"B","country":"FR","address":{"city":"Paris"},"tax_id":"FR1"}],`+
		`"items":[{"description":"d","hs_code":"8471301000","value":{"value":"1.00","denom":"USD"},"quantity":3},{}],"amount":{"value":"3.00","denom":"USD"},"metadata":{"a":"b"}}`)
	require.Equal(t, global.RoleBank, check.Parties[0].Role)
	var tax global.CalculateTaxParams
	rewrite(t, &tax, `{"origin_country":"US","destination_country":"US","amount":"300.00","currency":"USD","shipping_amount":"25.00","destination_state":"CA",`+
		`"destination_postal_code":"94105","hs_code":"620193","incoterm":"DDP","customer_type":"business","customer_tax_id":"t"}`)
	require.Equal(t, api.USD("25"), tax.ShippingAmount)
	var quote global.QuoteShippingParams
	rewrite(t, &quote, `{"origin":{"country":"US","postal_code":"94105"},"destination":{"country":"DE","city":"Berlin"},`+
		`"packages":[{"weight":{"value":"2.50","unit":"kg"},"dimensions":{"length":"1","width":"2","height":"3","unit":"cm"},"declared_value":{"value":"5.00","denom":"USD"}}],`+
		`"services":["express"],"currency":"USD"}`)
	require.Equal(t, global.Centimeter, quote.Packages[0].Dimensions.Unit)
	for text, want := range map[string]string{
		`{"items":[{"price":{"value":"1.00","denom":"USD"},"hsCode":"620193"}]}`: "items[0].hsCode: unknown member",
		`{"destination_country":5}`:              "destination_country: unexpected number",
		`{"shipping_address":{"town":"Berlin"}}`: "shipping_address.town: unknown member",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), &order), want)
	}
	require.ErrorContains(t, json.Unmarshal([]byte(`{"amount":"1.00"}`), &tax), "amount: amount without a currency")
}

func rewrite(t *testing.T, params any, text string) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), params))
	written, err := json.Marshal(params)
	require.NoError(t, err)
	require.Equal(t, text, string(written))
}

// An amount that the wire cannot represent is an error.
func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]any{
		"invalid decimal": global.Order{TotalAmount: api.SSUSD("1,0")},
		"out of range":    global.TaxCalculation{EffectiveRate: api.Decimal{Decimal: decimal.New(1, 5_000_000)}},
		"there is no day": global.ShippingQuote{Rates: []*global.ShippingRate{{EstimatedDeliveryDate: api.NewDate(2026, 2, 30)}}},
	} {
		_, err := json.Marshal(value)
		require.ErrorContains(t, err, want)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]string{"USD", "JPY", "KWD", "ssusd", "ssUSD", "usdc"}).Draw(t, "currency")
		amount := func() api.Money {
			m, err := api.FromMinor(rapid.Int64Range(-1e14, 1e14).Draw(t, "units"), currency)
			require.NoError(t, err)
			return m
		}
		number := func() api.Decimal {
			return api.Decimal{Decimal: decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "coefficient"), rapid.Int32Range(-12, 2).Draw(t, "exponent"))}
		}
		roundTrip(t, global.Order{ID: rapid.String().Draw(t, "id"), Subtotal: amount(), DueOnDelivery: &global.DueOnDelivery{TaxAmount: amount()},
			Items: []*global.Item{{Quantity: rapid.IntMin(0).Draw(t, "n"), Price: amount(), Weight: &global.Weight{Value: number()}}}, Exchange: &global.Exchange{Rate: number()}}, new(global.Order))
		roundTrip(t, global.TaxCalculation{EffectiveRate: number(), Breakdown: []*global.Charge{{Rate: number(), Amount: amount()}}}, new(global.TaxCalculation))
	})
}

// roundTrip encodes v, decodes it into back and encodes that again.
func roundTrip(t *rapid.T, v, back any) {
	written, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
}

func TestEnumsKnowThemselves(t *testing.T) {
	t.Parallel()
	type enum interface{ Known() bool }
	for _, known := range []enum{
		global.StatusPendingCompliance, global.StatusPendingPayment, global.StatusProcessing, global.StatusShipped, global.StatusDelivered, global.StatusCancelled,
		global.DDP, global.DAP, global.Consumer, global.Business, global.ChargeVAT, global.ChargeGST, global.ChargeSalesTax, global.ChargeDuty,
		global.Economy, global.Standard, global.Express, global.Kilogram, global.Pound, global.Gram, global.Ounce, global.Centimeter, global.Inch,
		global.ComplianceApproved, global.ComplianceReview, global.ComplianceBlocked, global.RiskLow, global.RiskMedium, global.RiskHigh,
		global.FindingSanctions, global.FindingJurisdiction, global.FindingKYC, global.FindingAML, global.FindingExportControl, global.FindingLimits,
		global.FindingPass, global.FindingReview, global.FindingFail, global.RoleBuyer, global.RoleSeller, global.RoleConsignee, global.RoleBank,
	} {
		require.True(t, known.Known(), "%v", known)
	}
	for _, unknown := range []enum{
		global.OrderStatus("paid"), global.Incoterm("ddp"), global.CustomerType(""), global.ChargeType("x"), global.ShippingService("x"), global.WeightUnit("KG"),
		global.LengthUnit("m"), global.ComplianceStatus("x"), global.RiskLevel("x"), global.FindingType("x"), global.FindingStatus("x"), global.PartyRole("x"),
	} {
		require.False(t, unknown.Known(), "%T", unknown)
	}
}
