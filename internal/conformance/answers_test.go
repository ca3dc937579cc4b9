package conformance_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

// serve returns a client that receives the correct response of the row.
func serve(t *testing.T, row *conformance.Operation) (*stateset.Client, *wiretest.Recorder) {
	return wiretest.Serve(t, right(row))
}

// right returns the correct response to the row's call. Without an ID in the call the
// object is new.
func right(row *conformance.Operation) string { return answer(row, named(row)) }

// answer returns the row's Answer with the IDs, or an empty object if the row has none.
func answer(row *conformance.Operation, ids conformance.IDs) string {
	if row.Answer == "" {
		return "{}"
	}
	return ids.Fill(row.Answer)
}

func named(row *conformance.Operation) conformance.IDs {
	ids := row.Sample
	if ids.ID == "" {
		ids.ID = "new_1"
	}
	return ids
}

// object reports whether the row's response is one object with an ID.
func object(row *conformance.Operation) bool {
	return strings.Contains(row.Answer, "<id>") && !strings.Contains(row.Answer, "[")
}

// wrong makes the call, returns the response to it, and checks the error of a wrong
// response. For a write it then resolves the error: twice with the same response, then
// with the correct one.
func wrong(t *testing.T, row *conformance.Operation, status int, answer string, want error) *stateset.Error {
	t.Helper()
	s := wiretest.New(wiretest.Respond(status, answer), wiretest.Respond(status, answer), wiretest.Respond(status, answer), wiretest.Respond(200, right(row), "Idempotent-Replayed", "true"))
	client := s.Client(t)
	_, err := row.Call(t.Context(), client, row.Sample)
	require.ErrorIs(t, err, want)
	require.Equal(t, 1, len(s.Requests()), "it is not tried again")
	e := failed(t, err)
	require.Equal(t, status, e.Status)
	require.Equal(t, stateset.StopWrongAnswer, e.StopReason)
	require.Equal(t, stateset.OutcomeUnknown, e.Outcome)
	require.Equal(t, answer, string(e.RawBody()))
	require.NotContains(t, err.Error(), "somebody", "what may be somebody else's is not shown")
	requireMessage(t, err.Error())

	_, resolved := client.Resolve(t.Context(), err)
	if e.Method == http.MethodGet {
		require.NotErrorIs(t, err, stateset.ErrOutcomeUnknown)
		require.Error(t, resolved, "a read is simply made again")
		require.Equal(t, 1, len(s.Requests()))
		return e
	}
	require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
	for range 2 {
		require.ErrorIs(t, resolved, want, "the same answer again settles nothing")
		require.ErrorIs(t, resolved, stateset.ErrOutcomeUnknown)
		if len(s.Requests()) < 3 {
			_, resolved = client.Resolve(t.Context(), resolved)
		}
	}
	response, err := client.Resolve(t.Context(), resolved)
	require.NoError(t, err)
	require.Equal(t, right(row), string(response.Body()))
	log := s.Requests()
	require.Len(t, log, 4)
	require.Equal(t, log[0], log[3])
	return e
}

func TestRightAnswers(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		client, _ := serve(t, row)
		got, err := row.Call(t.Context(), client, row.Sample)
		require.NoError(t, err)
		require.NoError(t, row.Check(got, named(row)))
		if object(row) { // not every server returns the ID of the parent
			client, _ := wiretest.Serve(t, answer(row, conformance.IDs{ID: named(row).ID}))
			_, err := row.Call(t.Context(), client, row.Sample)
			require.NoError(t, err)
		}
	})
}

func TestAnswersForAnother(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		for place, asked := range map[string]string{"<id>": row.Sample.ID, "<parent>": row.Sample.Parent} {
			if asked == "" || !object(row) || !strings.Contains(row.Answer, place) {
				continue
			}
			other := named(row).Fill(strings.Replace(row.Answer, place, "other_2", 1))
			e := wrong(t, row, 200, strings.TrimSuffix(other, "}")+`,"description":"somebody else's"}`, stateset.ErrAnswerMismatch)
			require.ErrorContains(t, e, `response is for "other_2", asked for "`+asked+`"`)
			require.NotErrorIs(t, e, stateset.ErrNoSuccess)
		}
	})
}

func TestAnswersWithoutAnID(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		if !object(row) {
			return // a calculation or a list
		}
		client, recorder := wiretest.Serve(t, answer(row, conformance.IDs{Parent: row.Sample.Parent}))
		_, err := row.Call(t.Context(), client, row.Sample)
		e := failed(t, err)
		require.Regexp(t, "the response has no (id|address)", err.Error())
		require.Equal(t, stateset.OutcomeSucceeded, e.Outcome, "it did what was asked")
		require.Equal(t, stateset.StopUnreadable, e.StopReason)
		require.NotErrorIs(t, err, stateset.ErrAnswerMismatch)
		require.Equal(t, 1, len(recorder.Requests()))
		requireMessage(t, err.Error())
	})
}

func TestAnswersWithoutSuccess(t *testing.T) {
	t.Parallel()
	forEvery(t, func(t *testing.T, row *conformance.Operation) {
		for _, status := range []int{200, 201} {
			e := wrong(t, row, status, `{"success":false,"error":{"code":"boom","message":"it broke"}}`, stateset.ErrNoSuccess)
			require.ErrorContains(t, e, "boom: it broke")
			require.Equal(t, "boom", e.Code)
			members := strings.TrimPrefix(strings.TrimPrefix(right(row), `{`), `"success":true,`)
			e = wrong(t, row, status, strings.Replace(`{ "success" : false,`+members, ",}", "}", 1), stateset.ErrNoSuccess)
			require.Empty(t, e.Message)
			require.NotErrorIs(t, e, stateset.ErrAnswerMismatch)
		}
	})
}

