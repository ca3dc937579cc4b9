package webhook

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// Sign returns the header of a delivery of [SchemeBoth], for tests and for programs that
// forward events. The timestamped signature has one signature per secret, with the time
// in whole seconds. The raw signature uses the first secret, which is the current one.
// Secrets are not checked. Without a secret nothing is signed.
func Sign(payload []byte, at time.Time, secrets ...string) http.Header {
	return SchemeBoth.Sign(payload, at, secrets...)
}

// Sign is [Sign] for a delivery of the scheme. Default: [SchemeBoth].
func (s SignatureScheme) Sign(payload []byte, at time.Time, secrets ...string) http.Header {
	header := http.Header{}
	if len(secrets) == 0 {
		return header
	}
	if s != SchemeTimestamped {
		header.Set(rawHeader, signature64(secrets[0], "", payload))
	}
	if s != SchemeRaw {
		stamp := strconv.FormatInt(at.Unix(), 10)
		value := "t=" + stamp
		for _, secret := range secrets {
			value += " v1=" + signature64(secret, stamp, payload)
		}
		header.Set(timestampedHeader, value)
	}
	return header
}

func signature64(secret, stamp string, payload []byte) string {
	d := newKey(secret).pool.Get().(*digest)
	d.sign(stamp, payload)
	return hex.EncodeToString(d.sum[:])
}
