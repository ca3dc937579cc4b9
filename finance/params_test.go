package finance_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/wiretest"
)

const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

type request struct{ method, path, query, body string }

func second[T any](_ T, err error) error { return err }

func goodLoan() *finance.CreateLoanParams {
	return &finance.CreateLoanParams{Amount: api.SSUSD("10.5"), TermDays: 30}
}

func goodPO() *finance.FinancePurchaseOrderParams {
	return &finance.FinancePurchaseOrderParams{POID: "po_1", Amount: api.USD("10"), SupplierID: "sup_1", DeliveryDate: api.NewDate(2026, time.March, 1)}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		call func(s *finance.Service) error
		want request
	}{
		"factor": {func(s *finance.Service) error {
			return second(s.FactorInvoice(t.Context(), &finance.FactorInvoiceParams{InvoiceID: "inv_1"}))
		}, request{"POST", "/v1/finance/invoices/factor", "", `{"invoice_id":"inv_1"}`}},
		"factor, everything": {func(s *finance.Service) error {
			return second(s.FactorInvoice(t.Context(), &finance.FactorInvoiceParams{InvoiceID: "inv_1", Amount: api.SSUSD("5"), DiscountRate: api.Dec("0.030"),
				BuyerID: "cust_1", Recourse: true, Metadata: map[string]string{"a": "b"}}))
		}, request{"POST", "/v1/finance/invoices/factor", "",
			`{"invoice_id":"inv_1","amount":{"value":"5.00","denom":"ssusd"},"discount_rate":"0.030","buyer_id":"cust_1","recourse":true,"metadata":{"a":"b"}}`}},
		"get factoring": {func(s *finance.Service) error { return second(s.GetFactoring(t.Context(), "fac_1")) }, request{"GET", "/v1/finance/factorings/fac_1", "", ""}},
		"po": {func(s *finance.Service) error {
			params := goodPO()
			params.CollateralType, params.SupplierWallet = finance.POReceivables, wallet
			return second(s.FinancePurchaseOrder(t.Context(), params))
		}, request{"POST", "/v1/finance/po/finance", "",
			`{"po_id":"po_1","amount":{"value":"10.00","denom":"USD"},"supplier_id":"sup_1","delivery_date":"2026-03-01","collateral_type":"receivables","supplier_wallet":"` + wallet + `"}`}},
		"get po": {func(s *finance.Service) error { return second(s.GetPOFinancing(t.Context(), "pof_1")) }, request{"GET", "/v1/finance/po/pof_1", "", ""}},
		"loan": {func(s *finance.Service) error { return second(s.CreateLoan(t.Context(), goodLoan())) },
			request{"POST", "/v1/finance/loans/create", "", `{"amount":{"value":"10.50","denom":"ssusd"},"term_days":30}`}},
		"loan, everything": {func(s *finance.Service) error {
			params := goodLoan()
			params.Collateral = &finance.CollateralParams{Type: finance.CollateralInventory, Value: api.USD("9"), TokenIDs: []string{"t"}}
			params.Repayment, params.Purpose, params.OrderID = finance.RepayMonthly, "p", "ord_1"
			return second(s.CreateLoan(t.Context(), params))
		}, request{"POST", "/v1/finance/loans/create", "", `{"amount":{"value":"10.50","denom":"ssusd"},"term_days":30,` +
			`"collateral":{"type":"tokenized_inventory","value":{"value":"9.00","denom":"USD"},"token_ids":["t"]},"repayment":"monthly","purpose":"p","order_id":"ord_1"}`}},
		"get loan":   {func(s *finance.Service) error { return second(s.GetLoan(t.Context(), "loan_1")) }, request{"GET", "/v1/finance/loans/loan_1", "", ""}},
		"repay next": {func(s *finance.Service) error { return second(s.RepayLoan(t.Context(), "loan_1", nil)) }, request{"POST", "/v1/finance/loans/loan_1/repay", "", "{}"}},
		"repay": {func(s *finance.Service) error {
			return second(s.RepayLoan(t.Context(), "loan_1", &finance.RepayLoanParams{Amount: api.SSUSD("1"), WalletAddress: wallet}))
		}, request{"POST", "/v1/finance/loans/loan_1/repay", "", `{"amount":{"value":"1.00","denom":"ssusd"},"wallet_address":"` + wallet + `"}`}},
		"list": {func(s *finance.Service) error {
			return second(s.ListLoans(t.Context(), &finance.ListLoansParams{Limit: 5, Status: api.AnyOf(finance.LoanOverdue, "newer"), StartingAfter: "loan_9",
				Created: api.Since(time.Unix(0, 0)), Metadata: api.MetadataFilter{"k": "v"}}))
		}, request{"GET", "/v1/finance/loans", "created%5Bgte%5D=1970-01-01T00%3A00%3A00Z&limit=5&metadata%5Bk%5D=v&starting_after=loan_9&status=overdue%2Cnewer", ""}},
		"options": {func(s *finance.Service) error { return second(s.ListOptions(t.Context(), nil)) }, request{"GET", "/v1/finance/options", "", ""}},
		"options, everything": {func(s *finance.Service) error {
			return second(s.ListOptions(t.Context(), &finance.ListOptionsParams{Type: api.AnyOf(finance.OptionLoan, finance.OptionFactoring), Amount: api.USD("5"), Currency: "usd", InvoiceID: "inv_1", POID: "po_1", TermDays: 9}))
		}, request{"GET", "/v1/finance/options", "amount=5.00&currency=USD&invoice_id=inv_1&po_id=po_1&term_days=9&type=loan%2Cinvoice_factoring", ""}},
		"options in a currency": {func(s *finance.Service) error {
			return second(s.ListOptions(t.Context(), &finance.ListOptionsParams{Currency: "usdc"}))
		}, request{"GET", "/v1/finance/options", "currency=usdc", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			require.Error(t, test.call(w.Client(t).Finance))
			r := w.Only(t)
			require.Equal(t, test.want, request{r.Method, r.Path, r.Query.Encode(), r.Body})
			require.Equal(t, r.Method == "GET", r.Key() == "")
		})
	}
}

