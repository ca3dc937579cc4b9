package stablecoin

import (
	"encoding/base64"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// IssueParams are the parameters of [Service.Issue].
//
//wire:params
type IssueParams struct {
	Recipient string    `json:"recipient"`                   // required: a wallet address
	Amount    api.Money `json:"amount" wire:"text,in=ssusd"` // required: ssusd, 100.00 to 10,000,000.00, at most two decimals
	// ReferenceID is your ID of the issuance. Required, at most 64 characters. A repeated
	// call with the same ReferenceID returns the existing issuance.
	ReferenceID string            `json:"reference_id"`
	SourceFunds *SourceFunds      `json:"source_funds,omitempty"`
	Compliance  *Compliance       `json:"compliance,omitempty"`
	Purpose     Purpose           `json:"purpose,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500 characters
}

// SourceFunds is the deposit that backs an issuance.
//
//wire:part
type SourceFunds struct {
	Type      Rail      `json:"type"`                                      // required
	Amount    api.Money `json:"amount" wire:"text,beside=currency,or=USD"` // required: US dollars, the value of the issued amount
	Reference string    `json:"reference,omitempty"`                       // reference of the deposit
}

// Compliance lists the compliance checks of an issuance. A check that is false rejects
// the issuance. nil means not checked.
//
//wire:part
type Compliance struct {
	KYCVerified       *bool  `json:"kyc_verified,omitempty"`
	AMLCheckID        string `json:"aml_check_id,omitempty"`
	SanctionsScreened *bool  `json:"sanctions_screened,omitempty"`
}

// RedeemParams are the parameters of [Service.Redeem].
//
//wire:params
type RedeemParams struct {
	Sender      string             `json:"sender"`              // required: a wallet address
	Amount      api.Money          `json:"amount" wire:"micro"` // required: ssusd
	Destination *DestinationParams `json:"destination"`         // required
	// ReferenceID is your ID of the redemption. Required, at most 64 characters. A
	// repeated call with the same ReferenceID returns the existing redemption.
	ReferenceID string            `json:"reference_id"`
	Compliance  *RedeemCompliance `json:"compliance,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500 characters
}

// DestinationParams is a bank account. Formatting and logging show only the last four
// digits.
//
//wire:part masked
type DestinationParams struct {
	Type            Rail   `json:"type"`                     // required
	AccountNumber   string `json:"account_number,omitempty"` // required, except for RailSEPA; for RailACH 4 to 17 digits
	RoutingNumber   string `json:"routing_number,omitempty"` // required for RailACH: nine digits
	SWIFTCode       string `json:"swift_code,omitempty"`     // required for RailSWIFT: 8 or 11 characters
	IBAN            string `json:"iban,omitempty"`           // required for RailSEPA; blanks are removed
	BankName        string `json:"bank_name,omitempty"`
	BeneficiaryName string `json:"beneficiary_name,omitempty"`
}

// RedeemCompliance states the purpose and the source of the money.
//
//wire:part
type RedeemCompliance struct {
	Purpose       string `json:"purpose,omitempty"`
	SourceOfFunds string `json:"source_of_funds,omitempty"`
}

// TransferParams are the parameters of [Service.Transfer].
//
//wire:params
type TransferParams struct {
	From     string    `json:"from,omitempty"`      // default: the account's treasury wallet
	To       string    `json:"to"`                  // required: a wallet address
	Amount   api.Money `json:"amount" wire:"micro"` // required: ssusd or usdc
	Memo     string    `json:"memo,omitempty"`      // at most 256 characters
	Priority Priority  `json:"priority,omitempty"`  // default: PriorityMedium; PriorityHigh has a higher fee
	// IdempotencyKey is sent in the body. It is also the idempotency key of the call,
	// unless stateset.WithIdempotencyKey sets another.
	IdempotencyKey string            `json:"idempotency_key,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500 characters
}

// BatchTransferParams are the parameters of [Service.BatchTransfer]. All transfers
// succeed together or fail together.
//
//wire:params
type BatchTransferParams struct {
	From           string            `json:"from,omitempty"`            // default: the account's treasury wallet
	Transfers      []LegParams       `json:"transfers"`                 // required: 1 to 500, in one currency
	Memo           string            `json:"memo,omitempty"`            // at most 256 characters
	Priority       Priority          `json:"priority,omitempty"`        // default: PriorityMedium; PriorityHigh has a higher fee
	IdempotencyKey string            `json:"idempotency_key,omitempty"` // as in TransferParams
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// LegParams is one transfer of a batch.
//
//wire:part
type LegParams struct {
	To     string    `json:"to"`                  // required: a wallet address
	Amount api.Money `json:"amount" wire:"micro"` // required
	Memo   string    `json:"memo,omitempty"`      // at most 256 characters
}

// BalanceParams are the parameters of [Service.Balance]. The zero value selects the
// present balance in ssusd on all chains.
//
//wire:params
type BalanceParams struct {
	Denom          string      `url:"denom,omitempty"`        // "ssusd" (default) or "usdc"
	Chains         []api.Chain `url:"chains,comma,omitempty"` // default: all chains
	IncludePending *bool       `url:"include_pending,omitempty"`
	IncludeLocked  *bool       `url:"include_locked,omitempty"` // default: true, as for IncludePending
	BlockHeight    int64       `url:"block_height,omitempty"`   // the balance after this block; default: the present balance
	Timestamp      time.Time   `url:"timestamp,omitempty"`      // the balance at this second; not with BlockHeight
	ConvertTo      []string    `url:"convert_to,comma,omitempty"`
}

// ListTransactionsParams filters ledger transactions. The zero value selects all ledger
// transactions.
//
//wire:params
type ListTransactionsParams struct {
	Limit     int               `url:"limit,omitempty"`   // rows per page, 1 to 100; default: 20
	Offset    int               `url:"offset,omitempty"`  // number of rows to skip
	Order     Order             `url:"order,omitempty"`   // default: Descending, newest first
	Address   string            `url:"address,omitempty"` // address of the sender or the recipient
	Type      TransactionType   `url:"type,omitempty"`
	Status    TransactionStatus `url:"status,omitempty"`
	Denom     string            `url:"denom,omitempty"`
	StartDate api.Date          `url:"start_date,omitempty" wire:"hook"`
	EndDate   api.Date          `url:"end_date,omitempty" wire:"hook"` // inclusive, the whole day
	StartTime time.Time         `url:"-"`                              // inclusive; instead of StartDate
	EndTime   time.Time         `url:"-"`                              // inclusive; instead of EndDate
	MinAmount api.Money         `url:"-" json:"min_amount,omitempty"`  // inclusive; selects its currency. Denom, if set, must be the same
	MaxAmount api.Money         `url:"-" json:"max_amount,omitempty"`  // inclusive; in the currency of MinAmount
}

// ReservesParams are the parameters of [Service.Reserves]. The zero value selects the
// present report.
//
//wire:params
type ReservesParams struct {
	Date           api.Date      `url:"date,omitempty"` // the report at the end of this day
	IncludeHistory bool          `url:"include_history,omitempty"`
	Format         ReserveFormat `url:"format,omitempty"` // default: FormatDetailed
}

// UploadAttestationParams are the parameters of [Service.UploadAttestation].
//
//wire:params
type UploadAttestationParams struct {
	AttestationDate   api.Date           `json:"attestation_date"`        // required: the last day of a month
	ReportFile        []byte             `json:"report_file" wire:"hook"` // required: a PDF
	ReportHash        string             `json:"report_hash,omitempty"`   // SHA-256 of ReportFile in hexadecimal; default: computed by the SDK
	Auditor           Auditor            `json:"auditor"`
	OfficerSignatures []OfficerSignature `json:"officer_signatures"` // at least one
	ReserveSummary    ReserveSummary     `json:"reserve_summary"`
}

func (p *UploadAttestationParams) readReportFile(d *wire.Decoder) {
	if text, ok := d.Text(); ok {
		var err error
		if p.ReportFile, err = base64.StdEncoding.AppendDecode(nil, text); err != nil {
			d.Refuse("must be base64")
		}
	}
}

func (p *UploadAttestationParams) writeReportFile(e *wire.Encoder) {
	e.Key("report_file")
	e.Quote(base64.StdEncoding.EncodeToString(p.ReportFile))
}

// ReserveSummary holds the totals of the report.
//
//wire:part
type ReserveSummary struct {
	TotalReserves api.Money   `json:"total_reserves_usd" wire:"text,in=USD"`  // required: US dollars
	TotalSupply   api.Money   `json:"total_supply_susd" wire:"text,in=ssusd"` // required: ssusd
	ReserveRatio  api.Decimal `json:"reserve_ratio"`                          // required: reserves divided by supply, such as 1.0000
}
