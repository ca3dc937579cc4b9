package finance

// FactoringStatus is the status of a factoring.
//
//wire:enum
type FactoringStatus string

// The statuses of a factoring.
const (
	FactoringFunded    FactoringStatus = "funded"
	FactoringRepaid    FactoringStatus = "repaid"    // the financer has what it bought
	FactoringDefaulted FactoringStatus = "defaulted" // 30 days after the due date without it
)

// POStatus is where the financing of a purchase order stands.
//
//wire:enum
type POStatus string

// The statuses of a purchase order's financing.
const (
	POFunded    POStatus = "funded"
	PORepaid    POStatus = "repaid"    // by the treasury wallet, on the due date
	PODefaulted POStatus = "defaulted" // the treasury wallet held too little on the due date
)

// POCollateral is what secures the financing of a purchase order.
//
//wire:enum
type POCollateral string

// The collaterals of a purchase order's financing.
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
	LoanOverdue   LoanStatus = "overdue"   // an installment is; active again when that is paid
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
	InstallmentOverdue InstallmentStatus = "overdue" // the day after its due date has begun
)

// Repayment is how a loan is paid back.
//
//wire:enum
type Repayment string

// The ways to pay back: all at the end, or in level installments every 30 days.
const (
	RepayBullet  Repayment = "bullet"
	RepayMonthly Repayment = "monthly"
)

// CollateralType is what secures a loan.
//
//wire:enum
type CollateralType string

// The collaterals of a loan.
const (
	CollateralInventory   CollateralType = "tokenized_inventory"
	CollateralReceivables CollateralType = "receivables"
	CollateralStablecoin  CollateralType = "stablecoin"
	CollateralNone        CollateralType = "none"
)

// OptionType is a kind of financing.
//
//wire:enum
type OptionType string

// The kinds of financing.
const (
	OptionFactoring   OptionType = "invoice_factoring"
	OptionPOFinancing OptionType = "po_financing"
	OptionLoan        OptionType = "loan"
)
