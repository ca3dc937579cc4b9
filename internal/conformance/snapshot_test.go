package conformance_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// A snapshot contains the complete state: after any operations, restoring it returns
// every read byte by byte. After a restore every server has the same future.
func TestSnapshotsRestoreEveryRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newPast(t, rt)
		w.operate(rapid.IntRange(1, 8).Draw(rt, "before"))
		w.freeze()
		snapshot := w.srv.Snapshot()
		reads, future := w.readAll(w.srv), w.future(w.srv)
		w.operate(rapid.IntRange(0, 4).Draw(rt, "after"))
		require.NoError(rt, w.srv.Restore(snapshot))
		w.same(reads, w.readAll(w.srv))

		parsed, err := mockserver.ParseSnapshot(snapshot.JSON())
		require.NoError(rt, err)
		fork := w.start(mockserver.WithSnapshot(parsed))
		w.same(reads, w.readAll(fork))
		w.same(map[string]string{"snapshot": stateOf(w.srv)}, map[string]string{"snapshot": stateOf(fork)})
		w.same(future, w.future(w.srv))
		w.same(future, w.future(fork))
	})
}

// past performs random operations on a server whose clock is frozen.
type past struct {
	t     *testing.T
	rt    *rapid.T
	srv   *mockserver.Server
	names []string
	paths map[string]map[string]bool // reads by account

	frozen bool // the reads are those of the snapshot
}

func newPast(t *testing.T, rt *rapid.T) *past {
	w := &past{t: t, rt: rt, names: []string{"ada", "bob"}, paths: map[string]map[string]bool{}}
	w.srv = w.start(mockserver.WithTime(time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)))
	for _, name := range append(w.names, "eve") { // no write goes to eve
		w.paths[name] = map[string]bool{}
		for _, row := range conformance.All() {
			if op := row.Spec(); op.Method == http.MethodGet && len(op.Params()) == 0 {
				w.paths[name][op.Build()+"?"+row.Request] = true
			}
		}
		for _, path := range []string{"/payments?limit=100", "/payments?limit=2&status=succeeded", "/orders?limit=100&status=pending",
			"/webhooks/events?limit=100", "/invoices?customer_id=cust_test_123", "/payments/pay_test_456", "/orders/ord_test_789"} {
			w.paths[name][path] = true
		}
	}
	return w
}

// start returns a server whose deliveries fail.
func (w *past) start(opts ...mockserver.Option) *mockserver.Server {
	srv, err := mockserver.Start(w.t.Context(), append(opts, mockserver.WithWebhookFault("* drop"))...)
	require.NoError(w.rt, err)
	w.rt.Cleanup(srv.Close)
	return srv
}

// operate performs n operations.
func (w *past) operate(n int) {
	for range n {
		name := rapid.SampledFrom(w.names).Draw(w.rt, "account")
		account := w.srv.Account(name)
		switch rapid.IntRange(0, 6).Draw(w.rt, "kind") {
		case 0:
			d := time.Duration(rapid.SampledFrom([]int{1, 3600, 86400, 40 * 86400}).Draw(w.rt, "seconds")) * time.Second
			if rapid.Bool().Draw(w.rt, "all") {
				require.NoError(w.rt, w.srv.Clock().Advance(d))
			} else {
				require.NoError(w.rt, account.Clock().Advance(d))
			}
		case 1:
			require.NoError(w.rt, w.slow(account.Client()))
		case 2:
			w.replay(name)
		default:
			w.row(name, account.Client())
		}
	}
	require.NoError(w.rt, w.srv.Webhooks().Settle(w.t.Context()))
}

// row makes the good call of a row, or records its read.
func (w *past) row(name string, client *stateset.Client) {
	rows := slices.DeleteFunc(conformance.All(), func(o *conformance.Operation) bool { return o.Name == "Agents.WaitExecution" })
	row := rapid.SampledFrom(rows).Draw(w.rt, "row")
	if row.Spec().Method != http.MethodGet {
		require.NoError(w.rt, row.Run(w.t.Context(), client))
		return
	}
	ids, err := row.IDs(w.t.Context(), client)
	require.NoError(w.rt, err)
	w.remember(name, row.Path(ids)+"?"+ids.Fill(row.Request))
}