// Calls of operations that the SDK does not know are also checked.
func TestOtherAnswersWithoutSuccess(t *testing.T) {
	t.Parallel()
	const answer = `{"success":false,"error":"no"}`
	for name, call := range map[string]func(*stateset.Client) error{
		"do":      func(c *stateset.Client) error { return c.Do(t.Context(), "POST", "/new", nil, nil) },
		"do, out": func(c *stateset.Client) error { return c.Do(t.Context(), "POST", "/new", nil, new(map[string]any)) },
		"resolve": func(c *stateset.Client) error {
			return failing(c.Resolve(t.Context(), c.Do(t.Context(), "POST", "/new", nil, nil)))
		},
	} {
		s := wiretest.New(wiretest.Respond(200, answer))
		err := call(s.Client(t))
		require.ErrorIs(t, err, stateset.ErrNoSuccess, name)
		require.Equal(t, "no", failed(t, err).Message, name)
	}
	// Only a boolean member of the outermost object is checked.
	for _, fine := range []string{
		`{"id":"pay_1","metadata":{"success":"false"}}`, `{"id":"pay_1","new":{"success":false}}`, `{"id":"pay_1","success":"no"}`,
		`{"id":"pay_1","success":null}`, `{"id":"pay_1","success":true}`, `{"id":"pay_1","description":"\"success\":false"}`,
	} {
		_, err := wiretest.NewClient(t, wiretest.Respond(200, fine)).Payments.Get(t.Context(), "pay_1")
		require.NoError(t, err, fine)
	}
	// A response of Pay must contain success.
	client, _ := wiretest.Serve(t, `{"payment":{"payment_id":"pay_1"}}`)
	_, err := rowsByName()["Orders.Pay"].Call(t.Context(), client, conformance.IDs{Parent: "ord_1"})
	require.ErrorIs(t, err, stateset.ErrNoSuccess)
}

// The ID in a wrong response may be any text, even an API key.
func TestWrongAnswersShowNoSecrets(t *testing.T) {
	t.Parallel()
	for _, id := range []string{wiretest.Key, wiretest.LiveKey, "pay_\x1b[31m" + wiretest.Key, strings.Repeat("x", 10<<10)} {
		_, err := wiretest.NewClient(t, wiretest.Respond(200, answerWithID(t, id))).Payments.Get(t.Context(), "pay_1")
		require.ErrorIs(t, err, stateset.ErrAnswerMismatch)
		requireMessage(t, err.Error())
	}
}

// Only hexadecimal addresses ignore case.
func TestBalanceOfAnAddressInCapitals(t *testing.T) {
	t.Parallel()
	get := func(answered string) error {
		return failing(wiretest.NewClient(t, wiretest.Respond(200, `{"address":"`+answered+`"}`)).Stablecoin.Balance(t.Context(), baseWallet, nil))
	}
	require.NoError(t, get(baseWallet))
	require.NoError(t, get(strings.ToLower(baseWallet)))
	require.ErrorIs(t, get(strings.Replace(baseWallet, "52", "53", 1)), stateset.ErrAnswerMismatch)
}

// No method of a service without a client panics.
func TestServicesWithoutAClient(t *testing.T) {
	t.Parallel()
	empty := &stateset.Client{}
	for _, row := range conformance.All() {
		_, err := row.Call(t.Context(), empty, row.Sample)
		want := "no client"
		if row.Name == "Balance" {
			want = "client is nil or empty"
		}
		require.EqualError(t, err, "stateset: "+specified()[row.Name]+": "+want+": create one with stateset.New")
	}
	calls := 0
	for name, service := range services(empty) {
		for method := range service.Type().Methods() {
			require.NotPanics(t, func() { drain(zeroCall(t.Context(), service, method)) }, "%s.%s", name, method.Name)
			calls++
		}
	}
	require.Greater(t, calls, 80)
	for _, err := range (*payments.Service)(nil).All(t.Context(), nil) {
		require.EqualError(t, err, "stateset: Payments.List: no client: create one with stateset.New")
	}
}

// zeroCall calls a method with empty IDs, nil params and no options.
func zeroCall(ctx context.Context, service reflect.Value, method reflect.Method) []reflect.Value {
	in := []reflect.Value{service, reflect.ValueOf(ctx)}
	for i := 2; i < method.Type.NumIn()-1; i++ {
		in = append(in, reflect.Zero(method.Type.In(i)))
	}
	return method.Func.Call(in)
}

// drain runs an iterator to its end.
func drain(results []reflect.Value) {
	result := results[0]
	if result.Kind() == reflect.Func && !result.IsNil() {
		result.Call([]reflect.Value{reflect.MakeFunc(result.Type().In(0), func([]reflect.Value) []reflect.Value {
			return []reflect.Value{reflect.ValueOf(true)}
		})})
	}
}

func TestErrorsOfWrongAnswersAreApart(t *testing.T) {
	t.Parallel()
	require.False(t, errors.Is(stateset.ErrAnswerMismatch, stateset.ErrNoSuccess))
	for _, err := range []error{stateset.ErrAnswerMismatch, stateset.ErrNoSuccess} {
		requireMessage(t, err.Error())
	}
}

func answerWithID(t *testing.T, id string) string {
	t.Helper()
	text, err := json.Marshal(map[string]string{"id": id})
	require.NoError(t, err)
	return string(text)
}
