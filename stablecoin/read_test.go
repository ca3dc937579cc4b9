package stablecoin_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/stablecoin"
)

// A member of an unexpected type does not make a completed transfer fail.
func TestOddMembersAreSkipped(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, `{"id":"trf_1","status":"confirmed","memo":5,"block_height":"9","metadata":[],
		"transfers":[{"to":7,"amount":{"denom":"ssusd","amount":"1"},"status":"confirmed"}]}`))
	var response stateset.Response
	transfer, err := client.Stablecoin.Transfer(t.Context(), &stablecoin.TransferParams{To: ada, Amount: api.SSUSD("1")}, stateset.WithResponse(&response))
	require.NoError(t, err)
	require.Equal(t, &stablecoin.Transfer{ID: "trf_1", Status: stablecoin.StatusConfirmed, BlockHeight: 9,
		Transfers: []*stablecoin.Leg{{Amount: api.SSUSD("0.000001"), Status: stablecoin.StatusConfirmed}}}, transfer)
	require.Equal(t, []stateset.Skipped{{Path: "memo", Kind: "number"}, {Path: "metadata", Kind: "array"}, {Path: "transfers[0].to", Kind: "number"}}, response.Skipped)
}

func TestReadErrorsNameTheMember(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		into       any
		text, want string
	}{
		{new(stablecoin.Issuance), `{"amount":true}`, `amount: unexpected bool`},
		{new(stablecoin.Issuance), `{"status":5}`, `status: unexpected number`},
		{new(stablecoin.Issuance), `{"reserve":{"total_supply":{}}}`, `reserve.total_supply: unexpected object`},
		{new(stablecoin.Redemption), `{"amount":{"amount":"5"}}`, `amount.amount: amount without a currency`},
		{new(stablecoin.Redemption), `{"amount":{"denom":"ssusd","amount":"0.5"}}`, `amount.amount: number "0.5" is no integer of millionths`},
		{new(stablecoin.Redemption), `{"amount":{"denom":"ssusd","amount":"5","usd_value":"1e99"}}`, `amount.usd_value: number "1e99" is invalid or out of range`},
		{new(stablecoin.Redemption), `{"amount":5}`, `amount: unexpected number`},
		{new(stablecoin.Transfer), `{"amount":5}`, `amount: unexpected number`},
		{new(stablecoin.Transfer), `{"transfers":[{},{"amount":{"denom":"ssusd","amount":[]}}]}`, `transfers[1].amount.amount: unexpected array`},
		{new(stablecoin.Transaction), `{"fees":{"network_fee":false}}`, `fees.network_fee: unexpected bool`},
		{new(stablecoin.Balance), `{"balances":{"total":"a"}}`, `balances.total: number "a" is invalid or out of range`},
		{new(stablecoin.Balance), `{"conversions":{"EUR":"1","EUR":"1"}}`, `conversions.EUR: appears twice`},
		{new(stablecoin.Balance), `{"conversions":{"":"1"}}`, `conversions.: amount without a currency`},
		{new(stablecoin.Balance), "{\"conversions\":{\"\xff\":\"1\"}}", "invalid UTF-8 in a name"},
		{new(stablecoin.Balance), `{"conversions":[]}`, `conversions: unexpected array`},
		{new(stablecoin.Reserves), `{"reserves":{"composition":{"cash":{"amount":true}}}}`, `reserves.composition.cash.amount: unexpected bool`},
		{new(stablecoin.Attestation), `{"id":1}`, `id: unexpected number`},
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(test.text), test.into), test.want, test.text)
	}
}

// The JSON of a balance does not name the denomination. The call sets it.
func TestBalanceInAnotherDenomination(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, `{"address":"`+wallet+`","balances":{"available":"1.5","locked":null},"chains":[null,{"balance":"2"}],"conversions":{"EUR":"3","XXX":"4"}}`))
	b, err := client.Stablecoin.Balance(t.Context(), wallet, &stablecoin.BalanceParams{Denom: "usdc"})
	require.NoError(t, err)
	require.Equal(t, "1.50 usdc", b.Balances.Available.String())
	require.False(t, b.Balances.Locked.IsSet())
	require.Equal(t, "2.00 usdc", b.Chains[1].Balance.String())
	require.Equal(t, "3.00 EUR", b.Conversions["EUR"].String())
	written, err := json.Marshal(b)
	require.NoError(t, err)
	require.Contains(t, string(written), `"available":"1.50"`)
	require.Contains(t, string(written), `"conversions":{"EUR":"3.00","XXX":"4"}`)
}

