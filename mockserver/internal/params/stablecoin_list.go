package params

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
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
	Filter        records.Filter[*stablecoin.Transaction]
}

// Transactions reads the query of a list of ledger transactions.
func Transactions(q *input.Query) TransactionQuery {
	query := TransactionQuery{
		Limit: defaultOffsetLimit, Ascending: input.Choice[stablecoin.Order](q, "order") == stablecoin.Ascending,
		Filter: transactionFilter(q),
	}
	if limit := q.Count("limit", 1, input.MaxLimit); limit != nil {
		query.Limit = int(*limit)
	}
	if offset := q.Count("offset", 0, maxOffset); offset != nil {
		query.Offset = int(*offset)
	}
	return query
}

func transactionFilter(q *input.Query) records.Filter[*stablecoin.Transaction] {
	var f records.Filter[*stablecoin.Transaction]
	records.EqualAny(&f, q.Strings("address"), map[string]func(*stablecoin.Transaction) string{
		"from": func(t *stablecoin.Transaction) string { return t.From },
		"to":   func(t *stablecoin.Transaction) string { return t.To },
	})
	records.Equal(&f, "type", input.Filter[stablecoin.TransactionType](q, "type"), func(t *stablecoin.Transaction) stablecoin.TransactionType { return t.Type })
	records.Equal(&f, "status", input.Filter[stablecoin.TransactionStatus](q, "status"), func(t *stablecoin.Transaction) stablecoin.TransactionStatus { return t.Status })
	records.Equal(&f, "denom", q.Currencies("denom"), func(t *stablecoin.Transaction) string { return strings.ToLower(t.Amount.Currency()) })
	times(&f, "created", input.Between(q.Bound("start_date", false), q.Bound("end_date", true)), func(t *stablecoin.Transaction) time.Time { return t.CreatedAt })
	if least, most := q.Micros("min_amount"), q.Micros("max_amount"); least != nil || most != nil {
		f.Where(func(t *stablecoin.Transaction) bool { return within(t.Amount.Decimal(), least, most) })
	}
	return f
}

// within reports whether a value is within inclusive bounds. A nil bound is open.
func within(value decimal.Decimal, least, most *decimal.Decimal) bool {
	return (least == nil || !value.LessThan(*least)) && (most == nil || !value.GreaterThan(*most))
}
