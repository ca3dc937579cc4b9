package payments_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

const (
	paid  = `{"id":"pay_1","amount":100,"currency":"USD"}`
	given = `{"id":"ref_1","amount":100,"currency":"USD"}`
	none  = `{"object":"list","data":[]}`

	wallet = "stateset1merchantaddress123"
)

func TestCreateOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		params *payments.CreateParams
		want   string
	}{
		{"ssusd", &payments.CreateParams{Amount: stateset.SSUSD("100"), Recipient: wallet, Metadata: map[string]string{"order_id": "12345"}},
			`{"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123","metadata":{"order_id":"12345"}}`},
		{"the least ssusd", &payments.CreateParams{Amount: stateset.SSUSD("0.000001"), Recipient: wallet},
			`{"amount":0.000001,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`},
		{"card token", &payments.CreateParams{
			Amount: stateset.USD("150.00"), CustomerID: "cust_abc123", OrderID: "order_123456", Description: "Payment for Order #123456", Capture: new(true),
			PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_1234567890abcdef"}},
		}, `{"amount":15000,"currency":"USD","payment_method":{"type":"card","card":{"token":"tok_1234567890abcdef"}},"customer_id":"cust_abc123","order_id":"order_123456","description":"Payment for Order #123456","capture":true}`},
		{"card number, not captured", &payments.CreateParams{
			Amount: stateset.USD("0.01"), CustomerID: "cust_1", Capture: new(false), StatementDescriptor: "SHOP",
			BillingAddress: &stateset.Address{Line1: "1 Main St", Country: "US"},
			PaymentMethod:  &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Number: "4242424242424242", ExpMonth: 1, ExpYear: 2030, CVC: "123"}},
		}, `{"amount":1,"currency":"USD","payment_method":{"type":"card","card":{"number":"4242424242424242","exp_month":1,"exp_year":2030,"cvc":"123"}},"customer_id":"cust_1","statement_descriptor":"SHOP","capture":false,"billing_address":{"line1":"1 Main St","country":"US"}}`},
		{"bank account", &payments.CreateParams{
			Amount: stateset.USD("5"), CustomerID: "cust_1",
			PaymentMethod: &payments.MethodParams{Type: payments.MethodACH, ACH: &payments.ACHParams{AccountNumber: "000123456789", RoutingNumber: "110000000", AccountType: payments.AccountChecking}},
		}, `{"amount":500,"currency":"USD","payment_method":{"type":"ach","ach":{"account_number":"000123456789","routing_number":"110000000","account_type":"checking"}},"customer_id":"cust_1"}`},
		{"wallet, default chain", &payments.CreateParams{
			Amount: stateset.SSUSD("5"), InvoiceID: "inv_1",
			PaymentMethod: &payments.MethodParams{Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: wallet}},
		}, `{"amount":5.00,"currency":"ssusd","payment_method":{"type":"crypto","crypto":{"wallet_address":"stateset1merchantaddress123","chain":"stateset"}},"invoice_id":"inv_1"}`},
		{"card without a type", &payments.CreateParams{
			Amount: stateset.USD("1"), CustomerID: "cust_1", PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{Token: "tok_visa"}},
		}, `{"amount":100,"currency":"USD","payment_method":{"type":"card","card":{"token":"tok_visa"}},"customer_id":"cust_1"}`},
		{"bank account without a type", &payments.CreateParams{
			Amount: stateset.USD("5"), CustomerID: "cust_1",
			PaymentMethod: &payments.MethodParams{ACH: &payments.ACHParams{AccountNumber: "000123456789", RoutingNumber: "110000000", AccountType: payments.AccountChecking}},
		}, `{"amount":500,"currency":"USD","payment_method":{"type":"ach","ach":{"account_number":"000123456789","routing_number":"110000000","account_type":"checking"}},"customer_id":"cust_1"}`},
		{"wallet without a type", &payments.CreateParams{
			Amount: stateset.SSUSD("5"), InvoiceID: "inv_1", PaymentMethod: &payments.MethodParams{Crypto: &payments.CryptoParams{WalletAddress: wallet}},
		}, `{"amount":5.00,"currency":"ssusd","payment_method":{"type":"crypto","crypto":{"wallet_address":"stateset1merchantaddress123","chain":"stateset"}},"invoice_id":"inv_1"}`},
		{"wire", &payments.CreateParams{Amount: yen(t, "1500"), CustomerID: "cust_1", PaymentMethod: &payments.MethodParams{Type: payments.MethodWire}},
			`{"amount":1500,"currency":"JPY","payment_method":{"type":"wire"},"customer_id":"cust_1"}`},
	} {
		client, w := wiretest.Serve(t, paid)
		_, err := client.Payments.Create(t.Context(), tt.params)
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, w.Only(t).Body, tt.name)
		require.Equal(t, "/v1/payments", w.Only(t).Path, tt.name)
	}
}

