package stablecoin_test

import (
	"testing"

	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/stablecoin"
)

// A denomination without its amount is not kept.

func FuzzIssuance(f *testing.F) {
	seed(f, "issuance")
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[stablecoin.Issuance](t, text, "denom") })
}

func FuzzRedemption(f *testing.F) {
	seed(f, "redemption", "redemption_failed")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[stablecoin.Redemption](t, text, "amount{}")
	})
}

// Of two different values in US dollars, that of the total is kept.
func FuzzTransfer(f *testing.F) {
	seed(f, "transfer", "batch_transfer")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[stablecoin.Transfer](t, text, "amount{}", "total_amount{}", "usd_value")
	})
}

func FuzzTransaction(f *testing.F) {
	seed(f, "transaction")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[stablecoin.Transaction](t, text, "amount{}")
	})
}

func FuzzBalance(f *testing.F) {
	seed(f, "balance")
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[stablecoin.Balance](t, text) })
}

func FuzzReserves(f *testing.F) {
	seed(f, "reserves", "reserves_summary")
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[stablecoin.Reserves](t, text) })
}

func FuzzAttestation(f *testing.F) {
	seed(f, "attestation")
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[stablecoin.Attestation](t, text) })
}

func seed(f *testing.F, names ...string) {
	for _, name := range names {
		f.Add(golden.Read(f, name+".json"))
	}
}
