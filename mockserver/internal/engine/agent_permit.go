package engine

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
)

// checkPermitted returns why the agent may not run the task now, or nil. An
// insufficient balance is not a refusal: the execution fails later.
func (tx *Tx) checkPermitted(a *Agent, t *AgentTask, amount api.Money) *Error {
	switch {
	case a.Status == agents.StatusPaused:
		return &Error{Code: CodeAgentPaused, Message: fmt.Sprintf("The agent '%s' is paused: set its status to 'active'", a.ID)}
	case !a.allows(t.Action):
		return &Error{Code: CodeActionNotAllowed, Param: "action", Message: fmt.Sprintf(
			"The agent '%s' may not '%s': add it to its capabilities or allowed actions", a.ID, excerpt(string(t.Action)))}
	case t.Action == agents.ActionTransfer && !listed(a.Config.Permissions.AllowedRecipients, t.Transfer.To):
		return &Error{Code: CodeRecipientNotAllowed, Param: paramParameters + "to", Message: fmt.Sprintf(
			"The agent '%s' may not transfer to '%s': add it to its allowed recipients", a.ID, excerpt(t.Transfer.To))}
	}
	return tx.withinLimits(a, amount)
}

// allows reports whether the agent may take the action. A list that is set restricts
// the actions. A custom action must be in one of the lists.
func (a *Agent) allows(action agents.Action) bool {
	allowed := a.Config.Permissions.AllowedActions
	named := slices.Contains(a.Capabilities, action) || slices.Contains(allowed, action)
	return listed(a.Capabilities, action) && listed(allowed, action) && (action.Known() || named)
}

// listed reports whether the list contains the value. An unset list contains every
// value.
func listed[T ~string](list agents.Allowed[T], value T) bool {
	return list == nil || slices.Contains(list, value)
}

// withinLimits compares an amount with the agent's limits. An amount equal to a limit
// is allowed.
func (tx *Tx) withinLimits(a *Agent, amount api.Money) *Error {
	if !amount.Decimal().IsPositive() {
		return nil
	}
	spent := a.spent.at(tx.now)
	for _, limit := range []struct {
		name  string
		most  api.Money
		spent decimal.Decimal
	}{
		{"per_transaction", a.Config.Limits.PerTransaction, decimal.Decimal{}},
		{"daily", a.Config.Limits.Daily, spent.today},
		{"monthly", a.Config.Limits.Monthly, spent.month},
	} {
		left := decimal.Max(limit.most.Decimal().Sub(limit.spent), decimal.Zero)
		if limit.most.IsSet() && amount.Decimal().GreaterThan(left) {
			return &Error{Code: CodeAgentLimitExceeded, Message: fmt.Sprintf("%s is above the %s limit of the agent '%s': %s of %s are left",
				amount, limit.name, a.ID, api.FromDecimal(left, limit.most.Currency()), limit.most)}
		}
	}
	return nil
}

// needsApproval reports whether the amount requires approval.
func (a *Agent) needsApproval(amount api.Money) bool {
	above := a.Config.Permissions.RequireApprovalAbove
	return above.IsSet() && amount.Decimal().GreaterThan(above.Decimal())
}
