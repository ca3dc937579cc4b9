package conformance_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/wire"
)

// TestObjectsOfCalls passes the results of calls to encoding/json, gob, cmp, log/slog and
// fmt: each object once without values and once with all values.
func TestObjectsOfCalls(t *testing.T) {
	t.Parallel()
	types := objectTypes()
	require.Greater(t, len(types), 25)
	for _, object := range types {
		t.Run(strings.TrimPrefix(object.String(), "*"), func(t *testing.T) {
			t.Parallel()
			filled := reflect.New(object)
			fillAll(filled.Elem(), 0)
			for _, v := range []reflect.Value{reflect.New(object), filled} {
				requirePrintable(t, v)
				requireGob(t, v)
			}
			requireJSON(t, reflect.New(object).Interface())
			require.True(t, cmp.Equal(filled.Interface(), filled.Interface()))
			require.False(t, cmp.Equal(filled.Interface(), reflect.New(object).Interface()))
		})
	}
}

// TestParamsOfCalls prints the params of calls. Pointers are set.
func TestParamsOfCalls(t *testing.T) {
	t.Parallel()
	printed := 0
	for _, typ := range paramsTypes(t) {
		value := reflect.New(typ)
		require.Implements(t, (*wire.Writer)(nil), value.Interface())
		fillAll(value.Elem(), 0)
		requirePrintable(t, value)
		printed++
	}
	require.Greater(t, printed, 20)
}

// requirePrintable prints a value by itself, inside others, and as a nil pointer.
func requirePrintable(t *testing.T, v reflect.Value) {
	t.Helper()
	lists := reflect.Append(reflect.MakeSlice(reflect.SliceOf(v.Type()), 0, 1), v)
	holder := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Held", Type: v.Type()}}))
	holder.Elem().Field(0).Set(v)
	for _, value := range []any{v.Interface(), v.Elem().Interface(), lists.Interface(), holder.Elem().Interface(), reflect.Zero(v.Type()).Interface()} {
		var out strings.Builder
		fmt.Fprintf(&out, "%v %+v\n", value, value)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", value)
		require.NotRegexp(t, "0x[0-9a-f]{6}", out.String(), "an address of memory")
		require.NotContains(t, out.String(), "!BADKEY")
		require.Equal(t, 3, strings.Count(out.String(), "\n"), "one line each")
	}
}

// TestAnswersAreStorable passes decoded responses to encoding/json and gob.
func TestAnswersAreStorable(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		client, _ := serve(t, row)
		got, err := row.Call(t.Context(), client, row.Sample)
		require.NoError(t, err)
		if _, ok := got.(wire.Writer); ok {
			requireJSON(t, got)
			requireGob(t, reflect.ValueOf(got))
		}
	})
}

// requireJSON encodes an object, decodes it and encodes it again.
func requireJSON(t *testing.T, object any) {
	t.Helper()
	text, err := json.Marshal(object)
	require.NoError(t, err)
	back := reflect.New(reflect.TypeOf(object).Elem()).Interface()
	require.NoError(t, json.Unmarshal(text, back), "%s", text)
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
}

// requireGob encodes and decodes a value with gob.
func requireGob(t *testing.T, v reflect.Value) {
	t.Helper()
	var stored bytes.Buffer
	require.NoError(t, gob.NewEncoder(&stored).EncodeValue(v))
	restored := reflect.New(v.Type().Elem())
	require.NoError(t, gob.NewDecoder(&stored).DecodeValue(restored))
	require.Empty(t, cmp.Diff(v.Interface(), restored.Interface(), cmpopts.EquateEmpty())) // gob does not distinguish empty lists
}

// objectTypes returns the structs with a codec that calls return: by themselves, in pages
// and in iterators.
func objectTypes() []reflect.Type {
	found := []reflect.Type{reflect.TypeFor[stateset.Balance]()}
	seen := map[reflect.Type]bool{found[0]: true}
	for _, service := range services(new(stateset.Client)) {
		for method := range service.Type().Methods() {
			object := objectOf(method.Type.Out(0))
			if object != nil && reflect.PointerTo(object).Implements(reflect.TypeFor[wire.Writer]()) && !seen[object] {
				seen[object] = true
				found = append(found, object)
			}
		}
	}
	return found
}

// objectOf returns the type of a result's object, or nil.
func objectOf(result reflect.Type) reflect.Type {
	if result.Kind() == reflect.Func { // an iterator of rows or pages
		result = result.In(0).In(0)
	}
	if result.Kind() != reflect.Pointer {
		return nil
	}
	if data, ok := result.Elem().FieldByName("Data"); ok && strings.HasPrefix(result.Elem().Name(), "Page[") {
		return data.Type.Elem().Elem()
	}
	return result.Elem()
}

// fillAll sets every exported field to a value that survives encoding.
func fillAll(v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case stateset.Money:
		v.Set(reflect.ValueOf(stateset.USD("12.50")))
		return
	case stateset.Decimal:
		v.Set(reflect.ValueOf(stateset.Dec("1.5")))
		return
	case stateset.Date:
		v.Set(reflect.ValueOf(stateset.NewDate(2026, 1, 15)))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)))
		return
	case json.RawMessage:
		v.SetBytes([]byte(`{"a":1}`))
		return
	}
	fillKind(v, depth)
}

func fillKind(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if depth < 8 {
			v.Set(reflect.New(v.Type().Elem()))
			fillAll(v.Elem(), depth+1)
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			if field.IsExported() && field.Name != "Extra" {
				fillAll(value, depth+1)
			}
		}
	case reflect.Slice:
		if depth > 6 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillAll(v.Index(0), depth+1)
	case reflect.Map:
		element := reflect.New(v.Type().Elem()).Elem()
		fillAll(element, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), element)
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(1.5)
	}
}
