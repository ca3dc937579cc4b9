package engine

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

const shop = "stateset1shop00000001"

func (b *bench) agent(config agents.ConfigParams, capabilities ...agents.Action) string {
	b.t.Helper()
	return must[*agents.Agent](b)(run(b, func(tx *Tx) (*agents.Agent, error) {
		return tx.CreateAgent(&agents.CreateParams{Name: "A", Capabilities: capabilities, InitialFunding: api.SSUSD("1000.00"), Config: &config})
	})).ID
}

func (b *bench) execute(id string, task *AgentTask) (*agents.Execution, error) {
	return run(b, func(tx *Tx) (*agents.Execution, error) { return tx.ExecuteAgent(id, task) })
}

func (b *bench) getAgent(id string) *agents.Agent {
	return must[*agents.Agent](b)(look(b, func(tx *Tx) (*agents.Agent, error) {
		a, err := tx.FindAgent(id)
		if err != nil {
			return nil, err
		}
		return tx.ViewAgent(a), nil
	}))
}

func (b *bench) getExecution(agent, id string) *agents.Execution {
	return must[*agents.Execution](b)(look(b, func(tx *Tx) (*agents.Execution, error) { return tx.FindExecution(agent, id) }))
}

// activity returns the activity of the agent, oldest first.
func (b *bench) activity(id string) []agents.ActivityType {
	kinds := must[[]agents.ActivityType](b)(look(b, func(tx *Tx) (kinds []agents.ActivityType, err error) {
		a, err := tx.FindAgent(id)
		for row := range a.Activity().Newest() {
			kinds = append(kinds, row.Type)
		}
		return kinds, err
	}))
	slices.Reverse(kinds)
	return kinds
}

func (b *bench) refusedTask(id string, task *AgentTask, code string) *Error {
	b.t.Helper()
	_, err := b.execute(id, task)
	var refusal *Error
	require.ErrorAs(b.t, err, &refusal)
	require.Equal(b.t, code, refusal.Code)
	return refusal
}

func transferTask(to, amount string) *AgentTask {
	return &AgentTask{Action: agents.ActionTransfer, Transfer: agents.Transfer{To: to, Amount: api.SSUSD(amount)}}
}

func TestAgentWallet(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{})
	a := b.getAgent(id)
	require.Equal(t, []string{"1000.00 ssusd", "stateset-agent-1", "1", "999000.00"},
		[]string{a.Balance.String(), a.Config.Model, a.Config.Temperature.String(), b.balance(b.a.Treasury())})
	x := must[*agents.Execution](b)(b.execute(id, transferTask(shop, "10.50")))
	require.NoError(t, x.Err())
	require.Equal(t, []string{"10.50", "10.50 ssusd"}, []string{b.balance(shop), x.Result.Amount.String()})
	require.NotNil(t, x.Transaction)
	a = b.getAgent(id)
	require.Equal(t, []any{"989.50 ssusd", "10.50 ssusd", "10.50 ssusd", 1, birth},
		[]any{a.Balance.String(), a.Spending.Today.String(), a.Spending.ThisMonth.String(), a.ExecutionsCount, a.LastActiveAt})

	_, err := run(b, func(tx *Tx) (*agents.Agent, error) {
		return tx.CreateAgent(&agents.CreateParams{Name: "rich", InitialFunding: api.SSUSD("1000000.00")})
	})
	require.ErrorContains(t, err, CodeInsufficientFunds)
	require.NoError(t, b.a.Update(func(tx *Tx) error { require.Equal(t, 1, tx.Agents().Len()); return nil }))
}

func TestAgentLimits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{Limits: agents.Limits{
		PerTransaction: api.SSUSD("60.00"), Daily: api.USD("100.00"), Monthly: api.SSUSD("150.00"),
	}})
	refusal := b.refusedTask(id, transferTask(shop, "60.01"), CodeAgentLimitExceeded)
	require.Contains(t, refusal.Message, "per_transaction limit")
	require.True(t, refusal.Keep)
	must[*agents.Execution](b)(b.execute(id, transferTask(shop, "60.00")))
	require.Contains(t, b.refusedTask(id, transferTask(shop, "40.01"), CodeAgentLimitExceeded).Message, "40.00 USD of 100.00 USD are left")
	must[*agents.Execution](b)(b.execute(id, transferTask(shop, "40.00"))) // exactly the limit
	b.refusedTask(id, transferTask(shop, "0.01"), CodeAgentLimitExceeded)

	midnight := birth.Truncate(24 * time.Hour).Add(24 * time.Hour)
	b.advance(midnight.Add(-time.Second).Sub(birth))
	b.refusedTask(id, transferTask(shop, "0.01"), CodeAgentLimitExceeded)
	b.advance(time.Second)
	require.Contains(t, b.refusedTask(id, transferTask(shop, "50.01"), CodeAgentLimitExceeded).Message, "monthly limit")
	must[*agents.Execution](b)(b.execute(id, transferTask(shop, "50.00")))
	a := b.getAgent(id)
	require.Equal(t, []string{"50.00 ssusd", "150.00 ssusd", "150.00"}, []string{a.Spending.Today.String(), a.Spending.ThisMonth.String(), b.balance(shop)})
	require.Equal(t, 3, a.ExecutionsCount, "refusals are not counted")

	b.advance(midnight.AddDate(0, 1, 1-midnight.Day()).Sub(midnight))
	a = b.getAgent(id)
	require.Equal(t, []string{"0.00 ssusd", "0.00 ssusd"}, []string{a.Spending.Today.String(), a.Spending.ThisMonth.String()})
	must[*agents.Execution](b)(b.execute(id, transferTask(shop, "60.00")))
}

