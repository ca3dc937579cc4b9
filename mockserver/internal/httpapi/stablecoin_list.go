package httpapi

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/stablecoin"
)

// Bounds of a page by offset.
const (
	defaultOffsetLimit = 20
	maxOffset          = 1_000_000_000
)

// transactionQuery is a page of ledger transactions. This list alone pages by offset.
type transactionQuery struct {
	limit, offset int
	ascending     bool
	selects       func(*stablecoin.Transaction) bool
}

// transactionPage is the answer.
type transactionPage struct {
	Transactions []*stablecoin.Transaction `json:"transactions"`
	Pagination   struct {
		Total   int  `json:"total"`
		Limit   int  `json:"limit"`
		Offset  int  `json:"offset"`
		HasMore bool `json:"has_more"`
	} `json:"pagination"`
}

func readTransactions(c *call) transactionQuery {
	q := transactionQuery{
		limit: defaultOffsetLimit, ascending: input.Choice[stablecoin.Order](c.query, "order") == stablecoin.Ascending,
		selects: transactionFilter(c.query),
	}
	if limit := c.query.Count("limit", 1, input.MaxLimit); limit != nil {
		q.limit = int(*limit)
	}
	if offset := c.query.Count("offset", 0, maxOffset); offset != nil {
		q.offset = int(*offset)
	}
	return q
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
			denom.Has(strings.ToLower(t.Amount.Currency)) && span.has(t.CreatedAt) && within(t.Amount.Value, least, most)
	}
}

// span is the time between two bounds, both inclusive; a zero one is open.
type span struct{ begin, end time.Time }

func (s span) has(at time.Time) bool {
	return !at.Before(s.begin) && (s.end.IsZero() || !at.After(s.end))
}

// within compares with bounds that are inclusive; nil is none.
func within(value decimal.Decimal, least, most *decimal.Decimal) bool {
	return (least == nil || !value.LessThan(*least)) && (most == nil || !value.GreaterThan(*most))
}

func listTransactions(tx *engine.Tx, q transactionQuery) (*transactionPage, error) {
	var selected []*stablecoin.Transaction
	for t := range tx.Transactions().Newest() {
		if q.selects(t) {
			selected = append(selected, t)
		}
	}
	if q.ascending {
		slices.Reverse(selected)
	}
	page := &transactionPage{}
	page.Pagination.Total, page.Pagination.Limit, page.Pagination.Offset = len(selected), q.limit, q.offset
	begin := min(q.offset, len(selected))
	end := min(begin+q.limit, len(selected))
	page.Transactions, page.Pagination.HasMore = selected[begin:end], end < len(selected)
	return page, nil
}
