package har

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// entry is an entry of HAR 1.2. Names that begin with an underscore are extensions.
type entry struct {
	Started   time.Time      `json:"startedDateTime"`
	Time      int            `json:"time"`
	Request   request        `json:"request"`
	Response  response       `json:"response"`
	Cache     struct{}       `json:"cache"`
	Timings   map[string]int `json:"timings"`
	Operation string         `json:"_operation,omitempty"`
	Fault     string         `json:"_fault,omitempty"`
	Test      string         `json:"_test"`
}

type request struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	HTTPVersion string `json:"httpVersion"`
	Cookies     []pair `json:"cookies"`
	Headers     []pair `json:"headers"`
	QueryString []pair `json:"queryString"`
	PostData    *data  `json:"postData,omitempty"`
	HeadersSize int    `json:"headersSize"`
	BodySize    int    `json:"bodySize"`
}

type response struct {
	Status      int    `json:"status"` // 0 if a fault replaced the response
	StatusText  string `json:"statusText"`
	HTTPVersion string `json:"httpVersion"`
	Cookies     []pair `json:"cookies"`
	Headers     []pair `json:"headers"`
	Content     data   `json:"content"`
	RedirectURL string `json:"redirectURL"`
	HeadersSize int    `json:"headersSize"`
	BodySize    int    `json:"bodySize"`
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type data struct {
	Size     int    `json:"size,omitempty"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

const (
	protocol = "HTTP/1.1"
	unknown  = -1 // a size
)

func newEntry(test string, e *journal.Entry, header http.Header) *entry {
	return &entry{
		Started: e.Time, Request: newRequest(e), Response: newResponse(e, header),
		Timings: map[string]int{"send": 0, "wait": 0, "receive": 0}, Operation: e.Operation, Fault: e.Fault, Test: test,
	}
}

func newRequest(e *journal.Entry) request {
	address := "http://localhost" + e.Path
	if e.Query != "" {
		address += "?" + e.Query
	}
	r := request{
		Method: e.Method, URL: address, HTTPVersion: protocol, Cookies: []pair{},
		Headers: pairs(mask.Header(e.Header)), QueryString: parameters(e.Query), HeadersSize: unknown, BodySize: e.RequestBody.Size,
	}
	if e.RequestBody.Size > 0 {
		r.PostData = &data{MimeType: e.Header.Get("Content-Type"), Text: string(e.RequestBody.Data)}
	}
	return r
}

func newResponse(e *journal.Entry, header http.Header) response {
	return response{
		Status: e.Status, StatusText: http.StatusText(e.Status), HTTPVersion: protocol, Cookies: []pair{},
		Headers: pairs(header), HeadersSize: unknown, BodySize: e.ResponseBody.Size,
		Content: data{Size: e.ResponseBody.Size, MimeType: header.Get("Content-Type"), Text: string(e.ResponseBody.Data)},
	}
}

// parameters returns the valid parameters of a query.
func parameters(query string) []pair {
	values, _ := url.ParseQuery(query) // returns the valid ones also with an error
	return pairs(values)
}

// pairs returns the values in the order of their names.
func pairs(values map[string][]string) []pair {
	all := []pair{}
	for name, list := range values {
		for _, value := range list {
			all = append(all, pair{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
	return all
}
