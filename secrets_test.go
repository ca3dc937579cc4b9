package stateset_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// No value that users can get hold of shows the key, however it is printed. The
// values are walked by reflection, and every exported type of the packages must
// have been among them, so that new types are covered.
func TestNothingPrintsTheKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &walker{t: t, seen: map[visit]bool{}, types: map[string]bool{}}
		var logged bytes.Buffer
		log := slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
		for name, values := range map[string][]any{
			"clients": clientsToPrint(t), "errors": errorsToPrint(t, stateset.WithLogger(log)), "objects": objectsToPrint(t), "params": paramsToPrint(),
			"webhooks": webhooksToPrint(t, log),
		} {
			for i, v := range values {
				w.walk(fmt.Sprintf("%s[%d]", name, i), reflect.ValueOf(v))
			}
		}
		w.clean("log", logged.String())
		require.Contains(t, logged.String(), "Payments.Create", "the logger was at work")
		for _, name := range exportedTypes(t) {
			_, bare, _ := strings.Cut(name, ".") // an alias may be of an alias
			require.True(t, w.types[name] || w.types["transport."+bare], "no value of type %s was printed", name)
		}
	})
}

// walker prints values and everything that is exported in them.
type walker struct {
	t     *testing.T
	seen  map[visit]bool
	types map[string]bool
}

type visit struct {
	pointer uintptr
	kind    reflect.Type
}

func (w *walker) walk(path string, v reflect.Value) {
	if !v.IsValid() || !v.CanInterface() || v.Kind() == reflect.Interface && v.IsNil() {
		return
	}
	name, _, _ := strings.Cut(v.Type().String(), "[")
	w.types[name] = true
	w.print(path, v.Interface())
	if err, ok := v.Interface().(error); ok && err != nil && !(v.Kind() == reflect.Pointer && v.IsNil()) {
		w.walk(path+".Unwrap()", reflect.ValueOf(errors.Unwrap(err)))
	}
	switch v.Kind() {
	case reflect.Pointer:
		at := visit{v.Pointer(), v.Type()}
		if !v.IsNil() && !w.seen[at] {
			w.seen[at] = true
			w.walk(path, v.Elem())
		}
	case reflect.Interface:
		w.walk(path, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range min(v.Len(), 20) {
			w.walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			w.walk(fmt.Sprintf("%s[%v]", path, key), v.MapIndex(key))
		}
	}
}

// print prints the value in every way that comes to mind.
func (w *walker) print(path string, v any) {
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p"} {
		fmt.Fprintf(&out, verb+"\n", v)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
	if text, err := json.Marshal(v); err == nil {
		out.Write(text)
	} else {
		out.WriteString(err.Error())
	}
	if err, ok := v.(error); ok {
		fmt.Fprintf(&out, "%v %+v", fmt.Errorf("wrapped: %w", err), errors.Join(err, err))
	}
	w.clean(path, out.String())
	w.clean(path+", as testify shows it", spewed(v))
}

// spewed is what an assertion shows of a value: unexported fields too, without
// asking its methods.
func spewed(v any) string {
	var r recorder
	assert.ElementsMatch(&r, []any{v}, []any{"something else"})
	assert.Equal(&r, reflect.Zero(reflect.TypeOf(v)).Interface(), v)
	return r.String()
}

type recorder struct{ strings.Builder }

func (r *recorder) Errorf(format string, args ...any) { fmt.Fprintf(r, format, args...) }

// clean wants nothing of the key, nor of an endpoint's secret, in the text: not as it is, not in hexadecimal, not
// as a list of bytes, and not broken over two lines of a dump.
func (w *walker) clean(path, text string) {
	for _, part := range []string{wiretest.Sentinel[:5], wiretest.Sentinel[len(wiretest.Sentinel)-5:], hookSentinel[:5], hookSentinel[len(hookSentinel)-5:]} {
		for _, form := range []string{part, fmt.Sprintf("%x", part), fmt.Sprintf("%X", part), strings.Trim(fmt.Sprint([]byte(part)), "[]")} {
			if at := strings.Index(text, form); at >= 0 {
				require.Fail(w.t, "the key is seen", "%s: …%s", path, text[max(0, at-300):at+len(form)])
			}
		}
	}
}

func clientsToPrint(t *testing.T) []any {
	var operation stateset.Operation
	var attempt stateset.Attempt
	var response stateset.Response
	s := forgetful(wiretest.Respond(200, payment, "X-RateLimit-Limit", "5"))
	client := wiretest.NewClient(t, s, stateset.WithLogger(slog.New(slog.DiscardHandler)),
		stateset.WithHooks(stateset.Hooks{OnAttempt: func(_ context.Context, op stateset.Operation, a stateset.Attempt) { operation, attempt = op, a }}))
	child, err := client.With(stateset.WithAccount("acct_1"))
	require.NoError(t, err)
	got, err := child.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet}, stateset.WithResponse(&response))
	require.NoError(t, err)
	limit, _ := child.RateLimit()
	page, err := wiretest.NewClient(t, forgetful(wiretest.Respond(200, `{"data":[{"id":"pay_1","amount":1,"currency":"USD"}],"has_more":true}`))).Payments.List(t.Context(), nil)
	require.NoError(t, err)
	return []any{
		client, *client, child, struct{ C *stateset.Client }{client}, []*stateset.Client{client}, *client.Payments, *client.Orders,
		operation, attempt, response, limit, page, got, client.Stats(), stateset.RetryPolicy{}, stateset.Hooks{},
		client.Payments.All(t.Context(), nil), stateset.WithAccount("acct_1"), stateset.WithTimeout(1), stateset.WithBaseURL("http://localhost"),
	}
}

