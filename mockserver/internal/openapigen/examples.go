package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver"
)

// example is a request of the conformance table and the response of the mock server. Both
// are nil where there is no body.
type example struct{ request, response json.RawMessage }

// examplesSeed makes the IDs in the examples the same in every run.
const examplesSeed = 1

// makeExamples makes the good call of every row of the conformance table.
func makeExamples(ctx context.Context) (map[string]example, error) {
	srv, err := mockserver.Start(ctx, mockserver.WithSeed(examplesSeed), mockserver.WithTime(time.Date(2026, 1, 15, 10, 30, 0, 0, time.UTC)),
		mockserver.WithPublicURL("https://mock.example.com"), mockserver.WithWebhookFault("* drop"))
	if err != nil {
		return nil, err
	}
	defer srv.Close()
	all := map[string]example{}
	for _, row := range conformance.All() {
		e, err := makeExample(ctx, srv, row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.Name, err)
		}
		all[row.Name] = e
	}
	return all, nil
}

func makeExample(ctx context.Context, srv *mockserver.Server, row *conformance.Operation) (example, error) {
	account := srv.Account(strings.ToLower(strings.ReplaceAll(row.Name, ".", "_")))
	ids, err := row.IDs(ctx, account.Client())
	if err != nil {
		return example{}, err
	}
	if err := srv.Webhooks().Settle(ctx); err != nil { // so that deliveries are the same in every run
		return example{}, err
	}
	content := ids.Fill(row.Request)
	url, body := srv.URL()+spec.BasePath+row.Path(ids), content
	if row.Spec().Method == http.MethodGet {
		url, body = url+"?"+content, ""
	}
	request, err := http.NewRequestWithContext(ctx, row.Spec().Method, url, strings.NewReader(body))
	if err != nil {
		return example{}, err
	}
	request.Header.Set("Authorization", "Bearer "+account.Key())
	request.Header.Set("Content-Type", jsonMedia)
	response, err := srv.HTTPClient().Do(request)
	if err != nil {
		return example{}, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != row.Spec().Status {
		err = fmt.Errorf("status %d: %s", response.StatusCode, answer)
	}
	return example{request: orNil(body), response: orNil(string(answer))}, err
}

// random are the references that the conformance table draws and the idempotency keys
// that the SDK draws.
var random = regexp.MustCompile(`[-_][a-z2-7]{26}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b`)

// orNil returns compact JSON without drawn references, or nil for no JSON.
func orNil(text string) json.RawMessage {
	var out bytes.Buffer
	if text == "" || json.Compact(&out, []byte(text)) != nil {
		return nil
	}
	return random.ReplaceAllFunc(out.Bytes(), func(drawn []byte) []byte {
		if drawn[0] == '-' || drawn[0] == '_' {
			return []byte{drawn[0], '1'}
		}
		return []byte("6f1d9a4e-2b7c-4c1e-9f3a-5d8e7b6c4a21")
	})
}
