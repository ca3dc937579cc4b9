package api_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// Errors that are made by hand, as in fakes, leave no gaps in the text.
func TestTextOfHandMadeParamErrors(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]*api.ParamError{
		"stateset: Payments.Create: amount: is required": {Operation: "Payments.Create", Param: "amount", Message: "is required"},
		"stateset: amount: is required":                  {Param: "amount", Message: "is required"},
		"stateset: is required":                          {Message: "is required"},
		"stateset: invalid request":                      {},
	} {
		require.EqualError(t, e, want)
		require.ErrorIs(t, e, api.ErrInvalidRequest)
	}
}

func TestDetailsInTheText(t *testing.T) {
	t.Parallel()
	const says = api.StopServerSaysSo
	for want, e := range map[string]*api.Error{
		"stateset: GET /x: 400":                                                         {Method: "GET", Path: "/x", Status: 400, StopReason: says},
		"stateset: GET /x: 409":                                                         {Method: "GET", Path: "/x", Status: 409, StopReason: says},
		"stateset: GET /x: 501":                                                         {Method: "GET", Path: "/x", Status: 501, StopReason: says},
		"stateset: GET /x: 408 (server says not to retry)":                              {Method: "GET", Path: "/x", Status: 408, StopReason: says},
		"stateset: GET /x: 429 (server says not to retry)":                              {Method: "GET", Path: "/x", Status: 429, StopReason: says},
		"stateset: GET /x: 503 (server says not to retry)":                              {Method: "GET", Path: "/x", Status: 503, StopReason: says},
		"stateset: GET /x: 402 expired_card":                                            {Method: "GET", Path: "/x", Status: 402, Code: "expired_card", DeclineCode: "expired_card"},
		"stateset: GET /x: 402 card_declined (decline code lost_card)":                  {Method: "GET", Path: "/x", Status: 402, Code: "card_declined", DeclineCode: "lost_card"},
		"stateset: GET /x: 429 (retry after 24h0m0s)":                                   {Method: "GET", Path: "/x", Status: 429, RetryAfter: 24 * time.Hour},
		"stateset: GET /x: 429 (retry after more than 24h)":                             {Method: "GET", Path: "/x", Status: 429, RetryAfter: 24*time.Hour + 1},
		"stateset: GET /x: 429 y (server says not to retry, retry after more than 24h)": {Method: "GET", Path: "/x", Status: 429, Code: "y", StopReason: says, RetryAfter: math.MaxInt64},
	} {
		require.EqualError(t, e, want)
	}
}

// An error that a fake returns has gaps; its text has none.
func TestTextOfHandMadeErrors(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]*api.Error{
		"stateset: POST: 503": {Status: 503, Method: "POST"},
		"stateset: 503":       {Status: 503},
		"stateset: Payments.Create: 402 card_declined: no": {Status: 402, Operation: "Payments.Create", Code: "card_declined", Message: "no"},
		"stateset: GET /v1/x: 404":                         {Status: 404, Operation: "Payments.Get", Method: "GET", Path: "/v1/x"},
		"stateset: card_declined: no":                      {Code: "card_declined", Message: "no"},
		"stateset: boom":                                   {Err: errors.New("stateset: boom")},
		"stateset: POST: call failed (outcome unknown: look it up before you retry)": {Method: "POST", Outcome: api.OutcomeUnknown},
		"stateset: call failed (outcome unknown: look it up before you retry)":       {Outcome: api.OutcomeUnknown},
		"stateset: call failed": {},
	} {
		require.EqualError(t, e, want)
	}
}
