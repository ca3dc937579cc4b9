package wire

import (
	"reflect"
	"unicode/utf8"
)

// New returns a pointer to a zero value. P is a pointer type. All pointer types share the
// compiled code of a function with a type parameter P, but not of one that allocates a T.
func New[P any]() P { return reflect.New(reflect.TypeFor[P]().Elem()).Interface().(P) }

// ReadPointer reads a value into a pointer. null, and a skipped value of another type,
// are nil.
func ReadPointer[P any](v *P, d *Decoder, read func(P, *Decoder)) {
	*v = *new(P)
	if d.value() == 'n' {
		d.word("null")
		return
	}
	begin := d.at
	p := New[P]()
	read(p, d)
	if d.skippedAt != begin {
		*v = p
	}
}

// ReadClearable is [ReadPointer] for a member of params that null clears: null is a
// pointer to the zero value. An object without members is nil, because it changes
// nothing. An empty string is a fault.
func ReadClearable[P any](v *P, d *Decoder, read func(P, *Decoder)) {
	first, begin := d.value(), d.at
	ReadPointer(v, d, read)
	pointer := reflect.ValueOf(*v)
	switch {
	case first == 'n':
		*v = New[P]()
	case pointer.IsNil() || !pointer.Elem().IsZero():
	case first == '{':
		*v = *new(P)
	default:
		d.start = begin
		d.Fail("is empty: null clears the member")
	}
}

// ReadList reads a list. null is nil. A skipped element of another type is omitted.
func ReadList[T any](v *[]T, d *Decoder, read func(*T, *Decoder)) {
	*v = nil
	ReadRows(v, d, read)
}

// ReadRows is [ReadList], but reuses the memory of an empty list.
func ReadRows[T any](v *[]T, d *Decoder, read func(*T, *Decoder)) {
	list := *v
	if list == nil {
		list = []T{}
	}
	n, ok := d.list(func(i int) {
		list = append(list[:i], *new(T))
		read(&list[i], d)
	})
	if ok {
		*v = list[:n]
	}
}

// list reads a list: read reads element i, and is called again with the same i for the
// element after a skipped one. list returns the number of elements, and false for null
// and for a skipped list.
func (d *Decoder) list(read func(i int)) (n int, ok bool) {
	if d.value() == 'n' {
		d.word("null")
		return 0, false
	}
	begin, must, first := d.at, d.must, true
	var left besideList
	for ok := d.open('['); ok && d.next(']', &first); {
		d.must = must
		element := d.at
		if read(n); d.skippedAt != element {
			n++
		}
		if d.beside != nil {
			left.adopt(d, n-1)
		}
	}
	left.leave(d)
	return n, d.skippedAt != begin
}

// ReadMap reads an object whose names are data. null is nil. A skipped value of another
// type is omitted. A name that appears twice is a fault.
func ReadMap[T any](v *map[string]T, d *Decoder, read func(*T, *Decoder)) {
	*v = nil
	if d.value() == 'n' {
		d.word("null")
		return
	}
	begin, must := d.at, d.must
	m, value := map[string]T{}, new(T)
	for o := d.Object(); d.Next(&o); {
		if !utf8.Valid(d.Key(&o)) {
			d.fail("invalid UTF-8 in a name")
			break
		}
		key, size := d.Copy(d.Key(&o)), len(m)
		d.value()
		at := d.at
		d.must, *value = must, *new(T)
		if read(value, d); d.skippedAt == at {
			continue
		}
		if m[key] = *value; len(m) == size {
			d.start = at
			d.fail("appears twice")
		}
	}
	if d.skippedAt != begin {
		*v = m
	}
}
