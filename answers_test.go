package stateset_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// answerFor writes the good answer with those ids.
func (o *objectCall) answerFor(id, of string) string {
	return strings.NewReplacer("ID", id, "OF", of).Replace(o.good)
}

// right is an answer that the call takes.
func (o *objectCall) right() string {
	id := o.id
	if id == "" {
		id = "new_1"
	}
	return o.answerFor(id, o.of)
}

// services are the fields of a client that make calls, by their names.
func services(c *stateset.Client) map[string]reflect.Value {
	found := map[string]reflect.Value{}
	client := reflect.ValueOf(c).Elem()
	for i := range client.NumField() {
		if field := client.Type().Field(i); field.IsExported() {
			found[field.Name] = client.Field(i)
		}
	}
	return found
}

// Every method that answers with an object is in the table: one that is new fails
// here.
func TestObjectCallsAreComplete(t *testing.T) {
	t.Parallel()
	want := map[string]bool{"Balance": true}
	for name, service := range services(wiretest.NewClient(t, wiretest.New(wiretest.Respond(200, "")))) {
		for i := range service.NumMethod() {
			method := service.Type().Method(i)
			if out := method.Type; out.NumOut() == 2 && out.Out(0).Kind() == reflect.Pointer && !strings.HasPrefix(out.Out(0).Elem().Name(), "Page[") {
				want[name+"."+method.Name] = true
			}
		}
	}
	require.Greater(t, len(want), 50)
	for name := range want {
		require.Contains(t, objectCalls, name)
	}
	require.Len(t, objectCalls, len(want))
}

// forEveryObject tries an answer on every method of the table, in parallel.
func forEveryObject(t *testing.T, try func(t *testing.T, o objectCall)) {
	for name, o := range objectCalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			try(t, o)
		})
	}
}

// wrong calls with the answer, wants the error of a wrong answer, and has it resolved
// where it is that of a write: twice by the same answer again, then by the right one.
func (o *objectCall) wrong(t *testing.T, status int, answer string, want error) *stateset.Error {
	t.Helper()
	s := wiretest.New(wiretest.Respond(status, answer), wiretest.Respond(status, answer), wiretest.Respond(status, answer), wiretest.Respond(200, o.right(), "Idempotent-Replayed", "true"))
	client := wiretest.NewClient(t, s)
	err := o.call(t.Context(), client)
	require.ErrorIs(t, err, want)
	require.Len(t, s.Requests(), 1, "it is not tried again")
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
		require.Len(t, s.Requests(), 1)
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
	require.Equal(t, o.right(), string(response.Body()))
	log := s.Requests()
	require.Len(t, log, 4)
	require.Equal(t, log[0], log[3])
	return e
}

func TestRightAnswers(t *testing.T) {
	t.Parallel()
	forEveryObject(t, func(t *testing.T, o objectCall) {
		s := wiretest.New(wiretest.Respond(200, o.right()))
		require.NoError(t, o.call(t.Context(), wiretest.NewClient(t, s)))
		if strings.Contains(o.good, "OF") { // not every server says what it is of
			id := o.id
			if id == "" {
				id = "new_1"
			}
			s := wiretest.New(wiretest.Respond(200, o.answerFor(id, "")))
			require.NoError(t, o.call(t.Context(), wiretest.NewClient(t, s)))
		}
	})
}

func TestAnswersForAnother(t *testing.T) {
	t.Parallel()
	const somebodys = `,"description":"somebody else's"}`
	forEveryObject(t, func(t *testing.T, o objectCall) {
		if o.id != "" {
			answer := strings.TrimSuffix(o.answerFor("other_2", o.of), "}") + somebodys
			e := o.wrong(t, 200, answer, stateset.ErrAnswerMismatch)
			require.ErrorContains(t, e, `response is for "other_2", asked for "`+o.id+`"`)
			require.NotErrorIs(t, e, stateset.ErrNoSuccess)
		}
		if o.of != "" {
			id := o.id
			if id == "" {
				id = "new_1"
			}
			answer := strings.TrimSuffix(o.answerFor(id, "other_2"), "}") + somebodys
			e := o.wrong(t, 200, answer, stateset.ErrAnswerMismatch)
			require.ErrorContains(t, e, `response is for "other_2", asked for "`+o.of+`"`)
		}
	})
}

func TestAnswersWithoutAnID(t *testing.T) {
	t.Parallel()
	forEveryObject(t, func(t *testing.T, o objectCall) {
		if !strings.Contains(o.good, "ID") {
			return // a calculation, not an object
		}
		s := wiretest.New(wiretest.Respond(200, o.answerFor("", o.of)))
		err := o.call(t.Context(), wiretest.NewClient(t, s))
		e := failed(t, err)
		require.Regexp(t, "the answer has no (id|address)", err.Error())
		require.Equal(t, stateset.OutcomeSucceeded, e.Outcome, "it did what was asked")
		require.Equal(t, stateset.StopUnreadable, e.StopReason)
		require.NotErrorIs(t, err, stateset.ErrAnswerMismatch)
		require.Len(t, s.Requests(), 1)
		requireMessage(t, err.Error())
	})
}

