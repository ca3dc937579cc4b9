package main

import (
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// stateRules are the rules of operations that depend on other members, on stored objects
// or on the present. A test finds missing rules: it sends bodies that the schema allows.
var stateRules = map[string][]rule{
	"Payments.Create": {
		invalid("order_id", "A payment counts towards an order or an invoice, not both."),
		invalid("invoice_id", "A payment counts towards an order or an invoice, not both."),
		invalid("recipient", "Only a payment in ssusd or usdc without order_id and invoice_id has a recipient."),
		missing("recipient", "Required for ssusd and usdc without order_id and invoice_id."),
		missing("customer_id", "Required for ISO 4217 currencies."),
		missing("payment_method", "Required for ISO 4217 currencies, and with order_id or invoice_id."),
		invalid("payment_method.type", "ssusd and usdc are paid with the type crypto."),
		invalid("currency", "The type crypto pays ssusd or usdc."),
		invalid("payment_method.card", "Only the details of the type may be present."),
		invalid("payment_method.ach", "Only the details of the type may be present."),
		invalid("payment_method.crypto", "Only the details of the type may be present."),
		missing("payment_method.card", "Required for the type card."),
		missing("payment_method.card.token", "Required without number."),
		missing("payment_method.card.exp_month", "Required with number."),
		missing("payment_method.card.exp_year", "Required with number."),
		missing("payment_method.card.cvc", "Required with number."),
		invalid("payment_method.card.exp_month", "Must be absent with token."),
		invalid("payment_method.card.exp_year", "Must be absent with token."),
		invalid("payment_method.card.cvc", "Must be absent with token."),
		missing("payment_method.ach", "Required for the type ach."),
		missing("payment_method.crypto", "Required for the type crypto."),
		invalid("payment_method.card.token", "Must begin with tok_."),
		invalid("payment_method.card.number", "Must have a right check digit, and be absent with token."),
		invalid("payment_method.ach.routing_number", "Must have a right check digit."),
		invalid("capture", "Only a card payment can have capture false."),
		wallet("recipient"), wallet("payment_method.crypto.wallet_address"),
	},
	"Payments.List": {
		missing("currency", "Required with amount. Only one currency is allowed then."),
		invalid("amount", "Must be 0 or more."),
	},
	"Payments.Capture": {
		invalid("amount", "Must be at most the amount that was authorized."),
		{"amount", engine.CodeCurrencyMismatch, "Must be in the unit of the payment's currency."},
	},
	"Payments.Refund": {
		{"amount", engine.CodeRefundExceeds, "Must be at most the amount that was not refunded."},
		{"amount", engine.CodeCurrencyMismatch, "Must be in the unit of the payment's currency."},
	},
	"Orders.Create": orderRules(""),
	"Orders.Update": metadataLimit(),
	"Orders.Fulfill": append(metadataLimit(),
		invalid("items[].quantity", "Must be at most the quantity that was not fulfilled.")),
	"Orders.Pay": append(payRules(),
		rule{"split_payments", engine.CodeSplitMismatch, "The amounts must add up to payment_method.amount."},
		wallet("split_payments[].recipient")),
	"Invoices.Create": append(lineRules(),
		invalid("due_date", "Must not be before the issue date."),
		invalid("early_payment_discount.percentage", "Must be below 100."),
		invalid("early_payment_discount.days", "Must end before the year 10000."),
		invalid("send_email", "The customer must have an email address.")),
	"Invoices.Update": append(append(metadataLimit(), lineRules()...),
		invalid("due_date", "Must not be before the issue date.")),
	"Invoices.Send": {missing("to", "Required if the customer has no email address.")},
	"Invoices.Pay":  payRules(),
	"Stablecoin.Issue": {
		invalid("amount", "Must be from "+engine.MinIssue+" to "+engine.MaxIssue+", with at most two decimals."),
		rule{"source_funds.amount", engine.CodeIssueMismatch, "Must be the same as the amount."},
		rule{"reference_id", engine.CodeDuplicateReference, "A reference is for one request. The same request returns the first object."},
		rule{"recipient", engine.CodeInvalidRecipient, "Must be a wallet address of the network."},
	},
	"Stablecoin.Redeem": {
		invalid("amount.denom", "Only ssusd can be redeemed."),
		missing("destination.account_number", "Required for ach, bank_wire and swift."),
		missing("destination.routing_number", "Required for ach."),
		missing("destination.swift_code", "Required for swift."),
		missing("destination.iban", "Required for sepa."),
		invalid("destination.account_number", "Must be 4 to 34 letters and digits, for ach 4 to 17 digits."),
		invalid("destination.routing_number", "Must be nine digits with a valid check digit."),
		invalid("destination.swift_code", "Must be 8 or 11 capital letters and digits."),
		invalid("destination.iban", "Must be a country, two right check digits and the account."),
		rule{"reference_id", engine.CodeDuplicateReference, "A reference is for one request. The same request returns the first object."},
		wallet("sender"),
	},
	"Stablecoin.Transfer": {
		missing("to", "Required without transfers."),
		missing("amount", "Required without transfers."),
		invalid("to", "Must be another wallet than from."),
		invalid("transfers[].to", "Must be another wallet than from."),
		invalid("transfers[].amount.denom", "All amounts of a batch are in one denomination."),
		wallet("from"), wallet("to"), wallet("transfers[].to"),
	},
	"Stablecoin.Balance": {
		invalid("convert_to", "There must be an exchange rate of the currency."),
		invalid("timestamp", "Must not be later than the present, and not together with block_height."),
		invalid("block_height", "Must be at most the present height."),
	},
	"Stablecoin.Reserves": {invalid("date", "Must not be later than today.")},
	"Stablecoin.UploadAttestation": {
		invalid("attestation_date", "Must be the last day of a month, and not later than today."),
		{"report_hash", engine.CodeHashMismatch, "Must be the SHA-256 hash of the report."},
	},
	"Finance.FactorInvoice": {
		invalid("discount_rate", "Must be at most "+engine.MaxDiscount+"."), financed("amount"),
	},
	"Finance.FinancePurchaseOrder": {
		financed("amount"), invalid("delivery_date", "Must be after today, and before the year 9999 ends."), wallet("supplier_wallet"),
	},
	"Finance.CreateLoan": {
		financed("amount"), financed("collateral.value"),
		missing("collateral.value", "Required unless the type is none."),
		invalid("collateral.value", "Must be absent if the type is none."),
		invalid("term_days", "Must end before the year 10000."),
	},
	"Finance.ListOptions": {invalid("amount", "Must be above 0 and below 10^15, with no more decimals than the currency has.")},
	"Finance.RepayLoan":   {wallet("wallet_address")},
	"Agents.Create": append(agentRules("config."),
		invalid("initial_funding.denom", "A wallet holds ssusd and usdc.")),
	"Agents.UpdateConfig": agentRules(""),
	"Agents.Execute": append(orderRules("parameters."),
		invalid("parameters.to", "Must be another wallet than that of the agent."),
		invalid("parameters.amount.denom", "A wallet holds ssusd and usdc."),
		wallet("parameters.to")),
	"Global.CreateOrder": {
		missing("customer_id", "Required without customer."),
		invalid("customer", "An order has a customer_id or a customer, not both."),
		invalid("shipping_address.country", "Must be the destination country."),
		invalid("items[].price.denom", "All amounts of an order are in one currency, and there must be an exchange rate of it."),
		invalid("items[].quantity", "The subtotal must be below 10^15."),
		invalid("items", "The total must be below 10^15."),
		exchanged("settlement_currency"),
	},
	"Global.CheckCompliance": {exchanged("amount.denom"), exchanged("items[].value.denom")},
	"Global.CalculateTax": {
		missing("origin_country", "Required."), missing("destination_country", "Required."),
		missing("currency", "Required."), missing("amount", "Required."),
		missing("destination_state", "Required for the United States."),
		invalid("destination_state", "Must be a state of the United States."),
		exchanged("currency"),
	},
	"Global.QuoteShipping": {
		exchanged("currency"), exchanged("packages[].declared_value.denom"),
		invalid("packages", fmt.Sprintf("All packages must weigh %d kg at most, by weight or by volume.", engine.MaxBillable)),
	},
	"Webhooks.Create": {invalid("url", "Must be https, or http of the same machine.")},
	"Webhooks.Update": append(metadataLimit(), invalid("url", "Must be https, or http of the same machine.")),
}

func invalid(param, text string) rule { return rule{param, engine.CodeParameterInvalid, text} }

func missing(param, text string) rule { return rule{param, engine.CodeParameterMissing, text} }

func wallet(param string) rule {
	return rule{param, engine.CodeInvalidWallet, "Must be a wallet address of the chain."}
}

func exchanged(param string) rule {
	return invalid(param, "There must be an exchange rate of the currency.")
}

func financed(param string) rule {
	return invalid(param, "Must be ssusd, usdc or usd, and at most "+engine.MaxFinanced+".")
}

// metadataLimit is the rule of operations that merge metadata.
func metadataLimit() []rule {
	return []rule{invalid("metadata", fmt.Sprintf("Must hold at most %d keys after the change.", input.MaxMetadataKeys))}
}

// orderRules are the rules of a new order.
func orderRules(path string) []rule {
	return []rule{
		missing(path+"customer_id", "Required without customer."),
		invalid(path+"customer", "An order has a customer_id or a customer, not both."),
		missing(path+"items[].name", "Required without product_id."),
		missing(path+"items[].price", "Required without a known product."),
		invalid(path+"items[].price.denom", "All amounts of an order are in one currency."),
		{path + "items[].price.denom", engine.CodeCurrencyMismatch, "Must be the currency of the product."},
		invalid(path+"shipping_amount.denom", "All amounts of an order are in one currency."),
		invalid(path+"tax_amount.denom", "All amounts of an order are in one currency."),
		invalid(path+"discount_amount.denom", "All amounts of an order are in one currency."),
		invalid(path+"discount_amount", "The total must be above zero."),
		invalid(path+"items[].quantity", "The total of the item must be below 10^15."),
		invalid(path+"items", "The total must be above zero and below 10^15."),
		invalid(path+"payment_expires_at", "Must be after the present."),
	}
}

// payRules are the rules of paying an order or an invoice from a wallet.
func payRules() []rule {
	return []rule{
		invalid("payment_method.amount.denom", "Must be the denomination that type names."),
		invalid("payment_method.amount", "Must have no more decimals than the currency of what is paid."),
		{"payment_method.amount", engine.CodeAmountMismatch, "Must be what is owed."},
		wallet("payment_method.wallet_address"),
	}
}

// lineRules are the rules of the items of an invoice.
func lineRules() []rule {
	return []rule{
		invalid("line_items[].unit_price.denom", "All amounts of an invoice are in one currency."),
		invalid("line_items[].quantity", "The amount of the item must be below 10^15."),
		invalid("line_items", "The total must be above zero and below 10^15."),
	}
}

// agentRules are the rules of an agent's configuration.
func agentRules(path string) []rule {
	var all []rule
	for _, bound := range []string{"limits.per_transaction", "limits.daily", "limits.monthly", "permissions.require_approval_above"} {
		all = append(all, invalid(path+bound+".denom", "Must be ssusd, usdc or usd."))
	}
	return all
}
