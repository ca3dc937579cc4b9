package core

import (
	"github.com/stateset/stateset-go/api"
)

// ScanAddress reads an Address.
func ScanAddress(s *Scanner, a *api.Address) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "name":
			s.String(&a.Name)
		case "line1":
			s.String(&a.Line1)
		case "line2":
			s.String(&a.Line2)
		case "city":
			s.String(&a.City)
		case "state":
			s.String(&a.State)
		case "postal_code":
			s.String(&a.PostalCode)
		case "country":
			s.String(&a.Country)
		case "phone":
			s.String(&a.Phone)
		case "email":
			s.String(&a.Email)
		default:
			s.Unknown()
		}
	}
}

// ScanCustomer reads a Customer.
func ScanCustomer(s *Scanner, c *api.Customer) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&c.ID)
		case "object":
			ScanWord(s, &c.Object, "customer")
		case "email":
			s.String(&c.Email)
		case "first_name":
			s.String(&c.FirstName)
		case "last_name":
			s.String(&c.LastName)
		case "phone":
			s.String(&c.Phone)
		case "metadata":
			s.Map(&c.Metadata)
		case "created_at":
			s.Time(&c.CreatedAt)
		default:
			s.Unknown()
		}
	}
}

// ScanTransaction reads a Transaction.
func ScanTransaction(s *Scanner, t *api.Transaction) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "tx_hash":
			s.String(&t.TxHash)
		case "block_height":
			s.Int64(&t.BlockHeight)
		case "timestamp":
			s.Time(&t.Timestamp)
		case "gas_used":
			s.String(&t.GasUsed)
		case "chain":
			ScanWord(s, &t.Chain, chains...)
		default:
			s.Unknown()
		}
	}
}

// Scan reads a page. Its rows can be read if they are Scanned.
func (e *envelope[W]) Scan(s *Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "object":
			ScanWord(s, &e.Object, "list")
		case "data":
			e.scanRows(s)
		case "has_more":
			s.Bool(&e.HasMore)
		case "total_count":
			ScanPointer(s, &e.TotalCount, (*Scanner).Int)
		case "next_cursor":
			s.String(&e.NextCursor)
		default:
			s.Unknown()
		}
	}
}

func (e *envelope[W]) scanRows(s *Scanner) {
	if _, ok := any((*W)(nil)).(Scanned); !ok {
		s.GiveUp()
		return
	}
	ScanList(s, &e.Data, func(s *Scanner, row *W) { any(row).(Scanned).Scan(s) })
}

// Scan reads the documented form of an error. What other servers write beside it is
// left to encoding/json.
func (e *documentedEnvelope) Scan(s *Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "error":
			if !s.null() {
				scanError(s, &e.Error)
			}
		case "meta", "request_id", "retry_after":
			s.GiveUp()
		default:
			s.Unknown()
		}
	}
}

func scanError(s *Scanner, e *documentedError) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "type":
			s.String(&e.Type)
		case "code":
			s.String(&e.Code)
		case "message":
			s.String(&e.Message)
		case "param":
			s.String(&e.Param)
		case "doc_url":
			s.String(&e.DocURL)
		case "documentation_url":
			s.String(&e.DocumentationURL)
		case "request_id":
			s.String(&e.RequestID)
		case "decline_code":
			s.String(&e.DeclineCode)
		case "payment_id":
			s.String(&e.PaymentID)
		case "detail":
			s.String(&e.Detail)
		case "retry_after":
			s.Value(&e.RetryAfter)
		case "details":
			s.Value(&e.Details)
		default:
			s.Unknown()
		}
	}
}
