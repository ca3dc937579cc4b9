package fault

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Default sizes.
const (
	defaultBomb    = 256 << 20
	defaultBig     = 64 << 20
	defaultFlood   = 2 << 20
	defaultInterim = 100
	maxInterim     = 1_000_000
)

// actions maps the name of an action to the parser of its argument.
var actions = map[string]func(r *Rule, arg string) error{
	"status":        (*Rule).doStatus,
	"stub":          (*Rule).doStub,
	"error":         (*Rule).doError,
	"html":          doForm("html"),
	"text":          doForm("text"),
	"empty":         doForm("empty"),
	"null":          doForm("null"),
	"bad-json":      doForm("bad-json"),
	"reset":         doPlain(Reset),
	"close":         doPlain(Close),
	"garbage":       doPlain(Garbage),
	"no-terminator": doPlain(NoTerminator),
	"stall":         (*Rule).doStall,
	"delay":         (*Rule).doDelay,
	"truncate":      (*Rule).doTruncate,
	"drip":          doSize(Drip, 0),
	"wrong-length":  (*Rule).doWrongLength,
	"gzip":          (*Rule).doGzip,
	"redirect":      (*Rule).doRedirect,
	"big":           doSize(Big, defaultBig),
	"header-flood":  doSize(Flood, defaultFlood),
	"interim":       (*Rule).doInterim,
	"rate-limit":    (*Rule).doRateLimit,
	"in-flight":     (*Rule).doInFlight,
	"replayed":      (*Rule).doReplayed,
}

// Actions returns the names of all actions, sorted.
func Actions() []string {
	var names []string
	for name := range actions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// pointsOf returns the points at which a kind can fire. The first is the default.
func pointsOf(kind Kind) []Point {
	switch kind {
	case Pass, Reset, Close, Stall:
		return []Point{Read, Accept, Reserved, Committed, Headers, Body}
	case Garbage:
		return []Point{Read, Accept, Reserved, Committed}
	case Replace, Redirect, RateLimit, InFlight, Big, Bomb:
		return []Point{Read, Reserved, Committed}
	case Stored:
		return []Point{Reserved}
	}
	return []Point{Body}
}

func (r *Rule) setDo(text string) error {
	name, arg, _ := strings.Cut(text, ":")
	read, known := actions[name]
	if !known {
		return fmt.Errorf("unknown action%s: must be one of %s", input.DidYouMean(name, Actions()), strings.Join(Actions(), ", "))
	}
	return read(r, arg)
}

func doPlain(kind Kind) func(*Rule, string) error {
	return func(r *Rule, arg string) error {
		if arg != "" {
			return fmt.Errorf("do=%s takes no number", kind)
		}
		r.Do.Kind = kind
		return nil
	}
}

// doSize returns the parser of an action with a size. A default of zero makes the size
// required.
func doSize(kind Kind, least int64) func(*Rule, string) error {
	return func(r *Rule, arg string) (err error) {
		r.Do = Action{Kind: kind, Size: least}
		if arg != "" || least == 0 {
			r.Do.Size, err = size(arg)
		}
		return err
	}
}

// doForm returns the parser of a response form. Default status: 200.
func doForm(form string) func(*Rule, string) error {
	return func(r *Rule, arg string) error {
		if arg != "" {
			if err := r.doStatus(arg); err != nil {
				return err
			}
		}
		r.Do.Kind = Replace
		return r.setEnvelope(form)
	}
}

func (r *Rule) doStatus(arg string) error {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 200 || n > 599 || len(arg) != 3 {
		return fmt.Errorf("must be a status from 200 to 599, as in status:503")
	}
	r.Do = Action{Kind: Replace, Status: n}
	return nil
}

// doStub is doStatus for a response that is not an error. Default status: 200.
func (r *Rule) doStub(arg string) error {
	if arg == "" {
		arg = "200"
	}
	return r.doStatus(arg)
}

func (r *Rule) doError(arg string) error {
	codes := engine.Codes()
	if !slices.Contains(codes, arg) {
		return fmt.Errorf("unknown code %s%s: must be one of %s", show(arg), input.DidYouMean(arg, codes), strings.Join(codes, ", "))
	}
	r.Do = Action{Kind: Replace, Code: arg}
	return nil
}

func (r *Rule) doStall(arg string) (err error) {
	r.Do = Action{Kind: Stall, For: -1}
	if arg != "" {
		r.Do.For, err = duration(arg)
	}
	return err
}

func (r *Rule) doDelay(arg string) (err error) {
	if r.Delay > 0 {
		return fmt.Errorf("the delay is given twice")
	}
	r.Do.Kind = Pass
	r.Delay, err = duration(arg)
	return err
}

// ends maps the ends of a truncated response to their kinds.
var ends = map[string]Kind{"": Close, "fin": Close, "rst": Reset, "hang": Stall, "ok": Short}

func (r *Rule) doTruncate(arg string) (err error) {
	much, end, _ := strings.Cut(arg, ":")
	kind, known := ends[end]
	switch {
	case !known:
		return fmt.Errorf("the end must be fin, rst, hang or ok, as in truncate:50%%:rst")
	case r.At.Point != "":
		return fmt.Errorf("do=truncate already sets the place: remove at=")
	}
	r.Do = Action{Kind: kind, For: -1}
	r.At, err = part(much)
	return err
}

func (r *Rule) doWrongLength(arg string) error {
	r.Do = Action{Kind: WrongLength, Text: arg}
	if arg == "negative" || arg == "two" {
		return nil
	}
	n, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || n == 0 || n < -maxCount || n > maxCount {
		return fmt.Errorf("must be the difference from the real length, as in +5 or -5, or negative, or two")
	}
	r.Do.Text, r.Do.Size = "", n
	return nil
}

func (r *Rule) doGzip(arg string) error {
	variant, more, _ := strings.Cut(arg, ":")
	switch variant {
	case "bomb":
		return doSize(Bomb, defaultBomb)(r, more)
	case "corrupt", "mislabelled", "nested":
		if more != "" {
			return fmt.Errorf("only gzip:bomb takes a size")
		}
		r.Do = Action{Kind: Gzip, Text: variant}
		return nil
	}
	return fmt.Errorf("must be gzip:bomb, gzip:corrupt, gzip:mislabelled or gzip:nested")
}

// Redirect targets that are not URLs.
const (
	TargetSelf    = "self"    // the URL of the request
	TargetMissing = "missing" // no Location header
)

func (r *Rule) doRedirect(arg string) error {
	code, target, _ := strings.Cut(arg, ":")
	status, _ := strconv.Atoi(code)
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return fmt.Errorf("must be 301, 302, 303, 307 or 308, and a target, as in redirect:307:https://example.com/")
	}
	if target == "" {
		target = TargetSelf
	}
	if _, err := url.Parse(target); err != nil || !plain(target) || strings.Contains(target, " ") {
		return fmt.Errorf("the target must be a URL, self or missing")
	}
	r.Do = Action{Kind: Redirect, Status: status, Text: target}
	return nil
}

