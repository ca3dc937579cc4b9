package conformance_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	ids := conformance.IDs{ID: "ref_1", Parent: "pay_1"}
	for _, tt := range []struct {
		name, want, got string
		ids             conformance.IDs
		problem         string
	}{
		{"both", `{"id":"<id>","payment_id":"<parent>"}`, `{"id":"ref_1","payment_id":"pay_1","amount":1}`, ids, ""},
		{"any id", `{"id":"<id>"}`, `{"id":"ref_2"}`, conformance.IDs{Parent: "pay_1"}, ""},
		{"another id", `{"id":"<id>"}`, `{"id":"ref_2"}`, ids, "X: answer.id: want ref_1, got ref_2"},
		{"no id", `{"id":"<id>"}`, `{"id":""}`, conformance.IDs{}, "X: answer.id: want an ID, got "},
		{"an id that is no text", `{"id":"<id>"}`, `{"id":7}`, conformance.IDs{}, "X: answer.id: want an ID, got 7"},
		{"another parent", `{"payment":{"order_id":"<parent>"}}`, `{"payment":{"order_id":"ord_2"}}`, ids, "X: answer.payment.order_id: want pay_1, got ord_2"},
		{"another value", `{"success":true}`, `{"success":false}`, ids, "X: answer.success: want true, got false"},
		{"no object", `{"data":{"object":{}}}`, `{"data":[]}`, ids, "X: answer.data: want an object, got []"},
		{"a row", `{"data":[{"id":"<id>"}]}`, `{"data":[{"id":"ref_2"},{"id":"ref_1"}]}`, ids, ""},
		{"no such row", `{"data":[{"id":"<id>"}]}`, `{"data":[{"id":"ref_2"}]}`, ids, "X: answer.data[0].id: want ref_1, got ref_2"},
		{"no rows", `{"data":[{"id":"<id>"}]}`, `{"data":[]}`, ids, "X: answer.data: the list is empty"},
		{"any list", `{"data":[]}`, `{"data":[1]}`, ids, ""},
		{"no list", `{"data":[]}`, `{"data":{}}`, ids, "X: answer.data: want a list, got map[]"},
		{"nothing", "", `{"a":1}`, ids, ""},
	} {
		row := conformance.Operation{Name: "X", Answer: tt.want}
		err := row.Check(json.RawMessage(tt.got), tt.ids)
		if tt.problem == "" {
			require.NoError(t, err, tt.name)
		} else {
			require.EqualError(t, err, tt.problem, tt.name)
		}
	}
}

func TestRunNamesWhatFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	row := conformance.Operation{Name: "X", Call: func(context.Context, *stateset.Client, conformance.IDs) (any, error) { return nil, broken }}
	require.EqualError(t, row.Run(t.Context(), nil), "X: broken")
	row.Prepare = func(context.Context, *stateset.Client) (conformance.IDs, error) { return conformance.IDs{}, broken }
	require.EqualError(t, row.Run(t.Context(), nil), "X: prepare: broken")
}