func TestManyExecutionsStayWithinTheLimit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{Limits: agents.Limits{Daily: api.SSUSD("100.00")}})
	errs := make([]error, 64)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			task := transferTask(shop, "7.00")
			task.Async = i%2 == 0
			errs[i] = b.a.Update(func(tx *Tx) error { _, err := tx.ExecuteAgent(id, task); return err })
		})
	}
	wg.Wait()
	b.advance(3 * time.Second)
	require.Equal(t, "98.00", b.balance(shop), "fourteen times seven")
	a := b.getAgent(id)
	require.Equal(t, []string{"98.00 ssusd", "902.00 ssusd"}, []string{a.Spending.Today.String(), a.Balance.String()})
	require.NoError(t, b.e.CheckLedger())
}

func TestAgentPermissions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	open := b.agent(agents.ConfigParams{})
	b.refusedTask(open, &AgentTask{Action: "reorder"}, CodeActionNotAllowed)
	narrow := b.agent(agents.ConfigParams{Permissions: agents.Permissions{
		AllowedActions: []agents.Action{"reorder", agents.ActionTransfer}, AllowedRecipients: []string{shop},
	}}, agents.ActionTransfer, "reorder", agents.ActionCheckBalance)
	b.refusedTask(narrow, &AgentTask{Action: agents.ActionCheckBalance}, CodeActionNotAllowed)
	b.refusedTask(narrow, &AgentTask{Action: agents.ActionPayOrder, PayOrder: agents.PayOrder{OrderID: "ord_123"}}, CodeActionNotAllowed)
	b.refusedTask(narrow, transferTask(merchant, "1.00"), CodeRecipientNotAllowed)
	must[*agents.Execution](b)(b.execute(narrow, transferTask(shop, "1.00")))
	x := must[*agents.Execution](b)(b.execute(narrow, &AgentTask{Action: "reorder", Parameters: json.RawMessage(`{"sku":"A","qty":1.50}`)}))
	require.Equal(t, `{"sku":"A","qty":1.50}`, string(x.Result.Echo))
	nothing := b.agent(agents.ConfigParams{Permissions: agents.Permissions{AllowedActions: []agents.Action{}}})
	b.refusedTask(nothing, &AgentTask{Action: agents.ActionCheckBalance}, CodeActionNotAllowed)
	require.Equal(t, []agents.ActivityType{agents.ActivityAgentCreated, agents.ActivityFailed}, b.activity(nothing))

	must[*agents.Agent](b)(run(b, func(tx *Tx) (*agents.Agent, error) {
		return tx.UpdateAgentConfig(nothing, &agents.UpdateConfigParams{Status: new(agents.StatusPaused), Permissions: agents.PermissionsUpdate{AllowedActions: new(agents.Allowed[agents.Action])}})
	}))
	b.refusedTask(nothing, &AgentTask{Action: agents.ActionCheckBalance}, CodeAgentPaused)
	must[*agents.Agent](b)(run(b, func(tx *Tx) (*agents.Agent, error) {
		return tx.UpdateAgentConfig(nothing, &agents.UpdateConfigParams{Status: new(agents.Status)})
	}))
	x = must[*agents.Execution](b)(b.execute(nothing, &AgentTask{Action: agents.ActionCheckBalance}))
	require.Equal(t, "1000.00 ssusd", x.Result.Balance.String())
}

