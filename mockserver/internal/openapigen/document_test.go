package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/openapi"
	"github.com/stateset/stateset-go/webhook"
)

const root = "../../.."

// document returns the stored document.
var document = sync.OnceValue(func() schema {
	text, err := openapi.Document("")
	if err != nil {
		panic(err)
	}
	return parse(text).(schema)
})

// parse keeps numbers as written.
func parse(text []byte) (value any) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		panic(err)
	}
	return value
}

func TestDocumentIsUpToDate(t *testing.T) {
	t.Parallel()
	want, err := generate(t.Context(), root)
	require.NoError(t, err)
	pretty, err := indented(want)
	require.NoError(t, err)
	public, err := os.ReadFile(filepath.Join(root, publicFile))
	require.NoError(t, err)
	golden.Equal(t, string(public), string(pretty), "%s is stale, run go generate ./mockserver/internal/openapi: it", publicFile)
	embedded, err := openapi.Document("")
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, embedded), "%s is stale: run go generate ./mockserver/internal/openapi", embeddedFile)
}

// operationOf returns an operation of the document.
func operationOf(t testing.TB, method, path string) schema {
	item, ok := document()["paths"].(schema)[path].(schema)
	require.True(t, ok, "no path %s", path)
	operation, ok := item[method].(schema)
	require.True(t, ok, "no operation %s %s", method, path)
	return operation
}

func TestEveryRouteIsDescribed(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for _, r := range routes() {
		o := operationOf(t, lower(r.method()), r.path())
		require.False(t, ids[o["operationId"].(string)], "two operations %s", o["operationId"])
		ids[o["operationId"].(string)] = true
		require.Equal(t, r.alias != nil, o["deprecated"] == true, r.path())
		require.Equal(t, string(r.row.Source), o["x-source"])
		require.Contains(t, o["responses"], statusText(r.row.Status), r.row.Name)
		if r.row.Host == spec.HostNetwork {
			require.Equal(t, parse(openapi.Servers(spec.HostNetwork)), o["servers"])
		}
	}
	require.Len(t, document()["webhooks"], len(webhook.KnownTypes()))
}

// The schemas must allow the examples, which are real requests and responses.
func TestExamplesConform(t *testing.T) {
	t.Parallel()
	c := &checker{document()}
	checked := 0
	for _, r := range routes() {
		o := operationOf(t, lower(r.method()), r.path())
		bodies := []any{o["requestBody"]}
		for _, response := range o["responses"].(schema) {
			bodies = append(bodies, response)
		}
		for _, body := range bodies {
			if media, example := mediaOf(body); example != nil {
				checked++
				require.NoError(t, c.check(media["schema"].(schema), example), "%s %s", r.method(), r.path())
			}
		}
	}
	require.Greater(t, checked, 2*len(spec.All())-len(spec.All())/2)
}

// mediaOf returns the JSON of a request or a response, and its example.
func mediaOf(body any) (media schema, example any) {
	parts, _ := body.(schema)
	content, _ := parts["content"].(schema)
	media, _ = content[jsonMedia].(schema)
	return media, media["example"]
}

// Every error code of the catalogue is in the response of its status.
func TestEveryErrorCodeIsDescribed(t *testing.T) {
	t.Parallel()
	c := &checker{document()}
	responses := document()["components"].(schema)["responses"].(schema)
	for _, code := range httpapi.ErrorCodes() {
		if code.Code == "method_not_allowed" {
			continue
		}
		media, _ := mediaOf(responses[responseName(code.Status)])
		body := parse([]byte(`{"error":{"type":"` + code.Type + `","code":"` + code.Code + `","message":"m","param":null,"doc_url":"d","request_id":"r"}}`))
		require.NoError(t, c.check(media["schema"].(schema), body), code.Code)
		body.(schema)["error"].(schema)["code"] = "unheard_of"
		require.Error(t, c.check(media["schema"].(schema), body), code.Code)
	}
}
