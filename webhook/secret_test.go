package webhook_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

const (
	secretBody  = "0123456789abcdefABCDEF0123456789"
	plainSecret = "whsec_" + secretBody
)

// mangled are texts that are passed instead of a secret by mistake (V40), and the
// expected error.
var mangled = map[string]struct{ text, want string }{
	"empty":                {"", "is empty: is its environment variable set?"},
	"prefix alone":         {"whsec_", "is too short"},
	"three characters":     {"abc", "is too short"},
	"fifteen characters":   {"whsec_0123456789abcde", `at least 16 characters after "whsec_"`},
	"secret API key":       {"sk_live_0123456789abcdefghij", "is an API key"},
	"restricted API key":   {"rk_test_0123456789abcdefghij", "is an API key"},
	"publishable API key":  {"pk_test_0123456789abcdefghij", "is an API key"},
	"newline at the end":   {plainSecret + "\n", "a line break"},
	"CRLF at the end":      {plainSecret + "\r\n", "a line break"},
	"space before":         {" " + plainSecret, "a space"},
	"no-break space":       {plainSecret + "\u00a0", "a space"},
	"NUL":                  {plainSecret + "\x00", "a control character"},
	"byte order mark":      {"\ufeff" + plainSecret, "byte order mark"},
	"BOM at the end":       {plainSecret + "\ufeff", "invisible character"},
	"zero-width space":     {plainSecret + "\u200b", "invisible character"},
	"zero-width joiner":    {"whsec_\u200d" + secretBody, "invisible character"},
	"soft hyphen":          {"whsec_0123\u00ad" + secretBody, "invisible character"},
	"right-to-left mark":   {"\u200f" + plainSecret, "invisible character"},
	"double quotes":        {`"` + plainSecret + `"`, "has quotes"},
	"single quotes":        {"'" + plainSecret + "'", "has quotes"},
	"typographic quotes":   {"“" + plainSecret + "”", "has quotes"},
	"quote at the end":     {plainSecret + `"`, "has quotes"},
	"variable":             {"$STATESET_WEBHOOK_SECRET", "is the name of a variable"},
	"variable in braces":   {"${STATESET_WEBHOOK_SECRET}", "is the name of a variable"},
	"variable of Windows":  {"%STATESET_WEBHOOK_SECRET%", "is the name of a variable"},
	"template":             {"{{secrets.webhook_secret}}", "is the name of a variable"},
	"JSON":                 {`{"secret":"` + plainSecret + `"}`, "is a JSON document"},
	"name before":          {"STATESET_WEBHOOK_SECRET=" + plainSecret, `has text before "whsec_"`},
	"version before":       {"v1," + plainSecret, `has text before "whsec_"`},
	"letters before":       {"x" + plainSecret, `has text before "whsec_"`},
	"two with a comma":     {plainSecret + "," + plainSecret, `contains "whsec_" twice`},
	"two without a comma":  {plainSecret + plainSecret, `contains "whsec_" twice`},
	"printed secret":       {webhook.NewSecret(plainSecret).String(), "Secret.Reveal"},
	"redacted by a log":    {"whsec_********************", "Secret.Reveal"},
	"path of a file":       {"/run/secrets/webhook_secret", "has an invalid character"},
	"comma at the end":     {plainSecret + ",", "has an invalid character"},
	"equals sign":          {plainSecret + "=", "has an invalid character"},
	"letter with accent":   {plainSecret + "é", "has an invalid character"},
	"full-width letter":    {"whsec_ａ" + secretBody, "has an invalid character"},
	"Cyrillic look-alike":  {"whsec_\u0430" + secretBody, "has an invalid character"},
	"not UTF-8":            {plainSecret + "\xff", "has an invalid character"},
	"combining accent":     {plainSecret + "\u0301", "has an invalid character"},
	"URL of a secret":      {"https://vault.example.com/secret", "has an invalid character"},
	"prefix in upper case": {"WHSEC_" + strings.Repeat(".", 20), "has an invalid character"},
}

// An error names the fault and never contains the secret, for every option.
func TestSecretsRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range mangled {
		for prefix, construct := range map[string]func() (*webhook.Verifier, error){
			"stateset: webhook.NewVerifier: secret ": func() (*webhook.Verifier, error) { return webhook.NewVerifier(tt.text) },
			"stateset: webhook.PreviousSecrets: secret 2 ": func() (*webhook.Verifier, error) {
				return webhook.NewVerifier(k1, webhook.PreviousSecrets(k2, tt.text))
			},
		} {
			v, err := construct()
			require.Nil(t, v, name)
			require.ErrorContains(t, err, tt.want, name)
			require.True(t, strings.HasPrefix(err.Error(), prefix), name)
			require.NotContains(t, err.Error(), "\n", name)
			require.NotContains(t, err.Error(), secretBody[:6], name)
			if len(tt.text) > len("whsec_") {
				require.NotContains(t, err.Error(), tt.text, name)
			}
		}
	}
}

func TestSecretsAccepted(t *testing.T) {
	t.Parallel()
	for name, secrets := range map[string][]string{
		"the API's form": {plainSecret}, "five": {k1, k2, k1, k2, k1}, "no prefix": {"0123456789abcdef"}, "sixteen characters": {"whsec_0123456789abcdef"},
		"for tests": {webhook.TestSecret}, "words": {"whsec_of_one-test_alone"}, "a former name": {"wh_secret_0123456789"},
	} {
		_, err := webhook.NewVerifier(secrets[0], webhook.PreviousSecrets(secrets[1:]...))
		require.NoError(t, err, name)
	}
	_, err := webhook.NewVerifier(k1, webhook.PreviousSecrets(k1, k1, k1), webhook.PreviousSecrets(k1, k1))
	require.EqualError(t, err, "stateset: webhook.NewVerifier: more than 5 secrets: remove those that no longer sign")
}