func yen(t *testing.T, value string) stateset.Money {
	t.Helper()
	m, err := stateset.NewMoney(value, "JPY")
	require.NoError(t, err)
	return m
}

func TestActionsOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, answer, method, path, body string
		call                             func(*stateset.Client) error
	}{
		{"get", paid, "GET", "/v1/payments/pay_1", "", func(c *stateset.Client) error { _, err := c.Payments.Get(t.Context(), "pay_1"); return err }},
		{"capture all", paid, "POST", "/v1/payments/pay_1/capture", "{}", func(c *stateset.Client) error {
			_, err := c.Payments.Capture(t.Context(), "pay_1", nil)
			return err
		}},
		{"capture a part", paid, "POST", "/v1/payments/pay_1/capture", `{"amount":4050,"statement_descriptor":"SHOP","metadata":{"a":"b"}}`, func(c *stateset.Client) error {
			_, err := c.Payments.Capture(t.Context(), "pay_1", &payments.CaptureParams{Amount: stateset.USD("40.50"), StatementDescriptor: "SHOP", Metadata: map[string]string{"a": "b"}})
			return err
		}},
		{"capture with nothing set", paid, "POST", "/v1/payments/pay_1/capture", `{}`, func(c *stateset.Client) error {
			_, err := c.Payments.Capture(t.Context(), "pay_1", &payments.CaptureParams{})
			return err
		}},
		{"cancel", paid, "POST", "/v1/payments/pay_1/cancel", "{}", func(c *stateset.Client) error { _, err := c.Payments.Cancel(t.Context(), "pay_1"); return err }},
		{"refund what is left", given, "POST", "/v1/payments/pay_1/refund", `{"reason":"defective"}`, func(c *stateset.Client) error {
			_, err := c.Payments.Refund(t.Context(), "pay_1", &payments.RefundParams{Reason: payments.ReasonDefective})
			return err
		}},
		{"refund a part, in silence", given, "POST", "/v1/payments/pay_1/refund", `{"amount":2.50,"reason":"other","notes":"n","notify_customer":false}`, func(c *stateset.Client) error {
			_, err := c.Payments.Refund(t.Context(), "pay_1", &payments.RefundParams{Amount: stateset.SSUSD("2.5"), Reason: payments.ReasonOther, Notes: "n", NotifyCustomer: new(false)})
			return err
		}},
		{"get a refund", given, "GET", "/v1/refunds/ref_1", "", func(c *stateset.Client) error {
			_, err := c.Payments.GetRefund(t.Context(), "ref_1")
			return err
		}},
	} {
		client, w := wiretest.Serve(t, tt.answer)
		require.NoError(t, tt.call(client), tt.name)
		require.Equal(t, tt.method, w.Only(t).Method, tt.name)
		require.Equal(t, tt.path, w.Only(t).Path, tt.name)
		require.Equal(t, tt.body, w.Only(t).Body, tt.name)
	}
}

func TestListOnTheWire(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		params *payments.ListParams
		want   url.Values
	}{
		{"nil", nil, url.Values{}},
		{"nothing set", &payments.ListParams{}, url.Values{}},
		{"everything", &payments.ListParams{
			Limit: 100, StartingAfter: "pay_9", Status: stateset.AnyOf(payments.StatusSucceeded, payments.StatusFailed, "disputed"), CustomerID: "cust_1",
			OrderID: "ord_1", InvoiceID: "inv_1", PaymentMethodType: payments.MethodCard, Currency: "USD", Created: stateset.Between(at, at.Add(time.Hour)),
			Amount: stateset.AmountRange{GTE: stateset.USD("1.50"), LT: stateset.USD("20")}, Metadata: stateset.MetadataFilter{"a b": "c&d"},
		}, url.Values{
			"limit": {"100"}, "starting_after": {"pay_9"}, "status": {"succeeded,failed,disputed"}, "customer_id": {"cust_1"}, "order_id": {"ord_1"}, "invoice_id": {"inv_1"},
			"payment_method_type": {"card"}, "currency": {"USD"}, "created[gte]": {"2024-01-01T00:00:00Z"}, "created[lt]": {"2024-01-01T01:00:00Z"},
			"amount[gte]": {"150"}, "amount[lt]": {"2000"}, "metadata[a b]": {"c&d"},
		}},
		{"an amount brings its currency", &payments.ListParams{Amount: stateset.AmountRange{GT: stateset.SSUSD("1.5")}}, url.Values{"amount[gt]": {"1.50"}, "currency": {"ssusd"}}},
		{"backwards", &payments.ListParams{EndingBefore: "pmt_9", Currency: stateset.AnyOf("eur", "zzz")}, url.Values{"ending_before": {"pmt_9"}, "currency": {"eur,zzz"}}},
	} {
		client, w := wiretest.Serve(t, none)
		_, err := client.Payments.List(t.Context(), tt.params)
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, w.Only(t).Query, tt.name)
	}
	client, w := wiretest.Serve(t, none)
	_, err := client.Payments.ListRefunds(t.Context(), &payments.ListRefundsParams{Limit: 1, EndingBefore: "ref_1", PaymentID: "pay_1", Status: payments.RefundFailed, Created: stateset.Since(at)})
	require.NoError(t, err)
	require.Equal(t, url.Values{"limit": {"1"}, "ending_before": {"ref_1"}, "payment_id": {"pay_1"}, "status": {"failed"}, "created[gte]": {"2024-01-01T00:00:00Z"}}, w.Only(t).Query)
	require.Equal(t, "/v1/refunds", w.Only(t).Path)
}

