package engine

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
)

// UpdateAgentConfig changes the fields that are set, and resets the fields that params
// lists to their defaults.
func (tx *Tx) UpdateAgentConfig(id string, params *agents.UpdateConfigParams) (*agents.Agent, error) {
	trial := &Agent{}
	if err := trial.configure(params, ""); err != nil {
		return nil, err
	}
	before, err := tx.FindAgent(id)
	if err != nil {
		return nil, err
	}
	changed := append(trial.fields(params), params.Reset...)
	if len(changed) == 0 {
		return tx.ViewAgent(before), nil
	}
	a := tx.changeAgent(id, func(a *Agent) {
		for _, field := range params.Reset {
			a.reset(field)
		}
		_ = a.configure(params, "") // checked above
		a.UpdatedAt = tx.now
	})
	names := make([]string, len(changed))
	for i, field := range changed {
		names[i] = string(field)
	}
	tx.recordActivity(a, agents.ActivityConfigUpdated, "", api.Money{}, "Changed "+strings.Join(names, ", "))
	return tx.ViewAgent(a), nil
}

// configure applies the fields that are set. at is the prefix of parameter paths.
func (a *Agent) configure(params *agents.UpdateConfigParams, at string) error {
	if err := checkBounds(params, at); err != nil {
		return err
	}
	c := &a.Config
	set(&a.Status, params.Status)
	set(&c.Model, params.Model)
	set(&c.Schedule, params.Schedule)
	set(&c.NotifyURL, params.NotifyURL)
	if params.Temperature != nil {
		c.Temperature = *params.Temperature
	}
	if params.Instructions != nil {
		c.Instructions = *params.Instructions
	}
	for field, amount := range map[*api.Money]api.Money{
		&c.Limits.PerTransaction: params.Limits.PerTransaction, &c.Limits.Daily: params.Limits.Daily, &c.Limits.Monthly: params.Limits.Monthly,
		&c.Permissions.RequireApprovalAbove: params.Permissions.RequireApprovalAbove,
	} {
		if amount.IsSet() {
			*field = amount
		}
	}
	if list := params.Permissions.AllowedActions; list != nil {
		c.Permissions.AllowedActions = list
	}
	if list := params.Permissions.AllowedRecipients; list != nil {
		c.Permissions.AllowedRecipients = list
	}
	return nil
}

func set[T ~string](field *T, value T) {
	if value != "" {
		*field = value
	}
}

// checkBounds requires limits in a currency that can be compared with the amounts
// spent, and recipients that are wallets.
func checkBounds(params *agents.UpdateConfigParams, at string) error {
	for _, bound := range []struct {
		path   string
		amount api.Money
	}{
		{"limits.per_transaction", params.Limits.PerTransaction}, {"limits.daily", params.Limits.Daily}, {"limits.monthly", params.Limits.Monthly},
		{"permissions.require_approval_above", params.Permissions.RequireApprovalAbove},
	} {
		if bound.amount.IsSet() && !worthDollar(bound.amount.Currency()) {
			return invalid(at+bound.path+".denom", "An agent spends ssusd and usdc: bound it in ssusd, usdc or usd, not '%s'", excerpt(bound.amount.Currency()))
		}
	}
	for i, wallet := range params.Permissions.AllowedRecipients {
		if err := checkWallet(wallet, "", fmt.Sprintf("%spermissions.allowed_recipients[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

// fields returns the names of the fields that params set, given an empty agent.
func (a *Agent) fields(params *agents.UpdateConfigParams) []agents.Field {
	var set []agents.Field
	for _, f := range []struct {
		field agents.Field
		given bool
	}{
		{agents.FieldStatus, a.Status != ""},
		{agents.FieldModel, a.Config.Model != ""},
		{agents.FieldTemperature, params.Temperature != nil},
		{agents.FieldInstructions, params.Instructions != nil},
		{agents.FieldSchedule, a.Config.Schedule != ""},
		{agents.FieldPerTransactionLimit, a.Config.Limits.PerTransaction.IsSet()},
		{agents.FieldDailyLimit, a.Config.Limits.Daily.IsSet()},
		{agents.FieldMonthlyLimit, a.Config.Limits.Monthly.IsSet()},
		{agents.FieldAllowedActions, a.Config.Permissions.AllowedActions != nil},
		{agents.FieldAllowedRecipients, a.Config.Permissions.AllowedRecipients != nil},
		{agents.FieldRequireApprovalAbove, a.Config.Permissions.RequireApprovalAbove.IsSet()},
		{agents.FieldNotifyURL, a.Config.NotifyURL != ""},
	} {
		if f.given {
			set = append(set, f.field)
		}
	}
	return set
}

// reset sets a field to its default.
func (a *Agent) reset(field agents.Field) {
	c := &a.Config
	switch field {
	case agents.FieldStatus:
		a.Status = agents.StatusActive
	case agents.FieldModel:
		c.Model = defaultModel
	case agents.FieldTemperature:
		c.Temperature = api.Dec(defaultTemperature)
	case agents.FieldInstructions:
		c.Instructions = ""
	case agents.FieldSchedule:
		c.Schedule = ""
	case agents.FieldLimits:
		c.Limits = agents.Limits{}
	case agents.FieldPerTransactionLimit:
		c.Limits.PerTransaction = api.Money{}
	case agents.FieldDailyLimit:
		c.Limits.Daily = api.Money{}
	case agents.FieldMonthlyLimit:
		c.Limits.Monthly = api.Money{}
	case agents.FieldPermissions:
		c.Permissions = agents.Permissions{}
	case agents.FieldAllowedActions:
		c.Permissions.AllowedActions = nil
	case agents.FieldAllowedRecipients:
		c.Permissions.AllowedRecipients = nil
	case agents.FieldRequireApprovalAbove:
		c.Permissions.RequireApprovalAbove = api.Money{}
	case agents.FieldNotifyURL:
		c.NotifyURL = ""
	}
}
