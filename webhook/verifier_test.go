package webhook_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// V10: the index of the matching secret, for every scheme.
func TestSecretIndex(t *testing.T) {
	t.Parallel()
	v := verifier(t, []string{k2, k1})
	for name, tt := range map[string]struct {
		header http.Header
		want   int
	}{
		"V10 old secret":      {stamped(v01), 1},
		"V10 old secret, raw": {raw(r11), 1},
		"V10 new secret":      {stamped("t=1767225600 v1=" + t21), 0},
		"V10 both":            {stamped(v01 + " v1=" + t21), 0},
	} {
		event, err := v.Verify([]byte(b1), tt.header)
		require.NoError(t, err, name)
		require.Equal(t, tt.want, event.SecretIndex(), name)
	}
}

// An event that was not verified reports it.
func TestUnverifiedEvent(t *testing.T) {
	t.Parallel()
	var e webhook.Event
	require.NoError(t, json.Unmarshal([]byte(b1), &e))
	require.Empty(t, e.Scheme())
	require.False(t, e.Replayable())
	require.Equal(t, -1, e.SecretIndex())
}

// V31: the signatures that each policy accepts.
func TestPolicies(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		opts                     []webhook.VerifierOption
		stamped, raw, both, none error
	}{
		"V31 default":       {nil, nil, webhook.ErrTimestampRequired, nil, webhook.ErrNoSignature},
		"AcceptRaw":         {opts(webhook.AcceptRaw()), nil, nil, nil, webhook.ErrNoSignature},
		"RawOnly":           {opts(webhook.RawOnly()), webhook.ErrRawRequired, nil, webhook.ErrRawRequired, webhook.ErrNoSignature},
		"undated alone":     {opts(webhook.AcceptUndated()), nil, webhook.ErrTimestampRequired, nil, webhook.ErrNoSignature},
		"the last one wins": {opts(webhook.RawOnly(), webhook.AcceptRaw()), nil, nil, nil, webhook.ErrNoSignature},
	} {
		v, err := webhook.NewVerifier(k1, append(tt.opts, webhook.WithClock(at(0)))...)
		require.NoError(t, err, name)
		for _, c := range []struct {
			header http.Header
			want   error
		}{{stamped(v01), tt.stamped}, {raw(r11), tt.raw}, {both(v01, r11), tt.both}, {http.Header{}, tt.none}} {
			_, err := v.Verify([]byte(b1), c.header)
			require.ErrorIs(t, err, c.want, "%s %v", name, c.header)
		}
	}
}

// Removing the timestamped signature of a delivery does not help an attacker. The error
// names the option for endpoints without this signature.
func TestStrippedSignatureNamesTheOption(t *testing.T) {
	t.Parallel()
	v, err := webhook.NewVerifier(k1)
	require.NoError(t, err)
	header := webhook.Sign([]byte(b1), time.Now(), k1)
	_, err = v.Verify([]byte(b1), header)
	require.NoError(t, err)
	header.Del("Stateset-Signature")
	_, err = v.Verify([]byte(b1), header)
	require.ErrorIs(t, err, webhook.ErrTimestampRequired)
	require.ErrorContains(t, err, "only X-StateSet-Signature")
	require.ErrorContains(t, err, "webhook.AcceptRaw()")
}