func (r *Rule) doInterim(arg string) (err error) {
	r.Do = Action{Kind: Interim, Size: defaultInterim}
	if arg == "" {
		return nil
	}
	if r.Do.Size, err = count(arg, 1); err != nil || r.Do.Size > maxInterim {
		return fmt.Errorf("must be a number of responses from 1 to %d", maxInterim)
	}
	return nil
}

// Waits are the forms in which a response states a wait.
var Waits = []string{
	"seconds", "date", "ms", "reset", "reset-delta", "reset-after", "x-retry-after", "ratelimit", "body", "none",
}

func (r *Rule) doRateLimit(arg string) (err error) {
	wait, spelling, given := strings.Cut(arg, ":")
	r.Do = Action{Kind: RateLimit, For: time.Second, Text: Waits[0]}
	if given {
		r.Do.Text = spelling
	}
	if !slices.Contains(Waits, r.Do.Text) {
		return fmt.Errorf("unknown form of the wait%s: must be one of %s", input.DidYouMean(spelling, Waits), strings.Join(Waits, ", "))
	}
	if wait != "" {
		r.Do.For, err = duration(wait)
	}
	return err
}

func (r *Rule) doInFlight(arg string) error {
	if arg != "" && arg != "json" && arg != "text" {
		return fmt.Errorf("must be in-flight:json or in-flight:text")
	}
	r.Do = Action{Kind: InFlight, Text: arg}
	return nil
}

func (r *Rule) doReplayed(arg string) error {
	if arg == "" {
		arg = "500"
	}
	if err := r.doStatus(arg); err != nil {
		return err
	}
	r.Do.Kind = Stored
	return nil
}
