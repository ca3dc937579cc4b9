package orders

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/scantest"
)

func TestScanKnowsEveryMember(t *testing.T) {
	t.Parallel()
	scantest.Complete[order](t)
	scantest.Complete[payResultWire](t)
}

func TestScanDamaged(t *testing.T) {
	t.Parallel()
	scantest.Damaged[order](t, scantest.Sample[order]())
	scantest.Damaged[payResultWire](t, scantest.Sample[payResultWire]())
}

// What the API writes is scanned, and does not go the long way.
func TestScanTakesGoldenFiles(t *testing.T) {
	t.Parallel()
	for _, text := range goldenTexts(t, "order*.json") {
		require.True(t, scantest.CheckScan[order](t, text), "%s", text)
	}
	for _, text := range goldenTexts(t, "*pay_*.json") {
		require.True(t, scantest.CheckScan[payResultWire](t, text), "%s", text)
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

func FuzzOrderScan(f *testing.F) {
	for _, text := range append(goldenTexts(f, "*.json"), scantest.Sample[order](), scantest.Sample[payResultWire]()) {
		f.Add(text)
	}
	for _, text := range []string{
		`{"items":[{"price":{"value":"1.5e1","denom":"usd","more":true}},null]}`,
		`{"items":[{"quantity":1}],"items":[{"sku":"x"}]}`,
		`{"subtotal":{"value":"01.50","denom":"ssusd"},"tax_amount":{"value":"1","denom":""}}`,
		`{"payments":[null,{"amount":1e30,"currency":"USD"}]}`,
		`{"payment":{"amount":{"value":"x"},"splits":[{"amount":1},{"amount":"1e2"},null]}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		scantest.CheckScan[order](t, text)
		scantest.CheckScan[payResultWire](t, text)
	})
}