// Every field of a configuration can be set, and reset to its default.
func TestAgentConfigGoesBackToDefaults(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{})
	standard := b.getAgent(id).Config
	update := func(params *agents.UpdateConfigParams) *agents.Agent {
		return must[*agents.Agent](b)(run(b, func(tx *Tx) (*agents.Agent, error) { return tx.UpdateAgentConfig(id, params) }))
	}
	ten := api.SSUSD("10.00")
	require.Equal(t, standard, update(&agents.UpdateConfigParams{}).Config)
	a := update(&agents.UpdateConfigParams{
		Status: new(agents.StatusPaused), Model: new("m"), Temperature: new(api.Dec("0")), Instructions: new("i"), Schedule: new("0 9 * * *"),
		Limits: agents.LimitsUpdate{PerTransaction: &ten, Daily: &ten, Monthly: &ten},
		Permissions: agents.PermissionsUpdate{
			AllowedActions: &agents.Allowed[agents.Action]{}, AllowedRecipients: &agents.Allowed[string]{shop}, RequireApprovalAbove: &ten,
		},
		NotifyURL: new("https://example.com"),
	})
	require.Equal(t, agents.StatusPaused, a.Status)
	require.Equal(t, agents.Config{
		Model: "m", Temperature: api.Dec("0"), Instructions: "i", Schedule: "0 9 * * *",
		Limits:      agents.Limits{PerTransaction: ten, Daily: ten, Monthly: ten},
		Permissions: agents.Permissions{AllowedActions: agents.Allowed[agents.Action]{}, AllowedRecipients: agents.Allowed[string]{shop}, RequireApprovalAbove: ten},
		NotifyURL:   "https://example.com",
	}, a.Config)
	a = update(&agents.UpdateConfigParams{
		Status: new(agents.Status("")), Model: new(""), Temperature: new(api.Decimal{}), Instructions: new(""), Schedule: new(""),
		Limits: agents.LimitsUpdate{PerTransaction: new(api.Money{}), Daily: new(api.Money{}), Monthly: new(api.Money{})},
		Permissions: agents.PermissionsUpdate{
			AllowedActions: new(agents.Allowed[agents.Action]), AllowedRecipients: new(agents.Allowed[string]), RequireApprovalAbove: new(api.Money{}),
		},
		NotifyURL: new(""),
	})
	require.Equal(t, agents.StatusActive, a.Status)
	require.Equal(t, standard, a.Config)
}

func TestAgentPaysAndOrders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{})
	pay := func(order string) *AgentTask {
		return &AgentTask{Action: agents.ActionPayOrder, PayOrder: agents.PayOrder{OrderID: order}}
	}
	dry := pay("order_123456")
	dry.DryRun = true
	x := must[*agents.Execution](b)(b.execute(id, dry))
	require.Equal(t, []any{agents.ExecutionCompleted, "150.00 ssusd", ""}, []any{x.Status, x.Result.Amount.String(), x.Result.PaymentID})
	require.Nil(t, x.Transaction)
	require.Equal(t, orders.PaymentUnpaid, b.getOrder("order_123456").PaymentStatus)
	a := b.getAgent(id)
	require.Equal(t, []any{"0.00 ssusd", "1000.00 ssusd", 0}, []any{a.Spending.Today.String(), a.Balance.String(), a.ExecutionsCount})

	x = must[*agents.Execution](b)(b.execute(id, pay("order_123456")))
	require.NoError(t, x.Err())
	require.Equal(t, orders.PaymentPaid, b.getOrder("order_123456").PaymentStatus)
	for order, code := range map[string]string{"order_123456": CodeOrderAlreadyPaid, "ord_no": CodeOrderNotFound} {
		x = must[*agents.Execution](b)(b.execute(id, pay(order)))
		require.Equal(t, []any{agents.ExecutionFailed, code}, []any{x.Status, x.Error.Code})
		require.ErrorIs(t, x.Err(), api.ErrorCode(code))
	}
	invoice := &AgentTask{Action: agents.ActionPayInvoice, PayInvoice: agents.PayInvoice{InvoiceID: "inv_1234567890", EarlyPaymentDiscount: true}}
	x = must[*agents.Execution](b)(b.execute(id, invoice))
	require.Equal(t, CodeInsufficientFunds, x.Error.Code)
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.Fund(a.WalletAddress, api.SSUSD("4000")) }))
	x = must[*agents.Execution](b)(b.execute(id, invoice))
	require.NoError(t, x.Err())
	require.Equal(t, []string{"4750.00 ssusd", "250.00 ssusd", "100.00 ssusd"},
		[]string{x.Result.Amount.String(), x.Result.Discount.String(), b.getAgent(id).Balance.String()})
	require.Equal(t, "4900.00 ssusd", b.getAgent(id).Spending.Today.String())

	create := &AgentTask{Action: agents.ActionCreateOrder, CreateOrder: &orders.CreateParams{
		CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: api.SSUSD("5.00")}},
	}}
	x = must[*agents.Execution](b)(b.execute(id, create))
	require.Equal(t, x.Result.OrderID, b.getOrder(x.Result.Order.ID).ID)
	create.CreateOrder.CustomerID = "cust_no"
	x = must[*agents.Execution](b)(b.execute(id, create))
	require.Equal(t, CodeResourceNotFound, x.Error.Code)
	create.CreateOrder.Items[0].Price = api.SSUSD("0")
	require.Equal(t, "parameters.items", b.refusedTask(id, create, CodeParameterInvalid).Param)
	poor := transferTask(shop, "100.01")
	poor.DryRun = true
	x = must[*agents.Execution](b)(b.execute(id, poor))
	require.Equal(t, []any{agents.ExecutionFailed, CodeInsufficientFunds}, []any{x.Status, x.Error.Code})
}

