package integration

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goBlock is a block of Go in a document.
var goBlock = regexp.MustCompile("(?s)\n```go\n(.*?)```")

// TestTheGuideToWebhooksCompiles puts the blocks of docs/webhooks.md, each in a
// function with what it takes for granted as parameters, into a program of a
// stranger's, and runs the one that is a test.
func TestTheGuideToWebhooksCompiles(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/webhooks.md")
	require.NoError(t, err)
	blocks := goBlock.FindAllSubmatch(guide, -1)
	functions := []struct{ beginning, parameters, end string }{
		{"endpoint, err :=", "ctx context.Context, client *stateset.Client, keep func(string)", "return err"},
		{"verifier, err :=", "ship func(context.Context, string) error, onInvoice, onAnythingElse webhook.EventFunc, store webhook.Store", "return err"},
		{"verifier, err :=", "secret string", "_ = verifier\nreturn err"},
		{"db, err := sql.Open", "ctx context.Context", "return db.Close()"},
		{"webhook.On(mux, webhook.OrderPaid", "mux *webhook.Mux, db *sql.DB, store *sqlstore.Store", "return nil"},
		{"if err := store.Forget", "ctx context.Context, client *stateset.Client, store *sqlstore.Store, eventID string", "return err"},
		{"verifier, err :=", "current, old string", "_ = verifier\nreturn err"},
		{"endpoint, err := client.Webhooks.RotateSecret", "ctx context.Context, client *stateset.Client, id string", "_ = endpoint\nreturn err"},
		{"type gatewayRequest struct", "", ""},
		{"r := webhook.NewTestRequest", "handler http.Handler", "return nil"},
		{"func TestPaidOnce", "", ""},
	}
	require.Equal(t, len(functions), len(blocks), "each block stands in the list")
	var code strings.Builder
	code.WriteString(guideImports)
	for i, f := range functions {
		block := string(blocks[i][1])
		require.True(t, strings.HasPrefix(block, f.beginning), "block %d begins otherwise:\n%s", i, block)
		if f.end != "" {
			block = fmt.Sprintf("func _(%s) error {\n%s%s\n}\n", f.parameters, block, f.end)
		}
		code.WriteString("\n" + block)
	}
	require.Contains(t, stranger(t, "guide_test.go", code.String(), "test", "-mod=mod", "-v", "."), "--- PASS: TestPaidOnce")
}

const guideImports = `package stranger

import (
	"context"
	"database/sql"
	"encoding/base64"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)
`
