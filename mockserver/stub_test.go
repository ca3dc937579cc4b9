package mockserver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

func TestStub(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	for name, test := range map[string]struct {
		status      int
		body        any
		want, media string
	}{
		"object": {200, map[string]any{"id": "pay_1"}, `{"id":"pay_1"}`, "application/json"},
		"text":   {404, "no such payment", "no such payment", "text/plain; charset=utf-8"},
		"bytes":  {503, []byte("<p>down</p>"), "<p>down</p>", "text/html; charset=utf-8"},
		"nil":    {202, nil, "", "text/plain; charset=utf-8"},
	} {
		stub := w.account.Stub("POST /payments", test.status, test.body)
		got := w.pay("")
		require.Equal(t, []any{test.status, test.want, test.media}, []any{got.status, got.body, got.header.Get("Content-Type")}, name)
		require.Equal(t, 1, stub.Fired())
		stub.Remove()
	}
	require.Zero(t, w.paid(), "a stubbed request changes nothing")
	stub := w.srv.Stub("POST /payments", 200, "{}", mockserver.AfterCommit(), mockserver.Times(1))
	require.Equal(t, `POST /payments do=stub:200 body={} at=committed times=1`, stub.String())
	require.Equal(t, "{}", w.pay("").body)
	require.Equal(t, 1, w.paid(), "except with AfterCommit")
	require.PanicsWithValue(t, `mockserver: bad stub "*": body: json: unsupported type: func()`, func() { w.srv.Stub("*", 200, func() {}) })
	require.PanicsWithValue(t, `mockserver: bad fault "*": Stub(…, 99, …): must be a status from 200 to 599`, func() { w.srv.Stub("*", 99, nil) })
}

func TestCheckFaults(t *testing.T) {
	t.Parallel()
	srv, err := mockserver.Start(t.Context())
	require.NoError(t, err)
	defer srv.Close()
	require.NoError(t, srv.CheckFaults())
	srv.Fail("POST /paymentz", mockserver.Reset())
	srv.Fail("POST /orders", mockserver.Reset(), mockserver.Optional())
	post(t, srv, "sk_test_a", "")
	err = srv.CheckFaults()
	require.ErrorContains(t, err, `mockserver: the fault f1 "POST /paymentz do=reset" fired 0 times and must fire 1 time more; 0 requests matched it; the nearest requests:`)
	require.NotContains(t, err.Error(), "the fault f2") // random IDs may contain f2
	srv.Faults()[0].Remove()
	require.NoError(t, srv.CheckFaults())
}
