package engine

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
)

// Agent is the record of an agent. ViewAgent adds the members that change over time:
// balance and daily spending. Records are immutable.
type Agent struct {
	agents.Agent
	denom    string // the currency of its payments
	spent    spent
	activity *Collection[agents.Activity]
}

// spent holds the amounts spent per calendar day and month in UTC, as of the day of the
// last payment.
type spent struct {
	day          api.Date
	today, month decimal.Decimal
}

// at returns the amounts spent as of a later time.
func (s spent) at(now time.Time) spent {
	day := api.DateOf(now)
	if s.day.Year != day.Year || s.day.Month != day.Month {
		s.month = decimal.Decimal{}
	}
	if s.day != day {
		s.today = decimal.Decimal{}
	}
	s.day = day
	return s
}

func (s spent) plus(value decimal.Decimal) spent {
	s.today, s.month = s.today.Add(value), s.month.Add(value)
	return s
}

// Agents returns the agents of the account.
func (tx *Tx) Agents() *Collection[Agent] { return &tx.account.agents }

// Activity returns the activity of the agent.
func (a *Agent) Activity() *Collection[agents.Activity] { return a.activity }

// ViewAgent returns the agent as responses show it.
func (tx *Tx) ViewAgent(a *Agent) *agents.Agent {
	view := a.Agent
	now := a.spent.at(tx.now)
	view.Balance = tx.WalletBalance(a.WalletAddress, a.denom)
	view.Spending = agents.Spending{
		Today: api.FromDecimal(now.today, a.denom), ThisMonth: api.FromDecimal(now.month, a.denom),
	}
	return &view
}

// FindAgent returns the agent with the ID.
func (tx *Tx) FindAgent(id string) (*Agent, error) {
	a, ok := tx.account.agents.Get(id)
	if !ok {
		return nil, notFound("agent", id, "")
	}
	return a, nil
}

// changeAgent stores a changed copy of the agent.
func (tx *Tx) changeAgent(id string, change func(a *Agent)) *Agent {
	before, _ := tx.account.agents.Get(id)
	a := *before
	change(&a)
	put(tx, &tx.account.agents, id, &a)
	return &a
}

// recordActivity adds a row to the agent's activity.
func (tx *Tx) recordActivity(a *Agent, kind agents.ActivityType, execution string, amount api.Money, description string) {
	row := &agents.Activity{
		ID: tx.newID("act"), Object: "agent_activity", AgentID: a.ID, Type: kind, Description: description,
		ExecutionID: execution, Amount: amount, CreatedAt: tx.now,
	}
	put(tx, a.activity, row.ID, row)
}
