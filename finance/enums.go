package finance

import "slices"

// FactoringStatus is where a factoring stands.
type FactoringStatus string

// The statuses of a factoring.
const (
	FactoringFunded    FactoringStatus = "funded"
	FactoringRepaid    FactoringStatus = "repaid"    // the financer has what it bought
	FactoringDefaulted FactoringStatus = "defaulted" // 30 days after the due date without it
)

var factoringStatuses = []FactoringStatus{FactoringFunded, FactoringRepaid, FactoringDefaulted}

// Values returns the statuses that this version of the SDK knows.
func (FactoringStatus) Values() []FactoringStatus { return slices.Clone(factoringStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s FactoringStatus) Known() bool { return slices.Contains(factoringStatuses, s) }

// POStatus is where the financing of a purchase order stands.
type POStatus string

// The statuses of a purchase order's financing.
const (
	POFunded    POStatus = "funded"
	PORepaid    POStatus = "repaid"    // by the treasury wallet, on the due date
	PODefaulted POStatus = "defaulted" // the treasury wallet held too little on the due date
)

var poStatuses = []POStatus{POFunded, PORepaid, PODefaulted}

// Values returns the statuses that this version of the SDK knows.
func (POStatus) Values() []POStatus { return slices.Clone(poStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s POStatus) Known() bool { return slices.Contains(poStatuses, s) }

// POCollateral is what secures the financing of a purchase order.
type POCollateral string

// The collaterals of a purchase order's financing.
const (
	POBuyerGuarantee POCollateral = "buyer_guarantee"
	POInventory      POCollateral = "inventory"
	POReceivables    POCollateral = "receivables"
	PONoCollateral   POCollateral = "none"
)

var poCollaterals = []POCollateral{POBuyerGuarantee, POInventory, POReceivables, PONoCollateral}

// Values returns the collaterals that this version of the SDK knows.
func (POCollateral) Values() []POCollateral { return slices.Clone(poCollaterals) }

// Known reports whether the collateral is one that this version of the SDK knows.
func (c POCollateral) Known() bool { return slices.Contains(poCollaterals, c) }

// LoanStatus is where a loan stands.
type LoanStatus string

// The statuses of a loan.
const (
	LoanActive    LoanStatus = "active"
	LoanOverdue   LoanStatus = "overdue"   // an instalment is; active again when that is paid
	LoanDefaulted LoanStatus = "defaulted" // an instalment is overdue for 90 days
	LoanRepaid    LoanStatus = "repaid"
)

var loanStatuses = []LoanStatus{LoanActive, LoanOverdue, LoanDefaulted, LoanRepaid}

// Values returns the statuses that this version of the SDK knows.
func (LoanStatus) Values() []LoanStatus { return slices.Clone(loanStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s LoanStatus) Known() bool { return slices.Contains(loanStatuses, s) }

// InstalmentStatus is where an instalment of a loan stands.
type InstalmentStatus string

// The statuses of an instalment.
const (
	InstalmentPending InstalmentStatus = "pending"
	InstalmentPaid    InstalmentStatus = "paid"
	InstalmentOverdue InstalmentStatus = "overdue" // the day after its due date has begun
)

var instalmentStatuses = []InstalmentStatus{InstalmentPending, InstalmentPaid, InstalmentOverdue}

// Values returns the statuses that this version of the SDK knows.
func (InstalmentStatus) Values() []InstalmentStatus { return slices.Clone(instalmentStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s InstalmentStatus) Known() bool { return slices.Contains(instalmentStatuses, s) }

// Repayment is how a loan is paid back.
type Repayment string

// The ways to pay back: all at the end, or in level instalments every 30 days.
const (
	RepayBullet  Repayment = "bullet"
	RepayMonthly Repayment = "monthly"
)

var repayments = []Repayment{RepayBullet, RepayMonthly}

// Values returns the ways that this version of the SDK knows.
func (Repayment) Values() []Repayment { return slices.Clone(repayments) }

// Known reports whether the way is one that this version of the SDK knows.
func (r Repayment) Known() bool { return slices.Contains(repayments, r) }

// CollateralType is what secures a loan.
type CollateralType string

// The collaterals of a loan.
const (
	CollateralInventory   CollateralType = "tokenized_inventory"
	CollateralReceivables CollateralType = "receivables"
	CollateralStablecoin  CollateralType = "stablecoin"
	CollateralNone        CollateralType = "none"
)

var collateralTypes = []CollateralType{CollateralInventory, CollateralReceivables, CollateralStablecoin, CollateralNone}

// Values returns the types that this version of the SDK knows.
func (CollateralType) Values() []CollateralType { return slices.Clone(collateralTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t CollateralType) Known() bool { return slices.Contains(collateralTypes, t) }

// OptionType is a kind of financing.
type OptionType string

// The kinds of financing.
const (
	OptionFactoring   OptionType = "invoice_factoring"
	OptionPOFinancing OptionType = "po_financing"
	OptionLoan        OptionType = "loan"
)

var optionTypes = []OptionType{OptionFactoring, OptionPOFinancing, OptionLoan}

// Values returns the types that this version of the SDK knows.
func (OptionType) Values() []OptionType { return slices.Clone(optionTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t OptionType) Known() bool { return slices.Contains(optionTypes, t) }
