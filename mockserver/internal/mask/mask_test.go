package mask_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "",
		"No such payment: 'pay_456'": "No such payment: 'pay_456'",
		"4242424242424242":           "****4242",
		"pay_4242424242424242":       "pay_****4242",
		"4242 4242 4242 4242, 5555-5555-5555-4444":   "****4242, ****4444",
		"x378282246310005y":                          "x****0005y",
		"4242424242424243":                           "4242424242424243", // the check digit is wrong
		"424242424242":                               "****4242",
		"42424242424242424242424242":                 "42424242424242424242424242", // longer than a card number
		"stateset1insufficientfunds0000000000000000": "stateset1insufficientfunds0000000000000000",
		"2024-01-15T10:30:00Z":                       "2024-01-15T10:30:00Z",
		"4242  424242424242":                         "4242  ****4242",
		"sk_test_demo":                               "sk_test_****",
		"/v1/payments/rk_live_a.b-c/refund":          "/v1/payments/rk_live_****/refund",
		`"pk_test_demo","x"`:                         `"pk_test_****","x"`,
		"task_test_demo":                             "task_test_demo",
		"Send 'Bearer sk_test_…'":                    "Send 'Bearer sk_test_…'",
		"whsec_0123456789abcdef":                     "whsec_****",
		"https://user:pass@shop.example/x":           "https://****@shop.example/x",
	} {
		require.Equal(t, want, mask.Text(text))
		require.Equal(t, want, mask.Text(want), "masking twice")
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"amount": 10.00, "b" : [1e3, true, null]}`:                             `{"amount": 10.00, "b" : [1e3, true, null]}`,
		`{"card":{"number":"4000000000000000","cvc":"123","exp_year":2030}}`:     `{"card":{"number":"****0000","cvc":"****","exp_year":2030}}`,
		`{"card":{"number":4000000000000000, "cvc": 123}}`:                       `{"card":{"number":"****0000", "cvc": "****"}}`,
		`{"ach":{"account_number":"000123456789","routing_number":"110000000"}}`: `{"ach":{"account_number":"****6789","routing_number":"****0000"}}`,
		`{"iban":["DE89370400440532013000"]}`:                                    `{"iban":["****3000"]}`,
		`{"number":"INV-0001","notes":"card 4242424242424242"}`:                  `{"number":"INV-0001","notes":"card ****4242"}`,
		`{"sk_test_abc":"sk_test_abc","4242424242424242":1}`:                     `{"sk_test_****":"sk_test_****","****4242":1}`,
		`{"secret":"whsec_0123456789abcdef0123456789abcdef"}`:                    `{"secret":"whsec_****"}`,
		`{"card":{"cvc":"1\u00323","n\u0075mber":"400\u0030000000000000"}}`:      `{"card":{"cvc":"****","n\u0075mber":"****0000"}}`,
		"{\"cvc\":\"\xff\\u0031\",\"secret\":\"\\ud800x\"}":                      `{"cvc":"****","secret":"****"}`,
		`"4242424242424242"`:                        `"****4242"`,
		`card[number]=4000000000000000&cvc=123&x=1`: `card[number]=****&cvc=****&x=1`,
		`{"cvc": 12x, "account_number" : "0001`:     `{"cvc": ****, "account_number" : "****`,
		`{"cvc":"123"} {"cvc":"123"}`:               `{"cvc":"****"} {"cvc":"****"}`,
		``:                                          ``,
	} {
		got := string(mask.JSON([]byte(body), false))
		require.Equal(t, want, got)
		require.Equal(t, want, string(mask.JSON([]byte(got), false)), "masking twice")
	}
}

// Every beginning of a body is masked, wherever it is cut.
func TestJSONCut(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"notes":"4242424242424242","card":{"number":"4000000000000000","cvc":"987"},"items":[{"sku":"a"}]}`,
		`notes=4242424242424242&cvc=987&secret=whsec_0123456789abcdef`,
	} {
		for n := range len(body) + 1 {
			got := string(mask.JSON([]byte(body[:n]), true))
			for _, secret := range []string{"42424", "40000", "98", "0123"} {
				require.NotContains(t, strings.ReplaceAll(got, mask.Mark+"4242", ""), secret, body[:n])
			}
		}
	}
}

func TestHeader(t *testing.T) {
	t.Parallel()
	header := http.Header{
		"Authorization": {"Bearer sk_test_abc", "Basic dXNlcjpwYXNz", "nonsense"}, "Cookie": {"a=b; c=d"},
		"X-Mock-Token": {"t0ken"}, "User-Agent": {"sdk/1.0"}, "Idempotency-Key": {"4242424242424242"},
	}
	require.Equal(t, map[string][]string{
		"Authorization": {"Bearer sk_test_****", "Basic ****", "****"}, "Cookie": {"****"},
		"X-Mock-Token": {"****"}, "User-Agent": {"sdk/1.0"}, "Idempotency-Key": {"****4242"},
	}, mask.Header(header))
	require.Equal(t, "Bearer sk_test_abc", header.Get("Authorization"), "the header itself stays")
}

func TestQuery(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string][]string{
		"status": {"a", "b"}, "key": {"sk_test_****"}, "account_number": {"****6789"}, "expand[]": {"order"},
	}, mask.Query("status=a&status=b&key=sk_test_abc&account_number=000123456789&expand[]=order&bad=%zz"))
}

func TestURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://user:pass@shop.example/a%2Fb?token=t#x": "https://shop.example/a%2Fb",
		"http://127.0.0.1:80/sk_test_abc":                "http://127.0.0.1:80/sk_test_****",
		"":                                               "",
	} {
		require.Equal(t, want, mask.URL(text))
	}
}

// FuzzJSON checks that masking keeps valid JSON valid, and is idempotent.
func FuzzJSON(f *testing.F) {
	f.Add(`{"card":{"number":4242424242424242},"cvc":"1"}`, false)
	f.Add(`{"a":"sk_test_x`, true)
	f.Fuzz(func(t *testing.T, body string, cut bool) {
		got := mask.JSON([]byte(body), cut)
		if !cut {
			require.Equal(t, string(got), string(mask.JSON(got, false)))
		}
	})
}