// TestBadInputs checks that every message names the field, the value and the rule.
// Nothing is sent.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	huge := api.Decimal{Decimal: decimal.New(1, 2_000_000_000)}
	factor := func(params *finance.FactorInvoiceParams) func(*finance.Service) error {
		return func(s *finance.Service) error { return second(s.FactorInvoice(t.Context(), params)) }
	}
	po := func(edit func(p *finance.FinancePurchaseOrderParams)) func(*finance.Service) error {
		return func(s *finance.Service) error {
			params := goodPO()
			edit(params)
			return second(s.FinancePurchaseOrder(t.Context(), params))
		}
	}
	loan := func(edit func(p *finance.CreateLoanParams)) func(*finance.Service) error {
		return func(s *finance.Service) error {
			params := goodLoan()
			params.Collateral = &finance.CollateralParams{Type: finance.CollateralStablecoin, Value: api.SSUSD("1")}
			edit(params)
			return second(s.CreateLoan(t.Context(), params))
		}
	}
	repay := func(params finance.RepayLoanParams) func(*finance.Service) error {
		return func(s *finance.Service) error { return second(s.RepayLoan(t.Context(), "loan_1", &params)) }
	}
	options := func(params finance.ListOptionsParams) func(*finance.Service) error {
		return func(s *finance.Service) error { return second(s.ListOptions(t.Context(), &params)) }
	}
	for name, test := range map[string]struct {
		call func(*finance.Service) error
		want string
	}{
		"nil factor":  {factor(nil), "params: must not be nil: this call has required fields"},
		"no invoice":  {factor(&finance.FactorInvoiceParams{}), "invoice_id: is empty: an id is required"},
		"factor zero": {factor(&finance.FactorInvoiceParams{InvoiceID: "inv_1", Amount: api.SSUSD("0")}), "amount: must be above zero, got 0.00 ssusd"},
		"percent":     {factor(&finance.FactorInvoiceParams{InvoiceID: "inv_1", DiscountRate: api.Dec("2.5")}), "discount_rate: must be above 0 and at most 0.25 (2.5 % is 0.025), got 2.5"},
		"huge rate":   {factor(&finance.FactorInvoiceParams{InvoiceID: "inv_1", DiscountRate: huge}), "discount_rate: number is out of range: must be less than 10^15"},
		"nil po":      {func(s *finance.Service) error { return second(s.FinancePurchaseOrder(t.Context(), nil)) }, "params: must not be nil: this call has required fields"},
		"no po":       {po(func(p *finance.FinancePurchaseOrderParams) { p.POID = "" }), "po_id: is empty: an id is required"},
		"no supplier": {po(func(p *finance.FinancePurchaseOrderParams) { p.SupplierID = "" }), "supplier_id: is empty: an id is required"},
		"no delivery": {po(func(p *finance.FinancePurchaseOrderParams) { p.DeliveryDate = api.Date{} }), "delivery_date: is required"},
		"no such day": {po(func(p *finance.FinancePurchaseOrderParams) { p.DeliveryDate = api.NewDate(2026, 2, 30) }), "delivery_date: there is no day 2026-02-30"},
		"po in yen": {po(func(p *finance.FinancePurchaseOrderParams) {
			p.Amount = api.FromDecimal(decimal.NewFromInt(1), "JPY")
		}), `amount: must be in ssusd, usdc or USD, got "JPY"`},
		"collateral":     {po(func(p *finance.FinancePurchaseOrderParams) { p.CollateralType = "inventry" }), `collateral_type: is unknown: "inventry"; did you mean "inventory"?`},
		"nil loan":       {func(s *finance.Service) error { return second(s.CreateLoan(t.Context(), nil)) }, "params: must not be nil: this call has required fields"},
		"no amount":      {loan(func(p *finance.CreateLoanParams) { p.Amount = api.Money{} }), "amount: is required"},
		"no term":        {loan(func(p *finance.CreateLoanParams) { p.TermDays = 0 }), "term_days: must be 1 to 1825, got 0"},
		"repayment":      {loan(func(p *finance.CreateLoanParams) { p.Repayment = "monthli" }), `repayment: is unknown: "monthli"; did you mean "monthly"?`},
		"no type":        {loan(func(p *finance.CreateLoanParams) { p.Collateral.Type = "" }), "collateral.type: is required"},
		"no value":       {loan(func(p *finance.CreateLoanParams) { p.Collateral.Value = api.Money{} }), "collateral.value: is required"},
		"none with some": {loan(func(p *finance.CreateLoanParams) { p.Collateral.Type = finance.CollateralNone }), `collateral.value: must not be set with the type "none"`},
		"empty token":    {loan(func(p *finance.CreateLoanParams) { p.Collateral.TokenIDs = []string{""} }), "collateral.token_ids[0]: is empty: an id is required"},
		"repay nothing":  {func(s *finance.Service) error { return second(s.RepayLoan(t.Context(), "", nil)) }, "id: is empty: an id is required"},
		"repay zero":     {repay(finance.RepayLoanParams{Amount: api.SSUSD("0")}), "amount: must be above zero, got 0.00 ssusd"},
		"list: status": {func(s *finance.Service) error {
			return second(s.ListLoans(t.Context(), &finance.ListLoansParams{Status: api.AnyOf(finance.LoanOverdue, "")}))
		}, `status: has an empty value: leave it out, got "overdue,"`},
		"list: cursor": {func(s *finance.Service) error {
			return second(s.ListLoans(t.Context(), &finance.ListLoansParams{EndingBefore: "fac_1"}))
		}, `ending_before: must be an id of this list (loan_…), got "fac_1"`},
		"options: type":           {options(finance.ListOptionsParams{Type: ","}), `type: has an empty value: leave it out, got ","`},
		"options: term":           {options(finance.ListOptionsParams{TermDays: 1826}), "term_days: must be 1 to 1825, or 0 for the default of 365, got 1826"},
		"options: currency":       {options(finance.ListOptionsParams{Currency: "us"}), `currency: is unknown: "us": must be ssusd, usdc or an ISO 4217 code`},
		"options: two currencies": {options(finance.ListOptionsParams{Currency: "EUR", Amount: api.USD("1")}), "amount: must be in EUR like currency, got USD"},
		"options: zero":           {options(finance.ListOptionsParams{Amount: api.USD("0")}), "amount: must be above zero, got 0.00 USD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			err := test.call(w.Client(t).Finance)
			var fault *stateset.ParamError
			require.ErrorAs(t, err, &fault)
			require.NotEmpty(t, fault.Operation)
			require.EqualError(t, err, "stateset: "+fault.Operation+": "+test.want)
			require.Empty(t, w.Requests(), "nothing is sent")
		})
	}
	w := wiretest.New()
	var fault *stateset.ParamError
	require.ErrorAs(t, repay(finance.RepayLoanParams{WalletAddress: "x"})(w.Client(t).Finance), &fault)
	require.Equal(t, "wallet_address", fault.Param)
	require.Empty(t, w.Requests())
}
