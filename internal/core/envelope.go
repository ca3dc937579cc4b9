package core

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
)

// documentedEnvelope is the form that the API documents. It is tried first and
// decodes in one pass; everything else goes through anyEnvelope.
type documentedEnvelope struct {
	Error documentedError `json:"error"`
	// What some servers write beside it.
	Meta       anyMeta         `json:"meta"`
	RequestID  loose           `json:"request_id"`
	RetryAfter json.RawMessage `json:"retry_after"`
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

// bodyWait is the wait that a body asks for.
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

// decodeError reads the server's answer, in whatever envelope it comes.
func decodeError(r *transport.Response) (*api.Error, bodyWait) {
	e := &api.Error{
		Status: r.Status, RequestID: r.Header.Get("X-Request-Id"),
		Replayed: api.Replayed(r.Header),
	}
	body := bytes.TrimSpace(r.Body)
	if len(body) == 0 || body[0] != '{' {
		e.Message = plainMessage(r, body)
		return e, bodyWait{}
	}
	var documented documentedEnvelope
	if _, err := unmarshal(body, &documented); err == nil && documented.Error.Message != "" {
		return e, documented.fill(e)
	}
	var general anyEnvelope
	if err := json.Unmarshal(body, &general); err != nil {
		e.Message = plainMessage(r, body)
		return e, bodyWait{}
	}
	wait := general.fill(e)
	if e.Message == "" {
		e.Message = http.StatusText(r.Status)
	}
	return e, wait
}

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

// first is the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