func TestWalks(t *testing.T) {
	t.Parallel()
	client, _ := wiretest.Serve(t, `{"data":[{"id":"x_1","amount":1,"currency":"USD"},{"id":"x_2","amount":2,"currency":"USD"}],"has_more":false}`)
	var got []string
	for p, err := range client.Payments.All(t.Context(), nil) {
		require.NoError(t, err)
		got = append(got, p.ID)
	}
	for page, err := range client.Payments.Pages(t.Context(), nil) {
		require.NoError(t, err)
		got = append(got, page.Data[1].ID)
	}
	for r, err := range client.Payments.AllRefunds(t.Context(), nil) {
		require.NoError(t, err)
		got = append(got, r.ID)
	}
	for page, err := range client.Payments.RefundPages(t.Context(), nil) {
		require.NoError(t, err)
		got = append(got, page.Data[1].ID)
	}
	require.Equal(t, []string{"x_1", "x_2", "x_2", "x_1", "x_2", "x_2"}, got)
}

// Goroutines can share params, because the SDK never writes to them.
func TestParamsAreShared(t *testing.T) {
	t.Parallel()
	build := func() (*payments.CreateParams, *payments.ListParams) {
		return &payments.CreateParams{
				Amount: stateset.SSUSD("1.5"), OrderID: "ord_1", Capture: new(true), Metadata: map[string]string{"a": "b"}, BillingAddress: &stateset.Address{City: "X"},
				PaymentMethod: &payments.MethodParams{Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: wallet}},
			}, &payments.ListParams{
				Limit: 3, Amount: stateset.AmountRange{GTE: stateset.USD("1")}, Metadata: stateset.MetadataFilter{"a": "b"},
			}
	}
	create, list := build()
	client, w := wiretest.Serve(t, paid)
	lists, _ := wiretest.Serve(t, none)
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			if _, err := client.Payments.Create(t.Context(), create); err != nil {
				t.Error(err)
			}
			for _, err := range lists.Payments.All(t.Context(), list) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	sameCreate, sameList := build()
	require.True(t, reflect.DeepEqual(sameCreate, create))
	require.True(t, reflect.DeepEqual(sameList, list))
	for _, r := range w.Requests() {
		require.Equal(t, w.Last(t).Body, r.Body)
	}
}

// A caller that changes the params during the call does not change the request.
func TestBytesAreFixedBeforeSending(t *testing.T) {
	t.Parallel()
	params := &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet, Metadata: map[string]string{"a": "before"}}
	client, w := wiretest.Serve(t, paid)
	meddling, err := client.With(stateset.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return wiretest.Response(func(r *http.Request) (*http.Response, error) {
			params.Amount, params.Metadata["a"] = stateset.SSUSD("9"), "after"
			return next.RoundTrip(r)
		})
	}))
	require.NoError(t, err)
	_, err = meddling.Payments.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, `{"amount":1.00,"currency":"ssusd","recipient":"stateset1merchantaddress123","metadata":{"a":"before"}}`, w.Only(t).Body)
}

// chanceDigits matches the digits of addresses, hexadecimal and decimal, and of the time.
// Any four of them may equal a security code.
var chanceDigits = regexp.MustCompile(`(?i)(0x)?c0[0-9a-f]{8}|824[0-9]{9}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+`)

