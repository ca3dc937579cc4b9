package main

import (
	"fmt"
	"strconv"

	"github.com/stateset/stateset-go/mockserver"
)

// bounds are the flags that bound what the server stores.
func (s *settings) bounds() []setting {
	bound := func(name, standard, usage string, option func(int) mockserver.Option) setting {
		return setting{name: name, value: "number", standard: standard, usage: usage, set: func(text string) error {
			const most = 10_000_000
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > most {
				return want(fmt.Sprintf("1..%d", most), text)
			}
			s.option(option(n))
			return nil
		}}
	}
	return []setting{
		bound("max-events", "10000", "Store this number of events per account.", mockserver.WithMaxEvents),
		bound("max-deliveries", "10000", "Store this number of deliveries per webhook endpoint.", mockserver.WithMaxDeliveries),
		bound("max-idempotency-keys", "100000", "Store the responses of this number of idempotency keys.", mockserver.WithMaxIdempotencyKeys),
	}
}