// V37 and V43: limits are inclusive, and options can change them.
func TestLimits(t *testing.T) {
	t.Parallel()
	large := strings.Replace(b1, "pay_1", strings.Repeat("x", 1<<20-len(b1)+len("pay_1")), 1)
	require.Len(t, large, 1<<20)
	sign := func(body string) http.Header { return stamped("t=1767225600 v1=" + digest(k1, "1767225600."+body)) }
	noTime := strings.Replace(b1, `"created":1767225600,`, "", 1)
	live := strings.Replace(b1, `"created"`, `"livemode":true,"api_version":"2024-01-01","created"`, 1)
	for name, tt := range map[string]struct {
		body   string
		header http.Header
		want   error
		opts   []webhook.VerifierOption
	}{
		"V37 1 MiB":              {large, sign(large), nil, nil},
		"V37 1 MiB and a byte":   {large + "\n", sign(large + "\n"), webhook.ErrBodyTooLarge, nil},
		"V37 before the MAC":     {large + "\n", nil, webhook.ErrBodyTooLarge, nil},
		"another limit":          {b1, sign(b1), webhook.ErrBodyTooLarge, opts(webhook.MaxBody(len(b1) - 1))},
		"just that limit":        {b1, sign(b1), nil, opts(webhook.MaxBody(len(b1)))},
		"V43 clock slow":         {b1, sign(b1), webhook.ErrTimestampTooNew, opts(webhook.WithClock(at(-360)))},
		"V43 clock fast":         {b1, sign(b1), webhook.ErrTimestampTooOld, opts(webhook.WithClock(at(360)))},
		"a larger tolerance":     {b1, sign(b1), nil, opts(webhook.WithClock(at(360)), webhook.Tolerance(6*time.Minute))},
		"a smaller tolerance":    {b1, sign(b1), webhook.ErrTimestampTooOld, opts(webhook.WithClock(at(2)), webhook.Tolerance(time.Second))},
		"raw, 72 hours":          {b1, raw(r11), nil, opts(webhook.WithClock(at(72 * 3600)))},
		"raw, more":              {b1, raw(r11), webhook.ErrEventTooOld, opts(webhook.WithClock(at(72*3600 + 1)))},
		"raw, another age":       {b1, raw(r11), webhook.ErrEventTooOld, opts(webhook.WithClock(at(61)), webhook.MaxEventAge(time.Minute))},
		"raw, no time":           {noTime, raw(digest(k1, noTime)), nil, opts(webhook.WithClock(at(1e9)))},
		"stamped, an old event":  {b1, sign(b1), nil, opts(webhook.WithClock(at(2)), webhook.MaxEventAge(time.Second))},
		"test event, test":       {b1, sign(b1), nil, opts(webhook.ExpectLivemode(false))},
		"test event, live":       {b1, sign(b1), webhook.ErrLivemodeMismatch, opts(webhook.ExpectLivemode(true))},
		"live event, live":       {live, sign(live), nil, opts(webhook.ExpectLivemode(true))},
		"live event, test":       {live, sign(live), webhook.ErrLivemodeMismatch, opts(webhook.ExpectLivemode(false))},
		"that version":           {live, sign(live), nil, opts(webhook.ExpectAPIVersion("2024-01-01"))},
		"another version":        {live, sign(live), webhook.ErrAPIVersionMismatch, opts(webhook.ExpectAPIVersion("2023-01-01"))},
		"no version":             {b1, sign(b1), webhook.ErrAPIVersionMismatch, opts(webhook.ExpectAPIVersion("2024-01-01"))},
		"a nil option and one":   {b1, sign(b1), webhook.ErrBodyTooLarge, opts(nil, webhook.MaxBody(len(b1)-1))},
		"a nil option is no one": {b1, sign(b1), nil, opts(nil)},
	} {
		event, err := verifier(t, []string{k1}, tt.opts...).Verify([]byte(tt.body), tt.header)
		require.ErrorIs(t, err, tt.want, name)
		require.Equal(t, tt.want == nil, event != nil, name)
	}
}

// A raw event without a time could be sent again indefinitely. An option accepts it.
func TestUndatedRawEvents(t *testing.T) {
	t.Parallel()
	for time, dated := range map[string]bool{
		`"created":1767225600`: true, `"timestamp":"2026-01-01T00:00:00Z"`: true,
		`"created":null`: false, `"created":0`: false, `"x":1`: false,
	} {
		body := `{"id":"evt_1","type":"payment.succeeded",` + time + `,"data":{}}`
		rawHeader, stampedHeader := raw(digest(k1, body)), stamped("t=1767225600 v1="+digest(k1, "1767225600."+body))
		strict, err := webhook.NewVerifier(k1, webhook.WithClock(at(0)), webhook.AcceptRaw())
		require.NoError(t, err)
		_, err = strict.Verify([]byte(body), rawHeader)
		require.Equal(t, dated, err == nil, time)
		if !dated {
			require.ErrorIs(t, err, webhook.ErrMalformedEvent)
			require.ErrorContains(t, err, "webhook.AcceptUndated()")
		}
		_, err = strict.Verify([]byte(body), stampedHeader)
		require.NoError(t, err, time)
		lenient, err := webhook.NewVerifier(k1, webhook.WithClock(at(0)), webhook.AcceptRaw(), webhook.AcceptUndated())
		require.NoError(t, err)
		_, err = lenient.Verify([]byte(body), rawHeader)
		require.NoError(t, err, time)
	}
}

func opts(o ...webhook.VerifierOption) []webhook.VerifierOption { return o }

func TestOptionsRefused(t *testing.T) {
	t.Parallel()
	for want, opt := range map[string]webhook.VerifierOption{
		"stateset: webhook.Tolerance: must be above 0 and at most 1h0m0s, got 0s":                        webhook.Tolerance(0),
		"stateset: webhook.Tolerance: must be above 0 and at most 1h0m0s, got -1s":                       webhook.Tolerance(-time.Second),
		"stateset: webhook.Tolerance: must be above 0 and at most 1h0m0s, got 1h0m0.000000001s":          webhook.Tolerance(time.Hour + 1),
		"stateset: webhook.MaxEventAge: must be above 0, got 0s":                                         webhook.MaxEventAge(0),
		"stateset: webhook.MaxBody: must be above 0, got 0":                                              webhook.MaxBody(0),
		"stateset: webhook.WithClock: must not be nil: omit the option for time.Now":                     webhook.WithClock(nil),
		"stateset: webhook.ExpectAPIVersion: must not be empty: omit the option to accept every version": webhook.ExpectAPIVersion(""),
	} {
		v, err := webhook.NewVerifier(k1, opt)
		require.EqualError(t, err, want)
		require.Nil(t, v)
	}
	_, err := webhook.NewVerifier(k1, webhook.Tolerance(time.Hour), webhook.Tolerance(1), webhook.MaxEventAge(1), webhook.MaxBody(1))
	require.NoError(t, err)
}

