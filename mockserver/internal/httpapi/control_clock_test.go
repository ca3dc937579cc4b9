package httpapi

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

func TestControlOfTheServersClock(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, step := range []struct{ path, body, now, frozen string }{
		{"advance", `{"seconds":0.25}`, "2024-01-15T10:30:00.25Z", "true"},
		{"advance", `{"seconds":"0.5"}`, "2024-01-15T10:30:00.75Z", "true"},
		{"advance", `{"seconds":0}`, "2024-01-15T10:30:00.75Z", "true"},
		{"advance", `{"seconds":0.0000000019}`, "2024-01-15T10:30:00.750000001Z", "true"},
		{"set", `{"time":"2024-02-01T00:00:00.5+01:00"}`, "2024-01-31T23:00:00.5Z", "true"},
		{"set", `{"time":"2024-01-31T23:00:00.5Z"}`, "2024-01-31T23:00:00.5Z", "true"},
		{"freeze", "", "2024-01-31T23:00:00.5Z", "true"},
		{"unfreeze", `{}`, "", "false"},
	} {
		got := f.control("POST", "/clock/"+step.path, step.body).ok()
		if step.now != "" {
			require.Equal(t, step.now, got.at("now"), step.body)
		}
		require.Equal(t, step.frozen, got.at("frozen"), step.path)
	}
	for _, bad := range []struct{ path, body, code, param string }{
		{"set", `{}`, "parameter_missing", "time"},
		{"set", `{"time":"2024-01-01T00:00:00Z"}`, "parameter_invalid", "time"},
		{"set", `{"time":"tomorrow"}`, "parameter_invalid", "time"},
		{"set", `{"time":"2025-01-01T00:00:00Z","account":"abc"}`, "parameter_unknown", "account"},
		{"freeze", `{"account":"abc"}`, "parameter_unknown", "account"},
		{"advance", `{"seconds":-0.5}`, "parameter_invalid", "seconds"},
		{"advance", `{"seconds":1,"connected":"acct_1"}`, "parameter_invalid", "connected"},
		{"advance", `{"seconds":1,"account":"a b"}`, "parameter_invalid", "account"},
	} {
		f.control("POST", "/clock/"+bad.path, bad.body).refused(400, bad.code, bad.param)
	}
}

func TestControlOfAnAccountsClock(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	at := func(query string) string { return f.control("GET", "/clock"+query, "").ok().at("now") }
	require.Equal(t, "2024-01-15T10:30:00Z", at("?account=nobody"))
	require.Nil(t, f.server.engine.ExistingAccount(engine.AccountKey{Name: "nobody"}), "a look creates no account")

	got := f.control("POST", "/clock/advance", `{"seconds":3600.5,"account":"abc"}`).ok()
	require.Equal(t, "test/abc", got.at("account"))
	require.Equal(t, "2024-01-15T11:30:00.5Z", got.at("now"))
	require.Equal(t, got.body, f.control("GET", "/clock?account=abc", "").ok().body)
	got = f.control("POST", "/clock/advance", `{"seconds":60,"account":"abc","connected":"acct_test_1"}`).ok()
	require.Equal(t, "test/abc/acct_test_1", got.at("account"))
	require.Equal(t, "2024-01-15T10:31:00Z", at("?account=abc&connected=acct_test_1"))
	require.Equal(t, "2024-01-15T10:30:00Z", at(""))

	f.control("POST", "/clock/set", `{"time":"2024-01-15T12:00:00Z"}`).ok()
	require.Equal(t, "2024-01-15T13:00:00.5Z", at("?account=abc"), "the offset stays")
	require.Equal(t, "2024-01-15T12:01:00Z", at("?account=abc&connected=acct_test_1"))
	f.control("POST", "/reset", `{"account":"abc"}`).ok()
	require.Equal(t, "2024-01-15T12:00:00Z", at("?account=abc"))
	f.control("GET", "/clock?connected=acct_test_1", "").refused(400, "parameter_invalid", "connected")
	f.control("GET", "/clock?account=", "").refused(400, "parameter_invalid", "account")
	f.control("GET", "/clock?x=1", "").refused(400, "parameter_unknown", "x")
}

// Moves end at the year 9999.
func TestClockUntilTheEndOfTime(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, plan(PlanStarter))
	const century int64 = 100 * 366 * 24 * 3600
	moves := 0
	for ; ; moves++ {
		got := f.control("POST", "/clock/advance", `{"seconds":`+itoa(century)+`}`)
		if got.status != 200 {
			got.refused(400, "parameter_invalid", "seconds")
			require.Contains(t, got.body, "beyond the year 9999")
			break
		}
		now := begin.Unix() + int64(moves+1)*century
		require.Equal(t, time.Unix(now, 0).UTC().Format(time.RFC3339Nano), got.at("now"))
		offset, err := strconv.ParseInt(got.at("offset_seconds"), 10, 64)
		require.NoError(t, err)
		require.InDelta(t, now-time.Now().Unix(), offset, 600)
		answer := f.call("GET", "/v1/payments", "").ok()
		require.Equal(t, itoa(now+1), answer.header.Get("X-RateLimit-Reset"))
		require.Equal(t, time.Unix(now, 0).UTC().Format(http.TimeFormat), answer.header.Get("Date"))
	}
	require.Equal(t, 79, moves)
	f.control("POST", "/clock/advance", `{"seconds":3162240000,"account":"abc"}`).refused(400, "parameter_invalid", "seconds")
	f.control("POST", "/clock/advance", `{"seconds":86400,"account":"abc"}`).ok()
	f.control("POST", "/clock/set", `{"time":"9999-12-31T23:59:59Z"}`).refused(400, "parameter_invalid", "time")
	f.control("POST", "/reset", "").ok()
	f.control("POST", "/clock/set", `{"time":"9999-11-30T00:00:00Z"}`).ok()
	f.call("GET", "/v1/payments", "").ok()
	f.control("POST", "/clock/set", `{"time":"9999-12-31T23:59:59Z"}`).ok()
}
