package core

var errNoKey = badParam("key", "is required: create the client with stateset.New")

// ErrAccountWithoutKey is the error of WithAccount on a client without a key.
var ErrAccountWithoutKey error = badParam("WithAccount", "requires an API key: create the client with stateset.New")

// checkKey rejects a call that requires an API key on a client without a key.
func (c *Client) checkKey(open bool, o *CallOptions) error {
	switch {
	case !c.settings.Key.IsZero() || c.settings.KeySource != nil:
		return nil
	case !open:
		return errNoKey
	case o.Account != "":
		return ErrAccountWithoutKey
	}
	return nil
}
