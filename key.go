package stateset

import (
	"fmt"
	"strings"
)

// keyKinds are the prefixes of API keys: secret, public and restricted; test and live.
var keyKinds = []string{"sk_test_", "sk_live_", "pk_test_", "pk_live_", "rk_test_", "rk_live_"}

// checkKey returns the fault of an API key. The error never shows the key.
func checkKey(key string) error {
	if key == "" {
		return fmt.Errorf("stateset: no API key: pass one or set %s", envKey)
	}
	if strings.HasPrefix(key, "Bearer ") {
		return fmt.Errorf("stateset: API key begins with \"Bearer \": pass the key alone")
	}
	for i, r := range key {
		switch {
		case r == '\n' || r == '\r':
			return fmt.Errorf("stateset: API key contains a newline at character %d: trim it", i+1)
		case r <= ' ' || r == 0x7f:
			return fmt.Errorf("stateset: API key contains a blank or control character at character %d: trim it", i+1)
		case r == '"' || r == '\'' || r == '`':
			return fmt.Errorf("stateset: API key contains a quote at character %d: pass it without quotes", i+1)
		case r > '~':
			return fmt.Errorf("stateset: API key contains a non-ASCII character at character %d: copy it again", i+1)
		}
	}
	for _, kind := range keyKinds {
		if strings.HasPrefix(key, kind) && len(key) > len(kind) {
			return nil
		}
	}
	if strings.HasPrefix(key, "whsec_") {
		return fmt.Errorf("stateset: this does not look like an API key; it is a webhook secret: pass the key that begins with sk_")
	}
	return fmt.Errorf("stateset: this does not look like an API key: must begin with sk_, pk_ or rk_, then test_ or live_")
}
