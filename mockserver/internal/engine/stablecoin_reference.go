package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/snapshot"
)

// reference is a caller's own ID of an issuance or a redemption. The two kinds have
// separate references.
type reference struct{ kind, id string }

// referenced is the object that a reference created, and its params.
type referenced struct {
	params string // their digest
	object string // ID
}

// refer returns the ID of the object that the reference created, or "" for a new
// reference. A reference that was used with other params is refused.
func (tx *Tx) refer(ref reference, params any) (string, error) {
	used, known := tx.account.references[ref]
	switch {
	case ref.id == "" || !known:
		return "", nil
	case used.params != paramsDigest(params):
		return "", &Error{Code: CodeDuplicateReference, Param: "reference_id", Message: fmt.Sprintf(
			"The reference_id '%s' was used for the %s '%s' with another body: send the same body, or use a new reference_id", excerpt(ref.id), ref.kind, used.object)}
	}
	return used.object, nil
}

// paramsDigest returns the same text for equal params. Params are not stored, because they
// have account numbers.
func paramsDigest(params any) string {
	text, err := snapshot.Text(params)
	if err != nil { // invalid amounts were refused before
		panic(fmt.Sprintf("engine: params: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// remember stores a new reference.
func (tx *Tx) remember(ref reference, params any, object string) {
	if ref.id == "" {
		return
	}
	store(&tx.account.references, ref, referenced{paramsDigest(params), object})
	tx.onUndo(func() { delete(tx.account.references, ref) })
}
