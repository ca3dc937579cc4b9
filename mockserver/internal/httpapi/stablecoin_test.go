package httpapi

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
)

const (
	stablePath = "/v1/stablecoin"
	goodMicro  = `{"denom":"ssusd","amount":"1000000"}`
)

func issueBody(recipient, amount, more string) string {
	return `{"recipient":"` + recipient + `","amount":"` + amount + `","reference_id":"dep-1"` + more + `}`
}

func redeemBody(amount, destination, reference string) string {
	return `{"sender":"` + seededWallet + `","amount":` + amount + `,"destination":` + destination + `,"reference_id":"` + reference + `"}`
}

func bankWire(account string) string {
	return `{"type":"bank_wire","account_number":"` + account + `"}`
}

func (f *testServer) treasury() string {
	f.t.Helper()
	return f.call("GET", stablePath+"/balance", "").ok().at("balances.total")
}

func TestIssueAndItsReference(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	body := issueBody(seededWallet, "100.00", "")
	first := f.call("POST", stablePath+"/issue", body).ok()
	require.Equal(t, 201, first.status)
	again := f.call("POST", stablePath+"/issue", body).ok()
	require.Equal(t, 200, again.status, "found, not made")
	require.Equal(t, first.body, again.body)
	require.Empty(t, again.header.Get("Idempotent-Replayed"))
	f.call("POST", stablePath+"/issue", issueBody(seededWallet, "100.01", "")).refused(409, "duplicate_reference", "reference_id")
	// The idempotency key takes precedence over the reference, and replays its own
	// response.
	keyed := f.call("POST", stablePath+"/issue", body, "Idempotency-Key", "k").ok()
	require.Equal(t, 200, keyed.status)
	f.call("POST", stablePath+"/issue", body, "Idempotency-Key", "k").replays(keyed)
	require.Equal(t, "1000100.00", f.call("GET", stablePath+"/balance/"+seededWallet, "").ok().at("balances.available"))
	f.call("POST", stablePath+"/issue", body, "X-Issuer-Certificate", "revoked").refused(403, "unauthorized_issuer", "null")
	f.call("POST", stablePath+"/issue", body, "X-Issuer-Certificate", "good").ok()
}

func TestRedemptionFromPendingToCompleted(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	made := f.call("POST", stablePath+"/redeem", redeemBody(goodMicro, bankWire("000222222227"), "r1")).ok()
	require.Equal(t, "pending", made.at("status"))
	require.Equal(t, "2227", made.at("destination.account_number_last4"))
	require.NotContains(t, made.body, "000222222227")
	path := stablePath + "/redemptions/" + made.at("id")
	require.Equal(t, made.body, f.call("GET", path, "").ok().body)
	f.advance(24 * time.Hour)
	require.Equal(t, "completed", f.call("GET", path, "").ok().at("status"))
	again := f.call("POST", stablePath+"/redeem", redeemBody(goodMicro, bankWire("000222222227"), "r1")).ok()
	require.Equal(t, 200, again.status)
	require.Equal(t, "completed", again.at("status"), "as it is now")
	failed := f.call("POST", stablePath+"/redeem", redeemBody(goodMicro, bankWire("000111111116"), "r2")).ok()
	require.Equal(t, 201, failed.status)
	require.Equal(t, "failed", failed.at("status"))
	require.Equal(t, "no_account", failed.at("failure_code"))
	f.call("GET", stablePath+"/redemptions/red_x", "").refused(404, "resource_not_found", "null")
}

