package checker_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance/checker"
)

// report returns a report with every status, and text with characters to escape.
func report() *checker.Report {
	return &checker.Report{
		BaseURL: "https://api.example.com/v1", Version: "1.2.3", Requests: 9, Same: 1, Different: 1, Absent: 1, Blocked: 1, Unchecked: 2,
		Stopped: "the server does not respond any more: \x01EOF", Deleted: 1,
		Operations: []*checker.Result{
			{Operation: "Balance", Status: checker.Same},
			{Operation: "Payments.Create", Status: checker.Different, Differences: []checker.Difference{
				{Kind: checker.Code, Path: "error.code", Want: `"a"`, Got: `"<b>"`, Calls: []string{"a", "b", "c", "d", "e"}},
				{Kind: checker.MemberMissing, Path: "id", Calls: []string{"good call"}},
			}},
			{Operation: "Payments.Get", Status: checker.Blocked, Reason: "prepare failed"},
			{Operation: "Orders.Pay", Status: checker.Absent, Reason: "status 404"},
		},
		Leftovers: []checker.Leftover{{Operation: "Payments.Create", IDs: []string{"pay_1", "pay_2"}}},
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for _, result := range report().Operations {
		result.Print(&text)
	}
	report().PrintSummary(&text)
	require.Equal(t, `same       Balance
different  Payments.Create
             code error.code: want "a", got "<b>"  (a, b, c and 2 more)
             member missing id  (good call)
blocked    Payments.Get: prepare failed
absent     Orders.Pay: status 404

1 same, 1 different, 1 absent, 1 blocked. 9 requests.
Stopped with 2 operations unchecked: the server does not respond any more: `+"\x01"+`EOF
Deleted 1 webhook endpoints.
Left behind, by operation:
  Payments.Create: pay_1 pay_2
`, text.String())
}

func TestJUnit(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	require.NoError(t, report().WriteJUnit(&text))
	var suite struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Cases    []struct {
			Class   string `xml:"classname,attr"`
			Name    string `xml:"name,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Error *struct {
				Message string `xml:"message,attr"`
			} `xml:"error"`
		} `xml:"testcase"`
	}
	require.NoError(t, xml.Unmarshal([]byte(text.String()), &suite), text.String())
	require.Equal(t, []int{5, 3, 1}, []int{suite.Tests, suite.Failures, suite.Errors})
	require.Len(t, suite.Cases, 5)
	require.Nil(t, suite.Cases[0].Failure)
	require.Equal(t, "Payments", suite.Cases[1].Class)
	require.Equal(t, `2 differences, first: code error.code: want "a", got "<b>"`, suite.Cases[1].Failure.Message)
	require.Contains(t, suite.Cases[1].Failure.Text, "member missing id  (good call)\n")
	require.Equal(t, "blocked: prepare failed", suite.Cases[2].Failure.Message)
	require.Equal(t, "absent: status 404", suite.Cases[3].Failure.Message)
	require.Equal(t, "the server does not respond any more: EOF", suite.Cases[4].Error.Message)
	text.Reset()
	require.NoError(t, (&checker.Report{}).WriteJUnit(&text))
	require.Equal(t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"stateset-mock conformance\" tests=\"0\" failures=\"0\" errors=\"0\">\n</testsuite>\n", text.String())
}

func TestJSON(t *testing.T) {
	t.Parallel()
	server := mutate(newMock(t), rowNamed("Payments.Get"), mutant{response: edit(false, func(m map[string]any) { delete(m, "receipt_url") })})
	report := check(t, server, `^Payments\.Get$`)
	text, err := json.Marshal(report)
	require.NoError(t, err)
	require.Len(t, report.Leftovers, 1)
	require.Len(t, report.Leftovers[0].IDs, 2)
	ids, err := json.Marshal(report.Leftovers[0].IDs)
	require.NoError(t, err)
	require.JSONEq(t, `{"base_url":"`+server.BaseURL+`/v1","version":"`+stateset.Version+`","requests":`+string(encode(t, report.Requests))+`,
		"same":0,"different":1,"absent":0,"blocked":0,"unchecked":0,"deleted_endpoints":0,
		"operations":[{"operation":"Payments.Get","status":"different","differences":[{"kind":"member missing","path":"receipt_url","calls":["good call"]}]}],
		"leftovers":[{"operation":"Payments.Create","ids":`+string(ids)+`}]}`, string(text))
}

func encode(t *testing.T, v any) []byte {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

// Endpoints are deleted. All other objects that still exist are listed once.
func TestLeftovers(t *testing.T) {
	t.Parallel()
	server := newMock(t)
	report := check(t, server, `^(Webhooks\.|Payments\.(Refund|Capture)|Orders\.Pay)`)
	require.True(t, report.Passed(), "%+v", report)
	require.NotZero(t, report.Deleted)
	found := map[string]int{}
	for _, left := range report.Leftovers {
		for _, id := range left.IDs {
			found[id]++
			require.Equal(t, 1, found[id], id)
		}
		require.NotEmpty(t, left.IDs)
		require.NotEqual(t, "Webhooks.Create", left.Operation)
	}
	client := &http.Client{Transport: server.Transport}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.BaseURL+"/v1/webhooks", nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+server.Key)
	response, err := client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var list struct{ Data []any }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&list))
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Empty(t, list.Data)
}
