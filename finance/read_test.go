package finance_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// A member of an unexpected type does not make a created loan fail.
func TestOddMembersAreSkipped(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, `{"id":"loan_1","status":"active","apr":[],"term_days":"30","due_date":"soon",
		"schedule":[{"number":-1,"status":"pending","total":{"value":"1","denom":"ssusd"}}]}`))
	var response stateset.Response
	loan, err := client.Finance.CreateLoan(t.Context(), goodLoan(), stateset.WithResponse(&response))
	require.NoError(t, err)
	require.Equal(t, &finance.Loan{ID: "loan_1", Status: finance.LoanActive, TermDays: 30,
		Schedule: []*finance.Installment{{Status: finance.InstallmentPending, Total: api.SSUSD("1")}}}, loan)
	require.Equal(t, []stateset.Skipped{{Path: "apr", Kind: "array"}, {Path: "due_date", Kind: "string"}, {Path: "schedule[0].number", Kind: "number"}}, response.Skipped)
}

func TestReadErrorsNameTheMember(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		into       any
		text, want string
	}{
		{new(finance.Loan), `{"schedule":[{},{"principal":{"value":"1"}}]}`, "schedule[1].principal"},
		{new(finance.Loan), `{"collateral":{"value":{"value":{},"denom":"USD"}}}`, "collateral.value.value: unexpected object"},
		{new(finance.Loan), `{"schedule":[{"status":false}]}`, "schedule[0].status: unexpected bool"},
		{new(finance.Loan), `{"id":"a","id":"a"}`, "id: appears twice"},
		{new(finance.Factoring), `{"status":[]}`, "status: unexpected array"},
		{new(finance.POFinancing), `{"funded_amount":7}`, "funded_amount: unexpected number"},
		{new(finance.Option), `{"max_amount":true}`, "max_amount: unexpected bool"},
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(test.text), test.into), test.want, test.text)
	}
}

func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	const collateral = `"collateral":{"type":"barrels","value":{"value":"12","denom":"gold"},"token_ids":[],"vault":{"a":1}}`
	var loan finance.Loan
	require.NoError(t, json.Unmarshal([]byte(`{"id":"loan_1","status":"frozen",`+collateral+`,"schedule":[null,{"grace":3}],"rating":"A"}`), &loan))
	require.Equal(t, `"A"`, string(loan.Extra.Get("rating")))
	written, err := json.Marshal(loan)
	require.NoError(t, err)
	for _, member := range []string{collateral, `"status":"frozen"`, `[null,{`, `"grace":3}]`, `"rating":"A"}`} {
		require.Contains(t, string(written), member)
	}
}

// Params decode the JSON of the API, with its names and forms.
func TestParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	factor := readParams[finance.FactorInvoiceParams](t, `{"invoice_id":"inv_1","amount":{"value":"5.00","denom":"ssusd"},"discount_rate":0.03,"buyer_id":"b","recourse":true,"metadata":{"a":"b"}}`)
	require.Equal(t, api.SSUSD("5"), factor.Amount)
	require.Equal(t, "0.03", factor.DiscountRate.String())
	po := readParams[finance.FinancePurchaseOrderParams](t, `{"po_id":"po_1","amount":{"value":"10","denom":"USD"},"supplier_id":"s","delivery_date":"2026-03-01","collateral_type":"none","supplier_wallet":"w"}`)
	require.Equal(t, goodPO().DeliveryDate, po.DeliveryDate)
	loan := readParams[finance.CreateLoanParams](t, `{"amount":{"value":"10.50","denom":"ssusd"},"term_days":30,"collateral":{"type":"receivables","value":{"value":"9.00","denom":"USD"},"token_ids":["t"]},"repayment":"bullet"}`)
	require.Equal(t, api.USD("9"), loan.Collateral.Value)
	require.Equal(t, finance.RepayLoanParams{WalletAddress: "w"}, readParams[finance.RepayLoanParams](t, `{"wallet_address":"w"}`))
	for text, want := range map[string]string{
		`{"termDays":30}`:                       "termDays: unknown member",
		`{"collateral":{"kind":"x"}}`:           "collateral.kind: unknown member",
		`{"term_days":-1}`:                      "term_days: unexpected negative number",
		`{"amount":{"value":"1","unit":"USD"}}`: "amount",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), new(finance.CreateLoanParams)), want, text)
	}
}

// readParams decodes params, and decodes their encoding again.
func readParams[T any](t *testing.T, text string) T {
	t.Helper()
	var params, again T
	require.NoError(t, json.Unmarshal([]byte(text), &params))
	written, err := json.Marshal(params)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, &again))
	require.Equal(t, params, again)
	return params
}
