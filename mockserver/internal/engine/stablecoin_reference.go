package engine

import (
	"fmt"
	"reflect"
)

// reference is a caller's own id of something that he had made. Issuances and
// redemptions have references of their own.
type reference struct{ kind, id string }

// referenced is what a reference led to, and with which params.
type referenced struct {
	params any
	object string // id
}

// refer looks a reference up: the id of what it led to, empty where it is new, and a
// refusal where it was used with other params.
func (tx *Tx) refer(ref reference, params any) (string, error) {
	used, known := tx.account.references[ref]
	switch {
	case ref.id == "" || !known:
		return "", nil
	case !reflect.DeepEqual(used.params, params):
		return "", &Error{Code: CodeDuplicateReference, Param: "reference_id", Message: fmt.Sprintf(
			"The reference_id '%s' was used for the %s '%s' with another body: send the same, or use a new reference_id", shown(ref.id), ref.kind, used.object)}
	}
	return used.object, nil
}

// remember keeps a new reference. The params must not change any more.
func (tx *Tx) remember(ref reference, params any, object string) {
	if ref.id == "" {
		return
	}
	tx.account.references[ref] = referenced{params, object}
	tx.undo = append(tx.undo, func() { delete(tx.account.references, ref) })
}
