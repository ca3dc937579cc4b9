package finance

import (
	"github.com/stateset/stateset-go/api"
)

// FactorInvoiceParams says which invoice to sell.
//
//wire:params
type FactorInvoiceParams struct {
	InvoiceID    string            `json:"invoice_id"`              // required: sent, viewed, overdue or paid in part
	Amount       api.Money         `json:"amount,omitempty"`        // at most the balance due; the zero Money means all of it
	DiscountRate api.Decimal       `json:"discount_rate,omitempty"` // above 0, at most 0.25: stateset.Dec("0.025"), the default, is 2.5 %
	BuyerID      string            `json:"buyer_id,omitempty"`      // empty means the invoice's customer
	Recourse     bool              `json:"recourse,omitempty"`      // whether the treasury wallet pays when the buyer does not
	Metadata     map[string]string `json:"metadata,omitempty"`      // at most 50 keys of 40 characters, values of 500
}

// FinancePurchaseOrderParams says which purchase order to finance.
//
//wire:params
type FinancePurchaseOrderParams struct {
	POID           string            `json:"po_id"`                     // required
	Amount         api.Money         `json:"amount"`                    // required: of the purchase order, in ssusd, usdc or US dollars
	SupplierID     string            `json:"supplier_id"`               // required
	DeliveryDate   api.Date          `json:"delivery_date"`             // required, after today; the money is due 30 days after it
	CollateralType POCollateral      `json:"collateral_type,omitempty"` // empty means PONoCollateral
	SupplierWallet string            `json:"supplier_wallet,omitempty"` // gets the money; empty means the account's treasury wallet
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// CreateLoanParams says what to borrow.
//
//wire:params
type CreateLoanParams struct {
	Amount     api.Money         `json:"amount"`               // required: ssusd, usdc or US dollars
	TermDays   int               `json:"term_days"`            // required: 1 to 1825
	Collateral *CollateralParams `json:"collateral,omitempty"` // nil means none; the more, the lower the rate
	Repayment  Repayment         `json:"repayment,omitempty"`  // empty means RepayBullet
	Purpose    string            `json:"purpose,omitempty"`
	OrderID    string            `json:"order_id,omitempty"` // of an order that is there
	Metadata   map[string]string `json:"metadata,omitempty"`
}

// CollateralParams is what secures a loan.
//
//wire:part
type CollateralParams struct {
	Type     CollateralType `json:"type"`            // required
	Value    api.Money      `json:"value,omitempty"` // required unless Type is CollateralNone; worth as much as the loan's currency
	TokenIDs []string       `json:"token_ids,omitempty"`
}

// RepayLoanParams says how much of a loan to repay, and from where. nil, and the zero
// value, pay the next installment from the treasury wallet.
//
//wire:params
type RepayLoanParams struct {
	Amount        api.Money `json:"amount,omitempty"`         // at most what is outstanding; the zero Money means what is left of the next installment
	WalletAddress string    `json:"wallet_address,omitempty"` // empty means the account's treasury wallet
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

// ListOptionsParams says what to look for. The zero value shows every kind; without an
// amount or an invoice nothing is eligible.
//
//wire:params
type ListOptionsParams struct {
	Type      OptionType `url:"type,omitempty"`
	Amount    api.Money  `url:"-" json:"amount,omitempty"`
	Currency  string     `url:"currency,omitempty"`   // of the options without an Amount; default: ssusd
	InvoiceID string     `url:"invoice_id,omitempty"` // to factor; its balance stands in for the amount
	POID      string     `url:"po_id,omitempty"`      // to finance
	TermDays  int        `url:"term_days,omitempty"`  // of a loan: 1 to 1825; 0 means 365
}
