package stablecoin

// Rail is the way on which money moves between a bank and the network.
//
//wire:enum
type Rail string

// The rails.
const (
	RailBankWire Rail = "bank_wire"
	RailACH      Rail = "ach"
	RailSEPA     Rail = "sepa"
	RailSWIFT    Rail = "swift"
)

// Purpose is what tokens are issued for.
//
//wire:enum
type Purpose string

// The purposes of an issuance.
const (
	PurposeGeneral            Purpose = "general"
	PurposeMerchantSettlement Purpose = "merchant_settlement"
	PurposePayroll            Purpose = "payroll"
	PurposeVendorPayment      Purpose = "vendor_payment"
	PurposeTreasury           Purpose = "treasury"
)

// IssuanceStatus is the status of an issuance.
//
//wire:enum
type IssuanceStatus string

// IssuanceCompleted is the only status of an issuance: the call issues, or fails.
const IssuanceCompleted IssuanceStatus = "completed"

// RedemptionStatus is the status of a redemption.
//
//wire:enum
type RedemptionStatus string

// The statuses of a redemption. A pending or processing one holds its tokens locked;
// a failed or cancelled one has given them back.
const (
	RedemptionPending    RedemptionStatus = "pending"
	RedemptionProcessing RedemptionStatus = "processing"
	RedemptionCompleted  RedemptionStatus = "completed"
	RedemptionFailed     RedemptionStatus = "failed"
	RedemptionCancelled  RedemptionStatus = "cancelled"
)

// Priority is how soon a transfer is wanted. A high one costs more.
//
//wire:enum
type Priority string

// The priorities of a transfer.
const (
	PriorityLow    Priority = "low"
	PriorityMedium Priority = "medium"
	PriorityHigh   Priority = "high"
)

// TransactionStatus is the status of a transfer or a ledger transaction.
//
//wire:enum
type TransactionStatus string

// The statuses of transfers and ledger transactions.
const (
	StatusConfirmed TransactionStatus = "confirmed"
	StatusPending   TransactionStatus = "pending"
	StatusFailed    TransactionStatus = "failed"
)

// TransactionType is what a ledger transaction is for.
//
//wire:enum
type TransactionType string

// The types of ledger transactions.
const (
	TypeIssue     TransactionType = "issue"
	TypeRedeem    TransactionType = "redeem"
	TypeTransfer  TransactionType = "transfer"
	TypeBurn      TransactionType = "burn"
	TypePayment   TransactionType = "payment"
	TypeRefund    TransactionType = "refund"
	TypeFinancing TransactionType = "financing"
)

// Order is the order of a list of ledger transactions.
//
//wire:enum
type Order string

// The orders of a list. Descending, the newest first, is the default; ascending
// pages do not shift while transactions are added.
const (
	Ascending  Order = "asc"
	Descending Order = "desc"
)

// ReserveFormat is how much a report of the reserves tells.
//
//wire:enum
type ReserveFormat string

// The formats of a report: the totals alone, all of it, and all of it with the
// history.
const (
	FormatSummary    ReserveFormat = "summary"
	FormatDetailed   ReserveFormat = "detailed"
	FormatRegulatory ReserveFormat = "regulatory"
)

// AttestationStatus is the status of an attestation.
//
//wire:enum
type AttestationStatus string

// AttestationPublished is the only status of an attestation: uploading publishes.
const AttestationPublished AttestationStatus = "published"
