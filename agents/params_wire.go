package agents

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/cron"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// The bodies of requests. Params are checked and then written into them; params
// themselves are never written to.

const (
	maxName   = 100
	maxAction = 64
)

type createBody struct {
	Name           string            `json:"name"`
	Description    string            `json:"description,omitempty"`
	Role           string            `json:"role,omitempty"`
	Instructions   string            `json:"instructions,omitempty"`
	Capabilities   Allowed[Action]   `json:"capabilities,omitzero"`
	Config         members           `json:"config,omitempty"`
	InitialFunding *api.Money        `json:"initial_funding,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
}

type executeBody struct {
	Action     Action            `json:"action"`
	Parameters any               `json:"parameters,omitempty"`
	DryRun     bool              `json:"dry_run,omitempty"`
	Async      bool              `json:"async,omitempty"`
	Metadata   map[string]string `json:"metadata,omitempty"`
}

// members is an object that holds what was given.
type members map[string]any

// put sets the member at a path of at most two names.
func (m members) put(path string, value any) {
	outer, inner, nested := strings.Cut(path, ".")
	if !nested {
		m[outer] = value
		return
	}
	below, ok := m[outer].(members)
	if !ok {
		below = members{}
		m[outer] = below
	}
	below[inner] = value
}

// has reports whether the path, or something below it, is set.
func (m members) has(path string) bool {
	outer, inner, nested := strings.Cut(path, ".")
	value, found := m[outer]
	if !nested || !found {
		return found
	}
	below, ok := value.(members)
	if !ok { // all of it is reset
		return true
	}
	_, found = below[inner]
	return found
}

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
	body := &createBody{
		Name: p.Name, Description: p.Description, Role: p.Role, Instructions: p.Instructions,
		Capabilities: p.Capabilities, Metadata: p.Metadata,
	}
	if p.InitialFunding.IsSet() {
		body.InitialFunding = &p.InitialFunding
		if !numtext.IsToken(p.InitialFunding.Currency()) {
			c.Fail("initial_funding", "must be in ssusd or usdc, got %s", quote.Short(p.InitialFunding.Currency()))
		}
	}
	if p.Config != nil {
		body.Config = p.Config.wire(&c)
		if p.Instructions != "" && p.Config.Instructions != "" {
			c.Fail("instructions", "must not be set together with config.instructions")
		}
	}
	return body, c.Err()
}

// wire writes what is set; it is checked in the configuration's own paths.
func (p *ConfigParams) wire(c *core.Check) members {
	update := UpdateConfigParams{
		Model: p.Model, Temperature: p.Temperature, Schedule: p.Schedule,
		Limits: p.Limits, Permissions: p.Permissions, NotifyURL: p.NotifyURL,
	}
	if p.Instructions != "" {
		update.Instructions = &p.Instructions
	}
	return update.members(c, "config.")
}

func (p *UpdateConfigParams) wire() (any, error) {
	var c core.Check
	if !c.Changes(p == nil) {
		return nil, c.Err()
	}
	body := p.members(&c, "")
	for i, field := range p.Reset {
		core.Enum(&c, fmt.Sprintf("reset[%d]", i), field)
		if body.has(string(field)) {
			c.Fail(string(field), "is both set and reset, or reset twice")
			break
		}
		body.put(string(field), nil)
	}
	return body, c.Err()
}

// members writes what is set; at precedes the paths of faults.
func (p *UpdateConfigParams) members(c *core.Check, at string) members {
	m := members{}
	core.Enum(c, at+"status", p.Status)
	c.Text(at+"model", p.Model, maxName)
	c.Text(at+"schedule", p.Schedule, 0)
	for _, f := range []struct{ name, value string }{
		{"status", string(p.Status)}, {"model", p.Model}, {"schedule", p.Schedule}, {"notify_url", p.NotifyURL},
	} {
		if f.value != "" {
			m.put(f.name, f.value)
		}
	}
	if p.Temperature != nil {
		checkTemperature(c, at+"temperature", *p.Temperature)
		m.put("temperature", p.Temperature)
	}
	if p.Instructions != nil {
		c.Text(at+"instructions", *p.Instructions, 0)
		m.put("instructions", *p.Instructions)
	}
	if err := cron.Check(p.Schedule); p.Schedule != "" && err != nil {
		c.Fail(at+"schedule", "is no schedule: %s, got %s", err, quote.Short(p.Schedule))
	}
	if p.NotifyURL != "" && !core.IsCallbackURL(p.NotifyURL) {
		c.Fail(at+"notify_url", "must be an https URL, or an http one of this machine")
	}
	p.Limits.wire(c, at, m)
	p.Permissions.wire(c, at, m)
	return m
}

func (l *Limits) wire(c *core.Check, at string, m members) {
	for _, limit := range []struct {
		path   string
		amount api.Money
	}{{"limits.per_transaction", l.PerTransaction}, {"limits.daily", l.Daily}, {"limits.monthly", l.Monthly}} {
		c.OptionalPositive(at+limit.path, limit.amount)
		putAmount(c, at, m, limit.path, limit.amount)
	}
}

func (p *Permissions) wire(c *core.Check, at string, m members) {
	checkActions(c, at+"permissions.allowed_actions", p.AllowedActions)
	for i, wallet := range p.AllowedRecipients {
		c.AnyWallet(fmt.Sprintf("%spermissions.allowed_recipients[%d]", at, i), wallet)
	}
	c.NotNegative(at+"permissions.require_approval_above", p.RequireApprovalAbove)
	if p.AllowedActions != nil {
		m.put("permissions.allowed_actions", p.AllowedActions)
	}
	if p.AllowedRecipients != nil {
		m.put("permissions.allowed_recipients", p.AllowedRecipients)
	}
	putAmount(c, at, m, "permissions.require_approval_above", p.RequireApprovalAbove)
}

// putAmount writes an amount that bounds what is spent, which is in dollars of some
// kind.
func putAmount(c *core.Check, at string, m members, path string, amount api.Money) {
	if !amount.IsSet() {
		if !amount.IsZero() {
			c.Fail(at+path, "has no currency: want ssusd, usdc or usd")
		}
		return
	}
	if !numtext.IsToken(amount.Currency()) && !numtext.SameCurrency(amount.Currency(), "usd") {
		c.Fail(at+path, "must be in ssusd, usdc or usd, got %s", quote.Short(amount.Currency()))
	}
	m.put(path, amount)
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
	body := &executeBody{Action: p.Task.action(), Parameters: p.Task.parameters(&c), DryRun: p.DryRun, Async: p.Async, Metadata: p.Metadata}
	c.Metadata(p.Metadata)
	return body, c.Err()
}

func (p *ListParams) args() core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "agent")
		core.Enum(c, "status", p.Status)
		c.Times("created", p.Created)
		c.Metadata(p.Metadata)
	})
	return core.Args{Query: query, Err: err}
}

func (p *ListActivityParams) args(id string) core.Args {
	query, err := core.Query(p, func(c *core.Check) {
		c.Page(p.Limit, p.StartingAfter, p.EndingBefore, "act")
		core.Enum(c, "type", p.Type)
		c.Times("created", p.Created)
	})
	return core.Args{ID: id, Query: query, Err: err}
}
