package httpapi

import (
	"strconv"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
	"github.com/stateset/stateset-go/webhook"
)

// requestDetail is a request with its effects.
type requestDetail struct {
	*journal.View
	RequestText  string          `json:"request_text"`  // the body as text, for readers that change numbers
	ResponseText string          `json:"response_text"` // likewise
	Ledger       []entryState    `json:"ledger"`
	Events       []eventState    `json:"events"`
	Deliveries   []deliveryState `json:"deliveries"`
}

// entryState is an entry of the ledger in control responses.
type entryState struct {
	Height   int64          `json:"height"`
	Denom    string         `json:"denom"`
	Postings []postingState `json:"postings"`
}

// postingState is a change of one balance in control responses.
type postingState struct {
	Holder string `json:"holder"` // "wallet:ADDRESS", "locked:ADDRESS" or "supply"
	Amount string `json:"amount"` // negative for a withdrawal
}

// eventState is an event in control responses.
type eventState struct {
	ID        string       `json:"id"`
	Type      webhook.Type `json:"type"`
	CreatedAt time.Time    `json:"created_at"`
}

// controlRequest shows a request with its effects: ledger entries, events and their
// deliveries.
func (c *call) controlRequest() (any, error) {
	id, err := strconv.ParseInt(c.firstID(), 10, 64)
	if err == nil {
		if entry := c.server.journal.Get(id); entry != nil {
			return c.server.journalDetail(entry), nil
		}
	}
	return nil, refuse(engine.CodeResourceNotFound, "", "No such request: '%s'. The journal holds the latest requests", shorten(c.firstID()))
}

// journalDetail returns the entry with its effects.
func (s *Server) journalDetail(entry *journal.Entry) *requestDetail {
	view := journal.NewView(entry)
	detail := &requestDetail{
		View: view, RequestText: view.RequestBody.Text(), ResponseText: view.ResponseBody.Text(),
		Ledger: []entryState{}, Events: []eventState{}, Deliveries: []deliveryState{},
	}
	key, ok := parseAccount(entry.Account)
	if !ok {
		return detail
	}
	effects := s.engine.Effects(key, entry.Transaction)
	for _, e := range effects.Entries {
		detail.Ledger = append(detail.Ledger, showEntry(e))
	}
	for _, e := range effects.Events {
		detail.Events = append(detail.Events, eventState{e.ID(), e.Type(), e.CreatedAt()})
	}
	for _, d := range effects.Deliveries {
		detail.Deliveries = append(detail.Deliveries, deliveryState{d.Account.String(), d.Type, mask.URL(d.URL), d.Delivery})
	}
	return detail
}

func showEntry(e ledger.Entry) entryState {
	state := entryState{Height: e.Height, Denom: e.Denom}
	for _, p := range e.Postings {
		state.Postings = append(state.Postings, postingState{p.Holder.String(), api.FromDecimal(p.Amount(), e.Denom).Text()})
	}
	return state
}
