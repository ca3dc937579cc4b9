package wire

import (
	"reflect"
	"slices"
	"unicode/utf8"
)

// ReadPointer reads a value into a pointer. null, and a skipped value of another type,
// are nil.
func ReadPointer[T any](v **T, d *Decoder, read func(*T, *Decoder)) {
	*v = nil
	if d.value() == 'n' {
		d.word("null")
		return
	}
	begin := d.at
	p := new(T)
	read(p, d)
	if d.skippedAt != begin {
		*v = p
	}
}

// ReadClearable is [ReadPointer] for a member of params that null clears: null is a
// pointer to the zero value. An object without members is nil, because it changes
// nothing. An empty string is a fault.
func ReadClearable[T any](v **T, d *Decoder, read func(*T, *Decoder)) {
	first, begin := d.value(), d.at
	ReadPointer(v, d, read)
	switch {
	case first == 'n':
		*v = new(T)
	case *v == nil || !reflect.ValueOf(*v).Elem().IsZero():
	case first == '{':
		*v = nil
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
	if d.value() == 'n' {
		d.word("null")
		return
	}
	begin, must, first := d.at, d.must, true
	list := *v
	if list == nil {
		list = []T{}
	}
	var left besideList
	for ok := d.open('['); ok && d.next(']', &first); {
		d.must = must
		element := d.at
		list = slices.Grow(list, 1)[:len(list)+1] // the memory behind a list is zero
		read(&list[len(list)-1], d)
		if d.skippedAt == element {
			list[len(list)-1] = *new(T)
			list = list[:len(list)-1]
		}
		if d.beside != nil {
			left.adopt(d, len(list)-1)
		}
	}
	left.leave(d)
	if d.skippedAt != begin {
		*v = list
	}
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
