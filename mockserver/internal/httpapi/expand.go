package httpapi

import (
	"fmt"
	"sort"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Responses are expanded by editing their JSON: the expanded object is inserted next to
// its ID. So the types of objects need no fields for expansions.

// link is one name that can be expanded.
type link struct {
	name string
	kind string // of the linked object
	from string // the member with the ID; "" for a member that only leads to further links
	// load returns the object with the ID, or a slice of objects, and whether it
	// exists.
	load func(tx *engine.Tx, id string) (object any, found bool)
	// each is the link of every element of an array in the object.
	each *link
}

const (
	maxExpandDepth = 4
	maxExpanded    = 10_000 // objects in one response
)

// tree is a set of paths to expand: names, and the paths below them.
type tree map[string]tree

// expansions reads the paths to expand. Paths of lists may begin with "data.".
func (c *call) expansions(kind string, list bool) tree { return expansions(c.query, kind, list) }

func expansions(q *input.Query, kind string, list bool) tree {
	trim := func(path string) string {
		if list {
			return strings.TrimPrefix(path, "data.")
		}
		return path
	}
	paths := q.Expand(func(path string) string { return checkPath(kind, trim(path)) })
	if len(paths) == 0 {
		return nil
	}
	root := tree{}
	for _, path := range paths {
		at := root
		for name := range strings.SplitSeq(trim(path), ".") {
			if at[name] == nil {
				at[name] = tree{}
			}
			at = at[name]
		}
	}
	return root
}

// checkPath returns why the path cannot be expanded, or "".
func checkPath(kind, path string) string {
	names := strings.Split(path, ".")
	if len(names) > maxExpandDepth {
		return fmt.Sprintf("has a path deeper than %d: %s", maxExpandDepth, input.Quote(path))
	}
	var at *link
	for _, name := range names {
		if at = findLink(kind, name); at == nil {
			return cannotExpand(kind, path, name)
		}
		kind = at.kind
	}
	if at.from == "" && at.each == nil {
		return fmt.Sprintf("has an incomplete path: %s is always included, expand a member below it", input.Quote(path))
	}
	return ""
}

func cannotExpand(kind, path, name string) string {
	var known []string
	for _, l := range links[kind] {
		known = append(known, l.name)
	}
	if len(known) == 0 {
		return fmt.Sprintf("has an unknown path: nothing can be expanded at %s in %s", input.Quote(name), input.Quote(path))
	}
	return fmt.Sprintf("has an unknown path: %s in %s must be one of %s", input.Quote(name), input.Quote(path), strings.Join(known, ", ")) +
		input.DidYouMean(name, known)
}

func findLink(kind, name string) *link {
	for i := range links[kind] {
		if links[kind][i].name == name {
			return &links[kind][i]
		}
	}
	return nil
}

// renderer encodes objects and expands them.
type renderer struct {
	tx   *engine.Tx
	left int // objects that may still be expanded
}

func newRenderer(tx *engine.Tx) *renderer { return &renderer{tx: tx, left: maxExpanded} }

// render encodes an object with its expansions.
func (r *renderer) render(object any, kind string, want tree) ([]byte, error) {
	text, err := encode(object)
	if err != nil || len(want) == 0 {
		return text, err
	}
	root, err := input.Parse(text)
	if err != nil {
		return nil, err
	}
	var edits []edit
	if err := r.expand(root, kind, want, &edits); err != nil {
		return nil, err
	}
	return apply(text, edits), nil
}

// expand collects the edits for the expansions of one object.
func (r *renderer) expand(object *input.Value, kind string, want tree, edits *[]edit) error {
	for i := range links[kind] {
		l := &links[kind][i]
		below, wanted := want[l.name]
		if !wanted {
			continue
		}
		if l.each != nil {
			if err := r.complete(object.Member(l.name), l.each, below, edits); err != nil {
				return err
			}
			continue
		}
		if l.from == "" {
			if err := r.descend(object.Member(l.name), l.kind, below, edits); err != nil {
				return err
			}
			continue
		}
		text, err := r.follow(l, object.Member(l.from), below)
		if err != nil {
			return err
		}
		*edits = append(*edits, place(object, l.name, text))
	}
	return nil
}

// descend expands the elements of an array in the object.
func (r *renderer) descend(list *input.Value, kind string, want tree, edits *[]edit) error {
	if list == nil || !list.IsArray() {
		return nil
	}
	for i := range list.Elements() {
		if err := r.expand(&list.Elements()[i], kind, want, edits); err != nil {
			return err
		}
	}
	return nil
}

// complete adds the linked object to every element of an array in the object.
func (r *renderer) complete(list *input.Value, l *link, want tree, edits *[]edit) error {
	if list == nil || !list.IsArray() {
		return nil
	}
	for i := range list.Elements() {
		element := &list.Elements()[i]
		text, err := r.follow(l, element.Member(l.from), want)
		if err != nil {
			return err
		}
		*edits = append(*edits, place(element, l.name, text))
	}
	return nil
}

// follow encodes the object with the ID, or null if it does not exist.
func (r *renderer) follow(l *link, id *input.Value, want tree) ([]byte, error) {
	if id == nil || !id.IsString() {
		return []byte("null"), nil
	}
	object, found := l.load(r.tx, id.Text())
	if !found {
		return []byte("null"), nil
	}
	list, isList := object.([]any)
	if !isList {
		return r.count(object, l.kind, want)
	}
	out := []byte{'['}
	for i, element := range list {
		text, err := r.count(element, l.kind, want)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, text...)
	}
	return append(out, ']'), nil
}

func (r *renderer) count(object any, kind string, want tree) ([]byte, error) {
	if r.left--; r.left < 0 {
		return nil, input.Invalid("expand", "expands more than %d objects: expand fewer, or request a smaller page", maxExpanded)
	}
	return r.render(object, kind, want)
}

// edit replaces the bytes from begin to end.
type edit struct {
	begin, end int
	text       []byte
}

// place sets a member of an object: it replaces the member with the name, or appends
// one.
func place(object *input.Value, name string, text []byte) edit {
	if member := object.Member(name); member != nil {
		begin, end := member.Span()
		return edit{begin, end, text}
	}
	_, end := object.Span()
	return edit{end - 1, end - 1, fmt.Appendf(nil, `,%q:%s`, name, text)}
}

// apply applies the edits, which must not overlap.
func apply(text []byte, edits []edit) []byte {
	sort.SliceStable(edits, func(a, b int) bool { return edits[a].begin < edits[b].begin })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, text[at:e.begin]...)
		out = append(out, e.text...)
		at = e.end
	}
	return append(out, text[at:]...)
}
