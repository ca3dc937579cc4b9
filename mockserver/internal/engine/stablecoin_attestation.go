package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/stablecoin"
)

// attestation is an uploaded report. The file itself is not stored.
type attestation struct {
	answer stablecoin.Attestation
	public stablecoin.ReserveAttestation // as reports of the reserves show it
}

// pdfMark is the prefix of a PDF file.
const pdfMark = "%PDF-"

// UploadAttestation verifies and publishes a report of the reserves.
func (tx *Tx) UploadAttestation(params *stablecoin.UploadAttestationParams) (*stablecoin.Attestation, error) {
	if err := tx.checkAttestation(params); err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(params.ReportFile); !strings.EqualFold(hex.EncodeToString(sum[:]), params.ReportHash) {
		return nil, &Error{Code: CodeHashMismatch, Param: "report_hash", Message: fmt.Sprintf(
			"The report_file has the SHA-256 %x, which differs from report_hash: send the hashed file", sum)}
	}
	signed := !slices.ContainsFunc(params.OfficerSignatures, func(s stablecoin.OfficerSignature) bool { return strings.TrimSpace(s.Signature) == "" })
	a := &attestation{answer: stablecoin.Attestation{
		ID: tx.newID("att"), Object: "attestation", Status: stablecoin.AttestationPublished,
		Verification: &stablecoin.Verification{HashMatch: true, SignaturesValid: signed, Compliant: signed && covered(params.ReserveSummary)},
		PublishedAt:  tx.now, CreatedAt: tx.now,
	}}
	a.answer.PublicURL = reportBase + a.answer.ID
	auditor := params.Auditor
	a.public = stablecoin.ReserveAttestation{Date: params.AttestationDate, ReportURL: a.answer.PublicURL, Auditor: &auditor}
	for _, officer := range params.OfficerSignatures {
		a.public.OfficerSignatures = append(a.public.OfficerSignatures, &officer)
	}
	put(tx, &tx.account.attestations, a.answer.ID, a)
	answer := a.answer
	return &answer, nil
}

// covered reports whether the reserves of a summary cover its supply.
func covered(s stablecoin.ReserveSummary) bool {
	return s.TotalReserves.Decimal().GreaterThanOrEqual(s.TotalSupply.Decimal()) && s.ReserveRatio.GreaterThanOrEqual(decimal.NewFromInt(1))
}

func (tx *Tx) checkAttestation(params *stablecoin.UploadAttestationParams) error {
	switch day := params.AttestationDate; {
	case day.AddDays(1).Day != 1:
		return invalid("attestation_date", "The 'attestation_date' must be the last day of a month, got %s", day)
	case day.Compare(api.DateOf(tx.now)) > 0:
		return invalid("attestation_date", "The 'attestation_date' must not be later than today, %s, got %s", api.DateOf(tx.now), day)
	case !bytes.HasPrefix(params.ReportFile, []byte(pdfMark)):
		return invalid("report_file", "The 'report_file' must be a PDF in base64")
	}
	return nil
}

// attested returns the newest attestation as of the day. Of two attestations for one
// day the later upload counts. Without an upload it returns a sample.
func (tx *Tx) attested(day api.Date) *stablecoin.ReserveAttestation {
	var newest *stablecoin.ReserveAttestation
	for a := range tx.account.attestations.Newest() {
		if a.public.Date.Compare(day) <= 0 && (newest == nil || a.public.Date.Compare(newest.Date) > 0) {
			newest = &a.public
		}
	}
	if newest == nil {
		return sampleAttestation(monthEnd(day))
	}
	return newest
}

// sampleAttestation returns the attestation of a day without an upload.
func sampleAttestation(day api.Date) *stablecoin.ReserveAttestation {
	return &stablecoin.ReserveAttestation{
		Date: day, ReportURL: reportBase + day.String(),
		Auditor: &stablecoin.Auditor{Name: "Example Audit LLP", LicenseNumber: "CPA-000000", SignatureDate: day},
		OfficerSignatures: []*stablecoin.OfficerSignature{
			{Name: "Ada Example", Title: "Chief Financial Officer", Signature: "sig_example", SignatureDate: day},
		},
	}
}
