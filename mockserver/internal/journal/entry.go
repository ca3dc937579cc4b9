package journal

import (
	"net/http"
	"time"

	"github.com/stateset/stateset-go/internal/wire"
)

// maxBody is the maximum size of a stored body. The rest is cut.
const maxBody = 64 << 10

// Content is the stored beginning of a body.
type Content struct {
	Data   []byte
	Record wire.Writer // instead of Data: an immutable object whose encoding is the body
	Size   int         // of the whole body
}

// NewContent returns the beginning of a body. It keeps a reference to a body that is
// stored whole.
func NewContent(body []byte) Content {
	c := Content{Data: body, Size: len(body)}
	if len(body) > maxBody {
		c.Data = append([]byte(nil), body[:maxBody]...)
	}
	return c
}

// NewRecord is [NewContent] for a body that is the encoding of an immutable record. It
// keeps no reference to the body.
func NewRecord(record wire.Writer, body []byte) Content {
	if len(body) > maxBody {
		return NewContent(body)
	}
	return Content{Record: record, Size: len(body)}
}

// text returns the stored beginning of the body.
func (c Content) text() []byte {
	if c.Record == nil {
		return c.Data
	}
	text, _ := wire.Marshal(c.Record) // the response was encoded before
	return text
}

// Entry is a request as it was received, with its secrets. Entries are immutable once
// they are in a journal. [NewView] masks the secrets.
type Entry struct {
	ID             int64 // set by [Journal.Add]
	Time           time.Time
	Method         string
	Path           string // escaped, without the query
	Query          string
	Header         http.Header
	RequestBody    Content
	Status         int // 0 if a fault replaced the response
	ResponseBody   Content
	RequestID      string
	Account        string // "test/name"
	Operation      string
	IdempotencyKey string
	Committed      bool
	Transaction    int64  // the number of the committed transaction; see engine.Effects
	ReplayOf       string // the ID of the first request with the key, if its response was replayed
	Fault          string

	bytes int64 // the approximate memory, set by Add
}

// entryOverhead is the approximate size of an entry without its texts.
const entryOverhead = 400

// size returns the approximate memory of the entry.
func (e *Entry) size() int64 {
	n := entryOverhead + len(e.Path) + len(e.Query) + len(e.RequestBody.Data) + len(e.ResponseBody.Data) +
		len(e.RequestID) + len(e.IdempotencyKey) + len(e.ReplayOf) + len(e.Fault)
	if e.ResponseBody.Record != nil {
		n += e.ResponseBody.Size
	}
	for name, values := range e.Header {
		for _, value := range values {
			n += len(name) + len(value)
		}
	}
	return int64(n)
}

// shrink removes the bodies and headers of an entry that alone exceeds the bound.
func (e *Entry) shrink() {
	e.RequestBody.Data, e.ResponseBody.Data, e.ResponseBody.Record, e.Header, e.Query = nil, nil, nil, nil, ""
}