// Decoded values can be encoded, including unknown members and values in US dollars.
func TestWriteWhatWasRead(t *testing.T) {
	t.Parallel()
	for text, into := range map[string]any{
		`"transfers":[{"to":null,"amount":{"denom":"ssusd","amount":"1","display_amount":"0.000001 ssUSD","usd_value":"0.02"}`:   new(stablecoin.Transfer),
		`"amount":{"denom":"ssusd","amount":"1000000","display_amount":"1.00 ssUSD","usd_value":"1.01"}`:                         new(stablecoin.Transfer),
		`"total_amount":{"denom":"usdc","amount":"1000000","display_amount":"1.00 USDC","usd_value":"1.01"}`:                     new(stablecoin.Transfer),
		`"amount":{"denom":"gold","amount":"1000000","display_amount":"1.000000 gold","usd_value":null}`:                         new(stablecoin.Redemption),
		`"reserve":{"total_reserves":null,"total_supply":null,"reserve_ratio":"0","audit":{"by":"x"}}`:                           new(stablecoin.Issuance),
		`"supply":{"in_circulation":null,"total_issued":null,"total_redeemed":null,"reserve_ratio":"0","burned":1}`:              new(stablecoin.Reserves),
		`"verification":{"hash_match":true,"signatures_valid":false,"compliant":false,"score":1}`:                                new(stablecoin.Attestation),
		`"fees":{"network_fee":"0.01","processing_fee":null,"tip":"1"}`:                                                          new(stablecoin.Transaction),
		`"metadata":{"first_transaction":null,"transaction_count":0,"account_type":null,"risk_score":"0.20","kyc":true},"new":1`: new(stablecoin.Balance),
	} {
		document := "{" + text + strings.Repeat("]", strings.Count(text, "[")) + "}"
		if strings.Contains(text, "[{") {
			document = "{" + text + "}]}"
		}
		require.NoError(t, json.Unmarshal([]byte(document), into), document)
		written, err := json.Marshal(into)
		require.NoError(t, err)
		require.Contains(t, string(written), text)
	}
}

// The value of the total counts, for every order of the amounts.
func TestWorthOfTransfer(t *testing.T) {
	t.Parallel()
	const amount, total = `"amount":{"denom":"ssusd","amount":"1","usd_value":"1"}`, `"total_amount":{"denom":"ssusd","amount":"2","usd_value":"2"}`
	for text, want := range map[string]string{"{" + amount + "," + total + "}": "2", "{" + total + "," + amount + "}": "2", "{" + amount + "}": "1"} {
		var transfer stablecoin.Transfer
		require.NoError(t, json.Unmarshal([]byte(text), &transfer))
		require.Equal(t, api.USD(want), transfer.USDValue, text)
	}
}

