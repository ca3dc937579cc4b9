package engine

import (
	"fmt"
	"reflect"
)

// reference is a caller's own ID of an issuance or a redemption. The two kinds have
// separate references.
type reference struct{ kind, id string }

// referenced is the object that a reference created, and its params.
type referenced struct {
	params any
	object string // ID
}

// refer returns the ID of the object that the reference created, or "" for a new
// reference. A reference that was used with other params is refused.
func (tx *Tx) refer(ref reference, params any) (string, error) {
	used, known := tx.account.references[ref]
	switch {
	case ref.id == "" || !known:
		return "", nil
	case !reflect.DeepEqual(used.params, params):
		return "", &Error{Code: CodeDuplicateReference, Param: "reference_id", Message: fmt.Sprintf(
			"The reference_id '%s' was used for the %s '%s' with another body: send the same, or use a new reference_id", excerpt(ref.id), ref.kind, used.object)}
	}
	return used.object, nil
}

// remember stores a new reference. The params must not change afterwards.
func (tx *Tx) remember(ref reference, params any, object string) {
	if ref.id == "" {
		return
	}
	store(&tx.account.references, ref, referenced{params, object})
	tx.undo = append(tx.undo, func() { delete(tx.account.references, ref) })
}
