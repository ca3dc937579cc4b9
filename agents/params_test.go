package agents_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/orders"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	ten := api.SSUSD("10")
	for want, call := range map[string]func(s *agents.Service) error{
		`POST api.stateset.com/v1/agents/create {"name":"A","capabilities":[],"config":{"temperature":"0","limits":{"daily":{"value":"10.00","denom":"ssusd"}},"permissions":{"require_approval_above":{"value":"0.00","denom":"ssusd"}}},"initial_funding":{"value":"10.00","denom":"ssusd"}}`: func(s *agents.Service) error {
			_, err := s.Create(t.Context(), &agents.CreateParams{Name: "A", Capabilities: []agents.Action{}, InitialFunding: ten, Config: &agents.ConfigParams{
				Temperature: new(api.Dec("0")), Limits: agents.Limits{Daily: ten}, Permissions: agents.Permissions{RequireApprovalAbove: api.SSUSD("0")},
			}})
			return err
		},
		`PATCH api.stateset.com/v1/agents/agent_1/config {"status":"paused","temperature":"0","schedule":null,"limits":{"daily":{"value":"10.00","denom":"ssusd"},"monthly":null},"permissions":{"allowed_actions":null,"allowed_recipients":[]}}`: func(s *agents.Service) error {
			_, err := s.UpdateConfig(t.Context(), "agent_1", &agents.UpdateConfigParams{
				Status: new(agents.StatusPaused), Temperature: new(api.Dec("0")), Schedule: new(""), Limits: agents.LimitsUpdate{Daily: &ten, Monthly: new(api.Money{})},
				Permissions: agents.PermissionsUpdate{AllowedActions: new(agents.Allowed[agents.Action](nil)), AllowedRecipients: new(agents.Allowed[string]{})},
			})
			return err
		},
		`POST api.stateset.com/v1/agents/agent_1/execute {"action":"pay_invoice","parameters":{"invoice_id":"inv_1","early_payment_discount":true},"dry_run":true}`: func(s *agents.Service) error {
			_, err := s.Execute(t.Context(), "agent_1", &agents.ExecuteParams{Task: agents.PayInvoice{InvoiceID: "inv_1", EarlyPaymentDiscount: true}, DryRun: true})
			return err
		},
		`POST api.stateset.com/v1/agents/agent_1/execute {"action":"create_order","parameters":{"items":[{"name":"Mug","quantity":1,"price":{"value":"10.00","denom":"ssusd"}}],"customer_id":"cust_1"}}`: func(s *agents.Service) error {
			order := &orders.CreateParams{CustomerID: "cust_1", Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: ten}}}
			_, err := s.Execute(t.Context(), "agent_1", &agents.ExecuteParams{Task: agents.CreateOrder{Order: order}})
			return err
		},
		`POST api.stateset.com/v1/agents/agent_1/execute {"action":"reorder","parameters":{"sku":"A"},"async":true,"metadata":{"k":"v"}}`: func(s *agents.Service) error {
			_, err := s.Execute(t.Context(), "agent_1", &agents.ExecuteParams{
				Task: agents.Custom{Action: "reorder", Parameters: map[string]any{"sku": "A"}}, Async: true, Metadata: map[string]string{"k": "v"},
			})
			return err
		},
		`POST api.stateset.com/v1/agents/agent_1/execute {"action":"check_balance"}`: func(s *agents.Service) error {
			_, err := s.Execute(t.Context(), "agent_1", &agents.ExecuteParams{Task: agents.CheckBalance{}})
			return err
		},
		`GET api.stateset.com/v1/agents/agent_1/executions/exec_1`: func(s *agents.Service) error {
			_, err := s.WaitExecution(t.Context(), "agent_1", "exec_1")
			return err
		},
		`GET api.stateset.com/v1/agents/agent_1/activity?limit=5&type=limit.exceeded%2Cslept`: func(s *agents.Service) error {
			_, err := s.ListActivity(t.Context(), "agent_1", &agents.ListActivityParams{Limit: 5, Type: api.AnyOf(agents.ActivityLimitExceeded, "slept")})
			return err
		},
	} {
		w := wiretest.New()
		require.Error(t, call(w.Client(t).Agents))
		require.Equal(t, want, w.Only(t).String())
		require.Equal(t, w.Only(t).Method == "GET", w.Only(t).Key() == "", want)
	}
}

