package integration

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheGuideToRecoveryCompiles compiles the blocks of docs/recovery.md in a program of a
// stranger, each in a function with what it takes for granted as parameters.
func TestTheGuideToRecoveryCompiles(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/recovery.md")
	require.NoError(t, err)
	blocks := goBlock.FindAllSubmatch(guide, -1)
	functions := []struct{ parameters, end string }{
		{"ctx context.Context, key string", "return err"},
		{"ctx context.Context, client *stateset.Client, store *sqljournal.Store, markPaid func(context.Context, string) error", "return nil"},
		{"ctx context.Context, client *stateset.Client, tx *sql.Tx, params *payments.CreateParams", "_ = response\nreturn err"},
		{"key string, secret []byte, store journal.Store", "_ = client\nreturn err"},
	}
	require.Equal(t, len(functions), len(blocks), "each block stands in the list")
	var code strings.Builder
	code.WriteString(recoveryImports)
	for i, f := range functions {
		code.WriteString(fmt.Sprintf("\nfunc _(%s) error {\n%s%s\n}\n", f.parameters, blocks[i][1], f.end))
	}
	stranger(t, "guide.go", code.String(), "vet", "-mod=mod", ".")
}

const recoveryImports = `package stranger

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"database/sql"
	"errors"
	"log"
	"os"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/sqljournal"
	"github.com/stateset/stateset-go/payments"
)
`
