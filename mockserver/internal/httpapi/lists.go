package httpapi

import (
	"encoding/json"
	"net/http"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/params"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

func listAgents() operation {
	find := func(_ *call, tx *engine.Tx) (*engine.Collection[engine.Agent], error) { return tx.Agents(), nil }
	return listOf(find, agentFilter, (*engine.Tx).ViewAgent)
}

func agentFilter(q *input.Query) records.Filter[*engine.Agent] {
	return params.AgentFilter(q, func(a *engine.Agent) *agents.Agent { return &a.Agent })
}

func listActivity() operation {
	find := func(c *call, tx *engine.Tx) (*engine.Collection[agents.Activity], error) {
		a, err := tx.FindAgent(c.firstID())
		if err != nil {
			return nil, err
		}
		return a.Activity(), nil
	}
	return listOf(find, params.ActivityFilter, func(_ *engine.Tx, row *agents.Activity) *agents.Activity { return row })
}

// transactionPage is the response.
type transactionPage struct {
	Transactions []json.RawMessage `json:"transactions"`
	Pagination   struct {
		Total   int  `json:"total"`
		Limit   int  `json:"limit"`
		Offset  int  `json:"offset"`
		HasMore bool `json:"has_more"`
	} `json:"pagination"`
}

func listTransactions(tx *engine.Tx, q params.TransactionQuery) (*transactionPage, error) {
	found := tx.Transactions().Select(q.Filter)
	rows, err := encodeRows(found.Page(q.Offset, q.Limit, q.Ascending), func(t *stablecoin.Transaction) ([]byte, error) { return encode(t) })
	if err != nil {
		return nil, err
	}
	page := &transactionPage{Transactions: []json.RawMessage{}}
	for _, row := range rows {
		page.Transactions = append(page.Transactions, row)
	}
	page.Pagination.Total, page.Pagination.Limit, page.Pagination.Offset = found.Total(), q.Limit, q.Offset
	page.Pagination.HasMore = q.Offset+len(rows) < page.Pagination.Total
	return page, nil
}

// financingOptions lists the financing options. They are not stored, so the list has
// one page.
func financingOptions() operation {
	parameters := func() []input.Parameter { return input.DescribeQuery(params.FinancingOptions) }
	return operation{parameters: parameters, handle: func(c *call) (answer, error) {
		params := params.FinancingOptions(c.query)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		var body []byte
		err := c.execute(func(tx *engine.Tx) error {
			options, err := tx.FinancingOptions(params)
			if err != nil {
				return err
			}
			page := selection[*finance.Option]{objects: options, total: len(options)}
			body, err = encodePage(newRenderer(tx), page, kindPlain, nil, c.canonicalPath())
			return err
		})
		return answer{http.StatusOK, body}, err
	}}
}

func listEvents() operation {
	find := func(_ *call, tx *engine.Tx) (*engine.Collection[engine.Event], error) { return tx.Events(), nil }
	return listOf(find, eventFilter, func(_ *engine.Tx, e *engine.Event) *currentEvent { return &currentEvent{e} })
}

// listDeliveries lists the deliveries to an existing endpoint.
func listDeliveries() operation {
	find := func(c *call, tx *engine.Tx) (*engine.Collection[webhook.Delivery], error) {
		if _, found := tx.Endpoints().Get(c.firstID()); !found {
			return nil, notFound(kindEndpoint, c.firstID())
		}
		return tx.Deliveries(c.firstID()), nil
	}
	return listOf(find, params.DeliveryFilter, func(_ *engine.Tx, d *webhook.Delivery) *webhook.Delivery { return d })
}

func eventFilter(q *input.Query) records.Filter[*engine.Event] {
	return params.EventFilter(q, (*engine.Event).Type, (*engine.Event).CreatedAt)
}
