package webhook

import (
	"bytes"

	"github.com/stateset/stateset-go/internal/core"
)

// once notes which members an object had.
type once uint16

// member leaves an object that has a member twice to the strict reading.
func (o *once) member(s *core.Scanner, number int) {
	if *o&(1<<number) != 0 {
		s.GiveUp()
	}
	*o |= 1 << number
}

// Scan reads an event in one pass. It takes what the strict reading takes, to the
// same result, and leaves to that what has members twice or in another case.
func (w *eventWire) Scan(s *core.Scanner) {
	var seen once
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			seen.member(s, 0)
			s.String(&w.ID)
		case "object":
			seen.member(s, 1)
			core.ScanWord(s, &w.Object, "event")
		case "api_version":
			seen.member(s, 2)
			core.ScanWord(s, &w.APIVersion, APIVersion)
		case "created":
			seen.member(s, 3)
			s.Value(&w.Created)
		case "timestamp":
			seen.member(s, 4)
			s.Value(&w.Timestamp)
		case "type":
			seen.member(s, 5)
			core.ScanWord(s, &w.Type, types...)
		case "livemode":
			seen.member(s, 6)
			s.Bool(&w.Livemode)
		case "data":
			seen.member(s, 7)
			w.Data.scan(s)
		case "request":
			seen.member(s, 8)
			core.ScanPointer(s, &w.Request, scanRequest)
		case "pending_webhooks":
			seen.member(s, 9)
			s.Int(&w.PendingWebhooks)
		case "created_at":
			seen.member(s, 10)
			s.Time(&w.At)
		default:
			s.Unknown()
		}
	}
}

// scan leaves data without an object to the strict reading: which ID belongs to the
// object depends on the type of the event.
func (d *dataWire) scan(s *core.Scanner) {
	var seen once
	d.present = true
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "object":
			seen.member(s, 0)
			setRaw(&d.Object, s.Raw())
		case "previous_attributes":
			seen.member(s, 1)
			setRaw(&d.PreviousAttributes, s.Raw())
		case "amount":
			seen.member(s, 2)
			s.String(&d.Amount)
		case "currency":
			seen.member(s, 3)
			s.Currency(&d.Currency)
		case "status":
			seen.member(s, 4)
			s.String(&d.Status)
		default:
			switch {
			case !bytes.HasSuffix(s.Key(), []byte(idSuffix)):
				s.Unknown()
			case d.ResourceID == "":
				s.String(&d.ResourceID)
			default: // which one it is depends on the object
				s.GiveUp()
			}
		}
	}
	if d.Object == nil {
		s.GiveUp()
	}
}

func scanRequest(s *core.Scanner, r *Request) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&r.ID)
		case "idempotency_key":
			s.String(&r.IdempotencyKey)
		default:
			s.Unknown()
		}
	}
}
