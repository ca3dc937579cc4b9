package conformance_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-querystring/query"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// TestParamsReadWhatTheyWrite encodes params with all their fields and decodes them.
func TestParamsReadWhatTheyWrite(t *testing.T) {
	t.Parallel()
	for _, typ := range paramsTypes(t) {
		t.Run(typ.String(), func(t *testing.T) {
			t.Parallel()
			params, restored := storable(typ), reflect.New(typ).Interface()
			text, err := json.Marshal(params)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, restored), "%s", text)
			require.Empty(t, cmp.Diff(params, restored))
		})
	}
}

// TestParamsRefuseOtherMembers decodes names that the API does not have.
func TestParamsRefuseOtherMembers(t *testing.T) {
	t.Parallel()
	for _, typ := range paramsTypes(t) {
		for _, name := range slices.Sorted(maps.Keys(membersOf(t, storable(typ)))) {
			for _, other := range []string{strings.ToUpper(name), name + "_x"} {
				err := json.Unmarshal([]byte(`{"`+other+`":null}`), reflect.New(typ).Interface())
				require.EqualError(t, err, "stateset: "+other+": unknown member", typ.String())
			}
		}
	}
}

// TestQueryParamsHaveOneName compares the members of params with their query parameters.
func TestQueryParamsHaveOneName(t *testing.T) {
	t.Parallel()
	queries := 0
	for _, typ := range paramsTypes(t) {
		if !hasQuery(typ) {
			continue
		}
		queries++
		params, names := storable(typ), map[string]bool{}
		if p, ok := params.(*stablecoin.ListTransactionsParams); ok {
			p.StartDate = p.EndDate // its query has times in addition to the fields
			p.StartTime = time.Time{}
		}
		values, err := query.Values(params)
		require.NoError(t, err)
		for name := range values {
			name, _, _ = strings.Cut(name, "[")
			names[name] = true
		}
		for field := range typ.Fields() {
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); field.Tag.Get("url") == "-" && name != "" {
				names[name] = true
			}
		}
		require.Equal(t, slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(membersOf(t, params))), typ.String())
	}
	require.GreaterOrEqual(t, queries, 14)
}

// paramsTypes returns the types of the params of all calls.
func paramsTypes(t *testing.T) (types []reflect.Type) {
	t.Helper()
	for _, v := range callsToPrint() {
		if typ := reflect.Indirect(reflect.ValueOf(v)).Type(); strings.HasSuffix(typ.Name(), "Params") {
			types = append(types, typ)
		}
	}
	require.Greater(t, len(types), 40)
	return types
}

func hasQuery(typ reflect.Type) bool {
	for field := range typ.Fields() {
		if field.Tag.Get("url") != "" {
			return true
		}
	}
	return false
}

// storable returns params with the fields that can be set together and are not masked.
func storable(typ reflect.Type) any {
	params := reflect.New(typ)
	fillAll(params.Elem(), 0)
	switch p := params.Interface().(type) {
	case *payments.CreateParams:
		p.PaymentMethod.Card, p.PaymentMethod.ACH = &payments.CardParams{Token: "tok_visa"}, nil
	case *stablecoin.RedeemParams:
		p.Destination = nil
	case *stablecoin.IssueParams:
		p.Amount = stateset.SSUSD("12.50")
	case *stablecoin.UploadAttestationParams:
		p.ReserveSummary.TotalSupply = stateset.SSUSD("12.50")
	case *stablecoin.ListTransactionsParams:
		p.StartDate, p.EndTime = stateset.Date{}, time.Time{}
	case *webhook.RotateSecretParams:
		p.ExpiresIn = new(time.Hour)
	}
	return params.Interface()
}

// membersOf returns the members of the JSON of params.
func membersOf(t *testing.T, params any) (members map[string]json.RawMessage) {
	t.Helper()
	text, err := json.Marshal(params)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &members))
	return members
}