func TestAsyncExecution(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{})
	task := transferTask(shop, "10.00")
	task.Async = true
	x := must[*agents.Execution](b)(b.execute(id, task))
	require.Equal(t, agents.ExecutionQueued, x.Status)
	for _, want := range []agents.ExecutionStatus{agents.ExecutionRunning, agents.ExecutionCompleted} {
		b.advance(time.Second)
		require.Equal(t, want, b.getExecution(id, x.ID).Status)
	}
	x = b.getExecution(id, x.ID)
	require.Equal(t, []time.Time{birth, birth.Add(time.Second), birth.Add(2 * time.Second)}, []time.Time{x.CreatedAt, x.StartedAt, x.CompletedAt})
	require.Equal(t, "10.00", b.balance(shop))

	late := must[*agents.Execution](b)(b.execute(id, task))
	must[*agents.Agent](b)(run(b, func(tx *Tx) (*agents.Agent, error) {
		return tx.UpdateAgentConfig(id, &agents.UpdateConfigParams{Limits: agents.LimitsUpdate{Daily: new(api.SSUSD("15.00"))}})
	}))
	b.advance(2 * time.Second)
	late = b.getExecution(id, late.ID)
	require.Equal(t, CodeAgentLimitExceeded, late.Error.Code, "the limit counts when it runs")
	require.Equal(t, []agents.ActivityType{
		agents.ActivityAgentCreated, agents.ActivityStarted, agents.ActivityCompleted, agents.ActivityConfigUpdated,
		agents.ActivityStarted, agents.ActivityLimitExceeded, agents.ActivityFailed,
	}, b.activity(id))
	require.Equal(t, "10.00", b.balance(shop))
}

func TestApproval(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.agent(agents.ConfigParams{
		Limits: agents.Limits{Daily: api.SSUSD("100.00")}, Permissions: agents.Permissions{RequireApprovalAbove: api.SSUSD("50.00")},
	})
	decide := func(do func(*Tx, string) (*agents.Execution, error), id string) (*agents.Execution, error) {
		return run(b, func(tx *Tx) (*agents.Execution, error) { return do(tx, id) })
	}
	below := must[*agents.Execution](b)(b.execute(id, transferTask(shop, "50.00")))
	require.False(t, below.RequiresApproval)
	_, err := decide((*Tx).ApproveExecution, below.ID)
	require.ErrorContains(t, err, CodeInvalidState)
	b.refusedTask(id, transferTask(shop, "50.01"), CodeAgentLimitExceeded)
	b.advance(24 * time.Hour)
	first := must[*agents.Execution](b)(b.execute(id, transferTask(shop, "60.00")))
	second := must[*agents.Execution](b)(b.execute(id, transferTask(shop, "60.00")))
	third := must[*agents.Execution](b)(b.execute(id, transferTask(shop, "60.00")))
	require.Equal(t, []any{agents.ExecutionRequiresApproval, true, "50.00"}, []any{first.Status, first.RequiresApproval, b.balance(shop)})
	first = must[*agents.Execution](b)(decide((*Tx).ApproveExecution, first.ID))
	require.Equal(t, []any{agents.ExecutionCompleted, true, "110.00"}, []any{first.Status, first.RequiresApproval, b.balance(shop)})
	second = must[*agents.Execution](b)(decide((*Tx).ApproveExecution, second.ID))
	require.Equal(t, CodeAgentLimitExceeded, second.Error.Code, "an approval does not lift the limits")
	third = must[*agents.Execution](b)(decide((*Tx).RejectExecution, third.ID))
	require.ErrorIs(t, third.Err(), agents.ErrApprovalRejected)
	_, err = decide((*Tx).RejectExecution, third.ID)
	require.ErrorContains(t, err, CodeInvalidState)
	_, err = decide((*Tx).ApproveExecution, "exec_no")
	require.ErrorContains(t, err, CodeResourceNotFound)
}
