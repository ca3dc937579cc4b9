package global

import "slices"

// ComplianceStatus is the result of a compliance check.
type ComplianceStatus string

// The results of a compliance check.
const (
	ComplianceApproved ComplianceStatus = "approved"
	ComplianceReview   ComplianceStatus = "review" // somebody has to look at it
	ComplianceBlocked  ComplianceStatus = "blocked"
)

var complianceStatuses = []ComplianceStatus{ComplianceApproved, ComplianceReview, ComplianceBlocked}

// Values returns the results that this version of the SDK knows.
func (ComplianceStatus) Values() []ComplianceStatus { return slices.Clone(complianceStatuses) }

// Known reports whether the result is one that this version of the SDK knows.
func (s ComplianceStatus) Known() bool { return slices.Contains(complianceStatuses, s) }

// RiskLevel is how risky a trade is.
type RiskLevel string

// The levels of risk.
const (
	RiskLow    RiskLevel = "low"
	RiskMedium RiskLevel = "medium"
	RiskHigh   RiskLevel = "high"
)

var riskLevels = []RiskLevel{RiskLow, RiskMedium, RiskHigh}

// Values returns the levels that this version of the SDK knows.
func (RiskLevel) Values() []RiskLevel { return slices.Clone(riskLevels) }

// Known reports whether the level is one that this version of the SDK knows.
func (l RiskLevel) Known() bool { return slices.Contains(riskLevels, l) }

// FindingType is what a part of a compliance check looks at.
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

var findingTypes = []FindingType{FindingSanctions, FindingJurisdiction, FindingKYC, FindingAML, FindingExportControl, FindingLimits}

// Values returns the types that this version of the SDK knows.
func (FindingType) Values() []FindingType { return slices.Clone(findingTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t FindingType) Known() bool { return slices.Contains(findingTypes, t) }

// FindingStatus is the result of a part of a compliance check.
type FindingStatus string

// The results of a part of a compliance check.
const (
	FindingPass   FindingStatus = "pass"
	FindingReview FindingStatus = "review"
	FindingFail   FindingStatus = "fail"
)

var findingStatuses = []FindingStatus{FindingPass, FindingReview, FindingFail}

// Values returns the results that this version of the SDK knows.
func (FindingStatus) Values() []FindingStatus { return slices.Clone(findingStatuses) }

// Known reports whether the result is one that this version of the SDK knows.
func (s FindingStatus) Known() bool { return slices.Contains(findingStatuses, s) }

// PartyRole is the part that somebody plays in a trade.
type PartyRole string

// The parts in a trade.
const (
	RoleBuyer     PartyRole = "buyer"
	RoleSeller    PartyRole = "seller"
	RoleConsignee PartyRole = "consignee"
	RoleBank      PartyRole = "bank"
)

var roles = []PartyRole{RoleBuyer, RoleSeller, RoleConsignee, RoleBank}

// Values returns the roles that this version of the SDK knows.
func (PartyRole) Values() []PartyRole { return slices.Clone(roles) }

// Known reports whether the role is one that this version of the SDK knows.
func (r PartyRole) Known() bool { return slices.Contains(roles, r) }