// forgetful is a server that keeps nothing of what it is sent, where a dump of the
// client would find it.
func forgetful(a wiretest.Response) http.RoundTripper { return roundTripper(a) }

// errorsToPrint takes every way that ends in an error.
func errorsToPrint(t *testing.T, logger stateset.Option) []any {
	var all []any
	echo := strings.ReplaceAll(`{"error":{"type":"K","code":"K","message":"bad key K","param":"K","doc_url":"K","decline_code":"K","payment_id":"K","request_id":"K",
		"details":[{"field":"K","code":"K","message":"K"}]}}`, "K", wiretest.Key)
	create := func(ctx context.Context, c *stateset.Client, opts ...stateset.RequestOption) error {
		var response stateset.Response
		_, err := c.Payments.Create(ctx, &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet}, append(opts, stateset.WithResponse(&response))...)
		require.Error(t, err)
		all = append(all, err, fmt.Errorf("wrapped: %w", err))
		if !strings.Contains(fmt.Sprint(response.Header), wiretest.Key) { // the headers of a Response are the server's own words
			all = append(all, response)
		}
		var e *stateset.Error
		if errors.As(err, &e) {
			all = append(all, *e, e.Attempts)
		}
		return err
	}
	for _, a := range []wiretest.Response{
		wiretest.Respond(401, echo, "X-Request-Id", wiretest.Key), wiretest.Respond(401, "key "+wiretest.Key+" is bad"), wiretest.Respond(401, strings.Repeat("x", 190)+wiretest.Key), wiretest.Respond(401, `{"errors":[{"field":"`+wiretest.Key+`","message":"m"}]}`),
		wiretest.Respond(500, echo), wiretest.Respond(429, echo, "Retry-After", "3600"), wiretest.Respond(402, echo), wiretest.Respond(302, "", "Location", "https://x.example.com/?k="+wiretest.Key),
		wiretest.Respond(200, wiretest.Key), wiretest.Respond(200, `{"id":`), wiretest.Respond(200, `{"id":"pay_1","amount":"`+wiretest.Key+`","currency":"USD"}`), wiretest.Respond(200, "<html>"+wiretest.Key, "Content-Type", "text/html"),
		wiretest.Refuse, wiretest.Reset, wiretest.Hang,
		func(*http.Request) (*http.Response, error) {
			return nil, &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}
		},
		func(*http.Request) (*http.Response, error) { return nil, x509.UnknownAuthorityError{} },
		func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("cannot send %v", r.Header) },
	} {
		_ = create(t.Context(), wiretest.NewClient(t, forgetful(a), logger, stateset.WithMaxAttempts(2)))
	}
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("shutting down"))
	_ = create(cancelled, wiretest.NewClient(t, forgetful(wiretest.Respond(200, payment)), logger))
	expired, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	_ = create(expired, wiretest.NewClient(t, forgetful(wiretest.Hang), logger))
	client := wiretest.NewClient(t, forgetful(wiretest.Respond(503, echo)), logger)
	for range 40 { // until the budget is spent
		_ = create(t.Context(), client)
	}
	require.ErrorIs(t, create(t.Context(), client), stateset.ErrRetryBudgetExhausted)

	open := create(t.Context(), wiretest.NewClient(t, forgetful(wiretest.Reset), logger, stateset.WithMaxAttempts(1)))
	unkeyed := create(t.Context(), wiretest.NewClient(t, forgetful(wiretest.Reset)), stateset.WithoutIdempotencyKey())
	resolver := wiretest.NewClient(t, forgetful(wiretest.Respond(401, echo)), logger)
	<-time.After(24 * time.Hour) // of the bubble's clock
	for _, err := range []error{open, unkeyed, errors.New("another"), nil} {
		_, err = resolver.Resolve(t.Context(), err)
		all = append(all, err)
	}
	return append(all, paramErrors(t)...)
}

