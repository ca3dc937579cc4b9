package params

import (
	"cmp"
	"encoding/base64"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/stablecoin"
)

const (
	maxReference = 64
	maxMemo      = 256
	maxLegs      = 500
)

// Issue reads the body of an issuance.
func Issue(o *input.Object) *stablecoin.IssueParams {
	return &stablecoin.IssueParams{
		Recipient:   o.String("recipient", input.Required, input.NotEmpty),
		Amount:      o.Decimal("amount", numtext.DenomSSUSD, input.Required),
		ReferenceID: o.String("reference_id", input.Required, input.NotEmpty, input.MaxLen(maxReference)),
		SourceFunds: input.Nested(o, "source_funds", readSource),
		Compliance: input.Nested(o, "compliance", func(o *input.Object) stablecoin.Compliance {
			return stablecoin.Compliance{
				KYCVerified: o.Bool("kyc_verified"), AMLCheckID: o.String("aml_check_id"), SanctionsScreened: o.Bool("sanctions_screened"),
			}
		}),
		Purpose:  input.Enum[stablecoin.Purpose](o, "purpose"),
		Metadata: o.Metadata("metadata"),
	}
}

func readSource(o *input.Object) stablecoin.SourceFunds {
	currency := cmp.Or(o.Denom("currency"), "USD")
	return stablecoin.SourceFunds{
		Type:      input.Enum[stablecoin.Rail](o, "type", input.Required),
		Amount:    o.Decimal("amount", currency, input.Required),
		Reference: o.String("reference"),
	}
}

// Redeem reads the body of a redemption.
func Redeem(o *input.Object) *stablecoin.RedeemParams {
	return &stablecoin.RedeemParams{
		Sender:      o.String("sender", input.Required, input.NotEmpty),
		Amount:      o.Micro("amount", input.Required),
		Destination: input.Nested(o, "destination", readDestination, input.Required),
		ReferenceID: o.String("reference_id", input.Required, input.NotEmpty, input.MaxLen(maxReference)),
		Compliance: input.Nested(o, "compliance", func(o *input.Object) stablecoin.RedeemCompliance {
			return stablecoin.RedeemCompliance{Purpose: o.String("purpose"), SourceOfFunds: o.String("source_of_funds")}
		}),
		Metadata: o.Metadata("metadata"),
	}
}

// readDestination reads a bank account. Messages never repeat its numbers.
func readDestination(o *input.Object) stablecoin.DestinationParams {
	return stablecoin.DestinationParams{
		Type:            input.Enum[stablecoin.Rail](o, "type", input.Required),
		AccountNumber:   o.String("account_number", input.NotEmpty, input.Secret),
		RoutingNumber:   o.String("routing_number", input.NotEmpty, input.Secret),
		SWIFTCode:       o.String("swift_code", input.NotEmpty, input.Secret),
		IBAN:            o.String("iban", input.NotEmpty, input.Secret),
		BankName:        o.String("bank_name"),
		BeneficiaryName: o.String("beneficiary_name"),
	}
}

// TransferRequest is a transfer to one wallet, or to many if Batch is set.
type TransferRequest struct {
	Single *stablecoin.TransferParams
	Batch  *stablecoin.BatchTransferParams
}

// Transfer reads the body of a transfer, single or batch.
func Transfer(o *input.Object) TransferRequest {
	single := &stablecoin.TransferParams{
		From:           o.String("from", input.NotEmpty),
		To:             o.String("to", input.NotEmpty),
		Amount:         o.Micro("amount"),
		Memo:           o.String("memo", input.MaxLen(maxMemo)),
		Priority:       input.Enum[stablecoin.Priority](o, "priority"),
		IdempotencyKey: o.String("idempotency_key"),
		Metadata:       o.Metadata("metadata"),
	}
	legs := input.List(o, "transfers", readLeg, input.NotEmpty, input.MaxLen(maxLegs),
		input.Excludes{Name: "to", Why: "cannot be used together with 'transfers': send one of them"},
		input.Excludes{Name: "amount", Why: "cannot be used together with 'transfers', each of which has its own"})
	if legs == nil {
		return TransferRequest{Single: single}
	}
	return TransferRequest{Batch: &stablecoin.BatchTransferParams{
		From: single.From, Transfers: legs, Memo: single.Memo, Priority: single.Priority, Metadata: single.Metadata,
	}}
}

