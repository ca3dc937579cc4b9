package mockserver_test

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// TestFiltersTakeEveryValue calls every method that has enums in its query with
// every value of them. The methods, their parameters and the values come from the
// SDK's types.
func TestFiltersTakeEveryValue(t *testing.T) {
	t.Parallel()
	client := mockserver.New(t).Client()
	call := newFilterCall(t, client)
	asked := map[string]int{}
	for service, methods := range services(client) {
		for i := range methods.NumMethod() {
			method := methods.Type().Method(i)
			params := queryParams(method.Type)
			for _, field := range enumFields(params) {
				for _, value := range enumValues(field.Type) {
					p := reflect.New(params)
					p.Elem().FieldByIndex(field.Index).Set(value)
					err := call.make(service+"."+method.Name, methods.Method(i), p)
					require.NoError(t, err, "%s.%s(%s: %v)", service, method.Name, field.Name, value)
					asked[service+"."+method.Name+" "+field.Name]++
				}
			}
		}
	}
	require.Subset(t, slices.Collect(maps.Keys(asked)), []string{
		"Payments.List Status", "Payments.List PaymentMethodType", "Payments.ListRefunds Status",
		"Orders.List Status", "Orders.List PaymentStatus", "Orders.List FulfillmentStatus", "Invoices.List Status",
		"Stablecoin.ListTransactions Type", "Stablecoin.ListTransactions Status", "Stablecoin.ListTransactions Order",
		"Stablecoin.Balance Chains", "Stablecoin.Reserves Format", "Finance.ListLoans Status", "Finance.ListOptions Type",
		"Agents.List Status", "Agents.ListActivity Type", "Global.ListOrders Status",
		"Webhooks.List Status", "Webhooks.ListDeliveries Status", "Webhooks.ListEvents Type",
	})
}

// services returns the services of a client by name.
func services(client *stateset.Client) map[string]reflect.Value {
	found := map[string]reflect.Value{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[stateset.Client]()) {
		if field.IsExported() && strings.HasSuffix(field.Type.String(), ".Service") {
			found[field.Name] = reflect.ValueOf(client).Elem().FieldByIndex(field.Index)
		}
	}
	return found
}

// queryParams returns the type of the params that a method sends in its query, or nil.
// Iterator methods send the same query as methods that return an error.
func queryParams(method reflect.Type) reflect.Type {
	if method.NumOut() != 2 {
		return nil
	}
	for i := range method.NumIn() {
		if in := method.In(i); in.Kind() == reflect.Pointer && in.Elem().Kind() == reflect.Struct && strings.HasSuffix(in.Elem().Name(), "Params") {
			return in.Elem()
		}
	}
	return nil
}

func enumFields(params reflect.Type) []reflect.StructField {
	if params == nil {
		return nil
	}
	return slices.DeleteFunc(reflect.VisibleFields(params), func(f reflect.StructField) bool {
		return f.Tag.Get("url") == "" || len(enumValues(f.Type)) == 0
	})
}

// enumValues returns the values of an enum, or, for a list of an enum, lists with one
// value.
func enumValues(t reflect.Type) []reflect.Value {
	var values []reflect.Value
	if t.Kind() == reflect.Slice {
		for _, value := range enumValues(t.Elem()) {
			values = append(values, reflect.Append(reflect.Zero(t), value))
		}
		return values
	}
	if method := reflect.Zero(t).MethodByName("Values"); t.Kind() == reflect.String && method.IsValid() {
		list := method.Call(nil)[0]
		for i := range list.Len() {
			values = append(values, list.Index(i))
		}
	}
	return values
}

// filterCall calls methods with the ID that their path requires.
type filterCall struct {
	ctx context.Context
	ids map[string]string // by method
}

func newFilterCall(t *testing.T, client *stateset.Client) *filterCall {
	agent, err := client.Agents.Create(t.Context(), &agents.CreateParams{Name: "Filters"})
	require.NoError(t, err)
	endpoint, err := client.Webhooks.Create(t.Context(), &webhook.CreateParams{URL: "https://example.com/hook", Events: []webhook.Type{webhook.AllTypes}})
	require.NoError(t, err)
	return &filterCall{
		ctx: t.Context(),
		ids: map[string]string{"Agents.ListActivity": agent.ID, "Webhooks.ListDeliveries": endpoint.ID},
	}
}

func (c *filterCall) make(name string, method, params reflect.Value) error {
	in := []reflect.Value{reflect.ValueOf(c.ctx)}
	if method.Type().In(1).Kind() == reflect.String {
		in = append(in, reflect.ValueOf(c.ids[name]))
	}
	err, _ := method.Call(append(in, params))[1].Interface().(error)
	return err
}
