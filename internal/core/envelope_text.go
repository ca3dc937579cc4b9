package core

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/transport"
)

// plainMessage describes a response that is not a JSON object.
func plainMessage(r *transport.Response, body []byte) string {
	if encoding := unrequestedEncoding(r.Header); encoding != "" {
		return "the body has the content encoding " + encoding + ", which was not requested"
	}
	switch {
	case len(body) == 0:
		return http.StatusText(r.Status)
	case isXML(r.Header, body):
		return "the server answered with XML" + xmlText(body)
	case isHTML(r.Header, body):
		return "the server answered with an HTML page" + htmlTitle(body)
	}
	return string(body[:min(len(body), startOfBody)])
}

// unrequestedEncoding returns the content encoding of a body that the transport could not
// decode, escaped. The SDK requests only gzip.
func unrequestedEncoding(header http.Header) string {
	encoding := strings.TrimSpace(strings.Join(header.Values("Content-Encoding"), ", "))
	switch strings.ToLower(encoding) {
	case "", "identity", "gzip":
		return ""
	}
	return quote.Escape(encoding, maxShownID)
}

func isHTML(header http.Header, body []byte) bool {
	return strings.HasPrefix(header.Get("Content-Type"), "text/html") || body[0] == '<'
}

func htmlTitle(body []byte) string {
	page := string(body[:min(len(body), startOfPage)])
	_, rest, found := strings.Cut(page, "<title>")
	title, _, closed := strings.Cut(rest, "</title>")
	if !found || !closed {
		return ""
	}
	return " titled " + strconv.Quote(quote.Cut(strings.TrimSpace(title), maxTitle))
}

// startOfPage is the number of bytes of a page that are searched for a title or message.
// maxTitle is the maximum length of the shown title.
const (
	startOfPage = 4 << 10
	maxTitle    = 100
)

// isXML excludes XHTML, which has a title instead of a message.
func isXML(header http.Header, body []byte) bool {
	kind, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	declared := strings.HasSuffix(kind, "/xml") || strings.HasSuffix(kind, "+xml") && kind != "application/xhtml+xml"
	start := body[:min(len(body), startOfPage)]
	return body[0] == '<' && (declared || bytes.HasPrefix(body, []byte("<?xml"))) && !bytes.Contains(bytes.ToLower(start), []byte("<html"))
}

// xmlText returns the text of the first element that holds a message, or of the first
// that holds text.
func xmlText(body []byte) string {
	decoder := xml.NewDecoder(bytes.NewReader(body[:min(len(body), startOfPage)]))
	decoder.Strict = false
	element, text := "", ""
	for {
		token, err := decoder.Token()
		if err != nil { // the end of the text, or of the limit
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			element = strings.ToLower(t.Name.Local)
		case xml.CharData:
			said := strings.TrimSpace(string(t))
			if said == "" {
				continue
			}
			text = first(text, said)
			if messageElements[element] {
				return ": " + quote.Cut(said, startOfBody)
			}
		}
	}
	if text == "" {
		return ""
	}
	return ": " + quote.Cut(text, startOfBody)
}

// messageElements are the XML elements that hold a message, in lower case.
var messageElements = map[string]bool{"message": true, "faultstring": true, "description": true, "detail": true, "errormessage": true}
