package main

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSentence(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]string{
		"": "", `"a" or "b"`: `"a" or "b"`, "the newest": "The newest.",
		"nil if nothing\nwas paid":                             "Null if nothing was paid.",
		"if expanded: an [orders.Order]":                       "If expanded: an Order.",
		"if expanded: an invoices.Invoice":                     "If expanded: an Invoice.",
		"CreateParams are the parameters of [Service.Create].": "",
		"CreateParams are the parameters of [Service.Create]. All amounts have one denomination.":      "All amounts have one denomination.",
		"A payment of an [Order]. Retrieve it with [payments.Service.Get] and PaymentID. It is small.": "A payment of an Order. It is small.",
		"A payment. Retrieve it with [payments.Service.Get] and Payment.PaymentID.":                    "A payment.",
	} {
		require.Equal(t, want, sentence(doc), doc)
	}
}

// Readers of other languages do not know the identifiers of Go.
func TestDescriptionsHaveNoGo(t *testing.T) {
	t.Parallel()
	golang := regexp.MustCompile(`\bService\.|\bnil\b|\berrors\.Is|\bjson\.Unmarshal|\bclient\.|The zero \w`)
	described := 0
	var visit func(value any)
	visit = func(value any) {
		switch value := value.(type) {
		case schema:
			if text, ok := value["description"].(string); ok {
				described++
				require.NotRegexp(t, golang, text)
			}
			for _, v := range value {
				visit(v)
			}
		case []any:
			for _, v := range value {
				visit(v)
			}
		}
	}
	visit(document())
	require.Greater(t, described, 300)
}