// Params decode the JSON of the API, with its names and forms.
func TestParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	issue := readParams[stablecoin.IssueParams](t, `{"recipient":"w","amount":"100.5","reference_id":"d","source_funds":{"type":"ach","amount":100.5},
		"compliance":{"kyc_verified":false},"purpose":"payroll","metadata":{"a":"b"}}`)
	require.Equal(t, []api.Money{api.SSUSD("100.50"), api.USD("100.50")}, []api.Money{issue.Amount, issue.SourceFunds.Amount})
	require.False(t, *issue.Compliance.KYCVerified)
	transfer := readParams[stablecoin.TransferParams](t, `{"from":"w","to":"v","amount":{"denom":"usdc","amount":"1"},"memo":"m","priority":"high","idempotency_key":"k","metadata":{"a":"b"}}`)
	require.Equal(t, "0.000001 usdc", transfer.Amount.String())
	batch := readParams[stablecoin.BatchTransferParams](t, `{"transfers":[{"to":"v","amount":{"denom":"ssusd","amount":1000000},"memo":"m"}]}`)
	require.Equal(t, []stablecoin.LegParams{{To: "v", Amount: api.SSUSD("1"), Memo: "m"}}, batch.Transfers)
	upload := readParams[stablecoin.UploadAttestationParams](t, `{"attestation_date":"2025-12-31","report_file":"JVBERi0xLjc=","auditor":{"name":"A","signature_date":"2026-01-02"},
		"officer_signatures":[{"name":"Ada"}],"reserve_summary":{"total_reserves_usd":"1","total_supply_susd":"1","reserve_ratio":"1.0000"}}`)
	require.Equal(t, "%PDF-1.7", string(upload.ReportFile))
	require.Equal(t, api.USD("1"), upload.ReserveSummary.TotalReserves)
	var redeem stablecoin.RedeemParams
	require.NoError(t, json.Unmarshal([]byte(`{"sender":"w","amount":{"denom":"ssusd","amount":"1"},"destination":{"type":"sepa","iban":"DE89 3704"},"reference_id":"r"}`), &redeem))
	require.Equal(t, "DE89 3704", redeem.Destination.IBAN)
	for text, into := range map[string]any{
		`{"referenceId":"d"}`:                          new(stablecoin.IssueParams),
		`{"amount":{"denom":"ssusd","value":"1"}}`:     new(stablecoin.RedeemParams),
		`{"destination":{"account":"1"}}`:              new(stablecoin.RedeemParams),
		`{"auditor":{"name":"A","license":"1"}}`:       new(stablecoin.UploadAttestationParams),
		`{"transfers":[{"to":"v"},{"recipient":"v"}]}`: new(stablecoin.BatchTransferParams),
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), into), "unknown member", text)
	}
	require.ErrorContains(t, json.Unmarshal([]byte(`{"report_file":"*"}`), new(stablecoin.UploadAttestationParams)), "report_file: must be base64")
}

// A bound of a list of transactions is a day or a time, with the same name.
func TestTransactionSpanIsJSON(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.January, 15, 10, 0, 0, 0, time.UTC)
	days := stablecoin.ListTransactionsParams{StartDate: api.NewDate(2026, time.January, 1), EndDate: api.NewDate(2026, time.January, 31)}
	require.Equal(t, days, readParams[stablecoin.ListTransactionsParams](t, `{"start_date":"2026-01-01","end_date":"2026-01-31"}`))
	require.Equal(t, stablecoin.ListTransactionsParams{StartTime: at, EndTime: at.Add(time.Hour)},
		readParams[stablecoin.ListTransactionsParams](t, `{"start_date":"2026-01-15T10:00:00Z","end_date":"2026-01-15T11:00:00Z"}`))
	text, err := json.Marshal(stablecoin.ListTransactionsParams{StartTime: at.Add(1), EndTime: at.Add(1)})
	require.NoError(t, err)
	require.JSONEq(t, `{"start_date":"2026-01-15T10:00:01Z","end_date":"2026-01-15T10:00:00Z"}`, string(text), "as in the query")

	days.StartTime = at
	_, err = json.Marshal(days)
	require.ErrorContains(t, err, "stateset: start_date: is set twice: StartDate and StartTime")
	require.Contains(t, fmt.Sprint(days), "start_date", "what cannot be sent can be printed")
	for text, want := range map[string]string{
		`{"start_date":"soon"}`: `start_date: must be a day as in "2026-01-31" or a time as in "2026-01-31T10:00:00Z"`,
		`{"end_date":7}`:        "end_date: unexpected number",
	} {
		require.EqualError(t, json.Unmarshal([]byte(text), new(stablecoin.ListTransactionsParams)), "stateset: "+want)
	}
}

func TestReservesParamsPrintJSON(t *testing.T) {
	t.Parallel()
	params := stablecoin.ReservesParams{Date: api.NewDate(2026, time.January, 31), Format: stablecoin.FormatSummary}
	require.Equal(t, `{"date":"2026-01-31","format":"summary"}`, fmt.Sprint(params))
	require.Equal(t, `{"date":"2026-01-31","format":"summary"}`, fmt.Sprintf("%+v", &params))
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