// Every form of printing and logging shows at most four digits of a card or an account,
// and no security code.
func TestParamsPrintNoNumbers(t *testing.T) {
	t.Parallel()
	card := payments.CardParams{Number: "4000056655665556", ExpMonth: 7, ExpYear: 2031, CVC: "8642"}
	token := payments.CardParams{Token: "tok_9876543210fedcba"}
	ach := payments.ACHParams{AccountNumber: "000987654321", RoutingNumber: "110000000", AccountType: payments.AccountSavings}
	secrets := []string{card.Number, card.Number[:12], "0566556655", card.CVC, token.Token, token.Token[4:16], ach.AccountNumber, ach.AccountNumber[:8], ach.RoutingNumber}
	method := payments.MethodParams{Type: payments.MethodCard, Card: &card, ACH: &ach}
	create := payments.CreateParams{Amount: stateset.USD("1"), PaymentMethod: &method}
	byToken := payments.CreateParams{PaymentMethod: &payments.MethodParams{Card: &token}}
	for _, v := range []any{
		card, &card, token, &token, ach, &ach, method, &method, create, &create, &byToken, []any{card, &ach}, map[string]any{"m": &method},
		struct{ M *payments.MethodParams }{&method}, struct{ C payments.CardParams }{card}, (*payments.CardParams)(nil), payments.MethodParams{},
	} {
		var out bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3v", "%t"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("paying", "params", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("paying", "params", v)
		if v != any(&byToken) { // json.Marshal stores a token
			text, err := json.Marshal(v)
			require.NoError(t, err)
			out.Write(text)
		}
		printed := chanceDigits.ReplaceAllString(out.String(), "")
		for _, secret := range secrets {
			require.NotContains(t, printed, secret)
			require.NotContains(t, strings.ToLower(printed), fmt.Sprintf("%x", secret))
		}
	}
	require.Equal(t, "card …5556", fmt.Sprint(card))
	require.Equal(t, "card …5556", fmt.Sprintf("%#v", &card))
	require.Equal(t, "card token …dcba", token.String())
	require.Equal(t, "bank account …4321", fmt.Sprintf("%+v", ach))
	require.Equal(t, `{"type":"card","card":"card …5556","ach":"bank account …4321"}`, fmt.Sprintf("%+v", method))
	for _, short := range []any{payments.CardParams{Number: "4242"}, payments.ACHParams{AccountNumber: "1234567"}, payments.CardParams{Token: "4242"}} {
		require.NotRegexp(t, `\d`, fmt.Sprint(short), "of a short number the end is half of it")
	}
	require.Equal(t, "card", payments.CardParams{CVC: "123"}.String())
	require.Equal(t, "bank account", payments.ACHParams{RoutingNumber: "110000000"}.String())
}

// A call with a token can be stored as JSON. A number and a security code are masked, so
// the stored call cannot be decoded.
func TestStoredCalls(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		card payments.CardParams
		json string
		err  string
	}{
		{payments.CardParams{Token: "tok_visa"}, `{"token":"tok_visa"}`, ""},
		{payments.CardParams{Number: "4242424242424242", ExpMonth: 1, ExpYear: 2030, CVC: "123"}, `"card …4242"`, "payment_method.card: unexpected string"},
		{payments.CardParams{Token: "tok_visa", CVC: "123"}, `"card token …visa"`, "payment_method.card: unexpected string"},
	} {
		params := payments.CreateParams{Amount: stateset.USD("150.00"), CustomerID: "cust_1", PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &test.card}}
		text, err := json.Marshal(params)
		require.NoError(t, err)
		require.Equal(t, `{"amount":15000,"currency":"USD","payment_method":{"type":"card","card":`+test.json+`},"customer_id":"cust_1"}`, string(text))
		var read payments.CreateParams
		if err = json.Unmarshal(text, &read); test.err != "" {
			require.ErrorContains(t, err, test.err)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, params, read)
	}
}

// The numbers are still sent to the server.
func TestMaskedParamsAreSentWhole(t *testing.T) {
	t.Parallel()
	client, w := wiretest.Serve(t, paid)
	_, err := client.Payments.Create(t.Context(), &payments.CreateParams{
		Amount: stateset.USD("1"), CustomerID: "cust_1",
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Number: "4000056655665556", ExpMonth: 7, ExpYear: 2031, CVC: "864"}},
	})
	require.NoError(t, err)
	require.Contains(t, w.Only(t).Body, `"number":"4000056655665556","exp_month":7,"exp_year":2031,"cvc":"864"`)
}
