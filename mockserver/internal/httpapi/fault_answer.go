package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// replaces reports whether faults of the kind replace the response.
func replaces(kind fault.Kind) bool {
	switch kind {
	case fault.Replace, fault.Redirect, fault.RateLimit, fault.InFlight, fault.Stored, fault.Big, fault.Bomb:
		return true
	}
	return false
}

// replacement returns the response that replaces a. The status of a is zero if the
// request was not executed.
func (c *call) replacement(a answer) answer {
	for _, name := range []string{"Idempotent-Replayed", "Original-Request-Id", "Stateset-Should-Retry", "Retry-After", "Content-Type"} {
		c.header.Del(name) // headers of the replaced response
	}
	rule := c.fault.rule
	status := replacementStatus(rule.Do, a)
	switch rule.Do.Kind {
	case fault.Redirect:
		return c.redirect(status)
	case fault.RateLimit:
		return c.rateLimited()
	case fault.InFlight:
		return c.inFlight()
	case fault.Big, fault.Bomb:
		return answer{status: status}
	}
	switch {
	case status == http.StatusNoContent || status == http.StatusNotModified:
		return answer{status: status}
	case rule.HasBody:
		c.header.Set("Content-Type", mediaOf(rule.Content))
		return answer{status, []byte(rule.Content)}
	case rule.Do.Code != "" && rule.Envelope == "":
		return c.refusal(refuse(rule.Do.Code, "", "%s", faultMessage))
	}
	code := rule.Do.Code
	if code == "" {
		code = codeOf(status)
	}
	body, media := c.envelope(rule.Envelope, status, code)
	c.header.Set("Content-Type", media)
	return answer{status, body}
}

// replacementStatus returns the status of a replacement: that of the fault, of its error
// code or of the replaced response. Default: 200.
func replacementStatus(do fault.Action, replaced answer) int {
	switch {
	case do.Status != 0:
		return do.Status
	case do.Code != "":
		return statusOf(do.Code)
	case replaced.status != 0:
		return replaced.status
	}
	return http.StatusOK
}

const faultMessage = "The mock server was told to fail here"

// Media types of responses.
const (
	mediaJSON = "application/json"
	mediaHTML = "text/html; charset=utf-8"
	mediaText = "text/plain; charset=utf-8"
)

// mediaOf guesses the media type of a body.
func mediaOf(body string) string {
	switch text := strings.TrimSpace(body); {
	case strings.HasPrefix(text, "<"):
		return mediaHTML
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return mediaJSON
	}
	return mediaText
}

// codeOf returns an error code with the status.
func codeOf(status int) string {
	codes := map[int]string{
		401: engine.CodeInvalidAPIKey, 402: engine.CodeCardDeclined, 403: engine.CodePermissions, 404: engine.CodeResourceNotFound,
		405: engine.CodeMethodNotAllowed, 409: engine.CodeInvalidState, 413: engine.CodePayloadTooLarge, 415: engine.CodeUnsupportedMedia,
		422: engine.CodeIdempotencyReused, 429: engine.CodeRateLimitExceeded, 502: engine.CodeBadGateway,
		503: engine.CodeServiceUnavailable, 504: engine.CodeGatewayTimeout,
	}
	switch code := codes[status]; {
	case code != "":
		return code
	case status >= http.StatusInternalServerError:
		return engine.CodeInternal
	}
	return engine.CodeRequestInvalid
}

type object = map[string]any

