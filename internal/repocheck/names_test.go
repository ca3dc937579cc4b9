package repocheck

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// services returns the service types of a client.
func services() []reflect.Type {
	var all []reflect.Type
	client := reflect.TypeFor[stateset.Client]()
	for i := range client.NumField() {
		if f := client.Field(i); f.IsExported() {
			all = append(all, f.Type)
		}
	}
	return all
}

// TestListMethodNames checks that every list has three methods: List, All and Pages,
// or ListThings, AllThings and ThingPages.
func TestListMethodNames(t *testing.T) {
	t.Parallel()
	lists := 0
	for _, service := range services() {
		for i := range service.NumMethod() {
			m := service.Method(i)
			things, isList := strings.CutPrefix(m.Name, "List")
			if returnsPage := strings.HasPrefix(m.Type.Out(0).String(), "*api.Page["); !returnsPage {
				require.False(t, isList, "%s.%s returns no page", service, m.Name)
				continue
			}
			require.True(t, isList, "%s.%s returns a page: its name must begin with List", service, m.Name)
			lists++
			pages := "Pages"
			if things != "" {
				_, found := service.MethodByName("All" + things)
				require.True(t, found, "%s.All%s is missing", service, things)
				pages = pagesOf(service, things)
			} else {
				_, found := service.MethodByName("All")
				require.True(t, found, "%s.All is missing", service)
			}
			_, found := service.MethodByName(pages)
			require.True(t, found, "%s.%s is missing", service, pages)
		}
	}
	require.Greater(t, lists, 10)
}

// pagesOf returns the name of the method that iterates over pages of things: the
// singular, and Pages.
func pagesOf(service reflect.Type, things string) string {
	for _, singular := range []string{strings.TrimSuffix(things, "ies") + "y", strings.TrimSuffix(things, "s"), things} {
		if _, found := service.MethodByName(singular + "Pages"); found {
			return singular + "Pages"
		}
	}
	return strings.TrimSuffix(things, "s") + "Pages"
}

// TestParamsNames checks that the params of a method are named after it: Create takes
// CreateParams. Iterators share the params of their List method.
func TestParamsNames(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, service := range services() {
		for i := range service.NumMethod() {
			m := service.Method(i)
			for in := range m.Type.Ins() {
				if in.Kind() != reflect.Pointer || !strings.HasSuffix(in.Elem().Name(), "Params") {
					continue
				}
				checked++
				want := m.Name + "Params"
				if iterator := strings.HasPrefix(m.Type.Out(0).String(), "iter.Seq2["); iterator {
					want = "List" + strings.TrimPrefix(in.Elem().Name(), "List")
				}
				require.Equal(t, want, in.Elem().Name(), "%s.%s", service, m.Name)
			}
		}
	}
	require.Greater(t, checked, 50)
}
