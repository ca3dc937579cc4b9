package finance

// FactoringStatus is the status of a factoring.
//
//wire:enum
type FactoringStatus string

// The statuses of a factoring.
const (
	FactoringFunded    FactoringStatus = "funded"
	FactoringRepaid    FactoringStatus = "repaid"    // the financer received the amount
	FactoringDefaulted FactoringStatus = "defaulted" // not repaid 30 days after the due date
)

// POStatus is the status of a purchase order financing.
//
//wire:enum
type POStatus string

// The statuses of a purchase order financing.
const (
	POFunded    POStatus = "funded"
	PORepaid    POStatus = "repaid"    // the treasury wallet repaid it on the due date
	PODefaulted POStatus = "defaulted" // the treasury wallet held too little on the due date
)

// POCollateral is the collateral of a purchase order financing.
//
//wire:enum
type POCollateral string

// The collateral types of a purchase order financing.
const (
	POBuyerGuarantee POCollateral = "buyer_guarantee"
	POInventory      POCollateral = "inventory"
	POReceivables    POCollateral = "receivables"
	PONoCollateral   POCollateral = "none"
)

// LoanStatus is the status of a loan.
//
//wire:enum
type LoanStatus string

// The statuses of a loan.
const (
	LoanActive    LoanStatus = "active"
	LoanOverdue   LoanStatus = "overdue"   // an installment is overdue; active again once it is paid
	LoanDefaulted LoanStatus = "defaulted" // an installment is overdue for 90 days
	LoanRepaid    LoanStatus = "repaid"
)

// InstallmentStatus is the status of an installment of a loan.
//
//wire:enum
type InstallmentStatus string

// The statuses of an installment.
const (
	InstallmentPending InstallmentStatus = "pending"
	InstallmentPaid    InstallmentStatus = "paid"
	InstallmentOverdue InstallmentStatus = "overdue" // the due date has passed
)

// Repayment is the repayment schedule of a loan.
//
//wire:enum
type Repayment string

// The repayment schedules: everything at the end, or level installments every 30 days.
const (
	RepayBullet  Repayment = "bullet"
	RepayMonthly Repayment = "monthly"
)

// CollateralType is the collateral of a loan.
//
//wire:enum
type CollateralType string

// The collateral types of a loan.
const (
	CollateralInventory   CollateralType = "tokenized_inventory"
	CollateralReceivables CollateralType = "receivables"
	CollateralStablecoin  CollateralType = "stablecoin"
	CollateralNone        CollateralType = "none"
)

// OptionType is a type of financing.
//
//wire:enum
type OptionType string

// The types of financing.
const (
	OptionFactoring   OptionType = "invoice_factoring"
	OptionPOFinancing OptionType = "po_financing"
	OptionLoan        OptionType = "loan"
)
