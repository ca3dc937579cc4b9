package engine

import (
	"maps"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

const (
	processingTime    = time.Hour          // of ach, wire and tok_pending
	authorizationTime = 7 * 24 * time.Hour // validity of an authorization

	receiptBase = "https://receipts.stateset.com/"

	// simulateKey is a metadata key of ach and wire payments. It requests a status that
	// real banks return and that the mock skips by default.
	simulateKey        = "simulate"
	simulateProcessing = "processing"
)

// CreatePayment creates a payment. A declined card leaves a failed payment and returns
// an [*Error] with Keep.
func (tx *Tx) CreatePayment(params *payments.CreateParams) (*payments.Payment, error) {
	presented, err := checkPayment(params, tx)
	if err != nil {
		return nil, err
	}
	if err := tx.checkReferences(params); err != nil {
		return nil, err
	}
	p := tx.newPayment(params, presented)
	if numtext.IsToken(params.Amount.Currency()) {
		return tx.payFromWallet(p, params.Amount.Currency())
	}
	tx.emitCreated(p)
	switch {
	case presented.outcome.code != "":
		p.ProcessorResponse = tx.processorResponse(presented.outcome)
		return nil, tx.decline(p, presented.outcome)
	case presented.outcome.pending, simulatesProcessing(params):
		return tx.process(p, captures(params)), nil
	case presented.details != nil:
		p.ProcessorResponse = tx.processorResponse(presented.outcome)
	}
	return tx.settle(p, captures(params)), nil
}

// simulatesProcessing reports whether a bank payment requests the status processing.
func simulatesProcessing(params *payments.CreateParams) bool {
	bank := params.PaymentMethod.Type == payments.MethodACH || params.PaymentMethod.Type == payments.MethodWire
	return bank && params.Metadata[simulateKey] == simulateProcessing
}

// checkReferences verifies that the referenced customer, order or invoice exists and
// can be paid.
func (tx *Tx) checkReferences(params *payments.CreateParams) error {
	if params.CustomerID != "" {
		if _, ok := tx.account.customers.Get(params.CustomerID); !ok {
			return notFound("customer", params.CustomerID, "customer_id")
		}
	}
	if params.InvoiceID != "" {
		return tx.checkInvoiceOwed(params.InvoiceID, params.Amount)
	}
	if params.OrderID == "" {
		return nil
	}
	order, ok := tx.account.orders.Get(params.OrderID)
	if !ok {
		return notFound("order", params.OrderID, "order_id")
	}
	if err := tx.checkPayable(order); err != nil {
		return err
	}
	return checkOwed(order, params.Amount, "amount")
}

// newPayment returns a payment without captured money.
func (tx *Tx) newPayment(params *payments.CreateParams, presented card) *payments.Payment {
	none := zero(params.Amount.Currency())
	return &payments.Payment{
		ID: tx.newID("pay"), Object: "payment", Amount: params.Amount, Status: payments.StatusPending,
		AmountCapturable: none, AmountCaptured: none, AmountRefunded: none,
		PaymentMethod: describeMethod(params.PaymentMethod, presented), Recipient: params.Recipient,
		OrderID: params.OrderID, InvoiceID: params.InvoiceID, CustomerID: params.CustomerID,
		Description: params.Description, StatementDescriptor: params.StatementDescriptor,
		BillingAddress: clone(params.BillingAddress), Metadata: maps.Clone(params.Metadata),
		CreatedAt: tx.now, UpdatedAt: tx.now,
	}
}

// describeMethod returns the payment method as responses show it, without numbers and
// codes.
func describeMethod(params *payments.MethodParams, presented card) *payments.Method {
	if params == nil {
		return nil
	}
	method := &payments.Method{Type: params.Type}
	switch {
	case presented.details != nil:
		method.Card = presented.details
	case params.ACH != nil:
		method.ACH = &payments.ACHAccount{Last4: lastFour(params.ACH.AccountNumber), BankName: "STATESET TEST BANK"}
	case params.Crypto != nil:
		method.Crypto = &payments.CryptoAccount{WalletAddress: params.Crypto.WalletAddress, Chain: orStateSet(params.Crypto.Chain)}
	}
	return method
}

// processorResponse returns the response of the card processor.
func (tx *Tx) processorResponse(o outcome) *payments.ProcessorResponse {
	response := &payments.ProcessorResponse{AVSResult: "Y", CVVResult: "M", NetworkTransactionID: tx.account.ids.digits(9)}
	if o.code == CodeIncorrectCVC {
		response.CVVResult = "N"
	}
	if o.code == "" {
		response.Approved = true
		response.AuthorizationCode = tx.account.ids.digits(6)
	}
	return response
}

// payFromWallet moves the tokens from the given wallet, or from the treasury, to the
// recipient. The recipient of a payment for an order or an invoice is the treasury.
func (tx *Tx) payFromWallet(p *payments.Payment, denom string) (*payments.Payment, error) {
	if p.PaymentMethod == nil {
		p.PaymentMethod = tx.account.treasuryMethod()
	}
	if p.Recipient == "" {
		p.Recipient = tx.account.treasury
	}
	p.Recipient = tx.account.ledger.Known(p.Recipient, denom)
	tx.emitCreated(p)
	payer := p.PaymentMethod.Crypto
	transaction, err := tx.move(movement{
		chain: payer.Chain, from: payer.WalletAddress, denom: denom, legs: to(p.Recipient, p.Amount.Decimal()),
	})
	if err != nil {
		return nil, err
	}
	p.Transaction = transaction
	return tx.settle(p, true), nil
}

// treasuryMethod returns the method of payments from the treasury. They share it.
func (a *Account) treasuryMethod() *payments.Method {
	if a.ownMethod == nil {
		a.ownMethod = &payments.Method{Type: payments.MethodCrypto,
			Crypto: &payments.CryptoAccount{WalletAddress: a.treasury, Chain: api.ChainStateSet}}
	}
	return a.ownMethod
}

// decline stores the failed payment. The error has Keep, so the payment stays.
func (tx *Tx) decline(p *payments.Payment, o outcome) error {
	p.Status, p.FailureCode, p.FailureMessage = payments.StatusFailed, o.code, o.message
	tx.storePayment(p, webhook.PaymentFailed)
	return &Error{Code: o.code, Message: o.message, DeclineCode: o.declineCode, PaymentID: p.ID, Keep: true}
}