// Sixty-four concurrent requests with one key move the money once.
func TestTransferIsSafeToRepeat(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"in the body": `{"to":"` + seededWallet + `","amount":` + goodMicro + `,"idempotency_key":"once"}`,
		"redeem":      redeemBody(goodMicro, bankWire("000123456789"), "r1"),
		"issue":       issueBody(seededWallet, "100.00", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTestServer(t)
			path := map[string]string{"in the body": "/transfer", "redeem": "/redeem", "issue": "/issue"}[name]
			before := f.call("GET", stablePath+"/transactions", "").ok().at("pagination.total")
			var wg sync.WaitGroup
			var made, found, busy atomic.Int32
			for range 64 {
				wg.Go(func() {
					switch got := f.call("POST", stablePath+path, body); {
					case got.status == http.StatusCreated && got.header.Get("Idempotent-Replayed") == "":
						made.Add(1)
					case got.status == http.StatusConflict:
						busy.Add(1)
					case got.status < 300:
						found.Add(1)
					}
				})
			}
			wg.Wait()
			require.EqualValues(t, 1, made.Load())
			require.EqualValues(t, 63, found.Load()+busy.Load())
			after := f.call("GET", stablePath+"/transactions", "").ok().at("pagination.total")
			require.Equal(t, "6", before)
			require.Equal(t, "7", after)
		})
	}
}

func TestTransferKeys(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	body := `{"to":"` + seededWallet + `","amount":` + goodMicro + `,"idempotency_key":"a"}`
	first := f.call("POST", stablePath+"/transfer", body, "Idempotency-Key", "a").ok()
	f.call("POST", stablePath+"/transfer", body).replays(first)
	f.call("POST", stablePath+"/transfer", body, "Idempotency-Key", "b").refused(400, "parameter_invalid", "idempotency_key")
	require.Equal(t, "999998.99", f.treasury())
}

