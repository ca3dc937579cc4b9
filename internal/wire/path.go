package wire

import (
	"strconv"
	"strings"
)

// Fault is the error of a document that cannot be decoded.
type Fault struct {
	Path    string // as in "data[3].refunds[1].amount"; empty for the document itself
	Problem string // as in "unexpected bool"
}

// Error returns the path and the problem.
func (f *Fault) Error() string {
	if f.Path == "" {
		return f.Problem
	}
	return f.Path + ": " + f.Problem
}

// Skipped is a member whose value had an unexpected type and was skipped.
type Skipped struct {
	Path string // as in "metadata.color"
	Kind string // the JSON type of the value, such as "array"
}

// step is one level of a path.
type step struct {
	list    bool
	index   int
	name    string
	pending bool // a name follows
}

// path returns the JSON path of the value at an offset of a document. The Decoder tracks
// no path, because paths are rarely needed.
func path(text []byte, end int) string {
	var steps []step
	d := Decoder{text: text[:end], quiet: true}
	for d.at < end {
		switch c := text[d.at]; c {
		case '{', '[':
			steps = append(steps, step{list: c == '[', pending: c == '{'})
		case '}', ']':
			steps = steps[:max(0, len(steps)-1)]
		case '"':
			name := d.quoted()
			if n := len(steps) - 1; n >= 0 && steps[n].pending && name != nil {
				steps[n].name, steps[n].pending = memberName(name), false
			}
			continue
		case ',':
			if n := len(steps) - 1; n >= 0 {
				steps[n].index++
				steps[n].pending = !steps[n].list
			}
		}
		d.at++
	}
	return join(steps)
}

// maxSteps is the maximum number of steps in a message.
const maxSteps = 16

func join(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		switch {
		case i == maxSteps:
			return b.String() + "…"
		case s.list:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case s.pending: // at a comma or a brace: the object itself
		case b.Len() > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	return b.String()
}

const maxName = 64

// memberName returns a name for a message of one line.
func memberName(name []byte) string {
	quoted := strconv.QuoteToASCII(string(name[:min(len(name), maxName)]))
	return quoted[1 : len(quoted)-1]
}
