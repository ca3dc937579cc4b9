package input

import "unicode/utf8"

// Limits of metadata.
const (
	MaxMetadataKeys  = 50
	MaxMetadataKey   = 40
	MaxMetadataValue = 500
)

// Metadata reads an object of strings. It omits keys whose value is null. It returns
// nil for an absent member.
func (o *Object) Metadata(name string) map[string]string {
	patch := o.MetadataPatch(name)
	if patch == nil {
		return nil
	}
	metadata := make(map[string]string, len(patch))
	for key, value := range patch {
		if value != nil {
			metadata[key] = *value
		}
	}
	return metadata
}

// MetadataPatch reads an object of strings and nulls. A null becomes a nil pointer,
// which deletes the key. It returns nil for an absent member.
func (o *Object) MetadataPatch(name string) map[string]*string {
	f, ok := o.take(name, TypeMetadata, nil)
	if !ok {
		return nil
	}
	if n := len(f.value.list); n > MaxMetadataKeys {
		f.fail("has %d keys: at most %d are allowed", n, MaxMetadataKeys)
		return nil
	}
	patch := make(map[string]*string, len(f.value.list))
	for i := range f.value.list {
		member := &f.value.list[i]
		if why := metadataFault(member); why != "" {
			o.faults.add(classInvalid, member.at, func() *Fault { return Invalid(join(f.path(), member.name), "%s", why) })
			return nil
		}
		name := member.Name()
		patch[name] = nil
		if member.kind == kindString {
			patch[name] = &member.text
		}
	}
	return patch
}

func metadataFault(member *Value) string {
	switch {
	case member.name == "":
		return "has an empty key"
	case utf8.RuneCountInString(member.name) > MaxMetadataKey:
		return "has a key of more than 40 characters"
	case member.kind != kindString && member.kind != kindNull:
		return "must be a string, not " + member.kind.String()
	case utf8.RuneCountInString(member.text) > MaxMetadataValue:
		return "has a value of more than 500 characters"
	}
	return ""
}
