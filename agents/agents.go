package agents

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is. They match errors of calls and of failed
// executions.
var (
	ErrActionNotAllowed    error = api.ErrorCode("action_not_allowed")
	ErrRecipientNotAllowed error = api.ErrorCode("recipient_not_allowed")
	ErrLimitExceeded       error = api.ErrorCode("agent_limit_exceeded") // the message names the limit and the remaining amount
	ErrPaused              error = api.ErrorCode("agent_paused")
	ErrApprovalRejected    error = api.ErrorCode("approval_rejected")
	ErrInsufficientFunds   error = api.ErrorCode("INSUFFICIENT_FUNDS")
	ErrInvalidWallet       error = api.ErrorCode("INVALID_WALLET_ADDRESS") // the address is not a wallet of the network
)

// Service has the operations of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreate       = spec.Lookup("Agents.Create")
	opGet          = spec.Lookup("Agents.Get")
	opExecute      = spec.Lookup("Agents.Execute")
	opGetExecution = spec.Lookup("Agents.GetExecution")
	opUpdateConfig = spec.Lookup("Agents.UpdateConfig")

	agentObject     = core.Object[*Agent]{ID: func(a *Agent) string { return a.ID }}
	executionObject = core.Object[*Execution]{ID: func(e *Execution) string { return e.ID },
		Of: func(e *Execution) string { return e.AgentID }}
	activityObject = core.Object[*Activity]{ID: func(a *Activity) string { return a.ID }}

	agents = &core.Lister[Agent]{
		Op: spec.Lookup("Agents.List"), Object: agentObject,
	}
	activities = &core.Lister[Activity]{
		Op: spec.Lookup("Agents.ListActivity"), Object: activityObject,
	}
)

// Create creates an agent with a wallet: POST /agents/create. A treasury wallet that
// holds less than InitialFunding returns [ErrInsufficientFunds], and no agent is created.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Agent, error) {
	body, err := params.wire()
	return agentObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves an agent with its present balance and spending: GET /agents/{id}. An
// unknown ID returns stateset.ErrNotFound.
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Agent, error) {
	return agentObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// List fetches one page of agents, newest first: GET /agents. nil params select all
// agents.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Agent], error) {
	return agents.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All iterates over the selected agents, newest first: GET /agents. Pages are fetched on
// demand. nil params select all agents.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Agent, error] {
	return agents.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages iterates over the pages of the selected agents: GET /agents.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Agent], error] {
	return agents.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// Execute executes an action of an agent: POST /agents/{id}/execute. The returned
// execution is final, or queued if params.Async is set. An action that the configuration
// does not allow returns [ErrActionNotAllowed], [ErrRecipientNotAllowed],
// [ErrLimitExceeded] or [ErrPaused]. An execution that fails is not an error of the call:
// see [Execution.Err].
func (s *Service) Execute(ctx context.Context, id string, params *ExecuteParams, opts ...api.RequestOption) (*Execution, error) {
	body, err := params.wire()
	return executionObject.Call(ctx, (*core.Service)(s), opExecute, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// GetExecution retrieves an execution: GET /agents/{id}/executions/{execution_id}.
// An unknown id, or one of another agent, is stateset.ErrNotFound.
func (s *Service) GetExecution(ctx context.Context, agentID, executionID string, opts ...api.RequestOption) (*Execution, error) {
	return executionObject.Call(ctx, (*core.Service)(s), opGetExecution, core.Args{ID: agentID, ID2: executionID}, opts...)
}

// UpdateConfig changes the configuration of an agent, or pauses or resumes it: PATCH
// /agents/{id}/config.
func (s *Service) UpdateConfig(ctx context.Context, id string, params *UpdateConfigParams, opts ...api.RequestOption) (*Agent, error) {
	body, err := params.wire()
	return agentObject.Call(ctx, (*core.Service)(s), opUpdateConfig, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// ListActivity fetches one page of the activity log of an agent, newest first: GET
// /agents/{id}/activity. It includes rejected executions. nil params select all entries.
func (s *Service) ListActivity(ctx context.Context, id string, params *ListActivityParams, opts ...api.RequestOption) (*api.Page[Activity], error) {
	return activities.List(ctx, (*core.Service)(s), params.args(id), opts)
}

// AllActivity iterates over the activity log of an agent, newest first: GET
// /agents/{id}/activity. Pages are fetched on demand. nil params select all entries.
func (s *Service) AllActivity(ctx context.Context, id string, params *ListActivityParams, opts ...api.RequestOption) iter.Seq2[*Activity, error] {
	return activities.All(ctx, (*core.Service)(s), params.args(id), opts)
}

// ActivityPages iterates over the pages of the activity log of an agent: GET
// /agents/{id}/activity.
func (s *Service) ActivityPages(ctx context.Context, id string, params *ListActivityParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Activity], error] {
	return activities.Pages(ctx, (*core.Service)(s), params.args(id), opts)
}
