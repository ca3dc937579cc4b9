package stablecoin

import (
	"encoding/base64"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// IssueParams says how much to issue, and to whom.
//
//wire:params
type IssueParams struct {
	Recipient string    `json:"recipient"`                   // required: a wallet address
	Amount    api.Money `json:"amount" wire:"text,in=ssusd"` // required: ssusd, 100.00 to 10,000,000.00, at most two decimals
	// ReferenceID is your own id of the issuance, required, at most 64 characters. A
	// repeated call with it returns the issuance that the first one made.
	ReferenceID string            `json:"reference_id"`
	SourceFunds *SourceFunds      `json:"source_funds,omitempty"`
	Compliance  *Compliance       `json:"compliance,omitempty"`
	Purpose     Purpose           `json:"purpose,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500
}

// SourceFunds is the deposit that tokens are issued against.
//
//wire:part
type SourceFunds struct {
	Type      Rail      `json:"type"`                                      // required
	Amount    api.Money `json:"amount" wire:"text,beside=currency,or=USD"` // required: worth as much as what is issued, in US dollars
	Reference string    `json:"reference,omitempty"`                       // of the deposit
}

// Compliance says what was examined before issuing. false refuses the issue; nil
// says nothing.
//
//wire:part
type Compliance struct {
	KYCVerified       *bool  `json:"kyc_verified,omitempty"`
	AMLCheckID        string `json:"aml_check_id,omitempty"`
	SanctionsScreened *bool  `json:"sanctions_screened,omitempty"`
}

// RedeemParams says how much to redeem, from which wallet and to which bank account.
//
//wire:params
type RedeemParams struct {
	Sender      string             `json:"sender"`              // required: a wallet address
	Amount      api.Money          `json:"amount" wire:"micro"` // required: ssusd
	Destination *DestinationParams `json:"destination"`         // required
	// ReferenceID is your own id of the redemption, required, at most 64 characters. A
	// repeated call with it returns the redemption that the first one made.
	ReferenceID string            `json:"reference_id"`
	Compliance  *RedeemCompliance `json:"compliance,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500
}

// DestinationParams is a bank account. Printing it shows no more than the last four
// digits.
//
//wire:part masked
type DestinationParams struct {
	Type            Rail   `json:"type"`                     // required
	AccountNumber   string `json:"account_number,omitempty"` // required but for RailSEPA; with RailACH 4 to 17 digits
	RoutingNumber   string `json:"routing_number,omitempty"` // required for RailACH: nine digits
	SWIFTCode       string `json:"swift_code,omitempty"`     // required for RailSWIFT: 8 or 11 characters
	IBAN            string `json:"iban,omitempty"`           // required for RailSEPA; blanks in it are left out
	BankName        string `json:"bank_name,omitempty"`
	BeneficiaryName string `json:"beneficiary_name,omitempty"`
}

// RedeemCompliance says what the money is for and where it came from.
//
//wire:part
type RedeemCompliance struct {
	Purpose       string `json:"purpose,omitempty"`
	SourceOfFunds string `json:"source_of_funds,omitempty"`
}

// TransferParams says how much to transfer, from which wallet to which.
//
//wire:params
type TransferParams struct {
	From     string    `json:"from,omitempty"`      // empty means the account's treasury wallet
	To       string    `json:"to"`                  // required: a wallet address
	Amount   api.Money `json:"amount" wire:"micro"` // required: ssusd or usdc
	Memo     string    `json:"memo,omitempty"`      // at most 256 characters
	Priority Priority  `json:"priority,omitempty"`  // empty means PriorityMedium; PriorityHigh costs more
	// IdempotencyKey is sent in the body and as the key of the call, where
	// stateset.WithIdempotencyKey gives none.
	IdempotencyKey string            `json:"idempotency_key,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500
}

// BatchTransferParams says how much to transfer from one wallet to many: all of it,
// or nothing.
//
//wire:params
type BatchTransferParams struct {
	From           string            `json:"from,omitempty"`            // empty means the account's treasury wallet
	Transfers      []LegParams       `json:"transfers"`                 // required: 1 to 500, in one currency
	Memo           string            `json:"memo,omitempty"`            // at most 256 characters
	Priority       Priority          `json:"priority,omitempty"`        // empty means PriorityMedium; PriorityHigh costs more
	IdempotencyKey string            `json:"idempotency_key,omitempty"` // as in TransferParams
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// LegParams is what one wallet gets of a batch.
//
//wire:part
type LegParams struct {
	To     string    `json:"to"`                  // required: a wallet address
	Amount api.Money `json:"amount" wire:"micro"` // required
	Memo   string    `json:"memo,omitempty"`      // at most 256 characters
}

// BalanceParams says of what to show the balance, and when. The zero value shows all
// the ssusd of the wallet, now.
//
//wire:params
type BalanceParams struct {
	Denom          string      `url:"denom,omitempty"`        // "ssusd" when empty, or "usdc"
	Chains         []api.Chain `url:"chains,comma,omitempty"` // empty means all
	IncludePending *bool       `url:"include_pending,omitempty"`
	IncludeLocked  *bool       `url:"include_locked,omitempty"` // default: true, as for IncludePending
	BlockHeight    int64       `url:"block_height,omitempty"`   // the balance after that block; 0 means now
	Timestamp      time.Time   `url:"timestamp,omitempty"`      // the balance at that second; not both
	ConvertTo      []string    `url:"convert_to,comma,omitempty"`
}

// ListTransactionsParams filters ledger transactions. The zero value selects all ledger
// transactions.
//
//wire:params
type ListTransactionsParams struct {
	Limit     int               `url:"limit,omitempty"`   // 1 to 100 a page; 0 means 20
	Offset    int               `url:"offset,omitempty"`  // of the first row
	Order     Order             `url:"order,omitempty"`   // empty means Descending: the newest first
	Address   string            `url:"address,omitempty"` // of the sender or the recipient
	Type      TransactionType   `url:"type,omitempty"`
	Status    TransactionStatus `url:"status,omitempty"`
	Denom     string            `url:"denom,omitempty"`
	StartDate api.Date          `url:"start_date,omitempty" wire:"hook"`
	EndDate   api.Date          `url:"end_date,omitempty" wire:"hook"` // inclusive, the whole day
	StartTime time.Time         `url:"-"`                              // inclusive; instead of StartDate
	EndTime   time.Time         `url:"-"`                              // inclusive; instead of EndDate
	MinAmount api.Money         `url:"-" json:"min_amount,omitempty"`  // inclusive; selects its currency, the only one in Denom
	MaxAmount api.Money         `url:"-" json:"max_amount,omitempty"`  // inclusive; in the currency of MinAmount
}

// ReservesParams says which report to show. The zero value shows the present one.
//
//wire:params
type ReservesParams struct {
	Date           api.Date      `url:"date,omitempty"` // the report at the end of that day
	IncludeHistory bool          `url:"include_history,omitempty"`
	Format         ReserveFormat `url:"format,omitempty"` // empty means FormatDetailed
}

// UploadAttestationParams is a report of the reserves to publish.
//
//wire:params
type UploadAttestationParams struct {
	AttestationDate   api.Date           `json:"attestation_date"`        // required: the last day of a month
	ReportFile        []byte             `json:"report_file" wire:"hook"` // required: a PDF
	ReportHash        string             `json:"report_hash,omitempty"`   // SHA-256 of ReportFile in hex; empty means that the call computes it
	Auditor           Auditor            `json:"auditor"`
	OfficerSignatures []OfficerSignature `json:"officer_signatures"` // at least one
	ReserveSummary    ReserveSummary     `json:"reserve_summary"`
}

func (p *UploadAttestationParams) readReportFile(d *wire.Decoder) {
	if text, ok := d.Text(); ok {
		var err error
		if p.ReportFile, err = base64.StdEncoding.AppendDecode(nil, text); err != nil {
			d.Refuse("want base64")
		}
	}
}

func (p *UploadAttestationParams) writeReportFile(e *wire.Encoder) {
	e.Key("report_file")
	e.Quote(base64.StdEncoding.EncodeToString(p.ReportFile))
}

// ReserveSummary is what the report says of the reserves.
//
//wire:part
type ReserveSummary struct {
	TotalReserves api.Money   `json:"total_reserves_usd" wire:"text,in=USD"`  // required: US dollars
	TotalSupply   api.Money   `json:"total_supply_susd" wire:"text,in=ssusd"` // required: ssusd
	ReserveRatio  api.Decimal `json:"reserve_ratio"`                          // required: reserves by supply, as in 1.0000
}
