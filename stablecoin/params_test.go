package stablecoin_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/stablecoin"
)

func goodRedeem() *stablecoin.RedeemParams {
	return &stablecoin.RedeemParams{
		Sender: wallet, Amount: api.SSUSD("1000.00"), ReferenceID: "out-1",
		Destination: &stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: "000123456789", RoutingNumber: "110000000"},
	}
}

func goodIssue() *stablecoin.IssueParams {
	return &stablecoin.IssueParams{Recipient: wallet, Amount: api.SSUSD("100.00"), ReferenceID: "dep-1"}
}

func goodAttestation() *stablecoin.UploadAttestationParams {
	return &stablecoin.UploadAttestationParams{
		AttestationDate: api.NewDate(2025, time.December, 31), ReportFile: []byte("%PDF-1.7"), Auditor: stablecoin.Auditor{Name: "Audit LLP"},
		OfficerSignatures: []stablecoin.OfficerSignature{{Name: "Ada"}},
		ReserveSummary:    stablecoin.ReserveSummary{TotalReserves: api.USD("1.00"), TotalSupply: api.SSUSD("1.00"), ReserveRatio: api.Dec("1.0000")},
	}
}

// TestBodies compares the bodies of requests with the expected JSON.
func TestBodies(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	sepa := goodRedeem()
	sepa.Destination = &stablecoin.DestinationParams{Type: stablecoin.RailSEPA, IBAN: "DE89 3704 0044 0532 0130 00", BankName: "Bank", BeneficiaryName: "Ada"}
	sepa.Compliance = &stablecoin.RedeemCompliance{Purpose: "rent", SourceOfFunds: "sales"}
	issue := goodIssue()
	issue.SourceFunds = &stablecoin.SourceFunds{Type: stablecoin.RailBankWire, Amount: api.USD("100"), Reference: "W-1"}
	issue.Compliance = &stablecoin.Compliance{KYCVerified: new(true), AMLCheckID: "aml_1", SanctionsScreened: new(false)}
	issue.Purpose, issue.Metadata = stablecoin.PurposePayroll, map[string]string{"k": "v"}
	for name, test := range map[string]struct {
		call       func(s *stablecoin.Service) error
		path, want string
	}{
		"issue": {func(s *stablecoin.Service) error { return failing(s.Issue(ctx, issue)) }, "/v1/stablecoin/issue",
			`{"recipient":"` + wallet + `","amount":"100.00","reference_id":"dep-1","purpose":"payroll","metadata":{"k":"v"},
			"source_funds":{"type":"bank_wire","amount":"100.00","currency":"USD","reference":"W-1"},
			"compliance":{"kyc_verified":true,"aml_check_id":"aml_1","sanctions_screened":false}}`},
		"least issue": {func(s *stablecoin.Service) error { return failing(s.Issue(ctx, goodIssue())) }, "/v1/stablecoin/issue",
			`{"recipient":"` + wallet + `","amount":"100.00","reference_id":"dep-1"}`},
		"redeem": {func(s *stablecoin.Service) error { return failing(s.Redeem(ctx, goodRedeem())) }, "/v1/stablecoin/redeem",
			`{"sender":"` + wallet + `","amount":{"denom":"ssusd","amount":"1000000000"},"reference_id":"out-1",
			"destination":{"type":"ach","account_number":"000123456789","routing_number":"110000000"}}`},
		"redeem sepa": {func(s *stablecoin.Service) error { return failing(s.Redeem(ctx, sepa)) }, "/v1/stablecoin/redeem",
			`{"sender":"` + wallet + `","amount":{"denom":"ssusd","amount":"1000000000"},"reference_id":"out-1",
			"destination":{"type":"sepa","iban":"DE89370400440532013000","bank_name":"Bank","beneficiary_name":"Ada"},
			"compliance":{"purpose":"rent","source_of_funds":"sales"}}`},
		"transfer": {func(s *stablecoin.Service) error {
			return failing(s.Transfer(ctx, &stablecoin.TransferParams{To: ada, Amount: api.SSUSD("0.000001"), Priority: stablecoin.PriorityHigh, IdempotencyKey: "k"}))
		}, "/v1/stablecoin/transfer", `{"to":"` + ada + `","amount":{"denom":"ssusd","amount":"1"},"priority":"high","idempotency_key":"k"}`},
		"batch": {func(s *stablecoin.Service) error {
			return failing(s.BatchTransfer(ctx, &stablecoin.BatchTransferParams{From: wallet, Memo: "m", Transfers: []stablecoin.LegParams{
				{To: ada, Amount: api.SSUSD("1"), Memo: "a"}, {To: grace, Amount: api.SSUSD("2.5")}}}))
		}, "/v1/stablecoin/transfer", `{"from":"` + wallet + `","memo":"m","transfers":[
			{"to":"` + ada + `","amount":{"denom":"ssusd","amount":"1000000"},"memo":"a"},{"to":"` + grace + `","amount":{"denom":"ssusd","amount":"2500000"}}]}`},
		"attestation": {func(s *stablecoin.Service) error { return failing(s.UploadAttestation(ctx, goodAttestation())) }, "/v1/stablecoin/attestation/upload",
			`{"attestation_date":"2025-12-31","report_file":"JVBERi0xLjc=","report_hash":"b80d0d0e","auditor":{"name":"Audit LLP"},"officer_signatures":[{"name":"Ada"}],
			"reserve_summary":{"total_reserves_usd":"1.00","total_supply_susd":"1.00","reserve_ratio":"1.0000"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, w := wiretest.Serve(t, `{"id":"new_1"}`)
			require.NoError(t, test.call(client.Stablecoin))
			require.Equal(t, "POST", w.Only(t).Method)
			require.Equal(t, test.path, w.Only(t).Path)
			body := w.Only(t).Body
			if name == "attestation" { // the call computes the hash of the file
				var hashed struct {
					Hash string `json:"report_hash"`
				}
				require.NoError(t, json.Unmarshal([]byte(body), &hashed))
				require.Len(t, hashed.Hash, 64)
				body = strings.Replace(body, hashed.Hash, "b80d0d0e", 1)
			}
			require.JSONEq(t, test.want, body)
			require.NotEmpty(t, w.Only(t).Key())
		})
	}
}

func failing[T any](_ T, err error) error { return err }

// TestQueries compares the queries of requests with the expected text.
func TestQueries(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	at := time.Date(2026, 1, 15, 12, 0, 0, 500, time.FixedZone("", 7200))
	for name, test := range map[string]struct {
		call        func(s *stablecoin.Service) error
		path, query string
	}{
		"treasury": {func(s *stablecoin.Service) error { return failing(s.Balance(ctx, "", nil)) }, "/v1/stablecoin/balance", ""},
		"balance": {func(s *stablecoin.Service) error {
			return failing(s.Balance(ctx, wallet, &stablecoin.BalanceParams{Denom: "usdc", Chains: []stateset.Chain{"stateset", "base"},
				IncludeLocked: new(false), BlockHeight: 7, ConvertTo: []string{"EUR", "JPY"}}))
		}, "/v1/stablecoin/balance/" + wallet, "block_height=7&chains=stateset%2Cbase&convert_to=EUR%2CJPY&denom=usdc&include_locked=false"},
		"balance then": {func(s *stablecoin.Service) error {
			return failing(s.Balance(ctx, wallet, &stablecoin.BalanceParams{Timestamp: at}))
		}, "/v1/stablecoin/balance/" + wallet, "timestamp=2026-01-15T12%3A00%3A00%2B02%3A00"},
		"transactions": {func(s *stablecoin.Service) error {
			return failing(s.ListTransactions(ctx, &stablecoin.ListTransactionsParams{
				Limit: 5, Offset: 10, Order: stablecoin.Ascending, Address: api.AnyOf(wallet, ada), Type: api.AnyOf(stablecoin.TypeIssue, "newer"), Status: stablecoin.StatusConfirmed,
				StartDate: api.NewDate(2026, time.January, 1), EndDate: api.NewDate(2026, time.January, 31), MinAmount: api.SSUSD("1.5"), MaxAmount: api.SSUSD("2"),
			}))
		}, "/v1/stablecoin/transactions", "address=" + wallet + "%2C" + ada + "&denom=ssusd&end_date=2026-01-31&limit=5&max_amount=2000000&min_amount=1500000&offset=10&order=asc&start_date=2026-01-01&status=confirmed&type=issue%2Cnewer"},
		"transactions by time": {func(s *stablecoin.Service) error {
			return failing(s.ListTransactions(ctx, &stablecoin.ListTransactionsParams{Denom: api.AnyOf("ssusd", "usdc"), StartTime: at.Add(time.Millisecond), EndTime: at.Add(time.Hour + time.Millisecond)}))
		}, "/v1/stablecoin/transactions", "denom=ssusd%2Cusdc&end_date=2026-01-15T11%3A00%3A00Z&start_date=2026-01-15T10%3A00%3A01Z"},
		"transactions from a time to a day": {func(s *stablecoin.Service) error {
			return failing(s.ListTransactions(ctx, &stablecoin.ListTransactionsParams{StartTime: moment, EndDate: api.NewDate(2026, time.January, 15)}))
		}, "/v1/stablecoin/transactions", "end_date=2026-01-15&start_date=2026-01-15T10%3A00%3A00Z"},
		"all transactions": {func(s *stablecoin.Service) error { return failing(s.ListTransactions(ctx, nil)) }, "/v1/stablecoin/transactions", ""},
		"reserves": {func(s *stablecoin.Service) error {
			return failing(s.Reserves(ctx, &stablecoin.ReservesParams{Date: api.NewDate(2025, time.December, 31), IncludeHistory: true, Format: stablecoin.FormatSummary}))
		}, "/v1/stablecoin/reserves", "date=2025-12-31&format=summary&include_history=true"},
		"reserves now": {func(s *stablecoin.Service) error { return failing(s.Reserves(ctx, nil)) }, "/v1/stablecoin/reserves", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, w := wiretest.Serve(t, `{"address":"`+wallet+`","transactions":[],"pagination":{}}`)
			require.NoError(t, test.call(client.Stablecoin))
			r := w.Only(t)
			require.Equal(t, []string{"GET", test.path, test.query, "", ""}, []string{r.Method, r.Path, r.Query.Encode(), r.Body, r.Key()})
		})
	}
}

// TestBadInputs checks that every error names its JSON field, and that nothing is sent.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	type issue = stablecoin.IssueParams
	type redeem = stablecoin.RedeemParams
	type bank = stablecoin.DestinationParams
	type legs = []stablecoin.LegParams
	ctx, long := context.Background(), strings.Repeat("x", 300)
	w := wiretest.New()
	s := w.Client(t).Stablecoin
	changed := func(change func(p *issue)) error {
		p := goodIssue()
		change(p)
		return failing(s.Issue(ctx, p))
	}
	redeemed := func(change func(p *redeem)) error {
		p := goodRedeem()
		change(p)
		return failing(s.Redeem(ctx, p))
	}
	to := func(b bank) error { return redeemed(func(p *redeem) { p.Destination = &b }) }
	transfer := func(p stablecoin.TransferParams) error { return failing(s.Transfer(ctx, &p)) }
	batch := func(l legs) error {
		return failing(s.BatchTransfer(ctx, &stablecoin.BatchTransferParams{From: wallet, Transfers: l}))
	}
	balance := func(p stablecoin.BalanceParams) error { return failing(s.Balance(ctx, wallet, &p)) }
	list := func(p stablecoin.ListTransactionsParams) error { return failing(s.ListTransactions(ctx, &p)) }
	attest := func(change func(p *stablecoin.UploadAttestationParams)) error {
		p := goodAttestation()
		change(p)
		return failing(s.UploadAttestation(ctx, p))
	}
	one := api.SSUSD("1")
	for _, test := range []struct {
		param, rule string
		err         error
	}{
		{"params", "must not be nil", failing(s.Issue(ctx, nil))},
		{"recipient", "is required", changed(func(p *issue) { p.Recipient = "" })},
		{"recipient", "is no wallet address", changed(func(p *issue) { p.Recipient = "stateset1short" })},
		{"amount", "is required", changed(func(p *issue) { p.Amount = api.Money{} })},
		{"amount", "must be in ssusd", changed(func(p *issue) { p.Amount = api.USD("100") })},
		{"amount", "from 100.00 to 10000000.00, got 99.99 ssusd", changed(func(p *issue) { p.Amount = api.SSUSD("99.99") })},
		{"amount", "from 100.00 to 10000000.00", changed(func(p *issue) { p.Amount = api.SSUSD("10000000.01") })},
		{"amount", "at most two decimals", changed(func(p *issue) { p.Amount = api.SSUSD("100.001") })},
		{"amount", "invalid decimal", changed(func(p *issue) { p.Amount = api.SSUSD("1e3") })},
		{"reference_id", "is required", changed(func(p *issue) { p.ReferenceID = "" })},
		{"reference_id", "at most 64 characters", changed(func(p *issue) { p.ReferenceID = long })},
		{"purpose", `did you mean "payroll"?`, changed(func(p *issue) { p.Purpose = "payrol" })},
		{"source_funds.type", "is required", changed(func(p *issue) { p.SourceFunds = &stablecoin.SourceFunds{Amount: api.USD("100")} })},
		{"source_funds.type", "must be one of bank_wire", changed(func(p *issue) { p.SourceFunds = &stablecoin.SourceFunds{Type: "bitcoin", Amount: api.USD("100")} })},
		{"source_funds.amount", "is required", changed(func(p *issue) { p.SourceFunds = &stablecoin.SourceFunds{Type: stablecoin.RailACH} })},
		{"compliance.aml_check_id", "not valid UTF-8", changed(func(p *issue) { p.Compliance = &stablecoin.Compliance{AMLCheckID: "\xff"} })},
		{"metadata", "key", changed(func(p *issue) { p.Metadata = map[string]string{"": "v"} })},

		{"params", "must not be nil", failing(s.Redeem(ctx, nil))},
		{"sender", "is required", redeemed(func(p *redeem) { p.Sender = "" })},
		{"sender", "is no wallet address", redeemed(func(p *redeem) { p.Sender = "bob" })},
		{"amount", "must be in ssusd", redeemed(func(p *redeem) { p.Amount = api.FromDecimal(one.Decimal(), "usdc") })},
		{"amount", "must be above zero", redeemed(func(p *redeem) { p.Amount = api.SSUSD("-1") })},
		{"amount", "more than the 6 decimals", redeemed(func(p *redeem) { p.Amount = api.SSUSD("0.0000001") })},
		{"destination", "is required", redeemed(func(p *redeem) { p.Destination = nil })},
		{"reference_id", "is required", redeemed(func(p *redeem) { p.ReferenceID = "" })},
		{"reference_id", "at most 64", redeemed(func(p *redeem) { p.ReferenceID = long })},
		{"destination.type", "is required", to(bank{AccountNumber: "12345678"})},
		{"destination.type", "is unknown", to(bank{Type: "cash", AccountNumber: "12345678"})},
		{"destination.account_number", `is required with the type "bank_wire"`, to(bank{Type: stablecoin.RailBankWire})},
		{"destination.account_number", "must be 4 to 17 digits", to(bank{Type: stablecoin.RailACH, AccountNumber: "12345678X", RoutingNumber: "110000000"})},
		{"destination.account_number", "must be 4 to 34 letters and digits", to(bank{Type: stablecoin.RailBankWire, AccountNumber: "1234 5678"})},
		{"destination.routing_number", `is required with the type "ach"`, to(bank{Type: stablecoin.RailACH, AccountNumber: "12345678"})},
		{"destination.routing_number", "ABA checksum", to(bank{Type: stablecoin.RailACH, AccountNumber: "12345678", RoutingNumber: "110000001"})},
		{"destination.swift_code", `is required with the type "swift"`, to(bank{Type: stablecoin.RailSWIFT, AccountNumber: "12345678"})},
		{"destination.swift_code", "8 or 11", to(bank{Type: stablecoin.RailSWIFT, AccountNumber: "12345678", SWIFTCode: "deutdeff"})},
		{"destination.iban", `is required with the type "sepa"`, to(bank{Type: stablecoin.RailSEPA, AccountNumber: "12345678"})},
		{"destination.iban", "is no IBAN", to(bank{Type: stablecoin.RailSEPA, IBAN: "DE89370400440532013001"})},

		{"params", "must not be nil", failing(s.Transfer(ctx, nil))},
		{"to", "is required", transfer(stablecoin.TransferParams{Amount: one})},
		{"to", "is no wallet address", transfer(stablecoin.TransferParams{To: "x", Amount: one})},
		{"to", "another wallet than from", transfer(stablecoin.TransferParams{From: ada, To: ada, Amount: one})},
		{"from", "is no wallet address", transfer(stablecoin.TransferParams{From: "x", To: ada, Amount: one})},
		{"amount", "is required", transfer(stablecoin.TransferParams{To: ada})},
		{"amount", "must be in ssusd or usdc", transfer(stablecoin.TransferParams{To: ada, Amount: api.USD("1")})},
		{"memo", "at most 256 characters", transfer(stablecoin.TransferParams{To: ada, Amount: one, Memo: long})},
		{"priority", `did you mean "high"?`, transfer(stablecoin.TransferParams{To: ada, Amount: one, Priority: "hig"})},
		{"idempotency_key", "printable ASCII", transfer(stablecoin.TransferParams{To: ada, Amount: one, IdempotencyKey: "a b"})},
		{"idempotency_key", "differs from that of WithIdempotencyKey",
			failing(s.Transfer(ctx, &stablecoin.TransferParams{To: ada, Amount: one, IdempotencyKey: "a"}, stateset.WithIdempotencyKey("b")))},
		{"params", "must not be nil", failing(s.BatchTransfer(ctx, nil))},
		{"transfers", "must have 1 to 500 elements, got 0", batch(nil)},
		{"transfers", "got 501", batch(make(legs, 501))},
		{"transfers[1].to", "is required", batch(legs{{To: ada, Amount: one}, {Amount: one}})},
		{"transfers[0].to", "another wallet than from", batch(legs{{To: wallet, Amount: one}})},
		{"transfers[0].amount", "is required", batch(legs{{To: ada}})},
		{"transfers[1].amount", "must be in ssusd like the first", batch(legs{{To: ada, Amount: one}, {To: ada, Amount: api.FromDecimal(one.Decimal(), "usdc")}})},
		{"transfers[0].memo", "at most 256", batch(legs{{To: ada, Amount: one, Memo: long}})},

		{"address", "is no wallet address", failing(s.Balance(ctx, "../x", nil))},
		{"denom", "must be ssusd or usdc", balance(stablecoin.BalanceParams{Denom: "usd"})},
		{"chains", "has an empty value", balance(stablecoin.BalanceParams{Chains: []stateset.Chain{"newer", "base,"}})},
		{"chains", "must not have an empty element", balance(stablecoin.BalanceParams{Chains: []stateset.Chain{""}})},
		{"block_height", "must not be below zero", balance(stablecoin.BalanceParams{BlockHeight: math.MinInt64})},
		{"timestamp", "together with block_height", balance(stablecoin.BalanceParams{BlockHeight: 1, Timestamp: moment})},
		{"convert_to", "is unknown", balance(stablecoin.BalanceParams{ConvertTo: []string{"EURO"}})},
		{"limit", "0 for the default of 20", list(stablecoin.ListTransactionsParams{Limit: 101})},
		{"offset", "must not be below zero", list(stablecoin.ListTransactionsParams{Offset: -1})},
		{"order", "is unknown", list(stablecoin.ListTransactionsParams{Order: "newest"})},
		{"address", "has an empty value", list(stablecoin.ListTransactionsParams{Address: api.AnyOf(ada, "")})},
		{"type", "has an empty value", list(stablecoin.ListTransactionsParams{Type: api.AnyOf(stablecoin.TypeIssue, "")})},
		{"status", "not valid UTF-8", list(stablecoin.ListTransactionsParams{Status: "\xff"})},
		{"denom", "has an empty value", list(stablecoin.ListTransactionsParams{Denom: ","})},
		{"start_date", "is set twice", list(stablecoin.ListTransactionsParams{StartDate: api.NewDate(2026, time.March, 2), StartTime: moment})},
		{"end_date", "is set twice", list(stablecoin.ListTransactionsParams{EndDate: api.NewDate(2026, time.March, 2), EndTime: moment})},
		{"end_date", "must not be before start_date", list(stablecoin.ListTransactionsParams{StartTime: moment, EndTime: moment.Add(-time.Second)})},
		{"end_date", "must not be before start_date", list(stablecoin.ListTransactionsParams{StartTime: moment, EndDate: api.NewDate(2026, time.January, 14)})},
		{"start_date", "years 1 to 9999", list(stablecoin.ListTransactionsParams{StartTime: moment.AddDate(9000, 0, 0)})},
		{"start_date", "there is no day", list(stablecoin.ListTransactionsParams{StartDate: api.NewDate(2026, time.February, 30)})},
		{"end_date", "must not be before start_date", list(stablecoin.ListTransactionsParams{StartDate: api.NewDate(2026, time.March, 2), EndDate: api.NewDate(2026, time.March, 1)})},
		{"min_amount", "must be in ssusd or usdc", list(stablecoin.ListTransactionsParams{MinAmount: api.USD("1")})},
		{"min_amount", "like denom", list(stablecoin.ListTransactionsParams{Denom: api.AnyOf("ssusd", "usdc"), MinAmount: one})},
		{"max_amount", "like min_amount", list(stablecoin.ListTransactionsParams{MinAmount: one, MaxAmount: api.FromDecimal(one.Decimal(), "usdc")})},
		{"id", "is empty", failing(s.GetTransaction(ctx, ""))},
		{"id", "is empty", failing(s.GetRedemption(ctx, ""))},
		{"format", "is unknown", failing(s.Reserves(ctx, &stablecoin.ReservesParams{Format: "long"}))},
		{"date", "there is no day", failing(s.Reserves(ctx, &stablecoin.ReservesParams{Date: api.NewDate(2026, 13, 1)}))},

		{"params", "must not be nil", failing(s.UploadAttestation(ctx, nil))},
		{"attestation_date", "is required", attest(func(p *stablecoin.UploadAttestationParams) { p.AttestationDate = api.Date{} })},
		{"attestation_date", "last day of a month", attest(func(p *stablecoin.UploadAttestationParams) { p.AttestationDate = api.NewDate(2026, time.January, 30) })},
		{"report_file", "is required", attest(func(p *stablecoin.UploadAttestationParams) { p.ReportFile = nil })},
		{"report_hash", "64 hex digits", attest(func(p *stablecoin.UploadAttestationParams) { p.ReportHash = "abc" })},
		{"auditor.name", "is required", attest(func(p *stablecoin.UploadAttestationParams) { p.Auditor.Name = "" })},
		{"officer_signatures", "at least one", attest(func(p *stablecoin.UploadAttestationParams) { p.OfficerSignatures = nil })},
		{"officer_signatures[0].name", "is required", attest(func(p *stablecoin.UploadAttestationParams) { p.OfficerSignatures[0].Name = "" })},
		{"reserve_summary.total_reserves_usd", "must be in USD", attest(func(p *stablecoin.UploadAttestationParams) { p.ReserveSummary.TotalReserves = one })},
		{"reserve_summary.total_supply_susd", "is required", attest(func(p *stablecoin.UploadAttestationParams) { p.ReserveSummary.TotalSupply = api.Money{} })},
		{"reserve_summary.reserve_ratio", "must be above zero", attest(func(p *stablecoin.UploadAttestationParams) { p.ReserveSummary.ReserveRatio = api.Decimal{} })},
	} {
		var fault *stateset.ParamError
		require.True(t, errors.As(test.err, &fault), "%s %s: %v", test.param, test.rule, test.err)
		require.Equal(t, test.param, fault.Param, test.err)
		require.ErrorContains(t, test.err, test.rule)
		require.NotContains(t, test.err.Error(), "12345678", "no account number")
		require.NotContains(t, test.err.Error(), "DE8937", "no IBAN")
	}
	require.Empty(t, w.Requests())
}

// TestAccountNumbersAreNotPrinted checks every form of printing.
func TestAccountNumbersAreNotPrinted(t *testing.T) {
	t.Parallel()
	params := goodRedeem()
	sepa := &stablecoin.DestinationParams{Type: stablecoin.RailSEPA, IBAN: "DE89 3704 0044 0532 0130 00"}
	var logged strings.Builder
	for _, handler := range []slog.Handler{slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)} {
		slog.New(handler).Info("redeem", "params", params, "destination", params.Destination, "sepa", *sepa)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&logged, verb+" "+verb+" "+verb+"\n", *params.Destination, params.Destination, *sepa)
		fmt.Fprintf(&logged, verb+" "+verb+"\n", stablecoin.RedeemParams{Destination: params.Destination}, fmt.Errorf("%v", sepa))
	}
	for _, v := range []any{params, params.Destination, *sepa} {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		logged.Write(text)
	}
	for _, secret := range []string{"000123456789", "0001234", "110000000", "DE89", "0532"} {
		require.NotContains(t, logged.String(), secret)
	}
	require.Equal(t, "ach account …6789", params.Destination.String())
	require.Equal(t, "sepa account …3000", sepa.String())
	require.Equal(t, "bank account", stablecoin.DestinationParams{}.String())
	require.Equal(t, "bank account …", stablecoin.DestinationParams{Type: "12345678", AccountNumber: "1234567"}.String())
}
