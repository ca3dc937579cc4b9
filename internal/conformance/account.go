package conformance

import (
	"context"

	stateset "github.com/stateset/stateset-go"
)

var accountOperations = []Operation{
	{
		Name:   "Balance",
		Answer: `{"object":"balance","available":[],"pending":[],"livemode":false}`,
		Call:   func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) { return c.Balance(ctx) },
	},
}
