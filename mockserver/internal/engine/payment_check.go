package engine

import (
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/payments"
)

const (
	paramMethod = "payment_method"
	paramType   = "payment_method.type"
	paramWallet = "payment_method.crypto.wallet_address"
)

// checkPayment checks the rules across the fields of a new payment, and returns the
// card of a card payment.
func checkPayment(params *payments.CreateParams, tx *Tx) (card, error) {
	if params.OrderID != "" && params.InvoiceID != "" {
		return card{}, invalid("invoice_id", "A payment belongs to an order or an invoice, not both: remove order_id or invoice_id")
	}
	check := checkISOPayment
	if numtext.IsToken(params.Amount.Currency()) {
		check = checkTokenPayment
	}
	if err := check(params); err != nil {
		return card{}, err
	}
	found, err := checkMethod(params.PaymentMethod, tx)
	if err != nil {
		return card{}, err
	}
	if !captures(params) && found.details == nil {
		return card{}, invalid("capture", "Only a card can be authorized without capture: remove capture, or pay by card")
	}
	return found, nil
}

// captures reports whether the payment is captured immediately.
func captures(params *payments.CreateParams) bool { return params.Capture == nil || *params.Capture }

func checkISOPayment(params *payments.CreateParams) error {
	switch {
	case params.PaymentMethod == nil:
		return missing(paramMethod)
	case params.Recipient != "":
		return invalid("recipient", "Only payments in ssusd and usdc have a recipient. A payment in '%s' goes to the account: remove recipient", excerpt(params.Amount.Currency()))
	case params.PaymentMethod.Type == payments.MethodCrypto:
		return invalid("currency", "A wallet pays ssusd or usdc, not '%s': change the currency or the payment method", excerpt(params.Amount.Currency()))
	case params.CustomerID == "":
		return missing("customer_id")
	}
	return nil
}

func checkTokenPayment(params *payments.CreateParams) error {
	towards := params.OrderID != "" || params.InvoiceID != ""
	switch {
	case params.PaymentMethod == nil && towards: // the treasury would pay itself
		return missing(paramMethod)
	case params.PaymentMethod != nil && params.PaymentMethod.Type != "" && params.PaymentMethod.Type != payments.MethodCrypto:
		return invalid(paramType, "%s is paid from a wallet: the type must be 'crypto', got '%s'", params.Amount.Currency(), excerpt(string(params.PaymentMethod.Type)))
	case params.Recipient == "" && !towards:
		return missing("recipient")
	case params.Recipient != "" && towards:
		return invalid("recipient", "A payment of an order or invoice goes to the account's treasury wallet: remove recipient")
	case params.Recipient != "":
		return checkWallet(params.Recipient, "", "recipient")
	}
	return nil
}

// checkMethod requires exactly the details of the payment type.
func checkMethod(method *payments.MethodParams, tx *Tx) (card, error) {
	if method == nil {
		return card{}, nil
	}
	if err := checkDetails(method); err != nil {
		return card{}, err
	}
	switch method.Type {
	case payments.MethodCard:
		return readCard(method.Card, tx.now)
	case payments.MethodACH:
		return card{}, checkACH(method.ACH)
	case payments.MethodCrypto:
		return card{}, checkCrypto(method.Crypto)
	}
	return card{}, nil
}

// checkDetails refuses details of another payment type.
func checkDetails(method *payments.MethodParams) error {
	switch {
	case method.Card != nil && method.Type != payments.MethodCard:
		return foreignDetails("card", method.Type)
	case method.ACH != nil && method.Type != payments.MethodACH:
		return foreignDetails("ach", method.Type)
	case method.Crypto != nil && method.Type != payments.MethodCrypto:
		return foreignDetails("crypto", method.Type)
	}
	return nil
}

func foreignDetails(member string, method payments.MethodType) error {
	return invalid(paramMethod+"."+member, "A payment by '%s' has no '%s' details: remove them, or change the type", method, member)
}

func checkACH(ach *payments.ACHParams) error {
	const param = paramMethod + ".ach"
	switch {
	case ach == nil:
		return missing(param)
	case !core.IsRoutingNumber(ach.RoutingNumber):
		return invalid(param+".routing_number", "The routing number must be nine digits with a valid check digit")
	}
	return nil
}

func checkCrypto(crypto *payments.CryptoParams) error {
	if crypto == nil {
		return missing(paramMethod + ".crypto")
	}
	return checkWallet(crypto.WalletAddress, orStateSet(crypto.Chain), paramWallet)
}
