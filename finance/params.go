package finance

import (
	"github.com/stateset/stateset-go/api"
)

// FactorInvoiceParams are the parameters of [Service.FactorInvoice].
//
//wire:params
type FactorInvoiceParams struct {
	InvoiceID    string            `json:"invoice_id"`              // required: sent, viewed, overdue or paid in part
	Amount       api.Money         `json:"amount,omitempty"`        // at most the balance due; default: the balance due
	DiscountRate api.Decimal       `json:"discount_rate,omitempty"` // above 0, at most 0.25: stateset.Dec("0.025"), the default, is 2.5 %
	BuyerID      string            `json:"buyer_id,omitempty"`      // default: the customer of the invoice
	Recourse     bool              `json:"recourse,omitempty"`      // the treasury wallet pays if the buyer does not
	Metadata     map[string]string `json:"metadata,omitempty"`      // at most 50 keys of 40 characters, values of 500 characters
}

// FinancePurchaseOrderParams are the parameters of [Service.FinancePurchaseOrder].
//
//wire:params
type FinancePurchaseOrderParams struct {
	POID           string            `json:"po_id"`                     // required
	Amount         api.Money         `json:"amount"`                    // required: of the purchase order, in ssusd, usdc or US dollars
	SupplierID     string            `json:"supplier_id"`               // required
	DeliveryDate   api.Date          `json:"delivery_date"`             // required, after today; the money is due 30 days after it
	CollateralType POCollateral      `json:"collateral_type,omitempty"` // default: PONoCollateral
	SupplierWallet string            `json:"supplier_wallet,omitempty"` // receives the money; default: the account's treasury wallet
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// CreateLoanParams are the parameters of [Service.CreateLoan].
//
//wire:params
type CreateLoanParams struct {
	Amount     api.Money         `json:"amount"`               // required: ssusd, usdc or US dollars
	TermDays   int               `json:"term_days"`            // required: 1 to 1825
	Collateral *CollateralParams `json:"collateral,omitempty"` // default: none; more collateral lowers the rate
	Repayment  Repayment         `json:"repayment,omitempty"`  // default: RepayBullet
	Purpose    string            `json:"purpose,omitempty"`
	OrderID    string            `json:"order_id,omitempty"` // an existing order
	Metadata   map[string]string `json:"metadata,omitempty"`
}

// CollateralParams is the collateral of a new loan.
//
//wire:part
type CollateralParams struct {
	Type     CollateralType `json:"type"`            // required
	Value    api.Money      `json:"value,omitempty"` // required unless Type is CollateralNone
	TokenIDs []string       `json:"token_ids,omitempty"`
}

// RepayLoanParams are the parameters of [Service.RepayLoan]. nil and the zero value pay
// the next installment from the treasury wallet.
//
//wire:params
type RepayLoanParams struct {
	Amount        api.Money `json:"amount,omitempty"`         // at most the outstanding amount; default: the unpaid part of the next installment
	WalletAddress string    `json:"wallet_address,omitempty"` // default: the account's treasury wallet
}

// ListLoansParams filters loans. The zero value selects all loans.
//
//wire:params
type ListLoansParams struct {
	Limit         int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter string             `url:"starting_after,omitempty"` // the ID of a loan: the page after it
	EndingBefore  string             `url:"ending_before,omitempty"`  // an ID: the page before it; not with StartingAfter
	Status        LoanStatus         `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}

// ListOptionsParams filters financing options. The zero value selects all types. Without
// an amount or an invoice no option is eligible.
//
//wire:params
type ListOptionsParams struct {
	Type      OptionType `url:"type,omitempty"`
	Amount    api.Money  `url:"-" json:"amount,omitempty"`
	Currency  string     `url:"currency,omitempty"`   // currency of the options if Amount is not set; default: ssusd
	InvoiceID string     `url:"invoice_id,omitempty"` // the invoice to factor; its balance is the default amount
	POID      string     `url:"po_id,omitempty"`      // the purchase order to finance
	TermDays  int        `url:"term_days,omitempty"`  // term of a loan, 1 to 1825; default: 365
}
