package webhook

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/wire"
)

const (
	maxURL         = 2048
	maxDescription = 500
	maxEvents      = 100
	maxOverlap     = 7 * 24 * time.Hour
)

// checkURL checks the URL of an endpoint. plainHTTP allows http to every machine.
func checkURL(c *core.Check, url string, plainHTTP bool) {
	c.Text("url", url, maxURL)
	switch {
	case url == "", core.IsCallbackURL(url), plainHTTP && core.IsPlainCallbackURL(url):
	case core.IsPlainCallbackURL(url):
		c.Fail("url", "must be an https URL, or an http one of this machine; a client with WithPlainHTTP accepts http to other machines")
	default:
		c.Fail("url", "must be an https URL, or an http one of this machine, without user info and fragment")
	}
}

func checkEvents(c *core.Check, events []Type) {
	if len(events) > maxEvents {
		c.Fail("events", "has %d entries: must have at most %d, or \"*\" for all", len(events), maxEvents)
		return
	}
	for i, t := range events {
		checkType(c, fmt.Sprintf("events[%d]", i), t)
	}
}

const (
	wantType     = `one such as "payment.succeeded"`
	wantSelector = `one such as "payment.succeeded", a pattern such as "payment.*", or "*" for all`
)

// checkType requires a type or a pattern. Unknown types may exist, so only the form is
// checked. The server rejects types that do not exist.
func checkType(c *core.Check, param string, t Type) {
	c.Required(param, string(t))
	core.OpenEnum(c, param, t, Type.isSelector, wantSelector)
}

// isSelector reports whether the text has the form of a type or a pattern.
func (t Type) isSelector() bool {
	if t == AllTypes {
		return true
	}
	prefix, isPattern := strings.CutSuffix(string(t), ".*")
	return isWords(prefix) && (isPattern || t.isType())
}

// isType reports whether the text has the form of a type: two words or more.
func (t Type) isType() bool { return strings.Contains(string(t), ".") && isWords(string(t)) }

// isWords reports whether the text consists of words of [a-z_] with points between them.
func isWords(text string) bool {
	for word := range strings.SplitSeq(text, ".") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return false
		}
	}
	return true
}

func (p *CreateParams) wire(plainHTTP bool) (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.Required("url", p.URL)
	checkURL(&c, p.URL, plainHTTP)
	if len(p.Events) == 0 {
		c.Fail("events", "is required: name the types, or \"*\" for all")
	}
	checkEvents(&c, p.Events)
	c.Text("description", p.Description, maxDescription)
	core.Enum(&c, "signature_scheme", p.Scheme)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *UpdateParams) wire(plainHTTP bool) (any, error) {
	var c core.Check
	if !c.Changes(p == nil) {
		return nil, c.Err()
	}
	if p.URL != nil {
		c.Required("url", *p.URL)
		checkURL(&c, *p.URL, plainHTTP)
	}
	if p.Events != nil && len(p.Events) == 0 {
		c.Fail("events", "is empty: name the types, or disable the endpoint")
	}
	checkEvents(&c, p.Events)
	if p.Description != nil {
		c.Text("description", *p.Description, maxDescription)
	}
	if p.Status != nil {
		c.Required("status", string(*p.Status))
		core.Enum(&c, "status", *p.Status)
	}
	if p.Scheme != nil {
		c.Required("signature_scheme", string(*p.Scheme))
		core.Enum(&c, "signature_scheme", *p.Scheme)
	}
	c.MetadataPatch(p.Metadata)
	return p, c.Err()
}

func (p *RotateSecretParams) wire() (any, error) {
	if p == nil {
		return nil, nil
	}
	var c core.Check
	if d := p.ExpiresIn; d != nil && (*d < 0 || *d > maxOverlap || *d%time.Second != 0) {
		c.Fail("expires_in", "must be whole seconds, at most %s, got %s", maxOverlap, *d)
	}
	return p, c.Err()
}

// readExpiresIn reads seconds.
func (p *RotateSecretParams) readExpiresIn(d *wire.Decoder) {
	var seconds *int64
	wire.ReadPointer(&seconds, d, wire.ReadInt64)
	switch {
	case seconds == nil:
	case *seconds > int64(math.MaxInt64/time.Second):
		d.Refuse("integer is out of range")
	default:
		p.ExpiresIn = new(time.Duration(*seconds) * time.Second)
	}
}

func (p *RotateSecretParams) writeExpiresIn(e *wire.Encoder) {
	if p.ExpiresIn != nil {
		e.Key("expires_in")
		e.Int(int64(*p.ExpiresIn / time.Second))
	}
}

func (p *SendTestParams) wire() (any, error) {
	if p == nil {
		return nil, nil
	}
	var c core.Check
	core.OpenEnum(&c, "type", p.Type, Type.isType, wantType)
	return p, c.Err()
}

func (p *ListParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "we")
		core.Filter(c, "status", p.Status)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

func (p *ListDeliveriesParams) args(endpointID string) core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "dlv")
		core.Filter(c, "status", p.Status)
		core.Filter(c, "event_id", p.EventID)
		c.Times("created", p.Created)
	})
	return core.Args{ID: endpointID, Query: query, Err: err}
}

func (p *ListEventsParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "evt")
		core.Filter(c, "type", p.Type)
		for one := range strings.SplitSeq(string(p.Type), ",") {
			if one != "" {
				checkType(c, "type", Type(one))
			}
		}
		c.Times("created", p.Created)
	})
	return core.Args{Query: query, Err: err}
}
