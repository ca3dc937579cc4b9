package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// paymentJSON is a card payment in the form of the API.
const paymentJSON = `{"id":"pay_test_k2j4h5g6f7d8s9a0q1w2e3r4","object":"payment","amount":15000,"currency":"USD","status":"succeeded","captured":true,` +
	`"amount_capturable":0,"amount_captured":15000,"amount_refunded":0,"payment_method":{"type":"card","card":{"last4":"4242","brand":"visa","exp_month":12,` +
	`"exp_year":2030,"fingerprint":"Xt5EWLLDS7FJjR1c","country":"US","funding":"credit"}},"recipient":null,"order_id":"order_123456","invoice_id":null,` +
	`"customer_id":"cust_abc123","description":"Payment for Order #123456","statement_descriptor":"ACME MUGS","receipt_url":` +
	`"https://receipts.stateset.com/pay_test_k2j4h5g6f7d8s9a0q1w2e3r4","processor_response":{"approved":true,"authorization_code":"123456","avs_result":"Y",` +
	`"cvv_result":"M","network_transaction_id":"123456789"},"transaction":null,"failure_code":null,"failure_message":null,"billing_address":{"name":"Ada Mugwell",` +
	`"line1":"1 Kiln Road","line2":null,"city":"Portland","state":"OR","postal_code":"97201","country":"US","phone":null,"email":"ada@example.com"},` +
	`"metadata":{"order_id":"12345","customer_email":"user@example.com","channel":"web"},"created":1705678200,"created_at":"2024-01-19T15:30:00Z",` +
	`"updated_at":"2024-01-19T15:30:00Z","captured_at":"2024-01-19T15:30:00Z","cancelled_at":null}`

const errorJSON = `{"error":{"type":"payment_error","code":"card_declined","message":"The card was declined by its issuer: ask for another one","param":"payment_method.card",` +
	`"decline_code":"generic_decline","payment_id":"pay_test_k2j4h5g6f7d8s9a0q1w2e3r4","doc_url":"https://docs.stateset.com/errors/card_declined","request_id":"req_k2j4h5g6f7d8s9a0q1w2e3r4"}}`

func pageJSON(rows int, payment string) string {
	data := strings.TrimSuffix(strings.Repeat(payment+",", rows), ",")
	return `{"object":"list","data":[` + data + `],"has_more":false,"url":"/v1/payments","total_count":` + fmt.Sprint(rows) + `}`
}

// form is the form of a document.
type form struct {
	name  string
	write func(document string) string
}

// forms are the form of the mock server, and an indented form with text beyond ASCII and
// two unknown members, one of them with a capital letter.
var forms = []form{
	{"pay", func(document string) string { return document }},
	{"alt", func(document string) string {
		document = sentence.ReplaceAllStringFunc(document, func(text string) string { return strings.ReplaceAll(text, "e", "é") })
		document = strings.TrimSuffix(document, "}") + `,"risk":{"score":0.25,"labels":["é","b"]},"riskLevel":"low"}`
		var out bytes.Buffer
		if err := json.Indent(&out, []byte(document), "", "  "); err != nil {
			panic(err)
		}
		return out.String()
	}},
}

// sentence matches a string with a blank, in JSON without blanks between its tokens.
var sentence = regexp.MustCompile(`"[^"]* [^"]*"`)

// read returns a golden file of a resource package in the form of the mock server.
func read(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile("../../" + name)
	require.NoError(tb, err)
	var out bytes.Buffer
	require.NoError(tb, json.Compact(&out, text))
	return out.String()
}

// plain returns the struct that a program would declare for a document: plain fields
// without methods, in the order of the document.
func plain(tb testing.TB, document string) reflect.Type {
	tb.Helper()
	d := json.NewDecoder(strings.NewReader(document))
	d.UseNumber()
	return plainType(tb, d, "")
}

// rawMembers are kept as JSON.
var rawMembers = []string{"data.object", "previous_attributes", "parameters", "result"}

func plainType(tb testing.TB, d *json.Decoder, name string) reflect.Type {
	token, err := d.Token()
	require.NoError(tb, err)
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return plainList(tb, d, name)
		}
		return plainStruct(tb, d, name)
	case json.Number:
		return reflect.TypeFor[json.Number]()
	case bool:
		return reflect.TypeFor[bool]()
	case string:
		if _, err := time.Parse(time.RFC3339, token); err == nil {
			return reflect.TypeFor[time.Time]()
		}
	}
	return reflect.TypeFor[string]()
}

func plainList(tb testing.TB, d *json.Decoder, name string) reflect.Type {
	element := reflect.TypeFor[string]()
	for d.More() {
		element = plainType(tb, d, name)
	}
	_, err := d.Token()
	require.NoError(tb, err)
	return reflect.SliceOf(element)
}

func plainStruct(tb testing.TB, d *json.Decoder, name string) reflect.Type {
	var fields []reflect.StructField
	isMap := name == "metadata" // its names are data
	for d.More() {
		key, err := d.Token()
		require.NoError(tb, err)
		member := key.(string)
		t := plainType(tb, d, member)
		if slices.Contains(rawMembers, member) || slices.Contains(rawMembers, name+"."+member) {
			t = reflect.TypeFor[json.RawMessage]()
		}
		isMap = isMap && t.Kind() == reflect.String
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("F%d", len(fields)), Type: t, Tag: reflect.StructTag(fmt.Sprintf("json:%q", member))})
	}
	_, err := d.Token()
	require.NoError(tb, err)
	if isMap {
		return reflect.TypeFor[map[string]string]()
	}
	return reflect.StructOf(fields)
}
