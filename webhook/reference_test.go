package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The secrets, the time and the bodies of the signatures in these tests.
const (
	k1 = "whsec_test_5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4"
	k2 = "whsec_test_00112233445566778899aabbccddeeff"
	t0 = 1767225600

	b1 = `{"id":"evt_1","object":"event","type":"payment.succeeded","created":1767225600,"data":{"object":{"id":"pay_1","amount":1999,"currency":"usd"}}}`
	b2 = `{"id":"evt_2","type":"customer.created","data":{"object":{"name":"Zoë 🚀 Ünï"}}}`
	b3 = "{\"id\":\"evt_3\"}\n"
)

// digest returns the HMAC-SHA256 in hexadecimal.
func digest(secret, message string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(message))
	return hex.EncodeToString(mac.Sum(nil))
}

func stamped(value string) http.Header { return http.Header{"Stateset-Signature": {value}} }
func raw(value string) http.Header     { return http.Header{"X-Stateset-Signature": {value}} }
func both(s, x string) http.Header {
	return http.Header{"Stateset-Signature": {s}, "X-Stateset-Signature": {x}}
}

// at returns a clock at t0 plus the seconds.
func at(seconds int64) func() time.Time { return func() time.Time { return time.Unix(t0+seconds, 0) } }

var (
	plainTime = regexp.MustCompile(`^[1-9][0-9]{0,10}$`)
	plainSum  = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`)
	plainRaw  = regexp.MustCompile(`^[ \t]*(?:sha256=)?([0-9A-Fa-f]{64})[ \t]*$`)
	printable = regexp.MustCompile(`^[\t -~]*$`)
)

// authentic reports whether a delivery is correctly signed at t0. It is independent of
// the package.
func authentic(secrets []string, header http.Header, body string) bool {
	s, x := header.Values("Stateset-Signature"), header.Values("X-Stateset-Signature")
	if len(s) > 1 || len(x) > 1 || len(s)+len(x) == 0 || body == "" {
		return false
	}
	message, sums := body, []string{}
	if len(s) == 0 {
		m := plainRaw.FindStringSubmatch(x[0])
		if m == nil || !strings.HasPrefix(body, "{") {
			return false
		}
		sums = append(sums, m[1])
	} else {
		fields := map[string][]string{}
		for _, f := range strings.FieldsFunc(s[0], func(r rune) bool { return strings.ContainsRune(", \t", r) }) {
			name, value, ok := strings.Cut(f, "=")
			if !ok || name == "" {
				return false
			}
			fields[name] = append(fields[name], value)
		}
		sums = fields["v1"]
		if len(s[0]) > 4096 || !printable.MatchString(s[0]) || len(fields["t"]) != 1 || !plainTime.MatchString(fields["t"][0]) || len(sums) > 10 {
			return false
		}
		if t, _ := strconv.ParseInt(fields["t"][0], 10, 64); t < t0-300 || t > t0+300 {
			return false
		}
		message = fields["t"][0] + "." + body
	}
	for _, secret := range secrets {
		for _, sum := range sums {
			if plainSum.MatchString(sum) && strings.EqualFold(sum, digest(secret, message)) {
				return true
			}
		}
	}
	return false
}
