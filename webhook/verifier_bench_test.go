package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkSignature compares the signature check, without the event, with a handwritten
// check that hashes 2 KB.
func BenchmarkSignature(b *testing.B) {
	const secret = "whsec_k2j4h5g6f7d8s9a0q1w2e3r4t5y6u7i8"
	body := []byte("{" + strings.Repeat(" ", 1940) + "}")
	header := SchemeTimestamped.Sign(body, time.Unix(1705678200, 0), secret)
	v, err := NewVerifier(secret)
	require.NoError(b, err)
	v.now = func() time.Time { return time.Unix(1705678200, 0) }
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if !verifyByHand(secret, body, header) {
				b.Fatal("refused")
			}
		}
	})
	b.Run("sdk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := v.authenticate(body, header); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func verifyByHand(secret string, body []byte, header http.Header) bool {
	var stamp, sum string
	for part := range strings.FieldsSeq(header.Get("Stateset-Signature")) {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "t":
			stamp = value
		case "v1":
			sum = value
		}
	}
	got, err := hex.DecodeString(sum)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return err == nil && hmac.Equal(got, mac.Sum(nil))
}
