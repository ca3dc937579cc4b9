package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/spec"
)

// Server is a server that rows call without the SDK.
type Server struct {
	URL    string // with the base path: "https://api.stateset.com/v1"
	Key    string
	Client *http.Client
}

// Spec returns the operation of the row. It panics on a name that package spec does not
// contain.
func (o *Operation) Spec() *spec.Operation {
	for _, op := range spec.All() {
		if slices.Contains(op.Variants, o.Name) {
			return op
		}
	}
	return spec.Lookup(o.Name)
}

// Path returns the path of a call below the base path.
func (o *Operation) Path(ids IDs) string {
	op := o.Spec()
	switch len(op.Params()) {
	case 0:
		return op.Build()
	case 1:
		return op.Build(ids.Parent + ids.ID) // one of them is empty
	}
	return op.Build(ids.Parent, ids.ID)
}

// RunHTTP prepares the good call with the SDK and makes it over plain HTTP. It checks the
// status and the response.
func (o *Operation) RunHTTP(ctx context.Context, client *stateset.Client, server Server) error {
	ids, err := o.IDs(ctx, client)
	if err != nil {
		return err
	}
	request, err := server.request(ctx, o.Spec().Method, o.Path(ids), ids.Fill(o.Request))
	if err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	response, err := server.Client.Do(request)
	if err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	if response.StatusCode != o.Spec().Status {
		return fmt.Errorf("%s: want status %d, got %d: %.200s", o.Name, o.Spec().Status, response.StatusCode, body)
	}
	return o.Check(json.RawMessage(body), ids)
}

// request makes a request with a body, or with a query for a GET.
func (s *Server) request(ctx context.Context, method, path, content string) (*http.Request, error) {
	url, body := s.URL+path, content
	if method == http.MethodGet {
		url, body = url+"?"+content, ""
	}
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.Key)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}
