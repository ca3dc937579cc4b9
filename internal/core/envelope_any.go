package core

import (
	"encoding/json"
	"strings"

	"github.com/stateset/stateset-go/api"
)

// anyEnvelope decodes the error bodies of frameworks, gateways and other servers. It has
// the members of all forms.
type anyEnvelope struct {
	Error json.RawMessage `json:"error"` // an object, a list, or text
	Fault *anyError       `json:"fault"` // Apigee
	Meta  anyMeta         `json:"meta"`
	outer anyError        // the siblings of error
}

// UnmarshalJSON decodes the members of an envelope, and the members of an error.
func (a *anyEnvelope) UnmarshalJSON(data []byte) error {
	type object anyEnvelope
	if err := json.Unmarshal(data, (*object)(a)); err != nil {
		return err
	}
	return json.Unmarshal(data, &a.outer)
}

// anyError is an object that describes an error or a single fault.
type anyError struct {
	Type        loose           `json:"type"`
	Code        loose           `json:"code"`
	ErrorCode   loose           `json:"errorcode"`
	Message     loose           `json:"message"`
	Msg         loose           `json:"msg"`
	FaultString loose           `json:"faultstring"`
	Description loose           `json:"error_description"` // in OAuth
	Title       loose           `json:"title"`             // in problem documents (RFC 9457)
	Detail      json.RawMessage `json:"detail"`            // text, or a list of faults in FastAPI
	Param       loose           `json:"param"`
	Field       loose           `json:"field"`
	Loc         location        `json:"loc"` // in FastAPI
	DocURL      loose           `json:"doc_url"`
	HelpURL     loose           `json:"documentation_url"`
	ErrorURI    loose           `json:"error_uri"` // in OAuth
	RequestID   loose           `json:"request_id"`
	DeclineCode loose           `json:"decline_code"`
	PaymentID   loose           `json:"payment_id"`
	RetryAfter  json.RawMessage `json:"retry_after"`
	Details     json.RawMessage `json:"details"`
	Errors      json.RawMessage `json:"errors"`
}

// UnmarshalJSON ignores a value that is not an object.
func (a *anyError) UnmarshalJSON(data []byte) error {
	type object anyError
	return objectOrNothing(data, (*object)(a))
}

type anyMeta struct {
	RequestID loose `json:"requestId"`
}

// UnmarshalJSON ignores a value that is not an object.
func (m *anyMeta) UnmarshalJSON(data []byte) error {
	type object anyMeta
	return objectOrNothing(data, (*object)(m))
}

func objectOrNothing[T any](data []byte, v *T) error {
	if json.Unmarshal(data, v) != nil {
		*v = *new(T)
	}
	return nil
}

// loose is text that servers write as a string, as a number or not at all.
type loose string

// UnmarshalJSON keeps strings and numbers, and ignores every other value.
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

func (a *anyEnvelope) fill(e *api.Error) bodyWait {
	a.outer.fill(e)
	if a.Fault != nil {
		a.Fault.fill(e)
	}
	if e.Type == "" || strings.Contains(e.Type, "://") { // the type of a problem document is a URL
		e.DocURL, e.Type = first(e.DocURL, e.Type), ""
	}
	if e.Type == "about:blank" { // means that the problem has no type
		e.Type = ""
	}
	e.RequestID = first(e.RequestID, string(a.Meta.RequestID))
	inner := a.fillInner(e)
	if len(e.Fields) > 0 {
		f := e.Fields[0]
		e.Code, e.Message, e.Param = first(e.Code, f.Code), first(e.Message, f.Message), first(e.Param, f.Field)
	}
	return readWait(inner, a.outer.RetryAfter)
}

// fillInner decodes the member "error" and returns its wait. Text is a code if there is a
// message already, otherwise it is the message.
func (a *anyEnvelope) fillInner(e *api.Error) (wait json.RawMessage) {
	var text string
	switch {
	case len(a.Error) == 0:
	case json.Unmarshal(a.Error, &text) == nil:
		if e.Message == "" {
			e.Message = text
		} else if !strings.Contains(text, " ") { // Spring writes the text of the status here
			e.Code = first(e.Code, text)
		}
	case a.Error[0] == '{':
		var object anyError
		_ = json.Unmarshal(a.Error, &object) // never fails
		object.fill(e)
		return object.RetryAfter
	default:
		e.Fields = append(e.Fields, faults(a.Error, "", maxFaultDepth)...)
	}
	return nil
}

// fill adds the members of the object. They take precedence over those of an enclosing
// object.
func (a *anyError) fill(e *api.Error) {
	var inner anyError // Apigee and FastAPI nest an object here
	_ = json.Unmarshal(a.Detail, &inner)
	e.Type = first(string(a.Type), e.Type)
	e.Code = first(a.code(), inner.code(), e.Code)
	e.Message = first(a.text(), inner.text(), e.Message)
	e.Param = first(string(a.Param), string(a.Field), e.Param)
	e.DocURL = first(string(a.DocURL), string(a.HelpURL), string(a.ErrorURI), e.DocURL)
	e.RequestID = first(e.RequestID, string(a.RequestID))
	e.DeclineCode = first(string(a.DeclineCode), e.DeclineCode)
	e.PaymentID = first(string(a.PaymentID), e.PaymentID)
	e.Fields = append(e.Fields, detailFaults(a.Details)...)
	e.Fields = append(e.Fields, detailFaults(a.Detail)...)
	e.Fields = append(e.Fields, faults(a.Errors, "", maxFaultDepth)...)
}

func (a *anyError) code() string { return first(string(a.Code), string(a.ErrorCode)) }

// text returns the first member with readable text.
func (a *anyError) text() string {
	var detail loose
	_ = json.Unmarshal(a.Detail, &detail)
	return first(string(a.Message), string(a.Msg), string(detail), string(a.Description), string(a.FaultString), string(a.Title))
}
