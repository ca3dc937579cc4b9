package main

import (
	"fmt"
	"strconv"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// bounds are the flags with the bounds of stored data.
func (s *settings) bounds() []setting {
	bound := func(name string, standard int, usage string, option func(int) mockserver.Option) setting {
		return setting{name: name, value: "number", standard: strconv.Itoa(standard), usage: usage, set: func(text string) error {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > engine.MaxStored {
				return mustBe(fmt.Sprintf("1..%d", engine.MaxStored), text)
			}
			s.option(option(n))
			return nil
		}}
	}
	return []setting{
		bound("max-events", engine.DefaultStored, "Store this number of events per account.", mockserver.WithMaxEvents),
		bound("max-deliveries", engine.DefaultStored, "Store this number of deliveries per webhook endpoint.", mockserver.WithMaxDeliveries),
		bound("max-idempotency-keys", httpapi.DefaultReplays, "Store the responses of this number of idempotency keys.", mockserver.WithMaxIdempotencyKeys),
	}
}
