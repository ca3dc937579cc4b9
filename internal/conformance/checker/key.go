package checker

import (
	"errors"
	"strings"
)

// CheckKey rejects every key that is not a test key. The error does not show the key.
func CheckKey(key string) error {
	switch {
	case key == "":
		return errors.New("the API key is missing: pass a test key, sk_test_…")
	case strings.Contains(key, "_live_"):
		return errors.New("must be a test key, sk_test_…: a live key is never used")
	case len(key) <= len("sk_test_") || !strings.HasPrefix(key, "sk_test_") && !strings.HasPrefix(key, "rk_test_"):
		return errors.New("must be a test key, sk_test_… or rk_test_…")
	}
	return nil
}
