package main

import (
	"encoding/json"
	"errors"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wiregen/codegen"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/openapi"
	"github.com/stateset/stateset-go/webhook"
)

// builder builds the document.
type builder struct {
	*components
	operations map[string]httpapi.Description
	examples   map[string]example
	codes      []httpapi.ErrorCode
}

// build returns the document of the module whose root is given.
func build(root string, examples map[string]example) (json.RawMessage, error) {
	types, err := codegen.NewDescriber(root)
	if err != nil {
		return nil, err
	}
	b := &builder{
		components: &components{types: types, done: map[string]bool{}, byType: map[string]string{}, open: map[string]bool{}},
		operations: httpapi.Describe(), examples: examples, codes: httpapi.ErrorCodes(),
	}
	b.findOpenEnums()
	document := b.document()
	if err := errors.Join(b.faults...); err != nil {
		return nil, err
	}
	return encode(document)
}

const about = "Payments, orders, invoices, stablecoins, trade finance, AI agents and cross-border commerce.\n\n" +
	"This document is generated from the SDK and its mock server. The member x-source of an operation says where the operation is documented: " +
	"documented (reference documents of the vendor), public (other public pages of the vendor) or designed (by this project). " +
	"The member x-rules of an operation lists the rules that no schema can express, with the error code and the parameter of a violation."

func (b *builder) document() object {
	paths := b.paths()
	hooks := b.webhooks()
	return of(
		"openapi", "3.1.0",
		"info", of(
			"title", "StateSet Commerce Network API", "version", webhook.APIVersion, "description", about,
			"contact", of("name", "StateSet", "url", "https://docs.stateset.com"),
			"license", of("name", "MIT", "identifier", "MIT"),
			"x-sdk-version", stateset.Version,
		),
		"servers", openapi.Servers(spec.HostAPI),
		"security", []any{of("secretKey", []any{})},
		"tags", tags(),
		"paths", paths,
		"webhooks", hooks,
		"components", of(
			"schemas", b.schemas,
			"responses", b.errorResponses(),
			"headers", headers(),
			"parameters", sharedParameters(),
			"securitySchemes", securitySchemes(),
		),
	)
}

// tags returns the resources, in the order of the table.
func tags() []any {
	var all []any
	seen := map[string]bool{}
	for _, row := range spec.All() {
		if name := tagOf(row); !seen[name] {
			seen[name] = true
			all = append(all, of("name", name, "description", "Operations of the resource "+name+"."))
		}
	}
	return all
}

// tagOf returns the resource of an operation.
func tagOf(row *spec.Operation) string {
	resource, _, found := strings.Cut(row.Name, ".")
	if !found {
		return "Account"
	}
	return resource
}

// Names of the security schemes, by kind of key.
const (
	secretKey      = "secretKey"
	restrictedKey  = "restrictedKey"
	publishableKey = "publishableKey"
)

func securitySchemes() object {
	scheme := func(format, description string) object {
		return of("type", "http", "scheme", "bearer", "bearerFormat", format, "description", description)
	}
	return of(
		secretKey, scheme("sk_test_… or sk_live_…", "A secret key may call every operation. Use it on servers only."),
		restrictedKey, scheme("rk_test_… or rk_live_…", "A restricted key may call the operations of its scopes. Each operation names its scope."),
		publishableKey, scheme("pk_test_… or pk_live_…", "A publishable key may call a few operations, also from a browser."),
	)
}

// security returns the keys that may call an operation.
func security(row *spec.Operation) []any {
	keys := []any{of(secretKey, []any{})}
	keys = append(keys, of(restrictedKey, []any{}))
	if row.Access != spec.AccessScoped {
		keys = append(keys, of(publishableKey, []any{}))
	}
	if row.Access == spec.AccessOpen {
		keys = append(keys, of())
	}
	return keys
}
