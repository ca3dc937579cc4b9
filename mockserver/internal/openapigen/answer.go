package main

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wiregen/codegen"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// success returns a response without an error.
func (b *builder) success(r *route, status int) object {
	answer := of("description", successText(r.row, status), "headers", responseHeaders(r))
	schema := b.resultSchema(r.row)
	if schema == nil {
		return answer
	}
	media := of("schema", schema)
	if e, ok := b.examples[r.row.Name]; ok && e.response != nil && status == r.row.Status {
		media = media.with("example", e.response)
	}
	return answer.with("content", of(jsonMedia, media))
}

const jsonMedia = "application/json"

func successText(row *spec.Operation, status int) string {
	switch {
	case status == http.StatusNoContent:
		return "Done. The response has no body."
	case status == http.StatusAccepted:
		return "Accepted. The operation runs later."
	case row.Status == http.StatusCreated && status == http.StatusOK:
		return "An object with the same reference exists. The response is that object."
	case status == http.StatusCreated:
		return "Created."
	}
	return "OK."
}

// resultSchema returns the schema of the type that the SDK's method returns, or nil if
// the method returns only an error.
func (b *builder) resultSchema(row *spec.Operation) object {
	result := resultType(row.Name)
	if result == nil {
		return nil
	}
	if field, isPage := result.FieldByName("Data"); isPage && strings.HasPrefix(result.Name(), "Page[") {
		return b.list(row, elem(field.Type))
	}
	return b.structSchema(result)
}

// resultType returns the type that the SDK's method returns a pointer to. It panics for an
// operation without a method, because the table names methods.
func resultType(operation string) reflect.Type {
	receiver := reflect.TypeFor[*stateset.Client]()
	service, name, found := strings.Cut(operation, ".")
	if !found {
		name = service
	} else {
		field, _ := receiver.Elem().FieldByName(service)
		receiver = field.Type
	}
	method, ok := receiver.MethodByName(name)
	if !ok || method.Type.In(1) != reflect.TypeFor[context.Context]() {
		panic("no method of the operation " + operation)
	}
	if method.Type.NumOut() == 1 {
		return nil
	}
	return method.Type.Out(0).Elem()
}

// list returns the schema of a page of a list.
func (b *builder) list(row *spec.Operation, element reflect.Type) object {
	rows := of("type", "array", "items", b.structSchema(element))
	name := b.typeName(element)
	if b.paged(row) {
		return b.reference(name+"List", func() object {
			return pageSchema("A page of a list, newest first.", of(
				"object", of("type", "string", "const", "list"), "data", rows,
				"has_more", of("type", "boolean", "description", "Whether rows follow in the direction of the request."),
				"url", of("type", "string"), "total_count", of("type", "integer", "description", "The number of rows that the filters select.")))
		})
	}
	return b.reference(name+"List", func() object {
		number := of("type", "integer")
		return pageSchema("A page of a list, by offset.", of("transactions", rows, "pagination",
			pageSchema("", of("total", number, "limit", number, "offset", number, "has_more", of("type", "boolean")))))
	})
}

// paged reports whether a list pages by cursor, or has one page.
func (b *builder) paged(row *spec.Operation) bool {
	return !slices.ContainsFunc(b.operations[row.Name].Query, func(p parameter) bool { return p.Name == "offset" })
}

// pageSchema returns an object whose members are all required.
func pageSchema(description string, properties object) object {
	required := []any{}
	for _, m := range properties {
		required = append(required, m.name)
	}
	return of("type", "object").text("description", description).with("properties", properties).with("required", required)
}

// errorResponses returns the responses of errors, by status, each with its codes.
func (b *builder) errorResponses() object {
	var responses object
	for i := 0; i < len(b.codes); {
		status := b.codes[i].Status
		var codes, types []any
		for ; i < len(b.codes) && b.codes[i].Status == status; i++ {
			codes = append(codes, b.codes[i].Code)
			if !slices.Contains(types, any(b.codes[i].Type)) {
				types = append(types, b.codes[i].Type)
			}
		}
		if status != http.StatusMethodNotAllowed { // no operation
			responses = responses.with(responseName(status), b.errorResponse(status, codes, types))
		}
	}
	return responses
}

func (b *builder) errorResponse(status int, codes, types []any) object {
	body, _ := b.typeSchema(httpapi.ErrorType, codegen.Member{})
	narrowed := pageSchema("", of("error", pageSchema("", of(
		"type", of("type", "string", "enum", types), "code", of("type", "string", "enum", codes)))))
	return of("description", http.StatusText(status)+".", "headers", errorHeaders(status),
		"content", of(jsonMedia, of("schema", of("allOf", []any{body, narrowed}))))
}

// responseName returns the name of the component of a status: "BadRequest".
func responseName(status int) string { return strings.ReplaceAll(http.StatusText(status), " ", "") }
