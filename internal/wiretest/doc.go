// Package wiretest tests clients of the SDK on the wire. A Recorder replaces the network:
// it keeps every request and returns scripted responses.
//
//	recorder := wiretest.New(wiretest.Respond(503, ""), wiretest.Respond(200, `{"id":"pay_1"}`))
//	_, err := recorder.Client(t).Payments.Get(t.Context(), "pay_1")
//	require.Len(t, recorder.Requests(), 2)
package wiretest
