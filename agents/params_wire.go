package agents

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/cron"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Params are checked and then encoded without changes.

const (
	maxName   = 100
	maxAction = 64
)

func (p *CreateParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	c.Required("name", p.Name)
	c.Text("name", p.Name, maxName)
	c.Text("description", p.Description, 0)
	c.Text("role", p.Role, 0)
	c.Text("instructions", p.Instructions, 0)
	checkActions(&c, "capabilities", p.Capabilities)
	c.OptionalPositive("initial_funding", p.InitialFunding)
	c.Metadata(p.Metadata)
	if funding := p.InitialFunding; funding.IsSet() && !numtext.IsToken(funding.Currency()) {
		c.Fail("initial_funding", "must be in ssusd or usdc, got %s", quote.Short(funding.Currency()))
	}
	if p.Config != nil {
		p.Config.check(&c)
		if p.Instructions != "" && p.Config.Instructions != "" {
			c.Fail("instructions", "must not be set together with config.instructions")
		}
	}
	return p, c.Err()
}

func (p *ConfigParams) check(c *core.Check) {
	l, m := &p.Limits, &p.Permissions
	change := UpdateConfigParams{
		Model: &p.Model, Temperature: p.Temperature, Instructions: &p.Instructions, Schedule: &p.Schedule,
		Limits:      LimitsUpdate{&l.PerTransaction, &l.Daily, &l.Monthly},
		Permissions: PermissionsUpdate{&m.AllowedActions, &m.AllowedRecipients, &m.RequireApprovalAbove},
		NotifyURL:   &p.NotifyURL,
	}
	change.check(c, "config.")
}

func (p *UpdateConfigParams) wire() (any, error) {
	var c core.Check
	if !c.Changes(p == nil) {
		return nil, c.Err()
	}
	p.check(&c, "")
	return p, c.Err()
}

// given returns the value of a pointer, or the zero value for nil.
func given[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// check checks the fields that are set. at is the prefix of their paths.
func (p *UpdateConfigParams) check(c *core.Check, at string) {
	core.Enum(c, at+"status", given(p.Status))
	c.Text(at+"model", given(p.Model), maxName)
	if p.Temperature != nil {
		checkTemperature(c, at+"temperature", *p.Temperature)
	}
	c.Text(at+"instructions", given(p.Instructions), 0)
	schedule := given(p.Schedule)
	c.Text(at+"schedule", schedule, 0)
	if err := cron.Check(schedule); schedule != "" && err != nil {
		c.Fail(at+"schedule", "is no schedule: %s, got %s", err, quote.Short(schedule))
	}
	p.Limits.check(c, at+"limits.")
	p.Permissions.check(c, at+"permissions.")
	if url := given(p.NotifyURL); url != "" && !core.IsCallbackURL(url) {
		c.Fail(at+"notify_url", "must be an https URL, or an http one of this machine")
	}
}

func (l *LimitsUpdate) check(c *core.Check, at string) {
	for _, limit := range []struct {
		name   string
		amount *api.Money
	}{{"per_transaction", l.PerTransaction}, {"daily", l.Daily}, {"monthly", l.Monthly}} {
		c.OptionalPositive(at+limit.name, given(limit.amount))
		checkBound(c, at+limit.name, given(limit.amount))
	}
}

func (p *PermissionsUpdate) check(c *core.Check, at string) {
	checkActions(c, at+"allowed_actions", given(p.AllowedActions))
	for i, wallet := range given(p.AllowedRecipients) {
		c.AnyWallet(fmt.Sprintf("%sallowed_recipients[%d]", at, i), wallet)
	}
	approval := given(p.RequireApprovalAbove)
	c.NotNegative(at+"require_approval_above", approval)
	checkBound(c, at+"require_approval_above", approval)
}

// checkBound checks the currency of a spending limit: a dollar currency or token.
func checkBound(c *core.Check, param string, amount api.Money) {
	switch currency := amount.Currency(); {
	case !amount.IsSet() && !amount.IsZero():
		c.Fail(param, "has no currency: use ssusd, usdc or usd")
	case amount.IsSet() && !numtext.IsToken(currency) && !numtext.SameCurrency(currency, "usd"):
		c.Fail(param, "must be in ssusd, usdc or usd, got %s", quote.Short(currency))
	}
}

func checkTemperature(c *core.Check, param string, value api.Decimal) {
	c.Decimal(param, value)
	if value.Err() == nil && (value.IsNegative() || value.GreaterThan(decimal.NewFromInt(2))) {
		c.Fail(param, "must be from 0 to 2, got %s", value)
	}
}

func checkActions(c *core.Check, param string, list []Action) {
	for i, action := range list {
		checkAction(c, fmt.Sprintf("%s[%d]", param, i), action)
	}
}

func checkAction(c *core.Check, param string, action Action) {
	c.Required(param, string(action))
	c.Text(param, string(action), maxAction)
}

func (p *ExecuteParams) wire() (any, error) {
	var c core.Check
	if !c.Params(p == nil) {
		return nil, c.Err()
	}
	if p.Task == nil {
		c.Fail("action", "is required: set Task")
		return nil, c.Err()
	}
	p.Task.check(&c)
	c.Metadata(p.Metadata)
	return p, c.Err()
}

func (p *ListParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "agent")
		core.Filter(c, "status", p.Status)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

func (p *ListActivityParams) args(id string) core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "act")
		core.Filter(c, "type", p.Type)
		c.Times("created", p.Created)
	})
	return core.Args{ID: id, Query: query, Err: err}
}
