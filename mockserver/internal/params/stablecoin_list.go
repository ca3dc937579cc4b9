package params

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/stablecoin"
)

// Bounds of a page by offset.
const (
	defaultOffsetLimit = 20
	maxOffset          = 1_000_000_000
)

// TransactionQuery selects a page of ledger transactions. Only this list uses offsets.
type TransactionQuery struct {
	Limit, Offset int
	Ascending     bool
	Selects       func(*stablecoin.Transaction) bool
}

// Transactions reads the query of a list of ledger transactions.
func Transactions(q *input.Query) TransactionQuery {
	query := TransactionQuery{
		Limit: defaultOffsetLimit, Ascending: input.Choice[stablecoin.Order](q, "order") == stablecoin.Ascending,
		Selects: transactionFilter(q),
	}
	if limit := q.Count("limit", 1, input.MaxLimit); limit != nil {
		query.Limit = int(*limit)
	}
	if offset := q.Count("offset", 0, maxOffset); offset != nil {
		query.Offset = int(*offset)
	}
	return query
}

func transactionFilter(q *input.Query) func(*stablecoin.Transaction) bool {
	address := q.Strings("address")
	kind := input.Filter[stablecoin.TransactionType](q, "type")
	status := input.Filter[stablecoin.TransactionStatus](q, "status")
	denom := q.Currencies("denom")
	span := span{q.Bound("start_date", false), q.Bound("end_date", true)}
	least, most := q.Micros("min_amount"), q.Micros("max_amount")
	return func(t *stablecoin.Transaction) bool {
		return (address.Has(t.From) || address.Has(t.To)) && kind.Has(t.Type) && status.Has(t.Status) &&
			denom.Has(strings.ToLower(t.Amount.Currency())) && span.has(t.CreatedAt) && within(t.Amount.Decimal(), least, most)
	}
}

// span is a range of time. Both bounds are inclusive, and a zero bound is open.
type span struct{ begin, end time.Time }

func (s span) has(at time.Time) bool {
	return !at.Before(s.begin) && (s.end.IsZero() || !at.After(s.end))
}

// within reports whether a value is within inclusive bounds. A nil bound is open.
func within(value decimal.Decimal, least, most *decimal.Decimal) bool {
	return (least == nil || !value.LessThan(*least)) && (most == nil || !value.GreaterThan(*most))
}
