package har_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/har"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// payment is an entry with a key, which the file must not contain.
var payment = &journal.Entry{
	Time: time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC), Method: "POST", Path: "/v1/payments", Query: "expand[]=order",
	Header:      http.Header{"Authorization": {"Bearer sk_test_hidden1"}, "Content-Type": {"application/json"}},
	RequestBody: journal.NewContent([]byte(`{"amount":1}`)), Status: 201, ResponseBody: journal.NewContent([]byte(`{"id":"pay_1"}`)),
	Operation: "Payments.Create", Fault: "f1 POST /payments do=pass",
}

func newFile(t *testing.T) (*har.File, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.har")
	out, err := os.Create(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, out.Close()) })
	f, err := har.NewFile(out)
	require.NoError(t, err)
	return f, path
}

// entries reads a file, which must be complete.
func entries(t *testing.T, path string) []map[string]any {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var file struct {
		Log struct {
			Version string
			Entries []map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(text, &file))
	require.Equal(t, "1.2", file.Log.Version)
	return file.Log.Entries
}

func TestEntry(t *testing.T) {
	t.Parallel()
	f, path := newFile(t)
	require.Empty(t, entries(t, path))
	require.NoError(t, f.Add("TestPay", payment, http.Header{"X-Request-Id": {"req_1"}, "Content-Type": {"application/json"}}))
	text, err := json.Marshal(entries(t, path)[0])
	require.NoError(t, err)
	require.JSONEq(t, `{
		"startedDateTime": "2024-01-15T10:30:00Z", "time": 0, "cache": {}, "timings": {"send": 0, "wait": 0, "receive": 0},
		"_operation": "Payments.Create", "_fault": "f1 POST /payments do=pass", "_test": "TestPay",
		"request": {
			"method": "POST", "url": "http://localhost/v1/payments?expand[]=order", "httpVersion": "HTTP/1.1", "cookies": [],
			"headers": [{"name": "Authorization", "value": "Bearer sk_test_****"}, {"name": "Content-Type", "value": "application/json"}],
			"queryString": [{"name": "expand[]", "value": "order"}],
			"postData": {"mimeType": "application/json", "text": "{\"amount\":1}"}, "headersSize": -1, "bodySize": 12
		},
		"response": {
			"status": 201, "statusText": "Created", "httpVersion": "HTTP/1.1", "cookies": [],
			"headers": [{"name": "Content-Type", "value": "application/json"}, {"name": "X-Request-Id", "value": "req_1"}],
			"content": {"size": 14, "mimeType": "application/json", "text": "{\"id\":\"pay_1\"}"},
			"redirectURL": "", "headersSize": -1, "bodySize": 14
		}
	}`, string(text))
}

func TestParallelEntries(t *testing.T) {
	t.Parallel()
	f, path := newFile(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 25 {
				if err := f.Add("TestParallel", payment, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	require.Len(t, entries(t, path), 100)
}
