package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/stablecoin"
)

func TestReserves(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.Fund(poor, api.SSUSD("0.000001")) }))
	r := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{}))
	require.Equal(t, "1002000000.01 USD", r.Reserves.TotalValue.String(), "never less than the supply")
	c := r.Reserves.Composition
	amounts, percent := decimal.Zero, decimal.Zero
	for _, asset := range []stablecoin.Asset{c.Cash, c.TreasuryBills, c.MoneyMarketFunds, c.RepurchaseAgreements} {
		amounts, percent = amounts.Add(asset.Amount.Decimal()), percent.Add(asset.Percentage.Decimal)
	}
	require.True(t, amounts.Equal(r.Reserves.TotalValue.Decimal()))
	require.Equal(t, "100", percent.String())
	require.Equal(t, "1.0000", r.Supply.ReserveRatio.String())
	require.Equal(t, "2025-12-31", r.Attestation.Date.String())
	require.Nil(t, r.History)

	b.advance(40 * 24 * time.Hour)
	b.redeem(redeemFrom(TestWallet, "1000", bankGood, "r1"))
	then := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{Date: api.DateOf(birth)}))
	require.Equal(t, "0.00", then.Supply.TotalRedeemed.Text())
	born := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{Date: api.DateOf(birth).AddDays(-1)}))
	require.Equal(t, "0.00", born.Supply.TotalIssued.Text())
	require.Equal(t, "1.0000", born.Supply.ReserveRatio.String())
	full := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{Format: stablecoin.FormatRegulatory}))
	require.Len(t, full.History, 1)
	require.Equal(t, "2026-01-31", full.History[0].Date.String())
	short := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{Format: stablecoin.FormatSummary, IncludeHistory: true}))
	require.Nil(t, short.Reserves.Composition)
	require.Empty(t, short.Attestation.OfficerSignatures)
	require.Len(t, short.History, 1)
	b.refused(CodeParameterInvalid, "date", func() error { return failing(b.tryReserves(stablecoin.ReservesParams{Date: api.NewDate(2027, 1, 1)})) })
	empty := &bench{t: t, e: b.e, a: b.e.Account(AccountKey{Name: "x", Live: true})}
	require.NoError(t, failing(empty.tryReserves(stablecoin.ReservesParams{IncludeHistory: true})))
}

func TestDemoReservesAreConstant(t *testing.T) {
	t.Parallel()
	r := DemoReserves(stablecoin.ReservesParams{IncludeHistory: true})
	require.Equal(t, "125000000.00 USD", r.Reserves.TotalValue.String())
	require.Equal(t, "125000000.00 ssusd", r.Supply.InCirculation.String())
	require.Len(t, r.History, 3)
	require.Equal(t, DemoReserves(stablecoin.ReservesParams{}), DemoReserves(stablecoin.ReservesParams{}))
}

func TestUploadAttestation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	pdf := []byte("%PDF-1.7 report")
	sum := sha256.Sum256(pdf)
	params := func(change func(p *stablecoin.UploadAttestationParams)) *stablecoin.UploadAttestationParams {
		p := &stablecoin.UploadAttestationParams{
			AttestationDate: api.NewDate(2025, time.November, 30), ReportFile: pdf, ReportHash: hex.EncodeToString(sum[:]),
			Auditor:           stablecoin.Auditor{Name: "Audit LLP"},
			OfficerSignatures: []stablecoin.OfficerSignature{{Name: "Ada", Signature: "a"}, {Name: "Grace", Signature: "g"}},
			ReserveSummary:    stablecoin.ReserveSummary{TotalReserves: api.USD("10"), TotalSupply: api.SSUSD("10"), ReserveRatio: api.Dec("1.0000")},
		}
		change(p)
		return p
	}
	upload := func(change func(p *stablecoin.UploadAttestationParams)) (*stablecoin.Attestation, error) {
		return run(b, func(tx *Tx) (*stablecoin.Attestation, error) { return tx.UploadAttestation(params(change)) })
	}
	as := func(*stablecoin.UploadAttestationParams) {}
	good := must[*stablecoin.Attestation](b)(upload(as))
	require.Equal(t, stablecoin.Verification{HashMatch: true, SignaturesValid: true, Compliant: true}, *good.Verification)
	for name, test := range map[string]struct {
		change func(p *stablecoin.UploadAttestationParams)
		want   stablecoin.Verification
	}{
		"unsigned":  {func(p *stablecoin.UploadAttestationParams) { p.OfficerSignatures[1].Signature = " " }, stablecoin.Verification{HashMatch: true}},
		"uncovered": {func(p *stablecoin.UploadAttestationParams) { p.ReserveSummary.TotalReserves = api.USD("9.99") }, stablecoin.Verification{HashMatch: true, SignaturesValid: true}},
		"low ratio": {func(p *stablecoin.UploadAttestationParams) { p.ReserveSummary.ReserveRatio = api.Dec("0.9999") }, stablecoin.Verification{HashMatch: true, SignaturesValid: true}},
	} {
		require.Equal(t, test.want, *must[*stablecoin.Attestation](b)(upload(test.change)).Verification, name)
	}
	last := must[*stablecoin.Attestation](b)(upload(as))
	r := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{}))
	require.Equal(t, "2025-11-30", r.Attestation.Date.String())
	require.Equal(t, last.PublicURL, r.Attestation.ReportURL, "of one day, the last one uploaded")
	require.Len(t, r.Attestation.OfficerSignatures, 2)
	older := must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{Date: api.NewDate(2025, time.November, 29)}))
	require.Equal(t, "2025-10-31", older.Attestation.Date.String())

	refused := func(code, param string, change func(p *stablecoin.UploadAttestationParams)) {
		t.Helper()
		b.refused(code, param, func() error { return failing(upload(change)) })
	}
	refused(CodeHashMismatch, "report_hash", func(p *stablecoin.UploadAttestationParams) { p.ReportFile = append([]byte("%PDF-"), 'x') })
	refused(CodeParameterInvalid, "report_file", func(p *stablecoin.UploadAttestationParams) { p.ReportFile = []byte("text") })
	refused(CodeParameterInvalid, "attestation_date", func(p *stablecoin.UploadAttestationParams) { p.AttestationDate = api.NewDate(2025, time.November, 29) })
	refused(CodeParameterInvalid, "attestation_date", func(p *stablecoin.UploadAttestationParams) { p.AttestationDate = api.NewDate(2026, time.January, 31) })
}
