package wire

import (
	"bytes"
	"iter"
)

// maxCompared is the maximum number of names in an object that are compared with each
// other. Larger objects use a map.
const maxCompared = 64

// distinct fails if the object already has a member with the name.
func (d *Decoder) distinct(o *Object) {
	if o.many == nil && len(d.names)-o.names == maxCompared {
		o.many = make(map[string]bool, 2*maxCompared)
		for _, name := range d.names[o.names:] {
			o.many[string(name)] = true
		}
	}
	if o.many != nil {
		if o.many[string(d.Key(o))] {
			d.fail("appears twice")
		}
		o.many[string(d.Key(o))] = true
		return
	}
	for _, name := range d.names[o.names:] {
		if string(name) == string(d.Key(o)) {
			d.fail("appears twice")
			return
		}
	}
	d.names = append(d.names, d.stable(d.Key(o)))
}

// stable returns a name that stays valid. A name with escapes is in the scratch buffer
// and must be copied.
func (d *Decoder) stable(name []byte) []byte {
	if cap(d.scratch) > 0 && len(name) > 0 && &name[0] == &d.scratch[:1][0] {
		return bytes.Clone(name)
	}
	return name
}

// Kind returns the JSON type of the next value: "object", "array", "string", "bool",
// "null" or "number". It returns "" for text that is not JSON.
func (d *Decoder) Kind() string { return kind(d.value()) }

// Members iterates over members that are joined by commas, as [Object.Extra] holds
// them. It returns their names and their values as JSON. It stops at text that is not
// JSON.
func Members(members string) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		if members == "" {
			return
		}
		d := Decoder{quiet: true}
		d.text = append(append(append(make([]byte, 0, len(members)+2), '{'), members...), '}')
		for o := d.Object(); d.Next(&o); {
			name := string(d.Key(&o))
			d.value()
			begin := d.at
			if d.skip(); d.fault != nil || !yield(name, members[begin-1:d.at-1]) {
				return
			}
		}
	}
}
