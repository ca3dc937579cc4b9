package guides

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"

	stateset "github.com/stateset/stateset-go"
)

// signedDelivery holds the arguments of a verifier.
type signedDelivery struct {
	name    string
	Secrets []string `json:"secrets"`
	Header  string   `json:"header"`
	Body    string   `json:"body"` // hexadecimal
	want    bool
}

// drivers call the function verify of a block for each delivery on standard input.
var drivers = map[string]string{
	"python": `
import json, sys
for d in json.load(open("deliveries.json")):
    print(verify(d["secrets"], d["header"], bytes.fromhex(d["body"])))
`,
	"js": `
import { readFileSync } from "node:fs";
for (const d of JSON.parse(readFileSync("deliveries.json"))) console.log(verify(d.secrets, d.header, Buffer.from(d.body, "hex")));
`,
}

// TestVerifiersOfTheWireReference runs the verifiers in docs/wire.md on deliveries of the
// mock server, unchanged and altered.
func TestVerifiersOfTheWireReference(t *testing.T) {
	t.Parallel()
	deliveries := recordedDeliveries(t)
	input, err := json.Marshal(deliveries)
	require.NoError(t, err)
	found := 0
	for _, b := range blocksOf(t, "docs/wire.md") {
		driver := drivers[b.language]
		if driver == "" {
			continue
		}
		found++
		guide := &guide{programs: t.TempDir(), directory: t.TempDir()}
		require.NoError(t, os.WriteFile(filepath.Join(guide.directory, "deliveries.json"), input, 0o600))
		b.code += driver
		results := strings.Fields(strings.ToLower(guide.run(t, b)))
		require.Len(t, results, len(deliveries))
		for i, d := range deliveries {
			require.Equal(t, strconv.FormatBool(d.want), results[i], "%s: %s", b.language, d.name)
		}
	}
	require.Equal(t, len(drivers), found)
}

// recordedDeliveries returns deliveries of the mock server: unchanged, altered, and
// signed during a rotation.
func recordedDeliveries(t *testing.T) []signedDelivery {
	t.Helper()
	received := make(chan signedDelivery, 2)
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
	srv.Webhooks().DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		received <- signedDelivery{Header: r.Header.Get("Stateset-Signature"), Body: hex.EncodeToString(body)}
	}), webhook.TestSecret, webhook.PaymentSucceeded)
	_, err := srv.Client().Payments.Create(t.Context(), &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123", Description: "Grüße ✓",
	})
	require.NoError(t, err)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	good := <-received
	good.Secrets = []string{webhook.TestSecret}

	body, err := hex.DecodeString(good.Body)
	require.NoError(t, err)
	const other = "whsec_another_secret_0123456789"
	signed := func(name string, want bool, at time.Time, accepted []string, secrets ...string) signedDelivery {
		return signedDelivery{name, accepted, webhook.Sign(body, at, secrets...).Get("Stateset-Signature"), good.Body, want}
	}
	now := time.Now()
	altered := func(name string, want bool, change func(*signedDelivery)) signedDelivery {
		d := good
		change(&d)
		d.name, d.want = name, want
		return d
	}
	return []signedDelivery{
		altered("of the mock server", true, func(*signedDelivery) {}),
		altered("with commas", true, func(d *signedDelivery) { d.Header = strings.ReplaceAll(d.Header, " ", ",") }),
		altered("another body", false, func(d *signedDelivery) { d.Body = "7b" + d.Body }),
		altered("another secret", false, func(d *signedDelivery) { d.Secrets = []string{other} }),
		altered("no signature", false, func(d *signedDelivery) { d.Header, _, _ = strings.Cut(d.Header, "v1=") }),
		altered("an empty header", false, func(d *signedDelivery) { d.Header = "" }),
		altered("another time", false, func(d *signedDelivery) { d.Header = strings.Replace(d.Header, "t=1", "t=2", 1) }),
		signed("two signatures, old secret", true, now, []string{webhook.TestSecret}, other, webhook.TestSecret),
		signed("two signatures, new secret", true, now, []string{other}, other, webhook.TestSecret),
		signed("one signature, two secrets", true, now, []string{other, webhook.TestSecret}, webhook.TestSecret),
		signed("an old delivery", false, now.Add(-400*time.Second), []string{webhook.TestSecret}, webhook.TestSecret),
		signed("a delivery of the future", false, now.Add(400*time.Second), []string{webhook.TestSecret}, webhook.TestSecret),
	}
}
