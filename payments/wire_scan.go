package payments

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

// Scan reads a payment as the API writes it.
func (w *paymentWire) Scan(s *core.Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&w.ID)
		case "object":
			core.ScanWord(s, &w.Object, "payment")
		case "amount":
			s.Number(&w.Amount)
		case "currency":
			s.Currency(&w.Currency)
		case "status":
			core.ScanWord(s, &w.Status, statuses...)
		case "captured":
			s.Bool(&w.Captured)
		case "amount_capturable":
			s.Number(&w.AmountCapturable)
		case "amount_captured":
			s.Number(&w.AmountCaptured)
		case "amount_refunded":
			s.Number(&w.AmountRefunded)
		case "payment_method":
			core.ScanPointer(s, &w.PaymentMethod, scanMethod)
		case "order_id":
			s.String(&w.OrderID)
		case "invoice_id":
			s.String(&w.InvoiceID)
		case "customer_id":
			s.String(&w.CustomerID)
		case "description":
			s.String(&w.Description)
		case "metadata":
			s.Map(&w.Metadata)
		case "created":
			s.Value(&w.Created)
		case "created_at":
			s.Time(&w.CreatedAt)
		case "updated_at":
			s.Time(&w.UpdatedAt)
		case "captured_at":
			s.Time(&w.CapturedAt)
		case "cancelled_at":
			s.Time(&w.CancelledAt)
		default:
			w.scanRest(s)
		}
	}
}

// scanRest reads the members that only some payments have.
func (w *paymentWire) scanRest(s *core.Scanner) {
	switch string(s.Key()) {
	case "recipient":
		s.String(&w.Recipient)
	case "customer":
		core.ScanPointer(s, &w.Customer, core.ScanCustomer)
	case "order":
		core.ScanPointer(s, &w.Order, scanExpanded)
	case "invoice":
		core.ScanPointer(s, &w.Invoice, scanExpanded)
	case "refunds":
		core.ScanPointers(s, &w.Refunds, scanRefund)
	case "statement_descriptor":
		s.String(&w.StatementDescriptor)
	case "receipt_url":
		s.String(&w.ReceiptURL)
	case "processor_response":
		core.ScanPointer(s, &w.ProcessorResponse, scanProcessorResponse)
	case "transaction":
		core.ScanPointer(s, &w.Transaction, core.ScanTransaction)
	case "failure_code":
		s.String(&w.FailureCode)
	case "failure_message":
		s.String(&w.FailureMessage)
	case "billing_address":
		core.ScanPointer(s, &w.BillingAddress, core.ScanAddress)
	case "capture_details":
		core.ScanPointer(s, &w.CaptureDetails, scanCaptureDetails)
	default:
		s.Unknown()
	}
}

func scanExpanded(s *core.Scanner, e *api.Expanded) { s.Value(e) }

func scanMethod(s *core.Scanner, m *Method) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "type":
			core.ScanWord(s, &m.Type, methodTypes...)
		case "card":
			core.ScanPointer(s, &m.Card, scanCard)
		case "ach":
			core.ScanPointer(s, &m.ACH, scanACH)
		case "crypto":
			core.ScanPointer(s, &m.Crypto, scanCrypto)
		default:
			s.Unknown()
		}
	}
}

func scanCard(s *core.Scanner, c *Card) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "last4":
			s.String(&c.Last4)
		case "brand":
			core.ScanWord(s, &c.Brand, "visa", "mastercard", "amex")
		case "exp_month":
			s.Int(&c.ExpMonth)
		case "exp_year":
			s.Int(&c.ExpYear)
		case "fingerprint":
			s.String(&c.Fingerprint)
		case "country":
			core.ScanWord(s, &c.Country, "US")
		case "funding":
			core.ScanWord(s, &c.Funding, fundings...)
		default:
			s.Unknown()
		}
	}
}

func scanACH(s *core.Scanner, a *ACHAccount) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "last4":
			s.String(&a.Last4)
		case "bank_name":
			s.String(&a.BankName)
		default:
			s.Unknown()
		}
	}
}

func scanCrypto(s *core.Scanner, c *CryptoAccount) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "wallet_address":
			s.String(&c.WalletAddress)
		case "chain":
			core.ScanWord(s, &c.Chain, api.ChainStateSet)
		default:
			s.Unknown()
		}
	}
}

func scanProcessorResponse(s *core.Scanner, r *ProcessorResponse) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "approved":
			s.Bool(&r.Approved)
		case "authorization_code":
			s.String(&r.AuthorizationCode)
		case "avs_result":
			s.String(&r.AVSResult)
		case "cvv_result":
			s.String(&r.CVVResult)
		case "network_transaction_id":
			s.String(&r.NetworkTransactionID)
		default:
			s.Unknown()
		}
	}
}

func scanCaptureDetails(s *core.Scanner, c *captureDetailsWire) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "captured_amount":
			s.Number(&c.CapturedAmount)
		case "capture_time":
			s.Time(&c.CaptureTime)
		case "processor_capture_id":
			s.String(&c.ProcessorCaptureID)
		default:
			s.Unknown()
		}
	}
}

// Scan reads a refund as the API writes it.
func (w *refundWire) Scan(s *core.Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&w.ID)
		case "object":
			core.ScanWord(s, &w.Object, "refund")
		case "amount":
			s.Number(&w.Amount)
		case "currency":
			s.Currency(&w.Currency)
		case "payment_id":
			s.String(&w.PaymentID)
		case "status":
			core.ScanWord(s, &w.Status, refundStatuses...)
		case "reason":
			core.ScanWord(s, &w.Reason, refundReasons...)
		case "notes":
			s.String(&w.Notes)
		case "payment":
			core.ScanPointer(s, &w.Payment, scanRefundedPayment)
		case "transaction":
			core.ScanPointer(s, &w.Transaction, core.ScanTransaction)
		case "receipt_url":
			s.String(&w.ReceiptURL)
		case "metadata":
			s.Map(&w.Metadata)
		case "created_at":
			s.Time(&w.CreatedAt)
		case "processed_at":
			s.Time(&w.ProcessedAt)
		default:
			s.Unknown()
		}
	}
}

func scanRefund(s *core.Scanner, w *refundWire) { w.Scan(s) }

func scanRefundedPayment(s *core.Scanner, p *refundedPaymentWire) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&p.ID)
		case "amount":
			s.Number(&p.Amount)
		case "amount_refunded":
			s.Number(&p.AmountRefunded)
		case "refunds_count":
			s.Int(&p.RefundsCount)
		default:
			s.Unknown()
		}
	}
}
