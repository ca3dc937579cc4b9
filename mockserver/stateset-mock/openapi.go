package main

import (
	"context"
	"errors"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/openapi"
)

// printOpenAPI is the command that prints the OpenAPI document.
type printOpenAPI struct{ server string }

func openAPICommand() command {
	return command{
		name: "openapi", help: "Print the OpenAPI 3.1 document of the API.",
		note:     "A running server has the document with its own address at /_mock/openapi.json.",
		examples: []string{"openapi > openapi.json", "openapi -server http://127.0.0.1:8420"},
		task:     func() task { return &printOpenAPI{} },
	}
}

func (p *printOpenAPI) table() []setting {
	return []setting{{name: "server", value: "URL", set: p.setServer, standard: "the hosts of the API",
		usage: "Name this server in the document, without /v1."}}
}

func (p *printOpenAPI) setServer(address string) error {
	if httpapi.CheckPublicURL(address) != nil {
		return errors.New(`must be an http or https URL such as "http://127.0.0.1:8420", without user, query and fragment`)
	}
	p.server = strings.TrimRight(address, "/")
	return nil
}

func (p *printOpenAPI) run(_ context.Context, c *console) int {
	document, err := openapi.Document(p.server)
	if err == nil {
		_, err = c.stdout.Write(append(document, '\n'))
	}
	if err != nil {
		return c.fail(exitFailed, err)
	}
	return exitOK
}
