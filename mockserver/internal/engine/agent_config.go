package engine

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
)

// UpdateAgentConfig changes the fields that are set.
func (tx *Tx) UpdateAgentConfig(id string, params *agents.UpdateConfigParams) (*agents.Agent, error) {
	if err := checkBounds(params, ""); err != nil {
		return nil, err
	}
	before, err := tx.FindAgent(id)
	if err != nil {
		return nil, err
	}
	changed := (&Agent{}).configure(params)
	if len(changed) == 0 {
		return tx.ViewAgent(before), nil
	}
	a := tx.changeAgent(id, func(a *Agent) {
		a.configure(params)
		a.UpdatedAt = tx.now
	})
	tx.recordActivity(a, agents.ActivityConfigUpdated, "", api.Money{}, "Changed "+strings.Join(changed, ", "))
	return tx.ViewAgent(a), nil
}

// configure applies the fields that are set, and returns their names.
func (a *Agent) configure(params *agents.UpdateConfigParams) []string {
	c, limits, permissions := &a.Config, &params.Limits, &params.Permissions
	var changed changes
	set(&changed, "status", &a.Status, params.Status, agents.StatusActive)
	set(&changed, "model", &c.Model, params.Model, defaultModel)
	set(&changed, "temperature", &c.Temperature, params.Temperature, api.Dec(defaultTemperature))
	set(&changed, "instructions", &c.Instructions, params.Instructions, "")
	set(&changed, "schedule", &c.Schedule, params.Schedule, "")
	set(&changed, "limits.per_transaction", &c.Limits.PerTransaction, limits.PerTransaction, api.Money{})
	set(&changed, "limits.daily", &c.Limits.Daily, limits.Daily, api.Money{})
	set(&changed, "limits.monthly", &c.Limits.Monthly, limits.Monthly, api.Money{})
	set(&changed, "permissions.allowed_actions", &c.Permissions.AllowedActions, permissions.AllowedActions, nil)
	set(&changed, "permissions.allowed_recipients", &c.Permissions.AllowedRecipients, permissions.AllowedRecipients, nil)
	set(&changed, "permissions.require_approval_above", &c.Permissions.RequireApprovalAbove, permissions.RequireApprovalAbove, api.Money{})
	set(&changed, "notify_url", &c.NotifyURL, params.NotifyURL, "")
	return changed
}

// changes are the names of the fields that were set.
type changes []string

// set sets a field to a value, and to its default if the value is zero. nil leaves the
// field unchanged.
func set[T any](changed *changes, name string, field, value *T, standard T) {
	if value == nil {
		return
	}
	*changed = append(*changed, name)
	if *field = *value; reflect.ValueOf(value).Elem().IsZero() {
		*field = standard
	}
}

// checkBounds requires limits in a currency that can be compared with the amounts
// spent, and recipients that are wallets.
func checkBounds(params *agents.UpdateConfigParams, at string) error {
	for _, bound := range []struct {
		path   string
		amount *api.Money
	}{
		{"limits.per_transaction", params.Limits.PerTransaction}, {"limits.daily", params.Limits.Daily}, {"limits.monthly", params.Limits.Monthly},
		{"permissions.require_approval_above", params.Permissions.RequireApprovalAbove},
	} {
		if bound.amount != nil && bound.amount.IsSet() && !worthDollar(bound.amount.Currency()) {
			return invalid(at+bound.path+".denom", "An agent spends ssusd and usdc: the limit must be in ssusd, usdc or usd, got '%s'", excerpt(bound.amount.Currency()))
		}
	}
	recipients := params.Permissions.AllowedRecipients
	if recipients == nil {
		return nil
	}
	for i, wallet := range *recipients {
		if err := checkWallet(wallet, "", fmt.Sprintf("%spermissions.allowed_recipients[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}
