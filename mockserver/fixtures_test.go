package mockserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// fixtureFiles is a file system of name and text pairs.
func fixtureFiles(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}

const shopFixtures = `{"accounts": {
  "demo": {
    "balances": {"ssusd": "500.00", "usdc": "0"},
    "wallets": {"stateset1customer": {"ssusd": "40.5"}},
    "keys": [{"key": "rk_test_demo", "scopes": ["orders:read"]}],
    "calls": [
      {"op": "Orders.Create", "id": "ord_1001", "body": {"customer_id": "cust_test_123", "items": [{"name": "Mug", "quantity": 2, "price": {"value": "12.50"}}]}},
      {"op": "orders.pay", "id": "pay_1001", "body": {"order_id": "ord_1001", "payment_method": {"type": "ssusd", "wallet_address": "stateset1customer", "amount": {"value": "25.00"}}}},
      {"op": "Orders.Fulfill", "path": {"id": "ord_1001"}},
      {"op": "Payments.Create", "id": "pay_declined", "error": "card_declined", "body": {"amount": 1000, "currency": "usd", "customer_id": "cust_test_123", "payment_method": {"type": "card", "card": {"token": "tok_declined"}}}},
      {"op": "Webhooks.Create", "id": "we_shop", "body": {"url": "https://example.com/hooks", "events": ["*"]}}
    ]
  },
  "demo/acct_shop": {"calls": [{"op": "Agents.Create", "id": "agent_buyer", "body": {"name": "Buyer"}}]}
}}`

func TestFixtures(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithFixtures(fixtureFiles("shop.json", shopFixtures)))
	account := srv.Account("demo")
	for _, step := range []func(){func() {}, func() { srv.Reset() }, func() { account.Reset() }, func() { srv.Reset(mockserver.RestartIDs()) }} {
		step()
		require.False(t, slices.ContainsFunc(account.Requests(), func(r mockserver.Request) bool { return strings.Contains(r.Path, "fulfill") }), "fixtures are not recorded")
		requireShop(t, srv, account)
	}
}

// requireShop checks the data of shopFixtures, and changes a part of it.
func requireShop(t *testing.T, srv *mockserver.Server, account *mockserver.Account) {
	t.Helper()
	ctx, client := t.Context(), account.Client()
	order, err := client.Orders.Get(ctx, "ord_1001")
	require.NoError(t, err)
	require.Equal(t, orders.StatusFulfilled, order.Status)
	require.Equal(t, "525.00 ssusd", account.Balance(account.Treasury(), "ssusd").String())
	require.Equal(t, "0.00 usdc", account.Balance(account.Treasury(), "usdc").String())
	require.Equal(t, "15.50 ssusd", account.Balance("stateset1customer", "ssusd").String())
	paid, err := client.Payments.Get(ctx, "pay_1001")
	require.NoError(t, err)
	require.Equal(t, "ord_1001", paid.OrderID)
	declined, err := client.Payments.Get(ctx, "pay_declined")
	require.NoError(t, err)
	require.Equal(t, payments.StatusFailed, declined.Status)
	_, err = client.Webhooks.Get(ctx, "we_shop")
	require.NoError(t, err)
	events, err := client.Webhooks.ListEvents(ctx, nil)
	require.NoError(t, err)
	require.Empty(t, events.Data, "fixtures cause no events")
	_, err = account.Connected("acct_shop").Client().Agents.Get(ctx, "agent_buyer")
	require.NoError(t, err)

	restricted, err := stateset.New("rk_test_demo", stateset.WithBaseURL("http://localhost"), stateset.WithHTTPClient(srv.HTTPClient()))
	require.NoError(t, err)
	_, err = restricted.Orders.Get(ctx, "ord_1001")
	require.NoError(t, err)
	_, err = restricted.Payments.Get(ctx, "pay_1001")
	require.ErrorIs(t, err, stateset.ErrPermission)
	_, err = client.Orders.Create(ctx, &orders.CreateParams{CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: stateset.SSUSD("1")}}})
	require.NoError(t, err)
	require.NoError(t, client.Webhooks.Delete(ctx, "we_shop"))
}

