package httpapi

import (
	"cmp"
	"encoding/base64"
	"net/http"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/stablecoin"
)

// Kinds of objects of the stablecoin.
const (
	kindRedemption  = "redemption"
	kindTransaction = "transaction"
)

const (
	maxReference = 64
	maxMemo      = 256
	maxLegs      = 500
)

// revokedCertificate is the issuer's certificate that is not accepted.
const revokedCertificate = "revoked"

// issue refuses issuers whose certificate was revoked, before it looks at anything
// else.
func issue() operation {
	op := createOnce(readIssue, (*engine.Tx).Issue)
	handle := op.handle
	op.handle = func(c *call) (answer, error) {
		if c.request.Header.Get("X-Issuer-Certificate") == revokedCertificate {
			return answer{}, refuse(engine.CodeUnauthorizedIssuer, "", "The certificate in X-Issuer-Certificate was revoked: this issuer may not issue")
		}
		return handle(c)
	}
	return op
}

func readIssue(o *input.Object) *stablecoin.IssueParams {
	return &stablecoin.IssueParams{
		Recipient:   o.String("recipient", input.Required, input.NotEmpty),
		Amount:      o.Decimal("amount", numtext.DenomSSUSD, input.Required),
		ReferenceID: o.String("reference_id", input.NotEmpty, input.MaxLen(maxReference)),
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

func readRedeem(o *input.Object) *stablecoin.RedeemParams {
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

// readDestination reads a bank account, whose numbers no message repeats.
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

// transferBody is a transfer to one wallet, or to many where there is a list of them.
type transferBody struct {
	single stablecoin.TransferParams
	legs   []stablecoin.LegParams
}

func readTransfer(o *input.Object) transferBody {
	body := transferBody{single: stablecoin.TransferParams{
		From:           o.String("from", input.NotEmpty),
		To:             o.String("to", input.NotEmpty),
		Amount:         o.Micro("amount"),
		Memo:           o.String("memo", input.MaxLen(maxMemo)),
		Priority:       input.Enum[stablecoin.Priority](o, "priority"),
		IdempotencyKey: o.String("idempotency_key"),
		Metadata:       o.Metadata("metadata"),
	}}
	body.legs = input.List(o, "transfers", func(o *input.Object) stablecoin.LegParams {
		return stablecoin.LegParams{
			To:     o.String("to", input.Required, input.NotEmpty),
			Amount: o.Micro("amount", input.Required),
			Memo:   o.String("memo", input.MaxLen(maxMemo)),
		}
	}, input.NotEmpty, input.MaxLen(maxLegs))
	switch {
	case body.legs == nil:
	case body.single.To != "":
		o.Conflict("to", "cannot be used together with 'transfers': send one of them")
	case body.single.Amount.IsSet():
		o.Conflict("amount", "cannot be used together with 'transfers', each of which has its own")
	}
	return body
}

func transfer(tx *engine.Tx, body transferBody) (*stablecoin.Transfer, error) {
	if body.legs == nil {
		return tx.Transfer(&body.single)
	}
	return tx.BatchTransfer(&stablecoin.BatchTransferParams{
		From: body.single.From, Transfers: body.legs, Memo: body.single.Memo, Priority: body.single.Priority, Metadata: body.single.Metadata,
	})
}

func readBalance(c *call) engine.BalanceQuery {
	return engine.BalanceQuery{
		Address:        c.firstID(),
		Denom:          c.query.Token("denom"),
		Chains:         input.Filter[api.Chain](c.query, "chains"),
		IncludePending: c.query.Bool("include_pending"),
		IncludeLocked:  c.query.Bool("include_locked"),
		BlockHeight:    c.query.Count("block_height", 0, maxBlockHeight),
		Timestamp:      c.query.Moment("timestamp"),
		ConvertTo:      c.query.Strings("convert_to"),
	}
}

const maxBlockHeight = 1_000_000_000_000

// reserves answers with the account's reserves, and without a key with a sample.
func reserves() operation {
	op := lookup(readReserves, (*engine.Tx).Reserves)
	handle := op.handle
	op.handle = func(c *call) (answer, error) {
		if c.account != nil {
			return handle(c)
		}
		c.expansions(kindPlain, false)
		question := readReserves(c)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		body, err := jsonenc.Encode(engine.DemoReserves(question))
		return answer{http.StatusOK, body}, err
	}
	return op
}

func readReserves(c *call) engine.ReservesQuery {
	return engine.ReservesQuery{
		Date:           c.query.Day("date"),
		IncludeHistory: c.query.Flag("include_history"),
		Format:         input.Choice[stablecoin.ReserveFormat](c.query, "format"),
	}
}

var base64PDF = input.Format{Name: "pdf", Want: "a PDF in base64", Accept: func(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}}

func readAttestation(o *input.Object) *stablecoin.UploadAttestationParams {
	params := &stablecoin.UploadAttestationParams{
		AttestationDate: o.Date("attestation_date", input.Required),
		ReportHash:      o.String("report_hash", input.Required, input.NotEmpty),
	}
	file := o.String("report_file", input.Required, input.NotEmpty, input.Secret, base64PDF)
	params.ReportFile, _ = base64.StdEncoding.DecodeString(file) // checked right before
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