func readLeg(o *input.Object) stablecoin.LegParams {
	return stablecoin.LegParams{
		To:     o.String("to", input.Required, input.NotEmpty),
		Amount: o.Micro("amount", input.Required),
		Memo:   o.String("memo", input.MaxLen(maxMemo)),
	}
}

// BalanceQuery selects the balance of a wallet, now or in the past.
type BalanceQuery struct {
	Address                       string // not part of the query
	Denom                         string // default: ssusd
	Chains                        []api.Chain
	IncludePending, IncludeLocked *bool     // default: true
	BlockHeight                   *int64    // balance after this block
	Timestamp                     time.Time // balance at this second
	ConvertTo                     []string
}

// Balance reads the query of a wallet's balance.
func Balance(q *input.Query) BalanceQuery {
	return BalanceQuery{
		Denom:          q.Token("denom"),
		Chains:         input.Filter[api.Chain](q, "chains"),
		IncludePending: q.Bool("include_pending"),
		IncludeLocked:  q.Bool("include_locked"),
		BlockHeight:    q.Count("block_height", 0, maxBlockHeight),
		Timestamp:      q.Moment("timestamp"),
		ConvertTo:      q.Strings("convert_to"),
	}
}

const maxBlockHeight = 1_000_000_000_000

// Reserves reads the query of a report of the reserves.
func Reserves(q *input.Query) stablecoin.ReservesParams {
	return stablecoin.ReservesParams{
		Date:           q.Day("date"),
		IncludeHistory: q.Flag("include_history"),
		Format:         input.Choice[stablecoin.ReserveFormat](q, "format"),
	}
}

var base64PDF = input.Format{Name: "pdf", Want: "a PDF in base64", Loose: `^[A-Za-z0-9+/=\r\n]*$`, Accept: func(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}}

// UploadAttestation reads the body of an attestation.
func UploadAttestation(o *input.Object) *stablecoin.UploadAttestationParams {
	params := &stablecoin.UploadAttestationParams{
		AttestationDate: o.Date("attestation_date", input.Required),
		ReportHash:      o.String("report_hash", input.Required, input.NotEmpty),
	}
	file := o.String("report_file", input.Required, input.NotEmpty, input.Secret, base64PDF)
	params.ReportFile, _ = base64.StdEncoding.DecodeString(file) // checked above
	params.Auditor = input.NestedValue(o, "auditor", readAuditor, input.Required)
	params.OfficerSignatures = input.List(o, "officer_signatures", func(o *input.Object) stablecoin.OfficerSignature {
		return stablecoin.OfficerSignature{
			Name: o.String("name", input.Required, input.NotEmpty), Title: o.String("title"),
			Signature: o.String("signature"), SignatureDate: o.Date("signature_date"),
		}
	}, input.Required, input.NotEmpty)
	params.ReserveSummary = input.NestedValue(o, "reserve_summary", readSummary, input.Required)
	return params
}

func readAuditor(o *input.Object) stablecoin.Auditor {
	return stablecoin.Auditor{
		Name: o.String("name", input.Required, input.NotEmpty), LicenseNumber: o.String("license_number"), SignatureDate: o.Date("signature_date"),
	}
}

func readSummary(o *input.Object) stablecoin.ReserveSummary {
	return stablecoin.ReserveSummary{
		TotalReserves: o.Decimal("total_reserves_usd", "USD", input.Required),
		TotalSupply:   o.Decimal("total_supply_susd", numtext.DenomSSUSD, input.Required),
		ReserveRatio:  o.Ratio("reserve_ratio", input.Required),
	}
}