// envelope returns an error response in one of the forms of [fault.Envelopes].
func (c *call) envelope(form string, status int, code string) (body []byte, media string) {
	id, text := c.requestID(), http.StatusText(status)
	kind := (&engine.Error{Code: code}).Type()
	var value any
	switch form {
	case "html":
		return fmt.Appendf(nil, "<html><head><title>%d %s</title></head><body><h1>%s</h1></body></html>\n", status, text, text), mediaHTML
	case "text":
		return []byte(faultMessage + "\n"), mediaText
	case "empty":
		return nil, mediaJSON
	case "null":
		return []byte("null"), mediaJSON
	case "bad-json":
		return []byte(`{"error":{"message":"cut o`), mediaJSON
	case "details":
		value = object{"error": object{"code": code, "message": faultMessage, "details": object{"field": "amount"}, "documentation_url": docURL + code}}
	case "success":
		value = object{"success": false, "error": object{"code": code, "message": faultMessage}}
	case "success-text":
		value = object{"success": false, "error": faultMessage}
	case "string":
		value = object{"error": code, "message": faultMessage, "request_id": id}
	case "flat":
		value = object{"type": kind, "code": code, "message": faultMessage}
	case "errors":
		value = object{"errors": []object{{"field": "amount", "message": faultMessage, "code": code}}}
	case "errors-by-field":
		value = object{"message": faultMessage, "errors": object{"amount": []string{faultMessage}}}
	case "problem":
		return mustEncode(object{"type": "about:blank", "title": text, "status": status, "detail": faultMessage}), "application/problem+json"
	case "meta":
		value = object{"meta": object{"requestId": id}, "error": object{"code": code, "message": faultMessage}}
	case "beside":
		value = object{"error": object{"code": code, "message": faultMessage}, "request_id": id}
	case "array":
		value = []object{{"code": code, "message": faultMessage}}
	default:
		value = &errorBody{errorObject{Type: kind, Code: code, Message: faultMessage, DocURL: docURL + code, RequestID: id}}
	}
	return mustEncode(value), mediaJSON
}

// mustEncode encodes a value of strings and numbers.
func mustEncode(value any) []byte {
	body, err := encode(value)
	if err != nil {
		panic(err)
	}
	return body
}

func (c *call) redirect(status int) answer {
	switch target := c.fault.rule.Do.Text; target {
	case fault.TargetMissing:
	case fault.TargetSelf:
		c.header.Set("Location", c.request.URL.RequestURI())
	default:
		c.header.Set("Location", target)
	}
	c.header.Set("Content-Type", mediaHTML)
	return answer{status, []byte("<html><head><title>Moved</title></head></html>\n")}
}

// rateLimited returns a 429 that states the wait in one of its forms.
func (c *call) rateLimited() answer {
	wait, now := c.fault.rule.Do.For, c.now()
	seconds := strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10)
	reset := strconv.FormatInt(now.Add(wait+time.Second-1).Unix(), 10)
	a := c.refusal(refuse(engine.CodeRateLimitExceeded, "", "%s", faultMessage))
	c.header.Del("X-RateLimit-Reset")
	c.header.Set("X-RateLimit-Remaining", "0")
	switch c.fault.rule.Do.Text {
	case "seconds":
		c.header.Set("Retry-After", seconds)
	case "date":
		c.header.Set("Retry-After", now.Add(wait+time.Second-1).Format(http.TimeFormat))
	case "ms":
		c.header.Set("Retry-After-Ms", strconv.FormatInt(wait.Milliseconds(), 10))
	case "reset":
		c.header.Set("X-RateLimit-Reset", reset)
	case "reset-delta":
		c.header.Set("X-RateLimit-Reset", seconds)
	case "reset-after":
		c.header.Set("X-RateLimit-Reset-After", seconds)
	case "x-retry-after":
		c.header.Set("X-RateLimit-Retry-After", seconds)
	case "ratelimit":
		c.header.Set("RateLimit", `"default";r=0;t=`+seconds)
	case "body":
		a.body = mustEncode(object{"error": object{
			"type": "rate_limit_error", "code": engine.CodeRateLimitExceeded, "message": faultMessage, "retry_after": json.Number(seconds), "request_id": c.requestID(),
		}})
	}
	return a
}

// inFlight returns the response for a key in use, as JSON or as the text that other
// servers of the API send.
func (c *call) inFlight() answer {
	if c.fault.rule.Do.Text == "text" {
		c.header.Set("Content-Type", mediaText)
		return answer{http.StatusConflict, []byte("Duplicate request in progress")}
	}
	c.header.Set("Retry-After", "1")
	return c.refusal(refuse(engine.CodeIdempotencyInUse, "", "%s", faultMessage))
}