// Nothing prints a verifier's secrets.
func TestVerifierPrintsNoSecret(t *testing.T) {
	t.Parallel()
	v := verifier(t, []string{k1, k2})
	_, err := v.Verify([]byte(b1), stamped(v01))
	require.NoError(t, err)
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "v", v)
	nested := struct{ V *webhook.Verifier }{v}
	text := fmt.Sprintf("%v %+v %#v %s %q %x %d %+v", v, v, v, v, v, v, v, nested) + logged.String()
	require.Contains(t, text, "webhook.Verifier(2 secrets)")
	require.Contains(t, logged.String(), `"v":"webhook.Verifier(2 secrets)"`)
	for _, part := range []string{"5f2b8c1d", "00112233", "35663262", "53 102 50"} {
		require.NotContains(t, text, part)
	}
	require.Equal(t, "webhook.Verifier(nil)", fmt.Sprint((*webhook.Verifier)(nil)))
}

// The payload is not changed, and the event does not keep it.
func TestPayloadIsTheCallers(t *testing.T) {
	t.Parallel()
	payload := []byte(b1)
	event, err := verifier(t, []string{k1}).Verify(payload, stamped(v01))
	require.NoError(t, err)
	require.Equal(t, b1, string(payload))
	for i := range payload {
		payload[i] = 'x'
	}
	require.Equal(t, "evt_1", event.ID)
	require.JSONEq(t, `{"id":"pay_1","amount":1999,"currency":"usd"}`, string(event.Data.Object))
}

// V50: one verifier for many goroutines.
func TestVerifyConcurrently(t *testing.T) {
	t.Parallel()
	v := verifier(t, []string{k2, k1})
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() {
			for n := range 200 {
				body, header := []byte(b1), stamped(v01)
				want := error(nil)
				if n%2 == 1 {
					body, want = []byte(b2), webhook.ErrSignatureMismatch
				}
				if _, err := v.Verify(body, header); (err == nil) != (want == nil) {
					results[i] = fmt.Errorf("delivery %d: %w", n, err)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range results {
		require.NoError(t, err)
	}
}

// V35: a rejected header allocates little memory.
func TestLongHeaderIsCheap(t *testing.T) {
	v := verifier(t, []string{k1})
	body := []byte(b1)
	for name, header := range map[string]http.Header{
		"64 KiB":       stamped(v01 + strings.Repeat(" v1="+t11, 1000)),
		"64 KiB, raw":  raw(strings.Repeat("a", 64<<10)),
		"4096 commas":  stamped(strings.Repeat(",", 4096)),
		"4096 of one":  stamped(strings.Repeat("a", 4096)),
		"many v1":      stamped(strings.Repeat("v1= ", 1024)),
		"many unknown": stamped(strings.Repeat("a= ", 1365)),
	} {
		allocs := testing.AllocsPerRun(20, func() {
			if _, err := v.Verify(body, header); err == nil {
				panic(name)
			}
		})
		require.LessOrEqual(t, allocs, 12.0, name)
	}
}

// V49: all signatures are compared in constant time, even after a match.
func TestComparesInConstantTime(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("keys.go")
	require.NoError(t, err)
	_, made, found := strings.Cut(string(source), "func (k *key) made(")
	require.True(t, found)
	made, _, _ = strings.Cut(made, "\n}\n")
	require.Contains(t, made, "equal |= subtle.ConstantTimeCompare(d.sum[:], sig.sums[i][:])")
	require.Equal(t, 1, strings.Count(made, "return "), "one way out, behind the loop")
	for _, early := range []string{"break", "continue", "goto", "bytes.Equal"} {
		require.NotContains(t, made, early)
	}
	source, err = os.ReadFile("verifier.go")
	require.NoError(t, err)
	_, match, found := strings.Cut(string(source), "func (v *Verifier) match(")
	require.True(t, found)
	match, _, _ = strings.Cut(match, "\n}\n")
	require.Contains(t, match, "if k.made(payload, sig) && ", "made is called whatever matched")
	require.Equal(t, 1, strings.Count(match, "return "))
	require.NotContains(t, match, "break")
}