// paramErrors gives the key where something else belongs.
func paramErrors(t *testing.T) []any {
	var all []any
	keep := func(err error) {
		require.Error(t, err)
		all = append(all, err)
	}
	client := wiretest.NewClient(t, forgetful(wiretest.Respond(200, payment)))
	for _, opt := range []stateset.Option{
		stateset.WithAccount(wiretest.Key), stateset.WithBaseURL(wiretest.Key), stateset.WithBaseURL("https://" + wiretest.Key + "@x.example.com"), stateset.WithHeader("Authorization", wiretest.Key),
		stateset.WithHeader("X-A", wiretest.Key+"\n"), stateset.WithAppInfo(wiretest.Key+"é", "1"), stateset.WithLiveKeyHost(wiretest.Key + "/"),
	} {
		_, err := client.With(opt)
		keep(err)
	}
	_, err := stateset.New(wiretest.Key + "\n")
	keep(err)
	_, err = client.Payments.Get(t.Context(), wiretest.Key+"\n")
	keep(err)
	_, err = client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD(wiretest.Key)})
	keep(err)
	_, err = client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wiretest.Key})
	keep(err)
	_, err = client.Payments.List(t.Context(), &payments.ListParams{Status: payments.Status(wiretest.Key)})
	keep(err)
	_, err = client.Payments.Cancel(t.Context(), "pay_1", stateset.WithIdempotencyKey(wiretest.Key+" "))
	keep(err)
	_, err = client.Payments.Cancel(t.Context(), "pay_1", stateset.WithExpand(wiretest.Key))
	keep(err)
	keep(client.Do(t.Context(), "GET", wiretest.Key, nil, nil))
	keep(client.Do(t.Context(), wiretest.Key, "/x", nil, nil))
	return all
}

// objectsToPrint are what the API answers with, each member set.
func objectsToPrint(t *testing.T) []any {
	read := func(name string, v any) any {
		text, err := os.ReadFile(filepath.FromSlash(name))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, v))
		return v
	}
	return []any{
		read("payments/testdata/payment_card.json", new(payments.Payment)), read("payments/testdata/payment_ssusd.json", new(payments.Payment)),
		read("payments/testdata/refund.json", new(payments.Refund)), read("orders/testdata/order.json", new(orders.Order)),
		read("orders/testdata/cancel_result.json", new(orders.CancelResult)), read("orders/testdata/order_pay_response.json", new(orders.PayResult)),
		stateset.Balance{Available: []stateset.Money{stateset.SSUSD("1")}}, stateset.Expanded{},
		payments.Payment{CaptureDetails: &payments.CaptureDetails{}, PaymentMethod: &payments.Method{Card: &payments.Card{}, ACH: &payments.ACHAccount{}, Crypto: &payments.CryptoAccount{}},
			ProcessorResponse: &payments.ProcessorResponse{}, Transaction: &stateset.Transaction{}, Customer: &stateset.Customer{}},
		orders.Product{},
		read("invoices/testdata/invoice.json", new(invoices.Invoice)), read("invoices/testdata/pay_result.json", new(invoices.PayResult)),
		read("stablecoin/testdata/issuance.json", new(stablecoin.Issuance)), read("stablecoin/testdata/redemption.json", new(stablecoin.Redemption)),
		read("stablecoin/testdata/batch_transfer.json", new(stablecoin.Transfer)), read("stablecoin/testdata/transaction.json", new(stablecoin.Transaction)),
		read("stablecoin/testdata/balance.json", new(stablecoin.Balance)), read("stablecoin/testdata/reserves.json", new(stablecoin.Reserves)),
		read("stablecoin/testdata/attestation.json", new(stablecoin.Attestation)),
		read("finance/testdata/factoring.json", new(finance.Factoring)), read("finance/testdata/po_financing.json", new(finance.POFinancing)),
		read("finance/testdata/loan.json", new(finance.Loan)), read("finance/testdata/option.json", new(finance.Option)),
		read("agents/testdata/agent.json", new(agents.Agent)), read("agents/testdata/execution.json", new(agents.Execution)),
		read("agents/testdata/activity.json", new(agents.Activity)), agents.Failure{}, agents.Result{},
		read("global/testdata/compliance_check.json", new(global.ComplianceCheck)), read("global/testdata/tax_calculation.json", new(global.TaxCalculation)),
		read("global/testdata/shipping_quote.json", new(global.ShippingQuote)), read("global/testdata/order.json", new(global.Order)),
	}
}