func TestAnswersWithoutSuccess(t *testing.T) {
	t.Parallel()
	forEveryObject(t, func(t *testing.T, o objectCall) {
		for _, status := range []int{200, 201} {
			e := o.wrong(t, status, `{"success":false,"error":{"code":"boom","message":"it broke"}}`, stateset.ErrNoSuccess)
			require.ErrorContains(t, e, "boom: it broke")
			require.Equal(t, "boom", e.Code)
			members := strings.TrimPrefix(strings.TrimPrefix(o.right(), `{`), `"success":true,`)
			e = o.wrong(t, status, strings.Replace(`{ "success" : false,`+members, ",}", "}", 1), stateset.ErrNoSuccess)
			require.Empty(t, e.Message)
			require.NotErrorIs(t, e, stateset.ErrAnswerMismatch)
		}
	})
}

// What has no object to answer with is looked at too.
func TestOtherAnswersWithoutSuccess(t *testing.T) {
	t.Parallel()
	const answer = `{"success":false,"error":"no"}`
	for name, call := range map[string]func(*stateset.Client) error{
		"delete":  func(c *stateset.Client) error { return c.Webhooks.Delete(t.Context(), "we_1") },
		"list":    func(c *stateset.Client) error { return failing(c.Payments.List(t.Context(), nil)) },
		"offsets": func(c *stateset.Client) error { return failing(c.Stablecoin.Transactions(t.Context(), nil)) },
		"do":      func(c *stateset.Client) error { return c.Do(t.Context(), "POST", "/new", nil, nil) },
		"do, out": func(c *stateset.Client) error { return c.Do(t.Context(), "POST", "/new", nil, new(map[string]any)) },
		"resolve": func(c *stateset.Client) error {
			return failing(c.Resolve(t.Context(), c.Do(t.Context(), "POST", "/new", nil, nil)))
		},
	} {
		s := wiretest.New(wiretest.Respond(200, answer))
		err := call(wiretest.NewClient(t, s))
		require.ErrorIs(t, err, stateset.ErrNoSuccess, name)
		require.Equal(t, "no", failed(t, err).Message, name)
	}
	// What is deeper inside, or no boolean, or text, is something else.
	for _, fine := range []string{
		`{"id":"pay_1","metadata":{"success":"false"}}`, `{"id":"pay_1","new":{"success":false}}`, `{"id":"pay_1","success":"no"}`,
		`{"id":"pay_1","success":null}`, `{"id":"pay_1","success":true}`, `{"id":"pay_1","description":"\"success\":false"}`,
	} {
		_, err := wiretest.NewClient(t, wiretest.New(wiretest.Respond(200, fine))).Payments.Get(t.Context(), "pay_1")
		require.NoError(t, err, fine)
	}
	// An answer of Pay must say that it succeeded.
	_, err := wiretest.NewClient(t, wiretest.New(wiretest.Respond(200, `{"payment":{"payment_id":"pay_1"}}`))).Orders.Pay(t.Context(),
		&orders.PayParams{OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: oneCoin}})
	require.ErrorIs(t, err, stateset.ErrNoSuccess)
}

// An id in a wrong answer may be anything, a key included.
func TestWrongAnswersShowNoSecrets(t *testing.T) {
	t.Parallel()
	for _, id := range []string{wiretest.Key, wiretest.LiveKey, "pay_\x1b[31m" + wiretest.Key, strings.Repeat("x", 10<<10)} {
		_, err := wiretest.NewClient(t, wiretest.New(wiretest.Respond(200, answerWithID(t, id)))).Payments.Get(t.Context(), "pay_1")
		require.ErrorIs(t, err, stateset.ErrAnswerMismatch)
		requireMessage(t, err.Error())
	}
}

// Addresses with hex digits are the same in capitals and in small letters; nothing
// else is.
func TestBalanceOfAnAddressInCapitals(t *testing.T) {
	t.Parallel()
	get := func(answered string) error {
		return failing(wiretest.NewClient(t, wiretest.New(wiretest.Respond(200, `{"address":"`+answered+`"}`))).Stablecoin.Balance(t.Context(), baseWallet, nil))
	}
	require.NoError(t, get(baseWallet))
	require.NoError(t, get(strings.ToLower(baseWallet)))
	require.ErrorIs(t, get(strings.Replace(baseWallet, "52", "53", 1)), stateset.ErrAnswerMismatch)
}

// No method of a service that nobody made panics: nil, and empty.
func TestServicesWithoutAClient(t *testing.T) {
	t.Parallel()
	empty := &stateset.Client{}
	for name, o := range objectCalls {
		want := "stateset: no client: make one with stateset.New"
		if name == "Balance" {
			want = "stateset: client is nil or empty: make one with stateset.New"
		}
		require.EqualError(t, o.call(t.Context(), empty), want, name)
	}
	require.Error(t, empty.Webhooks.Delete(t.Context(), "we_1"))
	calls := 0
	for _, service := range services(empty) {
		for i := range service.NumMethod() {
			method := service.Type().Method(i)
			in := []reflect.Value{service, reflect.ValueOf(t.Context())}
			for j := 2; j < method.Type.NumIn()-1; j++ {
				in = append(in, reflect.Zero(method.Type.In(j)))
			}
			require.NotPanics(t, func() { drain(method.Func.Call(in)[0]) }, method.Name)
			calls++
		}
	}
	require.Greater(t, calls, 80)
	for _, err := range (*payments.Service)(nil).All(t.Context(), nil) {
		require.EqualError(t, err, "stateset: no client: make one with stateset.New")
	}
}

// drain runs an iterator to its end.
func drain(result reflect.Value) {
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