func TestBadStablecoinBodies(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	transfer := func(members string) string { return `{"to":"` + seededWallet + `",` + members + `}` }
	legs := func(n int) string {
		leg := `{"to":"` + seededWallet + `","amount":` + goodMicro + `}`
		return `{"transfers":[` + strings.TrimSuffix(strings.Repeat(leg+",", n), ",") + `]}`
	}
	attest := func(old, with string) string {
		return strings.Replace(string(golden.Read(t, "stablecoin_attestation_request.json")), old, with, 1)
	}
	for _, test := range []struct {
		path, body  string
		status      int
		code, param string
	}{
		{"/issue", `{}`, 400, "parameter_missing", "recipient"},
		{"/issue", `{"recipient":"` + seededWallet + `","amount":"100.00"}`, 400, "parameter_missing", "reference_id"},
		{"/issue", issueBody("bob", "100.00", ""), 400, "invalid_recipient", "recipient"},
		{"/issue", issueBody(seededWallet, "99.99", ""), 400, "parameter_invalid", "amount"},
		{"/issue", issueBody(seededWallet, "1e3", ""), 400, "parameter_invalid", "amount"},
		{"/issue", `{"recipient":"` + seededWallet + `","amount":100}`, 400, "parameter_invalid", "amount"},
		{"/issue", issueBody(seededWallet, "100.00", `,"purpose":"fun"`), 400, "parameter_invalid", "purpose"},
		{"/issue", issueBody(seededWallet, "100.00", `,"colour":1`), 400, "parameter_unknown", "colour"},
		{"/issue", `{"recipient":"` + seededWallet + `","amount":"100.00","reference_id":"` + strings.Repeat("x", 65) + `"}`, 400, "parameter_invalid", "reference_id"},
		{"/issue", issueBody(seededWallet, "100.00", `,"compliance":{"kyc_verified":false}`), 422, "compliance_check_failed", "compliance.kyc_verified"},
		{"/issue", issueBody(seededWallet, "100.00", `,"source_funds":{"type":"ach","amount":"99.00"}`), 422, "amount_mismatch", "source_funds.amount"},
		{"/issue", issueBody(seededWallet, "100.00", `,"source_funds":{"type":"ach","amount":"100.00","reference":"unverified"}`), 422, "insufficient_reserve_verification", "source_funds.reference"},
		{"/issue", issueBody(seededWallet, "100.00", `,"source_funds":{"amount":"100.00"}`), 400, "parameter_missing", "source_funds.type"},
		{"/redeem", `{"sender":"` + seededWallet + `"}`, 400, "parameter_missing", "amount"},
		{"/redeem", redeemBody(`{"amount":"0"}`, bankWire("12345678"), "r"), 400, "parameter_invalid", "amount.amount"},
		{"/redeem", redeemBody(`{"amount":"1.5"}`, bankWire("12345678"), "r"), 400, "parameter_invalid", "amount.amount"},
		{"/redeem", redeemBody(`{"amount":1}`, bankWire("12345678"), "r"), 400, "parameter_invalid", "amount.amount"},
		{"/redeem", redeemBody(`{"denom":"usd","amount":"1"}`, bankWire("12345678"), "r"), 400, "parameter_invalid", "amount.denom"},
		{"/redeem", redeemBody(`{"denom":"usdc","amount":"1"}`, bankWire("12345678"), "r"), 400, "parameter_invalid", "amount.denom"},
		{"/redeem", redeemBody(`{"denom":"ssusd"}`, bankWire("12345678"), "r"), 400, "parameter_missing", "amount.amount"},
		{"/redeem", redeemBody(goodMicro, `{"type":"sepa","iban":"DE89370400440532013001"}`, "r"), 400, "parameter_invalid", "destination.iban"},
		{"/redeem", redeemBody(goodMicro, `{"type":"ach","account_number":"12345678"}`, "r"), 400, "parameter_missing", "destination.routing_number"},
		{"/redeem", redeemBody(`{"amount":"999999999999999999999"}`, bankWire("12345678"), "r"), 402, "INSUFFICIENT_FUNDS", "null"},
		{"/transfer", `{}`, 400, "parameter_missing", "to"},
		{"/transfer", transfer(`"memo":"x"`), 400, "parameter_missing", "amount"},
		{"/transfer", transfer(`"amount":` + goodMicro + `,"transfers":[{"to":"` + seededWallet + `","amount":` + goodMicro + `}]`), 400, "parameter_invalid", "to"},
		{"/transfer", `{"amount":` + goodMicro + `,"transfers":[{"to":"` + seededWallet + `","amount":` + goodMicro + `}]}`, 400, "parameter_invalid", "amount"},
		{"/transfer", `{"transfers":[]}`, 400, "parameter_invalid", "transfers"},
		{"/transfer", legs(501), 400, "parameter_invalid", "transfers"},
		{"/transfer", `{"transfers":[{"to":"` + seededWallet + `","amount":{"amount":"x"}}]}`, 400, "parameter_invalid", "transfers[0].amount.amount"},
		{"/transfer", `{"transfers":[{"to":"bob","amount":` + goodMicro + `}]}`, 400, "INVALID_WALLET_ADDRESS", "transfers[0].to"},
		{"/transfer", transfer(`"from":"` + seededWallet + `","amount":` + goodMicro), 400, "parameter_invalid", "to"},
		{"/transfer", transfer(`"amount":` + goodMicro + `,"memo":"` + strings.Repeat("x", 257) + `"`), 400, "parameter_invalid", "memo"},
		{"/transfer", transfer(`"amount":` + goodMicro + `,"priority":"urgent"`), 400, "parameter_invalid", "priority"},
		{"/transfer", transfer(`"from":"` + magicNetwork + `","amount":` + goodMicro), 503, "NETWORK_ERROR", "null"},
		{"/attestation/upload", `{}`, 400, "parameter_missing", "attestation_date"},
		{"/attestation/upload", attest("2023-12-31", "2023-12-30"), 400, "parameter_invalid", "attestation_date"},
		{"/attestation/upload", attest("2023-12-31", "2024-01-31"), 400, "parameter_invalid", "attestation_date"},
		{"/attestation/upload", attest("JVBE", "JVB*"), 400, "parameter_invalid", "report_file"},
		{"/attestation/upload", attest("JVBE", "AAAA"), 400, "parameter_invalid", "report_file"},
		{"/attestation/upload", attest("cmVwb3J0", "cmVwb3J1"), 422, "hash_mismatch", "report_hash"},
		{"/attestation/upload", attest(`"total_reserves_usd"`, `"total_reserves"`), 400, "parameter_unknown", "reserve_summary.total_reserves"},
	} {
		got := f.call("POST", stablePath+test.path, test.body)
		require.Equal(t, test.code, got.at("error.code"), "%s %s: %s", test.path, test.body, got.body)
		got.refused(test.status, test.code, test.param)
		require.NotContains(t, got.body, "12345678", "no account number in a message")
		require.NotContains(t, got.body, "DE8937")
	}
	require.Equal(t, "6", f.call("GET", stablePath+"/transactions", "").ok().at("pagination.total"), "nothing happened")
	f.call("POST", stablePath+"/transfer", legs(500)).ok()
}