func TestBadParams(t *testing.T) {
	t.Parallel()
	create := func(change func(*agents.CreateParams)) func(*agents.Service) error {
		return func(s *agents.Service) error {
			params := &agents.CreateParams{Name: "A", Config: &agents.ConfigParams{}}
			change(params)
			_, err := s.Create(t.Context(), params)
			return err
		}
	}
	update := func(params *agents.UpdateConfigParams) func(*agents.Service) error {
		return func(s *agents.Service) error { _, err := s.UpdateConfig(t.Context(), "agent_1", params); return err }
	}
	execute := func(task agents.Task) func(*agents.Service) error {
		return func(s *agents.Service) error {
			_, err := s.Execute(t.Context(), "agent_1", &agents.ExecuteParams{Task: task})
			return err
		}
	}
	for _, test := range []struct {
		param string
		call  func(*agents.Service) error
	}{
		{"params", func(s *agents.Service) error { _, err := s.Create(t.Context(), nil); return err }},
		{"params", func(s *agents.Service) error { _, err := s.Execute(t.Context(), "agent_1", nil); return err }},
		{"params", update(nil)},
		{"name", create(func(p *agents.CreateParams) { p.Name = "" })},
		{"name", create(func(p *agents.CreateParams) { p.Name = strings.Repeat("é", 101) })},
		{"capabilities[0]", create(func(p *agents.CreateParams) { p.Capabilities = []agents.Action{""} })},
		{"initial_funding", create(func(p *agents.CreateParams) { p.InitialFunding = api.USD("1") })},
		{"instructions", create(func(p *agents.CreateParams) { p.Instructions, p.Config.Instructions = "a", "b" })},
		{"config.temperature", create(func(p *agents.CreateParams) { p.Config.Temperature = new(api.Dec("2.1")) })},
		{"config.schedule", create(func(p *agents.CreateParams) { p.Config.Schedule = "* * * *" })},
		{"config.limits.daily", create(func(p *agents.CreateParams) { p.Config.Limits.Daily, _ = api.NewMoney("1", "EUR") })},
		{"config.notify_url", create(func(p *agents.CreateParams) { p.Config.NotifyURL = "http://example.com" })},
		{"permissions.allowed_recipients[0]", update(&agents.UpdateConfigParams{Permissions: agents.PermissionsUpdate{AllowedRecipients: &agents.Allowed[string]{"x"}}})},
		{"status", update(&agents.UpdateConfigParams{Status: new(agents.Status("gone"))})},
		{"limits.monthly", update(&agents.UpdateConfigParams{Limits: agents.LimitsUpdate{Monthly: new(api.SSUSD("0"))}})},
		{"permissions.require_approval_above", update(&agents.UpdateConfigParams{Permissions: agents.PermissionsUpdate{RequireApprovalAbove: new(api.SSUSD("-1"))}})},
		{"action", execute(nil)},
		{"action", execute(agents.Custom{})},
		{"parameters.to", execute(agents.Transfer{Amount: api.SSUSD("1")})},
		{"parameters.amount", execute(agents.Transfer{To: supplier, Amount: api.USD("1")})},
		{"parameters.memo", execute(agents.Transfer{To: supplier, Amount: api.SSUSD("1"), Memo: strings.Repeat("m", 257)})},
		{"parameters.order_id", execute(agents.PayOrder{})},
		{"parameters.invoice_id", execute(agents.PayInvoice{})},
		{"parameters", execute(agents.CreateOrder{})},
		{"parameters.items", execute(agents.CreateOrder{Order: &orders.CreateParams{CustomerID: "cust_1"}})},
		{"type", func(s *agents.Service) error {
			_, err := s.ListActivity(t.Context(), "agent_1", &agents.ListActivityParams{Type: api.AnyOf(agents.ActivityFailed, "")})
			return err
		}},
		{"starting_after", func(s *agents.Service) error {
			_, err := s.List(t.Context(), &agents.ListParams{StartingAfter: "ord_1"})
			return err
		}},
	} {
		w := wiretest.New()
		var fault *stateset.ParamError
		require.ErrorAs(t, test.call(w.Client(t).Agents), &fault, test.param)
		require.Equal(t, test.param, fault.Param, fault.Message)
		require.Empty(t, w.Requests())
	}
}
