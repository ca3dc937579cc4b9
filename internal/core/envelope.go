package core

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// documentedEnvelope is the documented form of an error body. It is tried first and
// decoded in one pass. anyEnvelope decodes all other forms.
type documentedEnvelope struct {
	Error documentedError `json:"error"`
	// Meta is a sibling that some servers write.
	Meta       anyMeta         `json:"meta"`
	RequestID  loose           `json:"request_id"`
	RetryAfter json.RawMessage `json:"retry_after"`

	beside bool // whether error has sibling members
}

// DecodeWire decodes the documented form. encoding/json decodes the siblings of error.
func (e *documentedEnvelope) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "error":
			d.Side(&o, 0)
			e.Error.DecodeWire(d)
		case "meta", "request_id", "retry_after":
			e.beside = true
			d.Unknown(&o)
		default:
			d.Unknown(&o)
		}
	}
}

type documentedError struct {
	Type             string          `json:"type"`
	Code             string          `json:"code"`
	Message          string          `json:"message"`
	Param            string          `json:"param"`
	DocURL           string          `json:"doc_url"`
	DocumentationURL string          `json:"documentation_url"`
	RequestID        string          `json:"request_id"`
	DeclineCode      string          `json:"decline_code"`
	PaymentID        string          `json:"payment_id"`
	Detail           string          `json:"detail"`
	RetryAfter       json.RawMessage `json:"retry_after"`
	Details          json.RawMessage `json:"details"`
}

// DecodeWire decodes the documented members.
func (e *documentedError) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "type":
			d.Side(&o, 0)
			wire.ReadString(&e.Type, d)
		case "code":
			d.Side(&o, 1)
			wire.ReadString(&e.Code, d)
		case "message":
			d.Side(&o, 2)
			wire.ReadString(&e.Message, d)
		case "param":
			d.Side(&o, 3)
			wire.ReadString(&e.Param, d)
		case "doc_url":
			d.Side(&o, 4)
			wire.ReadString(&e.DocURL, d)
		case "documentation_url":
			d.Side(&o, 5)
			wire.ReadString(&e.DocumentationURL, d)
		case "request_id":
			d.Side(&o, 6)
			wire.ReadString(&e.RequestID, d)
		case "decline_code":
			d.Side(&o, 7)
			wire.ReadString(&e.DeclineCode, d)
		case "payment_id":
			d.Side(&o, 8)
			wire.ReadString(&e.PaymentID, d)
		case "detail":
			d.Side(&o, 9)
			wire.ReadString(&e.Detail, d)
		case "retry_after":
			d.Side(&o, 10)
			wire.ReadRaw(&e.RetryAfter, d)
		case "details":
			d.Side(&o, 11)
			wire.ReadRaw(&e.Details, d)
		default:
			d.Unknown(&o)
		}
	}
}

// bodyWait is the wait that a body requests.
type bodyWait struct {
	wait  time.Duration
	named bool
}

// readWait returns the first wait that is a whole number of seconds, plain or quoted.
func readWait(members ...json.RawMessage) bodyWait {
	for _, raw := range members {
		if wait, ok := transport.ParseWait(strings.Trim(string(raw), `"`), time.Second); ok {
			return bodyWait{wait, true}
		}
	}
	return bodyWait{}
}

// decodeError decodes the server's response in any envelope into an empty error.
func decodeError(r *transport.Response, e *api.Error) bodyWait {
	e.Status, e.RequestID, e.Replayed = r.Status, transport.HeaderValue(r.Header, "X-Request-Id"), api.Replayed(r.Header)
	body := bytes.TrimSpace(r.Body)
	if len(body) == 0 || body[0] != '{' {
		e.Message = plainMessage(r, body)
		return bodyWait{}
	}
	if wait, ok := decodeDocumented(body, e); ok {
		return wait
	}
	var general anyEnvelope
	if err := json.Unmarshal(body, &general); err != nil {
		e.Message = plainMessage(r, body)
		return bodyWait{}
	}
	wait := general.fill(e)
	if e.Message == "" {
		e.Message = http.StatusText(r.Status)
	}
	return wait
}

var envelopes = sync.Pool{New: func() any { return new(documentedEnvelope) }}

// decodeDocumented decodes the documented form into an error, and reports whether the
// body has it.
func decodeDocumented(body []byte, e *api.Error) (wait bodyWait, ok bool) {
	documented := envelopes.Get().(*documentedEnvelope)
	if ok = documented.read(body); ok {
		wait = documented.fill(e)
	}
	*documented = documentedEnvelope{}
	envelopes.Put(documented)
	return wait, ok
}

// read decodes the documented form, and reports whether the body has it.
func (e *documentedEnvelope) read(body []byte) bool {
	skipped, err := wire.Decode(body, e, wire.Options{})
	if err != nil || len(skipped) > 0 || e.beside {
		*e = documentedEnvelope{}
		err = json.Unmarshal(body, (*plainEnvelope)(e))
	}
	return err == nil && e.Error.Message != ""
}

// plainEnvelope is a documentedEnvelope for encoding/json.
type plainEnvelope documentedEnvelope

func (d *documentedEnvelope) fill(e *api.Error) bodyWait {
	d.Error.fill(e)
	e.RequestID = first(e.RequestID, string(d.RequestID), string(d.Meta.RequestID))
	return readWait(d.Error.RetryAfter, d.RetryAfter)
}

func (d *documentedError) fill(e *api.Error) {
	e.Type, e.Code, e.Message, e.Param = d.Type, d.Code, d.Message, d.Param
	e.DeclineCode, e.PaymentID = d.DeclineCode, d.PaymentID
	e.DocURL = first(d.DocURL, d.DocumentationURL)
	e.RequestID = first(e.RequestID, d.RequestID)
	e.Fields = detailFaults(d.Details)
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
