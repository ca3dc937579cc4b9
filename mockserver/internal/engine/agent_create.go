package engine

import (
	"fmt"
	"maps"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Defaults of a new agent.
const (
	defaultModel       = "stateset-agent-1"
	defaultTemperature = "1"
)

// CreateAgent creates an agent with its own wallet, and funds the wallet from the
// treasury.
func (tx *Tx) CreateAgent(params *agents.CreateParams) (*agents.Agent, error) {
	denom := numtext.DenomSSUSD
	if params.InitialFunding.IsSet() {
		if err := checkTokens(params.InitialFunding, "initial_funding"); err != nil {
			return nil, err
		}
		denom = params.InitialFunding.Currency()
	}
	a := &Agent{denom: denom, activity: &Collection[agents.Activity]{}, Agent: agents.Agent{
		Object: "agent", Name: params.Name, Description: params.Description, Role: params.Role, Status: agents.StatusActive,
		Capabilities: params.Capabilities, Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
		Config: agents.Config{Model: defaultModel, Temperature: api.Dec(defaultTemperature)},
	}}
	if params.Config != nil {
		config := newConfig(params.Config)
		if err := checkBounds(config, "config."); err != nil {
			return nil, err
		}
		a.configure(config)
	}
	if params.Instructions != "" {
		a.Config.Instructions = params.Instructions
	}
	a.WalletAddress = statesetPrefix + tx.account.ids.text(idAlphabet, treasuryLength)
	a.ID = tx.newID("agent")
	if err := tx.fundAgent(a, params.InitialFunding); err != nil {
		return nil, err
	}
	put(tx, &tx.account.agents, a.ID, a)
	tx.recordActivity(a, agents.ActivityAgentCreated, "", params.InitialFunding, fmt.Sprintf("Agent '%s' was created", a.Name))
	view := tx.ViewAgent(a)
	emit(tx, webhook.AgentCreated, view)
	return view, nil
}

// newConfig returns the configuration of a new agent as changes to the defaults.
func newConfig(c *agents.ConfigParams) *agents.UpdateConfigParams {
	l, p := &c.Limits, &c.Permissions
	return &agents.UpdateConfigParams{
		Model: &c.Model, Temperature: c.Temperature, Instructions: &c.Instructions, Schedule: &c.Schedule,
		Limits:      agents.LimitsUpdate{PerTransaction: &l.PerTransaction, Daily: &l.Daily, Monthly: &l.Monthly},
		Permissions: agents.PermissionsUpdate{AllowedActions: &p.AllowedActions, AllowedRecipients: &p.AllowedRecipients, RequireApprovalAbove: &p.RequireApprovalAbove},
		NotifyURL:   &c.NotifyURL,
	}
}

// fundAgent transfers the initial funding to the agent's wallet.
func (tx *Tx) fundAgent(a *Agent, amount api.Money) error {
	if !amount.IsSet() {
		return nil
	}
	_, err := tx.move(movement{
		chain: api.ChainStateSet, from: tx.account.treasury, denom: amount.Currency(), kind: stablecoin.TypeTransfer, memo: "Funding of " + a.ID,
		legs: []ledger.Leg{{To: ledger.Wallet(a.WalletAddress), Amount: amount.Decimal()}},
	})
	return err
}

// checkTokens requires an amount of tokens.
func checkTokens(amount api.Money, param string) error {
	if !numtext.IsToken(amount.Currency()) {
		return invalid(param+".denom", "A wallet holds ssusd and usdc, not '%s'", excerpt(amount.Currency()))
	}
	return nil
}
