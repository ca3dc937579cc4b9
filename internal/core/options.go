package core

import (
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
)

// CallOption is a RequestOption of the SDK: a function on the options of a call.
type CallOption struct {
	api.RequestOption // seals the interface
	Apply             func(*CallOptions) error
}

// ApplyToCall calls the function.
func (o CallOption) ApplyToCall(to *CallOptions) error { return o.Apply(to) }

// OptionFunc returns the RequestOption of a function.
func OptionFunc(apply func(*CallOptions) error) CallOption { return CallOption{Apply: apply} }

// CallOptions is the result of all options of a call.
type CallOptions struct {
	Key      string
	NoKey    bool
	Attempts int
	Timeout  time.Duration // of the call
	Attempt  time.Duration // of one attempt
	Account  string
	Headers  []Header
	Query    url.Values
	Expand   []string
	Response *api.Response
	Prefetch bool
	// NoJournal sends a write without storing it.
	NoJournal bool
}

// Header is one header line of a request.
type Header struct{ Name, Value string }

// collect applies the options in order. The last option of a kind applies. nil options
// are ignored.
func collect(opts []api.RequestOption) (*CallOptions, error) {
	var o CallOptions
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		known, ok := opt.(interface{ ApplyToCall(*CallOptions) error })
		if !ok {
			return nil, badParam("options", fmt.Sprintf("%T is not an option of this SDK", opt))
		}
		if err := known.ApplyToCall(&o); err != nil {
			return nil, err
		}
	}
	return &o, nil
}

// noOptions is shared by all calls without options. It is never modified.
var noOptions CallOptions

// maxKey and maxHeaderValue are the maximum lengths of a key and of a header value.
const (
	maxKey         = 255
	maxHeaderValue = 8 << 10
	maxExpandDepth = 4
)

// CheckKey returns an error for an invalid idempotency key. A key has 1 to 255 printable
// ASCII characters and no blanks.
func CheckKey(key string) error { return checkKey("WithIdempotencyKey", key) }

func checkKey(param, key string) error {
	if key == "" || len(key) > maxKey {
		return badParam(param, fmt.Sprintf("must have 1 to %d characters, got %d", maxKey, len(key)))
	}
	if !visibleASCII(key) {
		return badParam(param, fmt.Sprintf("must be printable ASCII without blanks, got %s", quote.Short(key)))
	}
	return nil
}

func visibleASCII(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// reservedHeaders are the headers that only the SDK sets.
var reservedHeaders = map[string]string{
	"Authorization":       "it carries the client's key",
	"Idempotency-Key":     "use WithIdempotencyKey",
	"X-Account-Id":        "use WithAccount",
	"Host":                "it follows from the base URL",
	"Content-Length":      "it follows from the body",
	"Content-Type":        "bodies are JSON",
	"Transfer-Encoding":   "it follows from the body",
	"Connection":          "connections are shared",
	"Accept-Encoding":     "the SDK decompresses responses",
	"X-Stateset-Attempt":  "the SDK counts attempts",
	"X-Client-Request-Id": "the SDK sets it",
	"User-Agent":          "use WithAppInfo",
	"Accept":              "responses are JSON",
	"Content-Encoding":    "bodies are sent as they are",
	"Expect":              "bodies are sent at once",
	"Trailer":             "bodies have none",
	"Te":                  "responses have no trailer",
	"Upgrade":             "connections are shared",
}

// CheckHeader returns the header of a caller, or an error.
func CheckHeader(name, value string) (Header, error) {
	const option = "WithHeader"
	canonical := textproto.CanonicalMIMEHeaderKey(name)
	if name == "" || len(name) > maxKey || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return Header{}, badParam(option, fmt.Sprintf("%s is not a header name: must be letters, digits, - and _", quote.Short(name)))
	}
	// Servers that pass headers as environment variables treat an underscore as a dash.
	if why, ok := reservedHeaders[textproto.CanonicalMIMEHeaderKey(strings.ReplaceAll(name, "_", "-"))]; ok {
		return Header{}, badParam(option, canonical+" cannot be overridden: "+why)
	}
	if len(value) > maxHeaderValue {
		return Header{}, badParam(option, fmt.Sprintf("%s must be at most %d bytes, got %d", canonical, maxHeaderValue, len(value)))
	}
	for i := range len(value) {
		if c := value[i]; c != '\t' && (c < ' ' || c > '~') {
			return Header{}, badParam(option, fmt.Sprintf("%s must be printable ASCII, byte %d is 0x%02x", canonical, i, c))
		}
	}
	return Header{canonical, value}, nil
}

// CheckAccount returns an error for an invalid ID of a connected account.
func CheckAccount(id string) error {
	if !strings.HasPrefix(id, "acct_") || len(id) > maxKey || !visibleASCII(id) {
		return badParam("WithAccount", fmt.Sprintf("must be an account id, \"acct_…\", got %s", quote.Short(id)))
	}
	return nil
}

// CheckExpand returns an error for an invalid path to expand.
func CheckExpand(path string) error {
	segments := strings.Split(path, ".")
	if len(segments) > maxExpandDepth {
		return badParam("WithExpand", fmt.Sprintf("%s is deeper than %d levels", quote.Short(path), maxExpandDepth))
	}
	for _, segment := range segments {
		if segment == "" || strings.Trim(segment, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return badParam("WithExpand", fmt.Sprintf("%s is not a path: must be names joined by points, as in \"items.product\"", quote.Short(path)))
		}
	}
	return nil
}

// AddHeader adds a header to the call.
func (o *CallOptions) AddHeader(name, value string) error {
	h, err := CheckHeader(name, value)
	if err == nil {
		o.Headers = append(o.Headers, h)
	}
	return err
}

// Override returns the headers of a client that is derived from one with base: a name in
// over replaces all values that base has for it.
func Override(base, over []Header) []Header {
	kept := slices.DeleteFunc(slices.Clone(base), func(h Header) bool {
		return slices.ContainsFunc(over, func(o Header) bool { return o.Name == h.Name })
	})
	return append(kept, over...)
}

// applyTo writes the options' headers. The values of a name replace those of the client.
func (o *CallOptions) applyTo(header http.Header) {
	for _, h := range o.Headers {
		header[h.Name] = nil
	}
	for _, h := range o.Headers {
		header[h.Name] = append(header[h.Name], h.Value)
	}
	if o.Account != "" {
		header["X-Account-Id"] = []string{o.Account}
	}
}
