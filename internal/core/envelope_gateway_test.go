package core_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// gatewayError is an error body of a framework or gateway.
type gatewayError struct {
	name, body string
	code, want string // the code and the message
	fields     []api.FieldError
}

var gatewayErrors = []gatewayError{
	{"Rails: errors by field", `{"errors":{"amount":["must be positive","is odd"],"address":{"city":"is required"}}}`, "", "must be positive",
		[]api.FieldError{{Field: "amount", Message: "must be positive"}, {Field: "amount", Message: "is odd"}, {Field: "address.city", Message: "is required"}}},
	{"Rails: errors by field, not sorted", `{"errors":{"b":"first","a":"second"}}`, "", "first",
		[]api.FieldError{{Field: "b", Message: "first"}, {Field: "a", Message: "second"}}},
	{"errors of a field named code", `{"errors":{"code":"is too long"}}`, "", "is too long", []api.FieldError{{Field: "code", Message: "is too long"}}},
	{"errors: a list of text", `{"errors":["a is bad","b is bad"]}`, "", "a is bad", []api.FieldError{{Message: "a is bad"}, {Message: "b is bad"}}},
	{"errors: text", `{"errors":"Not Found"}`, "", "Not Found", []api.FieldError{{Message: "Not Found"}}},
	{"errors: a list of maps", `{"errors":[{"amount":"must be positive"}]}`, "", "must be positive", []api.FieldError{{Field: "amount", Message: "must be positive"}}},
	{"errors: nothing", `{"errors":[{},null,"",[]]}`, "", "Unprocessable Entity", nil},
	{"error: a list of text", `{"error":["a is bad"]}`, "", "a is bad", []api.FieldError{{Message: "a is bad"}}},
	{"ASP.NET: title and errors", `{"type":"about:blank","title":"Validation failed","errors":{"Amount":["must be positive"]}}`, "", "Validation failed",
		[]api.FieldError{{Field: "Amount", Message: "must be positive"}}},
	{"Cloudflare: numbers as codes", `{"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}`, "10000", "Authentication error",
		[]api.FieldError{{Code: "10000", Message: "Authentication error"}}},
	{"JSON:API", `{"errors":[{"title":"Invalid","detail":"must be positive","code":"min"}]}`, "min", "must be positive",
		[]api.FieldError{{Code: "min", Message: "must be positive"}}},
	{"Google: errors in error", `{"error":{"errors":[{"message":"Daily limit"}]}}`, "", "Daily limit", []api.FieldError{{Message: "Daily limit"}}},
	{"FastAPI: detail is a list", `{"detail":[{"loc":["body","amount"],"msg":"field required","type":"missing"},{"loc":["body","items",0,"price"],"msg":"not a number"}]}`,
		"missing", "field required",
		[]api.FieldError{{Field: "amount", Code: "missing", Message: "field required"}, {Field: "items[0].price", Message: "not a number"}}},
	{"FastAPI: detail is text", `{"detail":"Not Found"}`, "", "Not Found", nil},
	{"FastAPI: detail is an object", `{"detail":{"code":"closed","message":"The shop is closed"}}`, "closed", "The shop is closed", nil},
	{"Apigee", `{"fault":{"faultstring":"Rate limit quota violation","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}`,
		"policies.ratelimit.QuotaViolation", "Rate limit quota violation", nil},
	{"Apigee: fault is text", `{"fault":"down"}`, "", "Unprocessable Entity", nil},
	{"OAuth", `{"error":"invalid_token","error_description":"The token expired"}`, "invalid_token", "The token expired", nil},
	{"Spring: the status text in error", `{"status":422,"error":"Unprocessable Entity","message":"Bad amount","path":"/x"}`, "", "Bad amount", nil},
	{"AWS", `{"Message":"User is not authorized"}`, "", "User is not authorized", nil},
	{"XML", `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`, "", "the server answered with XML: Access Denied", nil},
	{"SOAP", `<?xml version="1.0"?><s:Envelope><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>Down</faultstring></s:Fault></s:Body></s:Envelope>`,
		"", "the server answered with XML: Down", nil},
	{"XML without a message", `<?xml version="1.0"?><error>over capacity</error>`, "", "the server answered with XML: over capacity", nil},
	{"XML without text", `<?xml version="1.0"?><error/>`, "", "the server answered with XML", nil},
	{"XML that breaks off", `<?xml version="1.0"?><error><message>over capa`, "", "the server answered with XML: over capa", nil},
	{"XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><title>Down</title></html>`, "", `the server answered with an HTML page titled "Down"`, nil},
	{"byte order mark", "\ufeff" + `{"error":{"code":"parameter_missing","message":"no"}}`, "parameter_missing", "no", nil},
	{"nested too deep", `{"errors":` + strings.Repeat(`[`, 9000) + `"x"` + strings.Repeat(`]`, 9000) + `}`, "", "Unprocessable Entity", nil},
}

func TestGatewayErrors(t *testing.T) {
	t.Parallel()
	for _, test := range gatewayErrors {
		_, err := create(t.Context(), newClient(t, wiretest.New(wiretest.Respond(422, test.body))))
		e := failed(t, err)
		require.Equal(t, test.want, e.Message, test.name)
		require.Equal(t, test.code, e.Code, test.name)
		require.Equal(t, test.fields, e.Fields, test.name)
	}
}

// For a body in an encoding that the SDK did not request, the error names the encoding
// and does not show the body.
func TestUnrequestedEncodings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status       int
		encoding     string
		kind, wanted string
		outcome      api.Outcome
	}{
		{429, "br", "application/json", "429: the body has the content encoding br, which was not requested", api.OutcomeRejected},
		{201, "br", "application/json", "201: cannot decode the response: the content encoding br was not requested (", api.OutcomeSucceeded},
		{201, "deflate, br", "text/html", "201: expected JSON, got text/html in the content encoding deflate, br, which was not requested (", api.OutcomeUnknown},
	} {
		s := wiretest.New(wiretest.Respond(test.status, "\x8b\x02\x80\x1f", "Content-Encoding", test.encoding, "Content-Type", test.kind))
		_, err := create(t.Context(), newClient(t, s))
		require.ErrorContains(t, err, test.wanted)
		require.Equal(t, test.outcome, failed(t, err).Outcome)
	}
	s := wiretest.New(wiretest.Respond(201, `{"id":"pay_1"}`, "Content-Encoding", "br"))
	_, err := create(t.Context(), newClient(t, s))
	require.NoError(t, err, "a header that is wrong about readable JSON does no harm")
}

func TestByteOrderMarkOfASuccess(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(201, "\ufeff"+`{"id":"pay_1"}`))
	made, err := create(t.Context(), newClient(t, s))
	require.NoError(t, err)
	require.Equal(t, "pay_1", made.ID)
}
