package stablecoin

// Rail is the payment rail between a bank and the network.
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

// Purpose is the purpose of an issuance.
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

// IssuanceCompleted is the only status: an issuance that fails returns an error.
const IssuanceCompleted IssuanceStatus = "completed"

// RedemptionStatus is the status of a redemption.
//
//wire:enum
type RedemptionStatus string

// The statuses of a redemption. The tokens are locked while it is pending or processing,
// and returned if it fails or is cancelled.
const (
	RedemptionPending    RedemptionStatus = "pending"
	RedemptionProcessing RedemptionStatus = "processing"
	RedemptionCompleted  RedemptionStatus = "completed"
	RedemptionFailed     RedemptionStatus = "failed"
	RedemptionCancelled  RedemptionStatus = "cancelled"
)

// Priority is the priority of a transfer. PriorityHigh has a higher fee.
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

// TransactionType is the type of a ledger transaction.
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

// Order is the sort order of ledger transactions.
//
//wire:enum
type Order string

// The sort orders. Default: Descending, newest first. Ascending pages do not shift when
// transactions are added.
const (
	Ascending  Order = "asc"
	Descending Order = "desc"
)

// ReserveFormat is the level of detail of a reserve report.
//
//wire:enum
type ReserveFormat string

// The formats of a report: totals only, all details, all details with the history.
const (
	FormatSummary    ReserveFormat = "summary"
	FormatDetailed   ReserveFormat = "detailed"
	FormatRegulatory ReserveFormat = "regulatory"
)

// AttestationStatus is the status of an attestation.
//
//wire:enum
type AttestationStatus string

// AttestationPublished is the only status: an upload publishes the attestation.
const AttestationPublished AttestationStatus = "published"