func TestBadStablecoinQueries(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, test := range []struct{ query, code, param string }{
		{"/balance/bob", "INVALID_WALLET_ADDRESS", "address"},
		{"/balance?denom=eur", "parameter_invalid", "denom"},
		{"/balance?chains=mars", "parameter_invalid", "chains"},
		{"/balance?include_locked=yes", "parameter_invalid", "include_locked"},
		{"/balance?block_height=-1", "parameter_invalid", "block_height"},
		{"/balance?block_height=1000", "parameter_invalid", "block_height"},
		{"/balance?timestamp=noon", "parameter_invalid", "timestamp"},
		{"/balance?timestamp=2024-01-15T10:30:01Z", "parameter_invalid", "timestamp"},
		{"/balance?timestamp=1700000000&block_height=1", "parameter_invalid", "timestamp"},
		{"/balance?convert_to=XYZ", "parameter_invalid", "convert_to"},
		{"/balance?currency=EUR", "parameter_unknown", "currency"},
		{"/transactions?limit=0", "parameter_invalid", "limit"},
		{"/transactions?limit=101", "parameter_invalid", "limit"},
		{"/transactions?offset=-1", "parameter_invalid", "offset"},
		{"/transactions?order=newest", "parameter_invalid", "order"},
		{"/transactions?type=issued", "parameter_invalid", "type"},
		{"/transactions?status=settled", "parameter_invalid", "status"},
		{"/transactions?min_amount=1.5", "parameter_invalid", "min_amount"},
		{"/transactions?start_date=yesterday", "parameter_invalid", "start_date"},
		{"/transactions?starting_after=txn_1", "parameter_unknown", "starting_after"},
		{"/reserves?date=2024-01", "parameter_invalid", "date"},
		{"/reserves?date=2024-01-16", "parameter_invalid", "date"},
		{"/reserves?format=long", "parameter_invalid", "format"},
		{"/reserves?include_history=1", "parameter_invalid", "include_history"},
		{"/reserves?expand[]=auditor", "parameter_invalid", "expand"},
	} {
		got := f.call("GET", stablePath+test.query, "")
		require.Equal(t, test.code, got.at("error.code"), "%s: %s", test.query, got.body)
		got.refused(400, test.code, test.param)
	}
	f.call("GET", stablePath+"/transactions/txn_x", "").refused(404, "resource_not_found", "null")
}

func TestTransactionPages(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for i := range 4 {
		f.call("POST", stablePath+"/transfer", fmt.Sprintf(`{"to":"%s","amount":{"amount":"%d"}}`, seededWallet, i+1)).ok()
		f.advance(24 * time.Hour)
	}
	amounts := func(query string) (list []string) {
		got := f.call("GET", stablePath+"/transactions?type=transfer&"+query, "").ok()
		for i := 0; got.at(fmt.Sprintf("transactions.%d.id", i)) != "<none>"; i++ {
			list = append(list, got.at(fmt.Sprintf("transactions.%d.amount.amount", i)))
		}
		return list
	}
	for query, want := range map[string][]string{
		"":                                     {"4", "3", "2", "1"},
		"order=asc":                            {"1", "2", "3", "4"},
		"limit=2":                              {"4", "3"},
		"limit=2&offset=2":                     {"2", "1"},
		"limit=2&offset=3&order=asc":           {"4"},
		"offset=9":                             nil,
		"min_amount=2&max_amount=3":            {"3", "2"},
		"min_amount=0":                         {"4", "3", "2", "1"},
		"address=" + seededWallet + "&limit=1": {"4"},
		"address=stateset1nobody00000":         nil,
		"denom=USDC":                           nil,
		"status=confirmed,pending&limit=1":     {"4"},
		"start_date=2024-01-16&end_date=2024-01-17":     {"3", "2"},
		"start_date=2024-01-16T10:30:00Z&order=asc":     {"2", "3", "4"},
		"start_date=2024-01-16T10:30:01Z&order=asc":     {"3", "4"},
		"end_date=2024-01-16T10:30:00Z":                 {"2", "1"},
		"end_date=2024-01-16T10:29:59Z":                 {"1"},
		"start_date=2024-01-15&end_date=2024-01-15":     {"1"},
		"start_date=2024-01-17&end_date=2024-01-16":     nil,
		"min_amount=2&type=issue&order=asc&offset=1000": nil,
	} {
		require.Equal(t, want, amounts(query), query)
	}
	page := f.call("GET", stablePath+"/transactions?limit=2&offset=1", "").ok()
	require.Equal(t, `{"has_more":true,"limit":2,"offset":1,"total":10}`, page.at("pagination"))
	id := page.at("transactions.0.id")
	require.Equal(t, id, f.call("GET", stablePath+"/transactions/"+id, "").ok().at("id"))
	require.Equal(t, "20", f.call("GET", stablePath+"/transactions", "").ok().at("pagination.limit"))
}