func paramsToPrint() []any {
	return []any{
		&payments.CreateParams{PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{}, ACH: &payments.ACHParams{}, Crypto: &payments.CryptoParams{}}, BillingAddress: &stateset.Address{}},
		payments.CaptureParams{}, payments.RefundParams{}, payments.ListParams{}, payments.RefundListParams{},
		orders.CreateParams{Items: []orders.ItemParams{{}}, Customer: &orders.CustomerParams{}, Shipping: &orders.ShippingParams{}},
		orders.UpdateParams{Status: new(orders.StatusDelivered)}, orders.FulfillParams{Items: []orders.FulfilledItem{{}}}, orders.CancelParams{},
		orders.PayParams{SplitPayments: []orders.SplitParams{{}}}, orders.ListParams{},
		invoices.CreateParams{LineItems: []invoices.LineItemParams{{}}, EarlyPaymentDiscount: &invoices.DiscountParams{}}, invoices.UpdateParams{},
		invoices.SendParams{}, invoices.PayParams{}, invoices.ListParams{},
		stablecoin.IssueParams{SourceFunds: &stablecoin.SourceFunds{}, Compliance: &stablecoin.Compliance{}, Purpose: stablecoin.PurposePayroll},
		stablecoin.RedeemParams{Destination: &stablecoin.DestinationParams{}, Compliance: &stablecoin.RedeemCompliance{}},
		stablecoin.TransferParams{}, stablecoin.BatchTransferParams{Transfers: []stablecoin.LegParams{{}}}, stablecoin.BalanceParams{},
		stablecoin.TransactionListParams{}, stablecoin.ReservesParams{}, stablecoin.AttestationParams{OfficerSignatures: []stablecoin.OfficerSignature{{}}},
		finance.FactorParams{}, finance.POParams{}, finance.LoanParams{Collateral: &finance.CollateralParams{}}, finance.RepayParams{},
		finance.LoanListParams{}, finance.OptionParams{},
		agents.CreateParams{Config: &agents.ConfigParams{}}, agents.UpdateConfigParams{Reset: []agents.Field{""}}, agents.ListParams{}, agents.ActivityParams{},
		agents.ExecuteParams{Task: agents.Transfer{}}, agents.PayOrder{}, agents.PayInvoice{}, agents.CreateOrder{}, agents.CheckBalance{}, agents.Custom{},
		global.CreateOrderParams{Items: []global.ItemParams{{}}}, global.ListOrdersParams{}, global.TaxParams{},
		global.ComplianceParams{Parties: []global.Party{{}}, Items: []global.ComplianceItem{{}}}, global.QuoteParams{Packages: []global.Package{{Dimensions: &global.Dimensions{}}}},
		stateset.FieldError{}, &stateset.RedirectError{},
	}
}

// exportedTypes names every exported type of the packages as reflection does;
// interfaces are left out, which no value has for its type.
func exportedTypes(t *testing.T) []string {
	t.Helper()
	var names []string
	packages := map[string]string{".": "stateset"}
	for field := range reflect.TypeFor[stateset.Client]().Fields() {
		if field.IsExported() { // the service of a resource, which is a package
			name := path.Base(field.Type.Elem().PkgPath())
			packages[name] = name
		}
	}
	for dir, pkg := range packages {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			require.NoError(t, err)
			ast.Inspect(parsed, func(n ast.Node) bool {
				if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() {
					names = append(names, nameOf(pkg, spec))
				}
				_, isFunc := n.(*ast.FuncDecl)
				return !isFunc
			})
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return slices.Contains([]string{"", "api.RequestOption", "api.Limiter"}, name) // interfaces
	})
	require.Greater(t, len(names), 50)
	return names
}

// nameOf is the name of a type, or of the one that it is an alias of.
func nameOf(pkg string, spec *ast.TypeSpec) string {
	if _, ok := spec.Type.(*ast.InterfaceType); ok {
		return ""
	}
	target := spec.Type
	if index, ok := target.(*ast.IndexExpr); ok {
		target = index.X
	}
	if selector, ok := target.(*ast.SelectorExpr); ok && spec.Assign.IsValid() {
		return selector.X.(*ast.Ident).Name + "." + selector.Sel.Name
	}
	return pkg + "." + spec.Name.Name
}

// The test above would be worth nothing if it saw nothing.
func TestTheWalkerSees(t *testing.T) {
	t.Parallel()
	type holder struct{ hidden, Shown string }
	for _, v := range []any{
		wiretest.Key, []byte(wiretest.Key), errors.New(wiretest.Key), holder{hidden: wiretest.Key}, &holder{hidden: wiretest.Key}, map[string]string{"a": wiretest.Key}, []any{holder{Shown: wiretest.Key}},
		struct{ p **holder }{new(&holder{hidden: wiretest.Key})}, struct{ b []byte }{[]byte(wiretest.Key)},
	} {
		require.Contains(t, fmt.Sprintf("%v", v)+spewed(v)+strings.ReplaceAll(fmt.Sprintf("%s", v), " ", ""), wiretest.Sentinel[:5], "%T", v)
	}
}
