package conformance_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// No value that the SDK returns shows the API key, for every form of printing. Reflection
// visits the values. Every exported type must be among them, so new types are included.
func TestNothingPrintsTheKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &walker{t: t, seen: map[visit]bool{}, types: map[string]bool{}}
		var logged bytes.Buffer
		log := slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
		for name, values := range map[string][]any{
			"clients": clientsToPrint(t), "errors": errorsToPrint(t, stateset.WithLogger(log)), "calls": callsToPrint(),
			"webhooks": webhooksToPrint(t, log),
		} {
			for i, v := range values {
				w.walk(fmt.Sprintf("%s[%d]", name, i), reflect.ValueOf(v))
			}
		}
		w.clean("log", logged.String())
		require.Contains(t, logged.String(), "Payments.Create", "the logger was at work")
		var missing []string
		for _, name := range exportedTypes(t) {
			if !w.types[name] {
				missing = append(missing, name)
			}
		}
		require.Empty(t, missing, "exported types of which no value was printed")
	})
}

// walker prints values and their exported fields.
type walker struct {
	t     *testing.T
	seen  map[visit]bool
	types map[string]bool
}

type visit struct {
	pointer uintptr
	kind    reflect.Type
}

func (w *walker) walk(path string, v reflect.Value) {
	if !v.IsValid() || !v.CanInterface() || v.Kind() == reflect.Interface && v.IsNil() {
		return
	}
	name, _, _ := strings.Cut(v.Type().String(), "[")
	w.types[name] = true
	w.print(path, v.Interface())
	if err, ok := v.Interface().(error); ok && err != nil && !(v.Kind() == reflect.Pointer && v.IsNil()) {
		w.walk(path+".Unwrap()", reflect.ValueOf(errors.Unwrap(err)))
	}
	switch v.Kind() {
	case reflect.Pointer:
		at := visit{v.Pointer(), v.Type()}
		if !v.IsNil() && !w.seen[at] {
			w.seen[at] = true
			w.walk(path, v.Elem())
		}
	case reflect.Interface:
		w.walk(path, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range min(v.Len(), 20) {
			w.walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			w.walk(fmt.Sprintf("%s[%v]", path, key), v.MapIndex(key))
		}
	}
}

// print prints the value with verbs, loggers, JSON and testify.
func (w *walker) print(path string, v any) {
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p"} {
		fmt.Fprintf(&out, verb+"\n", v)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
	if text, err := json.Marshal(v); err == nil {
		out.Write(text)
	} else {
		out.WriteString(err.Error())
	}
	if err, ok := v.(error); ok {
		fmt.Fprintf(&out, "%v %+v", fmt.Errorf("wrapped: %w", err), errors.Join(err, err))
	}
	w.clean(path, out.String())
	w.clean(path+", as testify shows it", spewed(v))
}

// spewed returns what a failing assertion shows of a value. It includes unexported fields
// and ignores the value's methods.
func spewed(v any) string {
	var r recorder
	assert.ElementsMatch(&r, []any{v}, []any{"something else"})
	assert.Equal(&r, reflect.Zero(reflect.TypeOf(v)).Interface(), v)
	return r.String()
}

type recorder struct{ strings.Builder }

func (r *recorder) Errorf(format string, args ...any) { fmt.Fprintf(r, format, args...) }

// clean checks that a text contains no part of the API key or of a webhook secret: plain,
// in hexadecimal, or as a list of bytes.
func (w *walker) clean(path, text string) {
	for _, part := range []string{wiretest.Sentinel[:5], wiretest.Sentinel[len(wiretest.Sentinel)-5:], hookSentinel[:5], hookSentinel[len(hookSentinel)-5:]} {
		for _, form := range []string{part, fmt.Sprintf("%x", part), fmt.Sprintf("%X", part), strings.Trim(fmt.Sprint([]byte(part)), "[]")} {
			if at := strings.Index(text, form); at >= 0 {
				require.Fail(w.t, "the key is seen", "%s: …%s", path, text[max(0, at-300):at+len(form)])
			}
		}
	}
}

// The walker finds a key in values of every kind.
func TestTheWalkerSees(t *testing.T) {
	t.Parallel()
	type holder struct{ hidden, Shown string }
	for _, v := range []any{
		wiretest.Key, []byte(wiretest.Key), errors.New(wiretest.Key), holder{hidden: wiretest.Key}, &holder{hidden: wiretest.Key}, map[string]string{"a": wiretest.Key}, []any{holder{Shown: wiretest.Key}},
		struct{ p **holder }{new(&holder{hidden: wiretest.Key})}, struct{ b []byte }{[]byte(wiretest.Key)},
	} {
		require.Contains(t, fmt.Sprintf("%v", v)+spewed(v)+strings.ReplaceAll(fmt.Sprintf("%s", v), " ", ""), wiretest.Sentinel[:5], "%T", v)
	}
}