// slow starts changes that complete later.
func (w *past) slow(client *stateset.Client) error {
	ctx := w.t.Context()
	switch rapid.IntRange(0, 2).Draw(w.rt, "slow") {
	case 0:
		_, err := client.Payments.Create(ctx, &payments.CreateParams{Amount: stateset.USD("12.30"), CustomerID: "cust_test_123",
			PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_pending"}}})
		return err
	case 1:
		_, err := client.Stablecoin.Redeem(ctx, &stablecoin.RedeemParams{Sender: "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", Amount: stateset.SSUSD("5.5"), ReferenceID: rapid.StringMatching("[a-z]{9}").Draw(w.rt, "reference"),
			Destination: &stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: "000222222227", RoutingNumber: "110000000"}})
		return err
	}
	agent, err := client.Agents.Create(ctx, &agents.CreateParams{Name: "Buyer"})
	if err != nil {
		return err
	}
	_, err = client.Agents.Execute(ctx, agent.ID, &agents.ExecuteParams{Task: agents.CheckBalance{}, Async: true})
	return err
}

// replay sends a write whose response is stored, and records it to repeat it.
func (w *past) replay(name string) {
	path := "POST /payments " + rapid.StringMatching("[a-z]{3}").Draw(w.rt, "key")
	require.Contains(w.rt, w.read(w.srv, name, path), "201 Created")
	w.remember(name, path)
}

// remember records a read before the snapshot.
func (w *past) remember(name, path string) {
	if !w.frozen {
		w.paths[name][path] = true
	}
}

// freeze removes the reads that now fail and the replays that have expired.
func (w *past) freeze() {
	w.frozen = true
	for name, paths := range w.paths {
		maps.DeleteFunc(paths, func(path string, _ bool) bool {
			answer := w.read(w.srv, name, path)
			return !strings.HasPrefix(answer, "2") || strings.HasPrefix(path, "POST") && !strings.Contains(answer, "Idempotent-Replayed")
		})
	}
}

// readAll returns all responses, by account and path.
func (w *past) readAll(srv *mockserver.Server) map[string]string {
	answers := map[string]string{}
	for name, paths := range w.paths {
		for path := range paths {
			answers[name+" "+path] = w.read(srv, name, path)
		}
	}
	for _, name := range w.names {
		var log strings.Builder
		for _, e := range srv.Account(name).Events().All() {
			fmt.Fprintln(&log, e.ID, e.Type, e.CreatedAt, e.PendingWebhooks, string(e.Data.Object), string(e.Data.PreviousAttributes))
		}
		for _, d := range srv.Account(name).Webhooks().Deliveries() {
			fmt.Fprintln(&log, d)
		}
		answers[name+" events"] = log.String()
		answers[name+" clock"] = srv.Account(name).Clock().Now().String()
	}
	require.NoError(w.rt, srv.CheckLedger())
	return answers
}

var volatile = []string{"Date", "X-Request-Id", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"}

// read makes a request and returns its status, its stable headers and its body.
func (w *past) read(srv *mockserver.Server, name, path string) string {
	method, body, key := http.MethodGet, "", ""
	if write, found := strings.CutPrefix(path, "POST "); found {
		method, body = http.MethodPost, `{"amount":1.00,"currency":"ssusd","recipient":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"}`
		path, key, _ = strings.Cut(write, " ")
	}
	request, err := http.NewRequestWithContext(w.t.Context(), method, srv.URL()+spec.BasePath+path, strings.NewReader(body))
	require.NoError(w.rt, err)
	request.Header.Set("Authorization", "Bearer sk_test_"+name)
	if key != "" {
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := srv.HTTPClient().Do(request)
	require.NoError(w.rt, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(w.rt, err)
	for _, header := range volatile {
		response.Header.Del(header)
	}
	return fmt.Sprint(response.Status, response.Header, "\n", quoted.ReplaceAllString(string(answer), "#"))
}

// counted matches the checksum, and the number of transactions, which also counts reads.
var counted = regexp.MustCompile(`"sha256":"[0-9a-f]+"|"Latest":[0-9]+`)

// stateOf returns a new snapshot without the parts that differ between equal servers.
func stateOf(srv *mockserver.Server) string {
	return counted.ReplaceAllString(string(srv.Snapshot().JSON()), "")
}

// quoted matches the IDs that every read creates.
var quoted = regexp.MustCompile(`fopt_test_[a-z0-9]{24}`)

var drawn = regexp.MustCompile(`[a-z]+_(test_)?[a-z0-9]{24}\b|\b[0-9A-F]{64}\b|"(authorization_code|network_transaction_id)":"[0-9]+"`)

// future advances the clock and returns all lists without IDs.
func (w *past) future(srv *mockserver.Server) map[string]string {
	answers := map[string]string{}
	for range 3 {
		require.NoError(w.rt, srv.Clock().Advance(15*24*time.Hour))
		for _, name := range w.names {
			var log strings.Builder
			for _, path := range slices.Sorted(maps.Keys(w.paths[name])) {
				if strings.HasPrefix(path, "POST") {
					continue
				}
				log.WriteString(w.read(srv, name, path))
			}
			for _, d := range srv.Account(name).Webhooks().Deliveries() {
				fmt.Fprintln(&log, d)
			}
			numbers := map[string]int{}
			answers[fmt.Sprint(name, srv.Account(name).Clock().Now())] = drawn.ReplaceAllStringFunc(log.String(), func(id string) string {
				if numbers[id] == 0 {
					numbers[id] = len(numbers) + 1
				}
				return fmt.Sprint("#", numbers[id])
			})
		}
	}
	return answers
}

func (w *past) same(want, got map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		a, b := want[name], got[name]
		if a == b {
			continue
		}
		at := 0
		for at < min(len(a), len(b)) && a[at] == b[at] {
			at++
		}
		begin := max(0, at-200)
		require.Equal(w.rt, a[begin:min(len(a), at+200)], b[begin:min(len(b), at+200)], name)
	}
}
