package input

import (
	"math"
	"unicode/utf8"
)

// Rule narrows what a member takes.
type Rule func(*rules)

type rules struct {
	required, secret bool
	allowZero        bool
	anyCase          bool
	only             []string // of the values of an enum
	minLen, maxLen   int      // maxLen 0: unbounded
	min, max         *int64
	forms            []form
}

// form is a grammar that a text must have.
type form struct {
	want  string // goes on after "must be "
	ok    func(string) bool
	known []string // one of which may be meant by what is not ok
}

// Required says that the member must be there and not null.
func Required(r *rules) { r.required = true }

// Secret keeps the value out of every message.
func Secret(r *rules) { r.secret = true }

// AllowZero takes zero for an amount too; without it amounts are above zero.
func AllowZero(r *rules) { r.allowZero = true }

// AnyCase takes the values of an enum in upper case too.
func AnyCase(r *rules) { r.anyCase = true }

// NotEmpty refuses empty texts and lists.
func NotEmpty(r *rules) { r.minLen = 1 }

// MaxLen bounds the characters of a text or the elements of a list.
func MaxLen(n int) Rule { return func(r *rules) { r.maxLen = n } }

// Min is the least that an integer may be.
func Min(n int64) Rule { return func(r *rules) { r.min = &n } }

// Max is the most that an integer may be.
func Max(n int64) Rule { return func(r *rules) { r.max = &n } }

// Form is a grammar for texts; want goes on after "must be ", as in "a wallet
// address".
func Form(want string, ok func(string) bool) Rule {
	return FormLike(want, ok, nil)
}

// FormLike is [Form] with texts of that grammar, of which the nearest is suggested.
func FormLike(want string, ok func(string) bool, known []string) Rule {
	return func(r *rules) { r.forms = append(r.forms, form{want, ok, known}) }
}

// lengthOK checks the length of a text or a list.
func (f *field) lengthOK(n int, unit string) bool {
	switch {
	case n < f.rules.minLen:
		f.fail("must not be empty")
	case f.rules.maxLen > 0 && n > f.rules.maxLen:
		f.fail("has %d %s: at most %d are allowed", n, unit, f.rules.maxLen)
	default:
		return true
	}
	return false
}

func (f *field) textOK(text string) bool {
	if !f.lengthOK(utf8.RuneCountInString(text), "characters") {
		return false
	}
	for _, form := range f.rules.forms {
		if !form.ok(text) {
			f.failValue("must be %s", form.want+DidYouMean(text, form.known))
			return false
		}
	}
	return true
}

func (f *field) rangeOK(n int64) bool {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if f.rules.min != nil {
		low = *f.rules.min
	}
	if f.rules.max != nil {
		high = *f.rules.max
	}
	switch {
	case n >= low && n <= high:
		return true
	case f.rules.min != nil && f.rules.max != nil:
		f.failValue("must be from %d to %d", low, high)
	case n < low:
		f.failValue("must be %d or more", low)
	default:
		f.failValue("must be %d or less", high)
	}
	return false
}
