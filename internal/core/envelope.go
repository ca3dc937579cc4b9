package core

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
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

// anyEnvelope holds the members of all other forms side by side.
type anyEnvelope struct {
	Error      json.RawMessage `json:"error"`
	Errors     json.RawMessage `json:"errors"`
	Meta       anyMeta         `json:"meta"`
	Title      loose           `json:"title"`  // problem documents
	Status     loose           `json:"status"` //
	RetryAfter json.RawMessage `json:"retry_after"`
	anyError
}

type anyError struct {
	Type        loose           `json:"type"`
	Code        loose           `json:"code"`
	Message     loose           `json:"message"`
	Detail      loose           `json:"detail"`
	Param       loose           `json:"param"`
	Field       loose           `json:"field"`
	DocURL      loose           `json:"doc_url"`
	HelpURL     loose           `json:"documentation_url"`
	RequestID   loose           `json:"request_id"`
	DeclineCode loose           `json:"decline_code"`
	PaymentID   loose           `json:"payment_id"`
	RetryAfter  json.RawMessage `json:"retry_after"`
	Details     json.RawMessage `json:"details"`
}

type anyMeta struct {
	RequestID loose `json:"requestId"`
}

// UnmarshalJSON takes everything but an object for absent.
func (m *anyMeta) UnmarshalJSON(data []byte) error {
	type object anyMeta
	if json.Unmarshal(data, (*object)(m)) != nil {
		*m = anyMeta{}
	}
	return nil
}

// loose is text that servers write as a string, a number or not at all.
type loose string

// UnmarshalJSON keeps strings and numbers, and takes everything else for absent.
func (l *loose) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*l = loose(text)
		return nil
	}
	if len(data) > 0 && (data[0] == '-' || data[0] >= '0' && data[0] <= '9') {
		*l = loose(data)
	}
	return nil
}

// decodeError reads the server's answer, in whatever envelope it comes.
func decodeError(r *transport.Response) *api.Error {
	e := &api.Error{
		Status: r.Status, RequestID: r.Header.Get("X-Request-Id"),
		Replayed: api.Replayed(r.Header),
	}
	body := bytes.TrimSpace(r.Body)
	if len(body) == 0 || body[0] != '{' {
		e.Message = plainMessage(r, body)
		return e
	}
	var documented documentedEnvelope
	if unmarshal(body, &documented) == nil && documented.Error.Message != "" {
		documented.Error.fill(e)
		e.RequestID = first(e.RequestID, string(documented.RequestID), string(documented.Meta.RequestID))
		e.RetryAfter = max(e.RetryAfter, seconds(documented.RetryAfter))
		return e
	}
	var general anyEnvelope
	if err := json.Unmarshal(body, &general); err != nil {
		e.Message = plainMessage(r, body)
		return e
	}
	general.fill(e)
	if e.Message == "" {
		e.Message = http.StatusText(r.Status)
	}
	return e
}

func (d *documentedError) fill(e *api.Error) {
	e.Type, e.Code, e.Message, e.Param = d.Type, d.Code, d.Message, d.Param
	e.DeclineCode, e.PaymentID = d.DeclineCode, d.PaymentID
	e.DocURL = first(d.DocURL, d.DocumentationURL)
	e.RequestID = first(e.RequestID, d.RequestID)
	e.RetryAfter = seconds(d.RetryAfter)
	e.Fields = fieldErrors(d.Details)
}

func (a *anyEnvelope) fill(e *api.Error) {
	a.anyError.fill(e)
	if e.Type == "" || strings.Contains(e.Type, "://") { // a problem document's type is a link
		e.DocURL, e.Type = first(e.DocURL, e.Type), ""
	}
	if e.Type == "about:blank" { // its way to say that there is none
		e.Type = ""
	}
	if e.Message == "" {
		e.Message = string(a.Title)
	}
	e.RequestID = first(e.RequestID, string(a.Meta.RequestID))
	if len(a.RetryAfter) > 0 {
		e.RetryAfter = seconds(a.RetryAfter)
	}
	a.fillInner(e)
	e.Fields = append(e.Fields, fieldErrors(a.Errors)...)
	if len(e.Fields) > 0 {
		f := e.Fields[0]
		e.Code, e.Message, e.Param = first(e.Code, f.Code), first(e.Message, f.Message), first(e.Param, f.Field)
	}
}

// fillInner reads the member "error": an object, or text that is a code when a
// message stands beside it.
func (a *anyEnvelope) fillInner(e *api.Error) {
	var text string
	var object anyError
	switch {
	case len(a.Error) == 0:
	case json.Unmarshal(a.Error, &text) == nil:
		if e.Message == "" {
			e.Message = text
		} else {
			e.Code = first(e.Code, text)
		}
	case json.Unmarshal(a.Error, &object) == nil:
		object.fill(e)
	}
}

func (a *anyError) fill(e *api.Error) {
	e.Type = first(string(a.Type), e.Type)
	e.Code = first(string(a.Code), e.Code)
	e.Message = first(string(a.Message), string(a.Detail), e.Message)
	e.Param = first(string(a.Param), string(a.Field), e.Param)
	e.DocURL = first(string(a.DocURL), string(a.HelpURL), e.DocURL)
	e.RequestID = first(e.RequestID, string(a.RequestID))
	e.DeclineCode = first(string(a.DeclineCode), e.DeclineCode)
	e.PaymentID = first(string(a.PaymentID), e.PaymentID)
	if wait := seconds(a.RetryAfter); wait > 0 {
		e.RetryAfter = wait
	}
	e.Fields = append(e.Fields, fieldErrors(a.Details)...)
}

func (a *anyError) field() api.FieldError {
	return api.FieldError{
		Field: first(string(a.Field), string(a.Param)), Code: string(a.Code),
		Message: first(string(a.Message), string(a.Detail)),
	}
}

// fieldErrors reads details that are a list of faults; other details are left in
// the raw body.
func fieldErrors(details json.RawMessage) []api.FieldError {
	if len(details) == 0 {
		return nil
	}
	var list []anyError
	if json.Unmarshal(details, &list) != nil {
		return nil
	}
	var fields []api.FieldError
	for _, one := range list {
		fields = append(fields, one.field())
	}
	return fields
}

// seconds reads a wait in a body: a whole number, plain or quoted.
func seconds(raw json.RawMessage) time.Duration {
	if len(raw) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if err != nil || n <= 0 {
		return 0
	}
	if n > int64(maxBodyWait/time.Second) {
		return maxBodyWait
	}
	return time.Duration(n) * time.Second
}

// maxBodyWait stands for every longer wait; any client stops far below it.
const maxBodyWait = 365 * 24 * time.Hour

// plainMessage describes an answer that is no JSON object.
func plainMessage(r *transport.Response, body []byte) string {
	if len(body) == 0 {
		return http.StatusText(r.Status)
	}
	if isHTML(r.Header, body) {
		return "the server answered with an HTML page" + htmlTitle(body)
	}
	return string(body[:min(len(body), startOfBody)])
}

func isHTML(header http.Header, body []byte) bool {
	return strings.HasPrefix(header.Get("Content-Type"), "text/html") || body[0] == '<'
}

func htmlTitle(body []byte) string {
	page := string(body[:min(len(body), 4<<10)])
	_, rest, found := strings.Cut(page, "<title>")
	title, _, closed := strings.Cut(rest, "</title>")
	if !found || !closed {
		return ""
	}
	return " titled " + strconv.Quote(quote.Cut(strings.TrimSpace(title), 100))
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