// The file in the guide is valid.
func TestFixturesOfTheGuide(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../docs/fixtures.md")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(guide), "```json\n")
	text, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	srv := mockserver.New(t, mockserver.WithFixtures(fixtureFiles("guide.json", text)))
	order, err := srv.Account("demo").Client().Orders.Get(t.Context(), "ord_1001")
	require.NoError(t, err)
	require.Equal(t, orders.StatusFulfilled, order.Status)
}

func TestFixtureFilesAddUp(t *testing.T) {
	t.Parallel()
	first := fixtureFiles("b.json", `{"accounts":{"demo":{"calls":[{"op":"Invoices.Send","path":{"id":"inv_a"},"body":{}}]}}}`,
		"a.json", `{"accounts":{"test/demo":{"balances":{"ssusd":"1"},"calls":[{"op":"Invoices.Create","id":"inv_a","body":{"customer_id":"cust_test_123",
			"line_items":[{"description":"Work","quantity":1,"unit_price":{"value":"5.00"}}]}}]}}}`,
		"notes.txt", "not a fixture", "old/c.json", "{")
	second := fixtureFiles("0.json", `{"accounts":{"demo":{"balances":{"ssusd":"7"},"calls":[{"op":"Invoices.Void","path":{"id":"inv_a"}}]}}}`)
	srv := mockserver.New(t, mockserver.WithFixtures(first), mockserver.WithFixtures(second))
	account := srv.Account("demo")
	invoice, err := account.Client().Invoices.Get(t.Context(), "inv_a")
	require.NoError(t, err)
	require.EqualValues(t, "voided", invoice.Status)
	require.Equal(t, "7.00 ssusd", account.Balance(account.Treasury(), "ssusd").String())
}

// The same seed, time and fixtures return the same bytes.
func TestFixturesAreReproducible(t *testing.T) {
	t.Parallel()
	read := func() []byte {
		srv := mockserver.New(t, mockserver.WithSeed(7), mockserver.WithTime(time.Unix(1e9, 0)), mockserver.WithFixtures(fixtureFiles("shop.json", shopFixtures)))
		first := body(t, srv)
		srv.Reset(mockserver.RestartIDs())
		require.Equal(t, first, body(t, srv))
		return first
	}
	require.Equal(t, string(read()), string(read()))
}

// body returns the bytes of some reads of the account demo.
func body(t *testing.T, srv *mockserver.Server) []byte {
	t.Helper()
	var all bytes.Buffer
	for _, path := range []string{"/v1/orders", "/v1/payments", "/v1/stablecoin/transactions", "/v1/webhooks"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+path, nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer sk_test_demo")
		resp, err := srv.HTTPClient().Do(req)
		require.NoError(t, err)
		_, err = io.Copy(&all, resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusOK, resp.StatusCode, all.String())
	}
	return all.Bytes()
}

func TestBadFixturesPreventTheStart(t *testing.T) {
	t.Parallel()
	call := func(text string) string { return `{"accounts":{"demo":{"calls":[` + text + `]}}}` }
	order := func(id, more string) string {
		return `{"op":"Orders.Create","id":"` + id + `","body":{"customer_id":"cust_test_123","items":[{"name":"Mug","price":{"value":"1.00"},"quantity":1` + more + `}]}}`
	}
	for name, test := range map[string]struct{ text, want string }{
		"syntax":            {"{\n \"accounts\": x}", `f.json:2:14: not valid JSON: unexpected 'x'`},
		"truncated":         {"{", `f.json:1:2: not valid JSON`},
		"not an object":     {"[]", `f.json: not valid JSON: it must be an object, not an array`},
		"no accounts":       {`{}`, `f.json: accounts: is required`},
		"root member":       {`{"accounts":{},"acounts":{}}`, `f.json: acounts: unknown member; did you mean 'accounts'?`},
		"account member":    {`{"accounts":{"demo":{"call":[]}}}`, `f.json: accounts.demo.call: unknown member; did you mean 'calls'?`},
		"account name":      {`{"accounts":{"a b":{}}}`, `f.json: accounts["a b"]: the name must be the name of an account, which is what follows sk_test_ in its key, such as demo`},
		"account type":      {`{"accounts":{"demo":[]}}`, `f.json: accounts.demo: must be an object`},
		"live":              {`{"accounts":{"live/demo":{}}}`, `f.json: accounts.live/demo: is an account of live mode, and this server accepts test keys only`},
		"balance":           {`{"accounts":{"demo":{"balances":{"ssusd":"1.2345678"}}}}`, `f.json: accounts.demo.balances.ssusd: must have no more than 6 decimals in "ssusd", not "1.2345678"`},
		"balance denom":     {`{"accounts":{"demo":{"balances":{"ssusdc":"1"}}}}`, `f.json: accounts.demo.balances.ssusdc: unknown member; did you mean 'ssusd'?`},
		"wallet":            {`{"accounts":{"demo":{"wallets":{"x":{"ssusd":"1"}}}}}`, `f.json: accounts.demo.wallets.x: 'x' is not a wallet address`},
		"wallet type":       {`{"accounts":{"demo":{"wallets":{"stateset1customer":"1"}}}}`, `f.json: accounts.demo.wallets.stateset1customer: must be an object such as {"ssusd":"150.00"}`},
		"key":               {`{"accounts":{"demo":{"keys":[{"key":"rk_test_other"}]}}}`, `f.json: accounts.demo.keys[0].key: must be a key of this account: its name is that of the account`},
		"connected key":     {`{"accounts":{"demo/acct_a":{"keys":[{"key":"rk_test_demo"}]}}}`, `f.json: accounts.demo/acct_a.keys[0].key: must be below the account that acts for this one`},
		"scope":             {`{"accounts":{"demo":{"keys":[{"key":"rk_test_demo","scopes":["order:read"]}]}}}`, `f.json: accounts.demo.keys[0].scopes[0]: must be`},
		"no operation":      {call(`{}`), `f.json: accounts.demo.calls[0].op: is required`},
		"operation":         {call(order("ord_1", "") + `,{"op":"order.create"}`), `f.json: accounts.demo.calls[1].op: unknown operation "order.create"; did you mean "Orders.Create"?`},
		"read":              {call(`{"op":"Orders.Get"}`), `f.json: accounts.demo.calls[0].op: must be an operation that changes data: Orders.Get only reads`},
		"event":             {call(`{"op":"Webhooks.SendTest"}`), `f.json: accounts.demo.calls[0].op: must not be Webhooks.SendTest: fixtures create no events`},
		"call member":       {call(`{"op":"Orders.Create","boby":{}}`), `f.json: accounts.demo.calls[0].boby: unknown member; did you mean 'body'?`},
		"path member":       {call(`{"op":"Orders.Cancel","path":{"ids":"ord_1"}}`), `f.json: accounts.demo.calls[0].path.ids: unknown member; did you mean 'id'?`},
		"no path":           {call(`{"op":"Orders.Cancel"}`), `f.json: accounts.demo.calls[0].path.id: is required`},
		"body of a removal": {call(`{"op":"Webhooks.Delete","path":{"id":"we_1"},"body":{"a":1}}`), `f.json: accounts.demo.calls[0].body: must be absent: Webhooks.Delete has no body`},
		"body member":       {call(order("ord_1", `,"colour":"red"`)), `f.json: accounts.demo.calls[0].body.items[0].colour: unknown member`},
		"body value":        {call(strings.ReplaceAll(order("ord_1", ""), `"quantity":1`, `"quantity":-2`)), `f.json: accounts.demo.calls[0].body.items[0].quantity: must be from 1 to 1000000000, not -2`},
		"body duplicate":    {call(order("ord_1", `,"quantity":2`)), `f.json:1:`},
		"business rule":     {call(order("ord_1", "") + `,{"op":"Orders.Fulfill","path":{"id":"ord_1"}}`), `f.json: accounts.demo.calls[1]: `},
		"no object":         {call(`{"op":"Orders.Cancel","path":{"id":"ord_none"},"body":{"reason":"customer_request"}}`), `f.json: accounts.demo.calls[0]: No such order: 'ord_none'`},
		"declined":          {call(`{"op":"Payments.Create","body":{"amount":100,"currency":"usd","customer_id":"cust_test_123","payment_method":{"type":"card","card":{"token":"tok_declined"}}}}`), `; for a stored failure, set "error": "card_declined"`},
		"no error":          {call(strings.Replace(order("ord_1", ""), `"id"`, `"error":"card_declined","id"`, 1)), `f.json: accounts.demo.calls[0].error: must be absent: the call succeeded`},
		"ID without name":   {call(order("ord_", "")), `f.json: accounts.demo.calls[0].id: must be ord_ and a name, not "ord_"`},
		"prefix of the ID":  {call(order("order_1", "")), `f.json: accounts.demo.calls[0].id: must be ord_ and a name, not "order_1"`},
		"text of the ID":    {call(order("ord_a/b", "")), `f.json: accounts.demo.calls[0].id: must consist of letters, digits, _ and - after ord_, not "ord_a/b"`},
		"long ID":           {call(order("ord_"+strings.Repeat("a", 252), "")), `f.json: accounts.demo.calls[0].id: must have at most 255 characters`},
		"generated ID":      {call(order("ord_test_"+strings.Repeat("a1", 12), "")), `f.json: accounts.demo.calls[0].id: must not have the form of a generated ID`},
		"generated live ID": {call(order("ord_"+strings.Repeat("a1", 12), "")), `f.json: accounts.demo.calls[0].id: must not have the form of a generated ID`},
		"ID twice":          {call(order("ord_1", "") + "," + order("ord_1", "")), `f.json: accounts.demo.calls[1].id: is already the ID of calls[0]`},
		"ID of test data":   {call(order("ord_123", "")), `f.json: accounts.demo.calls[0].id: is already the ID of an object of the account`},
		"ID of an update":   {call(`{"op":"Orders.Update","id":"ord_1","path":{"id":"ord_123"},"body":{"notes":"n"}}`), `f.json: accounts.demo.calls[0].id: must be absent: the ID of Orders.Update cannot be chosen`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := mockserver.Start(t.Context(), mockserver.WithFixtures(fixtureFiles("f.json", test.text)))
			require.ErrorContains(t, err, test.want)
			require.NotContains(t, err.Error(), "parameter")
			require.Regexp(t, `^mockserver: (WithFixtures: )?f\.json`, err.Error())
		})
	}
}

func TestBadFixtureFiles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"empty":  {fixtureFiles(), "mockserver: WithFixtures: no .json file at the top of the directory"},
		"deeper": {fixtureFiles("testdata/a.json", "{}"), "mockserver: WithFixtures: no .json file at the top of the directory"},
		"YAML":   {fixtureFiles("a.json", `{"accounts":{}}`, "b.yaml", ""), "mockserver: WithFixtures: b.yaml: fixtures must be JSON"},
		"upper":  {fixtureFiles("a.JSON", "["), "mockserver: WithFixtures: a.JSON:1:2: not valid JSON: unexpected end of the body"},
		"hidden": {fixtureFiles(".a.json", "["), "mockserver: WithFixtures: no .json file at the top of the directory"},
		"pipe":   {fstest.MapFS{"a.json": {Mode: fs.ModeNamedPipe}}, "mockserver: WithFixtures: a.json: must be a regular file"},
		"folder": {fixtureFiles("a.json/b.json", "{}"), "mockserver: WithFixtures: a.json: must be a regular file"},
		"large":  {fixtureFiles("a.json", strings.Repeat(" ", 16<<20+1)), "mockserver: WithFixtures: a.json: larger than 16 MiB"},
	} {
		_, err := mockserver.Start(t.Context(), mockserver.WithFixtures(test.files))
		require.EqualError(t, err, test.want, name)
	}
	_, err := mockserver.Start(t.Context(), mockserver.WithFixtures(nil))
	require.EqualError(t, err, "mockserver: WithFixtures: the file system must not be nil")
	require.PanicsWithValue(t, "mockserver: cannot start the server of TestOfSomebody: mockserver: f.json: accounts.demo.calls[0]: No such order: 'ord_1'", func() {
		mockserver.New(&recorder{}, mockserver.WithFixtures(fixtureFiles("f.json", `{"accounts":{"demo":{"calls":[{"op":"Orders.Fulfill","path":{"id":"ord_1"}}]}}}`)))
	})
}

// The expiry of the order is in the past after 100 days.
func TestFixturesThatFailAfterAReset(t *testing.T) {
	t.Parallel()
	tb := &recorder{}
	srv := mockserver.New(tb, mockserver.WithStartTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), mockserver.WithFixtures(fixtureFiles("f.json",
		`{"accounts":{"demo":{"calls":[{"op":"Orders.Create","id":"ord_1","body":{"customer_id":"cust_test_123","items":[{"name":"Mug","price":{"value":"1"},"quantity":1}],"payment_expires_at":"2026-01-02T00:00:00Z"}}]}}}`)))
	defer func() { tb.cleanups[0]() }()
	require.NoError(t, srv.Clock().Advance(100*24*time.Hour))
	srv.Account("demo").Reset()
	require.Len(t, tb.logs, 1)
	require.Regexp(t, `^mockserver: the reset could not apply the fixtures again: f\.json: accounts\.demo\.calls\[0\]\.body\.payment_expires_at: `, tb.logs[0])
	status, answer := mock(t, srv, "reset", `{"account":"demo"}`)
	require.Equal(t, 400, status, answer)
	require.Contains(t, answer, "payment_expires_at")
	srv.Reset()
	require.Len(t, tb.logs, 1, "the clock is at its start again")
}

// mock calls the control interface.
func mock(t *testing.T, srv *mockserver.Server, path, text string) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/_mock/"+path, strings.NewReader(text))
	require.NoError(t, err)
	resp, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode, string(data)
}

func TestFixturesAtRunTime(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	status, answer := mock(t, srv, "fixtures", shopFixtures)
	require.Equal(t, 200, status, answer)
	require.JSONEq(t, `{"accounts":2,"calls":6}`, answer)
	requireShop(t, srv, srv.Account("demo"))

	status, answer = mock(t, srv, "fixtures", shopFixtures)
	require.Equal(t, 400, status, answer)
	var refused struct {
		Error struct{ Code, Message, Param string }
	}
	require.NoError(t, json.Unmarshal([]byte(answer), &refused))
	require.Equal(t, "accounts.demo.calls[0].id: is already the ID of an object of the account", refused.Error.Message)
	require.Equal(t, "accounts.demo.calls[0].id", refused.Error.Param)

	srv.Reset()
	_, err := srv.Account("demo").Client().Orders.Get(t.Context(), "ord_1001")
	require.ErrorIs(t, err, stateset.ErrNotFound, "a reset removes fixtures of the control interface")
}

// An error in the last account leaves the other accounts unchanged.
func TestFixturesAreAllOrNothing(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithSeed(3), mockserver.WithTime(time.Unix(1e9, 0)))
	client := srv.Account("demo").Client()
	_, err := client.Orders.Create(t.Context(), &orders.CreateParams{CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: stateset.SSUSD("1")}}})
	require.NoError(t, err)
	before := body(t, srv)
	status, answer := mock(t, srv, "fixtures", strings.TrimSuffix(shopFixtures, "}}")+`, "last": {"calls": [{"op": "Orders.Cancel", "path": {"id": "ord_none"}, "body": {"reason": "customer_request"}}]}}}`)
	require.Equal(t, 400, status, answer)
	require.Contains(t, answer, "accounts.last.calls[0]: No such order: 'ord_none'")
	require.Equal(t, string(before), string(body(t, srv)))
	_, err = srv.Account("demo").Connected("acct_shop").Client().Agents.Get(t.Context(), "agent_buyer")
	require.ErrorIs(t, err, stateset.ErrPermission, "the account was not connected")
}

// During a reset, requests see either all fixtures or none.
func TestResetWithFixturesIsAtomic(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithFixtures(fixtureFiles("shop.json", shopFixtures)))
	client := srv.Account("demo").Client()
	ctx, cancel := context.WithCancel(t.Context())
	resets := make(chan struct{})
	go func() {
		defer close(resets)
		for range 50 {
			srv.Reset()
		}
		cancel()
	}()
	for ctx.Err() == nil {
		order, err := client.Orders.Get(t.Context(), "ord_1001")
		require.NoError(t, err)
		require.Equal(t, orders.StatusFulfilled, order.Status)
	}
	<-resets
}
