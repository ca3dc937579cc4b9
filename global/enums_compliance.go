package global

// ComplianceStatus is the result of a compliance check.
//
//wire:enum
type ComplianceStatus string

// The results of a compliance check.
const (
	ComplianceApproved ComplianceStatus = "approved"
	ComplianceReview   ComplianceStatus = "review" // requires a manual review
	ComplianceBlocked  ComplianceStatus = "blocked"
)

// RiskLevel is the risk of a trade.
//
//wire:enum
type RiskLevel string

// The levels of risk.
const (
	RiskLow    RiskLevel = "low"
	RiskMedium RiskLevel = "medium"
	RiskHigh   RiskLevel = "high"
)

// FindingType is the subject of a finding.
//
//wire:enum
type FindingType string

// The subjects of findings.
const (
	FindingSanctions     FindingType = "sanctions"
	FindingJurisdiction  FindingType = "jurisdiction"
	FindingKYC           FindingType = "kyc"
	FindingAML           FindingType = "aml"
	FindingExportControl FindingType = "export_control"
	FindingLimits        FindingType = "limits"
)

// FindingStatus is the result of a finding.
//
//wire:enum
type FindingStatus string

// The results of findings.
const (
	FindingPass   FindingStatus = "pass"
	FindingReview FindingStatus = "review"
	FindingFail   FindingStatus = "fail"
)

// PartyRole is the role of a party in a trade.
//
//wire:enum
type PartyRole string

// The roles in a trade.
const (
	RoleBuyer     PartyRole = "buyer"
	RoleSeller    PartyRole = "seller"
	RoleConsignee PartyRole = "consignee"
	RoleBank      PartyRole = "bank"
)
