package api

// RequestOption changes one call: its timeout, its idempotency key, its headers. The
// functions With… of package stateset make request options; other types cannot
// implement the interface.
type RequestOption interface{ sealedOption() }
