package stablecoin

import "slices"

// Rail is the way on which money moves between a bank and the network.
type Rail string

// The rails.
const (
	RailBankWire Rail = "bank_wire"
	RailACH      Rail = "ach"
	RailSEPA     Rail = "sepa"
	RailSWIFT    Rail = "swift"
)

var rails = []Rail{RailBankWire, RailACH, RailSEPA, RailSWIFT}

// Values returns the rails that this version of the SDK knows.
func (Rail) Values() []Rail { return slices.Clone(rails) }

// Known reports whether the rail is one that this version of the SDK knows.
func (r Rail) Known() bool { return slices.Contains(rails, r) }

// Purpose is what tokens are issued for.
type Purpose string

// The purposes of an issuance.
const (
	PurposeGeneral            Purpose = "general"
	PurposeMerchantSettlement Purpose = "merchant_settlement"
	PurposePayroll            Purpose = "payroll"
	PurposeVendorPayment      Purpose = "vendor_payment"
	PurposeTreasury           Purpose = "treasury"
)

var purposes = []Purpose{PurposeGeneral, PurposeMerchantSettlement, PurposePayroll, PurposeVendorPayment, PurposeTreasury}

// Values returns the purposes that this version of the SDK knows.
func (Purpose) Values() []Purpose { return slices.Clone(purposes) }

// Known reports whether the purpose is one that this version of the SDK knows.
func (p Purpose) Known() bool { return slices.Contains(purposes, p) }

// IssuanceStatus is where an issuance stands.
type IssuanceStatus string

// IssuanceCompleted is the only status of an issuance: the call issues, or fails.
const IssuanceCompleted IssuanceStatus = "completed"

var issuanceStatuses = []IssuanceStatus{IssuanceCompleted}

// Values returns the statuses that this version of the SDK knows.
func (IssuanceStatus) Values() []IssuanceStatus { return slices.Clone(issuanceStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s IssuanceStatus) Known() bool { return slices.Contains(issuanceStatuses, s) }

// RedemptionStatus is where a redemption stands.
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

var redemptionStatuses = []RedemptionStatus{RedemptionPending, RedemptionProcessing, RedemptionCompleted, RedemptionFailed, RedemptionCancelled}

// Values returns the statuses that this version of the SDK knows.
func (RedemptionStatus) Values() []RedemptionStatus { return slices.Clone(redemptionStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s RedemptionStatus) Known() bool { return slices.Contains(redemptionStatuses, s) }

// Priority is how soon a transfer is wanted. A high one costs more.
type Priority string

// The priorities of a transfer.
const (
	PriorityLow    Priority = "low"
	PriorityMedium Priority = "medium"
	PriorityHigh   Priority = "high"
)

var priorities = []Priority{PriorityLow, PriorityMedium, PriorityHigh}

// Values returns the priorities that this version of the SDK knows.
func (Priority) Values() []Priority { return slices.Clone(priorities) }

// Known reports whether the priority is one that this version of the SDK knows.
func (p Priority) Known() bool { return slices.Contains(priorities, p) }

// TransactionStatus is where a transfer or a ledger transaction stands.
type TransactionStatus string

// The statuses of transfers and ledger transactions.
const (
	StatusConfirmed TransactionStatus = "confirmed"
	StatusPending   TransactionStatus = "pending"
	StatusFailed    TransactionStatus = "failed"
)

var transactionStatuses = []TransactionStatus{StatusConfirmed, StatusPending, StatusFailed}

// Values returns the statuses that this version of the SDK knows.
func (TransactionStatus) Values() []TransactionStatus { return slices.Clone(transactionStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s TransactionStatus) Known() bool { return slices.Contains(transactionStatuses, s) }

// TransactionType is what a ledger transaction is for.
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

var transactionTypes = []TransactionType{TypeIssue, TypeRedeem, TypeTransfer, TypeBurn, TypePayment, TypeRefund, TypeFinancing}

// Values returns the types that this version of the SDK knows.
func (TransactionType) Values() []TransactionType { return slices.Clone(transactionTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t TransactionType) Known() bool { return slices.Contains(transactionTypes, t) }

// Order is the order of a list of ledger transactions.
type Order string

// The orders of a list. Descending, the newest first, is the default; ascending
// pages do not shift while transactions are added.
const (
	Ascending  Order = "asc"
	Descending Order = "desc"
)

var sortings = []Order{Ascending, Descending}

// Values returns the orders that this version of the SDK knows.
func (Order) Values() []Order { return slices.Clone(sortings) }

// Known reports whether the order is one that this version of the SDK knows.
func (o Order) Known() bool { return slices.Contains(sortings, o) }

// ReserveFormat is how much a report of the reserves tells.
type ReserveFormat string

// The formats of a report: the totals alone, all of it, and all of it with the
// history.
const (
	FormatSummary    ReserveFormat = "summary"
	FormatDetailed   ReserveFormat = "detailed"
	FormatRegulatory ReserveFormat = "regulatory"
)

var reserveFormats = []ReserveFormat{FormatSummary, FormatDetailed, FormatRegulatory}

// Values returns the formats that this version of the SDK knows.
func (ReserveFormat) Values() []ReserveFormat { return slices.Clone(reserveFormats) }

// Known reports whether the format is one that this version of the SDK knows.
func (f ReserveFormat) Known() bool { return slices.Contains(reserveFormats, f) }

// AttestationStatus is where an attestation stands.
type AttestationStatus string

// AttestationPublished is the only status of an attestation: uploading publishes.
const AttestationPublished AttestationStatus = "published"

var attestationStatuses = []AttestationStatus{AttestationPublished}

// Values returns the statuses that this version of the SDK knows.
func (AttestationStatus) Values() []AttestationStatus { return slices.Clone(attestationStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s AttestationStatus) Known() bool { return slices.Contains(attestationStatuses, s) }
