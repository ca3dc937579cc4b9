package webhook_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// The maximum nesting of an event is 128 open levels, including the event. Closed levels
// and brackets within strings do not count.
func TestDepthCountsWhatIsOpen(t *testing.T) {
	t.Parallel()
	lists := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	objects := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	many := func(text string) string { return strings.TrimSuffix(strings.Repeat(text+",", 200), ",") }
	for name, tt := range map[string]struct {
		value string
		ok    bool
	}{
		"128 levels of lists":             {lists(127), true},
		"129 levels of lists":             {lists(128), false},
		"128 levels of objects":           {objects(127), true},
		"129 levels of objects":           {objects(128), false},
		"200 lists side by side":          {"[" + lists(60) + "," + many("[]") + "]", true},
		"200 objects side by side":        {"[" + lists(60) + "," + many("{}") + "]", true},
		"brackets in a text":              {"[" + lists(60) + `,"` + strings.Repeat("[{", 100) + `"]`, true},
		"brackets behind a quote":         {"[" + lists(60) + `,"\"` + strings.Repeat("[", 200) + `"]`, true},
		"closed in a text":                {`["` + strings.Repeat("]}", 100) + `",` + lists(127) + "]", false},
		"behind a text that ends with \\": {`["\\",` + lists(127) + "]", false},
	} {
		body := `{"id":"evt_1","type":"payment.succeeded","data":{},"new":` + tt.value + `}`
		event, err := verifier(t, []string{k1}).Verify([]byte(body), raw(digest(k1, body)))
		if tt.ok {
			require.NoError(t, err, name)
			require.Equal(t, "evt_1", event.ID, name)
			continue
		}
		require.ErrorIs(t, err, webhook.ErrMalformedEvent, name)
		require.ErrorContains(t, err, "nested deeper than 128 levels", name)
	}
}

// The signed time distinguishes a timestamped delivery from a raw one, so its body may
// start with blanks.
func TestBlanksBeforeATimestampedBody(t *testing.T) {
	t.Parallel()
	body := " \r\n\t" + b1
	v := verifier(t, []string{k1})
	event, err := v.Verify([]byte(body), stamped("t=1767225600 v1="+digest(k1, "1767225600."+body)))
	require.NoError(t, err)
	require.Equal(t, "evt_1", event.ID)
	_, err = v.Verify([]byte(body), raw(digest(k1, body)))
	require.ErrorIs(t, err, webhook.ErrBodyNotObject)
}
