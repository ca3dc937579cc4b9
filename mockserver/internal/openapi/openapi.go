// Package openapi holds the OpenAPI document of the API. Package openapigen writes it.
package openapi

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/spec"
)

//go:generate go run github.com/stateset/stateset-go/mockserver/internal/openapigen ../../..

//go:embed openapi.json.gz
var compressed []byte

// Servers returns the member "servers" of the document, or of an operation on a host of
// its own.
func Servers(host spec.Host) json.RawMessage {
	if host == spec.HostNetwork {
		return server(stateset.NetworkURL)
	}
	return server(stateset.APIURL)
}

func server(url string) json.RawMessage {
	quoted, err := json.Marshal(url)
	if err != nil { // a string can be encoded
		return nil
	}
	return fmt.Appendf(nil, `[{"url":%s}]`, quoted)
}

// Document returns the document as JSON. address is the address of a server without the
// base path, "http://127.0.0.1:8420". It replaces the hosts of the API. An empty address
// keeps them.
func Document(address string) ([]byte, error) {
	unzip, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, err
	}
	document, err := io.ReadAll(unzip)
	if err != nil || address == "" {
		return document, err
	}
	own := server(address + spec.BasePath)
	for _, host := range []spec.Host{spec.HostAPI, spec.HostNetwork} {
		document = bytes.ReplaceAll(document, Servers(host), own)
	}
	return document, nil
}
