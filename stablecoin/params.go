package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// IssueParams says how much to issue, and to whom.
type IssueParams struct {
	Recipient string    // required: a wallet address
	Amount    api.Money // required: ssusd, 100.00 to 10,000,000.00, at most two decimals
	// ReferenceID is your own id of the issuance, at most 64 characters. A repeated
	// call with it returns the issuance that the first one made.
	ReferenceID string
	SourceFunds *SourceFunds
	Compliance  *Compliance
	Purpose     Purpose
	Metadata    map[string]string // at most 50 keys of 40 characters, values of 500
}

// SourceFunds is the deposit that tokens are issued against.
type SourceFunds struct {
	Type      Rail      // required
	Amount    api.Money // required: worth as much as what is issued, in US dollars
	Reference string    // of the deposit
}

// Compliance says what was examined before issuing. false refuses the issue; nil
// says nothing.
type Compliance struct {
	KYCVerified       *bool  `json:"kyc_verified,omitempty"`
	AMLCheckID        string `json:"aml_check_id,omitempty"`
	SanctionsScreened *bool  `json:"sanctions_screened,omitempty"`
}

// RedeemParams says how much to redeem, from which wallet and to which bank account.
type RedeemParams struct {
	Sender      string             // required: a wallet address
	Amount      api.Money          // required: ssusd
	Destination *DestinationParams // required
	// ReferenceID is your own id of the redemption, required, at most 64 characters. A
	// repeated call with it returns the redemption that the first one made.
	ReferenceID string
	Compliance  *RedeemCompliance
	Metadata    map[string]string // at most 50 keys of 40 characters, values of 500
}

// DestinationParams is a bank account. Printing it shows no more than the last four
// digits.
type DestinationParams struct {
	Type            Rail   // required
	AccountNumber   string // required but for RailSEPA; with RailACH 4 to 17 digits
	RoutingNumber   string // required for RailACH: nine digits
	SWIFTCode       string // required for RailSWIFT: 8 or 11 characters
	IBAN            string // required for RailSEPA; blanks in it are left out
	BankName        string
	BeneficiaryName string
}

// RedeemCompliance says what the money is for and where it came from.
type RedeemCompliance struct {
	Purpose       string `json:"purpose,omitempty"`
	SourceOfFunds string `json:"source_of_funds,omitempty"`
}

// TransferParams says how much to transfer, from which wallet to which.
type TransferParams struct {
	From     string    // empty means the account's treasury wallet
	To       string    // required: a wallet address
	Amount   api.Money // required: ssusd or usdc
	Memo     string    // at most 256 characters
	Priority Priority  // empty means PriorityMedium; PriorityHigh costs more
	// IdempotencyKey is sent in the body and as the key of the call, where
	// stateset.WithIdempotencyKey gives none.
	IdempotencyKey string
	Metadata       map[string]string // at most 50 keys of 40 characters, values of 500
}

// BatchTransferParams says how much to transfer from one wallet to many: all of it,
// or nothing.
type BatchTransferParams struct {
	From           string      // empty means the account's treasury wallet
	Transfers      []LegParams // required: 1 to 500, in one currency
	Memo           string      // at most 256 characters
	Priority       Priority    // empty means PriorityMedium; PriorityHigh costs more
	IdempotencyKey string      // as in TransferParams
	Metadata       map[string]string
}

// LegParams is what one wallet gets of a batch.
type LegParams struct {
	To     string    // required: a wallet address
	Amount api.Money // required
	Memo   string    // at most 256 characters
}

// BalanceParams says of what to show the balance, and when. The zero value shows all
// the ssusd of the wallet, now.
type BalanceParams struct {
	Denom          string      `url:"denom,omitempty"`        // "ssusd" when empty, or "usdc"
	Chains         []api.Chain `url:"chains,comma,omitempty"` // empty means all
	IncludePending *bool       `url:"include_pending,omitempty"`
	IncludeLocked  *bool       `url:"include_locked,omitempty"` // nil means true, as for IncludePending
	BlockHeight    int64       `url:"block_height,omitempty"`   // the balance after that block; 0 means now
	Timestamp      time.Time   `url:"timestamp,omitempty"`      // the balance at that second; not both
	ConvertTo      []string    `url:"convert_to,comma,omitempty"`
}

// ListTransactionsParams selects ledger transactions. The zero value selects them
// all, newest first.
type ListTransactionsParams struct {
	Limit     int               `url:"limit,omitempty"`  // 1 to 100 a page; 0 means 20
	Offset    int               `url:"offset,omitempty"` // of the first row
	Order     Order             `url:"order,omitempty"`  // empty means Descending: the newest first
	Address   string            `url:"address,omitempty"`
	Type      TransactionType   `url:"type,omitempty"`
	Status    TransactionStatus `url:"status,omitempty"`
	Denom     string            `url:"denom,omitempty"`
	StartDate api.Date          `url:"start_date,omitempty"`
	EndDate   api.Date          `url:"end_date,omitempty"` // inclusive, the whole day
	MinAmount api.Money         `url:"-"`                  // inclusive; selects its currency too
	MaxAmount api.Money         `url:"-"`                  // inclusive; in the currency of MinAmount
}

// ReservesParams says which report to show. The zero value shows the present one.
type ReservesParams struct {
	Date           api.Date      `url:"date,omitempty"` // the report at the end of that day
	IncludeHistory bool          `url:"include_history,omitempty"`
	Format         ReserveFormat `url:"format,omitempty"` // empty means FormatDetailed
}

// UploadAttestationParams is a report of the reserves to publish.
type UploadAttestationParams struct {
	AttestationDate   api.Date // required: the last day of a month
	ReportFile        []byte   // required: a PDF
	ReportHash        string   // SHA-256 of ReportFile in hex; empty means that the call computes it
	Auditor           Auditor
	OfficerSignatures []OfficerSignature // at least one
	ReserveSummary    ReserveSummary
}

// ReserveSummary is what the report says of the reserves.
type ReserveSummary struct {
	TotalReserves api.Money   // required: US dollars
	TotalSupply   api.Money   // required: ssusd
	ReserveRatio  api.Decimal // required: reserves by supply, as in 1.0000
}