func TestBalanceBackThen(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.Equal(t, "1000000.00", f.treasury())
	f.advance(time.Hour)
	tr := f.call("POST", stablePath+"/transfer", `{"to":"`+seededWallet+`","amount":`+goodMicro+`}`).ok()
	for query, want := range map[string]string{
		"block_height=" + tr.at("block_height"): "999998.99", "block_height=1": "1000100.00", "block_height=0": "0.00",
		"timestamp=2024-01-15T11:30:00Z": "999998.99", "timestamp=2024-01-15T11:29:59Z": "1000000.00", "timestamp=1705318199": "1000000.00",
	} {
		require.Equal(t, want, f.call("GET", stablePath+"/balance?"+query, "").ok().at("balances.total"), query)
	}
	other := f.call("GET", stablePath+"/balance?chains=base,solana&convert_to=eur", "").ok()
	require.Equal(t, "0.00", other.at("balances.total"))
	require.Equal(t, "solana", other.at("chains.1.chain"))
	require.Equal(t, "0.00", other.at("conversions.eur"), "echoed as given")
}

// Reserves are public. With a key, the response has the reserves of the account.
func TestAccessToReservesAndBalances(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", stablePath+"/issue", issueBody(seededWallet, "100.00", "")).ok()
	for key, want := range map[string]string{
		"": "125000000.00", "Bearer sk_test_abc": "1002000100.00", "Bearer pk_test_abc": "1002000100.00", "Bearer rk_test_abc": "1002000100.00",
		"Bearer sk_test_other": "1002000000.00",
	} {
		got := f.call("GET", stablePath+"/reserves", "", "Authorization", key).ok()
		require.Equal(t, want, got.at("supply.in_circulation"), key)
		require.Equal(t, "<none>", got.at("history"))
	}
	f.call("GET", stablePath+"/reserves", "", "Authorization", "Bearer nonsense").refused(401, "invalid_api_key", "null")
	f.call("GET", stablePath+"/reserves?format=long", "", "Authorization", "").refused(400, "parameter_invalid", "format")
	short := f.call("GET", stablePath+"/reserves?format=summary", "", "Authorization", "").ok()
	require.Equal(t, "null", short.at("reserves.composition"))
	f.call("GET", stablePath+"/balance", "", "Authorization", "").refused(401, "api_key_missing", "null")
	for _, path := range []string{"/balance", "/balance/" + seededWallet} {
		f.call("GET", stablePath+path, "", "Authorization", "Bearer pk_test_abc").ok()
		f.call("GET", stablePath+path, "", "Authorization", "Bearer rk_test_abc").refused(403, "insufficient_permissions", "null")
	}
	f.call("GET", stablePath+"/transactions", "", "Authorization", "Bearer pk_test_abc").refused(403, "insufficient_permissions", "null")
}
