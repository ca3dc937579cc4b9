package global

// ComplianceStatus is the result of a compliance check.
//
//wire:enum
type ComplianceStatus string

// The results of a compliance check.
const (
	ComplianceApproved ComplianceStatus = "approved"
	ComplianceReview   ComplianceStatus = "review" // somebody has to look at it
	ComplianceBlocked  ComplianceStatus = "blocked"
)

// RiskLevel is how risky a trade is.
//
//wire:enum
type RiskLevel string

// The levels of risk.
const (
	RiskLow    RiskLevel = "low"
	RiskMedium RiskLevel = "medium"
	RiskHigh   RiskLevel = "high"
)

// FindingType is what a part of a compliance check looks at.
//
//wire:enum
type FindingType string

// The parts of a compliance check.
const (
	FindingSanctions     FindingType = "sanctions"
	FindingJurisdiction  FindingType = "jurisdiction"
	FindingKYC           FindingType = "kyc"
	FindingAML           FindingType = "aml"
	FindingExportControl FindingType = "export_control"
	FindingLimits        FindingType = "limits"
)

// FindingStatus is the result of a part of a compliance check.
//
//wire:enum
type FindingStatus string

// The results of a part of a compliance check.
const (
	FindingPass   FindingStatus = "pass"
	FindingReview FindingStatus = "review"
	FindingFail   FindingStatus = "fail"
)

// PartyRole is the part that somebody plays in a trade.
//
//wire:enum
type PartyRole string

// The parts in a trade.
const (
	RoleBuyer     PartyRole = "buyer"
	RoleSeller    PartyRole = "seller"
	RoleConsignee PartyRole = "consignee"
	RoleBank      PartyRole = "bank"
)
