package engine

import "maps"

// maxMetadataKeys is the maximum number of keys after a change.
const maxMetadataKeys = 50

func checkMetadata(metadata map[string]string) error {
	if len(metadata) > maxMetadataKeys {
		return invalid("metadata", "Metadata can have at most %d keys, got %d with this change: delete some with null", maxMetadataKeys, len(metadata))
	}
	return nil
}

// mergeMetadata returns the metadata with the given keys set.
func mergeMetadata(metadata, set map[string]string) (map[string]string, error) {
	if len(set) == 0 {
		return metadata, nil
	}
	merged := maps.Clone(metadata)
	if merged == nil {
		merged = map[string]string{}
	}
	maps.Copy(merged, set)
	return merged, checkMetadata(merged)
}

// changeMetadata returns the metadata with keys set, or deleted where the value is nil.
func changeMetadata(metadata map[string]string, changes map[string]*string) map[string]string {
	if len(changes) == 0 {
		return metadata
	}
	changed := maps.Clone(metadata)
	if changed == nil {
		changed = map[string]string{}
	}
	for key, value := range changes {
		if value == nil {
			delete(changed, key)
			continue
		}
		changed[key] = *value
	}
	return changed
}

// defaultTrue reports the value of a flag. Default: true.
func defaultTrue(flag *bool) bool { return flag == nil || *flag }

// orNone returns a copy of the value, or nil for the zero value, which clears.
func orNone[T comparable](value *T) *T {
	if *value == *new(T) {
		return nil
	}
	return clone(value)
}

// clone returns a pointer to a copy of the value, or nil for nil.
func clone[T any](value *T) *T {
	if value == nil {
		return nil
	}
	out := *value
	return &out
}
