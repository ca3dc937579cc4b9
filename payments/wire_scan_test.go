package payments

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/scantest"
)

func TestScanKnowsEveryMember(t *testing.T) {
	t.Parallel()
	scantest.Complete[paymentWire](t)
	scantest.Complete[refundWire](t)
}

func TestScanDamaged(t *testing.T) {
	t.Parallel()
	scantest.Damaged[paymentWire](t, scantest.Sample[paymentWire]())
	scantest.Damaged[refundWire](t, scantest.Sample[refundWire]())
}

// What the API writes is scanned, and does not go the long way.
func TestScanTakesGoldenFiles(t *testing.T) {
	t.Parallel()
	for _, text := range goldenTexts(t, "payment_*.json") {
		require.True(t, scantest.CheckScan[paymentWire](t, text), "%s", text)
	}
	for _, text := range goldenTexts(t, "refund*.json") {
		require.True(t, scantest.CheckScan[refundWire](t, text), "%s", text)
	}
}

func goldenTexts(t testing.TB, pattern string) [][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", pattern))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var texts [][]byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		texts = append(texts, text)
	}
	return texts
}

func FuzzPaymentScan(f *testing.F) {
	for _, text := range append(goldenTexts(f, "*.json"), scantest.Sample[paymentWire](), scantest.Sample[refundWire]()) {
		f.Add(text)
	}
	for _, text := range []string{
		`{"metadata":{"a":"1","a":null,"\u0061":"2"},"description":"caf\u00e9 \ud800 é"}`,
		`{"amount":1,"amount":2,"captured":true,"captured":false,"created":5,"created":null}`,
		`{"payment_method":{"type":"card"},"payment_method":{"card":{}}}`,
		`{"refunds":[null,{}],"order":[1],"invoice":null,"ID":"x","ſtatus":"y"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		scantest.CheckScan[paymentWire](t, text)
		scantest.CheckScan[refundWire](t, text)
	})
}
