package engine

import (
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// State is the state of an engine as data. It has no sources of IDs: IDs after a restore
// are of a new generation. Package snapshot writes it.
type State struct {
	Clock    clock.State
	Resets   uint64 // the number of the server's generation
	Sequence int64  // of the latest event
	Latest   int64  // number of the latest transaction
	Accounts []accountState
	Viewed   []viewedState
}

// accountState is an account. Its fields follow those of Account.
type accountState struct {
	Key    AccountKey
	Clock  clock.AccountState
	Ledger []ledger.Saved
	Jobs   []jobState

	Payments  records.Saved[*payments.Payment]
	Refunds   records.Saved[*payments.Refund]
	Orders    records.Saved[*orders.Order]
	Invoices  records.Saved[*invoices.Invoice]
	Customers records.Saved[*api.Customer]
	Products  records.Saved[*orders.Product]

	Transactions records.Saved[*stablecoin.Transaction]
	Issuances    records.Saved[*stablecoin.Issuance]
	Redemptions  records.Saved[*stablecoin.Redemption]
	Attestations records.Saved[*attestationState]
	References   []referenceState

	Agents     records.Saved[*agentState]
	Executions records.Saved[*executionState]

	GlobalOrders records.Saved[*global.Order]
	Checks       records.Saved[*complianceState]
	Rates        records.Saved[*rateState]

	Factorings   records.Saved[*finance.Factoring]
	Collected    records.Saved[*decimal.Decimal]
	POFinancings records.Saved[*finance.POFinancing]
	Loans        records.Saved[*finance.Loan]

	Events        records.Saved[*eventState]
	Endpoints     records.Saved[*webhook.Endpoint]
	FormerSecrets records.Saved[*formerSecretsState]
	Common        []string // endpoint IDs
	Remote        records.Saved[*bool]
	Deliveries    []deliveriesState // in the order of the endpoints
	Held          map[string]string
	Postponed     map[string]bool

	PaymentsOf map[string][]string
	RefundsOf  map[string][]string
	InvoiceOf  map[string]string
	GlobalOf   map[string]string
}

type jobState struct {
	Kind     string
	Object   string
	Detail   string
	Due      time.Time
	Sequence uint64 // jobs that are due at the same time run in this order
}

type attestationState struct {
	Answer stablecoin.Attestation
	Public stablecoin.ReserveAttestation
}

type referenceState struct {
	Kind, ID string
	Params   string // digest
	Object   string
}

type agentState struct {
	Agent        agents.Agent
	Denom        string
	Day          api.Date
	Today, Month decimal.Decimal
	Activity     records.Saved[*agents.Activity]
}

type executionState struct {
	Execution agents.Execution
	Task      *AgentTask
}

type complianceState struct {
	Check               *global.ComplianceCheck
	Origin, Destination string
	OrderID             string
}

type rateState struct {
	Rate  *global.ShippingRate
	Quote *global.ShippingQuote
}

// eventState is an event with its data as the API shows it.
type eventState struct {
	ID        string
	Type      webhook.Type
	CreatedAt time.Time
	Taken     bool
	Request   *webhook.Request
	Sequence  int64
	Cause     int64 // number of the transaction
	Data      eventDataState

	Announced, Succeeded, Made int64 // deliveries
}

type eventDataState struct {
	Object, PreviousAttributes           json.RawMessage
	ResourceID, Amount, Currency, Status string
}

type formerSecretsState struct{ Secrets []formerSecretState }

type formerSecretState struct {
	Secret  webhook.Secret
	Expires time.Time
}

type deliveriesState struct {
	EndpointID string
	Deliveries records.Saved[*webhook.Delivery]
}

// viewedState is an account that was read before its creation, with the origin of its
// test data.
type viewedState struct {
	Key                        AccountKey
	Born                       time.Time
	Token                      string
	Seed                       uint64
	Server, Account, Connected uint64
}
