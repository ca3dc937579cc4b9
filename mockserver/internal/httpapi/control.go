package httpapi

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/openapi"
)

// controlPath is the path of the control interface, with which tests control the
// server. It requires no API key. access.go has the rules for its callers.
const controlPath = "/_mock"

// controls are the calls of the control interface.
var controls = map[string]map[string]func(*call) (any, error){
	healthPath:       {http.MethodGet: (*call).controlHealth},
	"/reset":         {http.MethodPost: (*call).controlReset},
	"/clock":         {http.MethodGet: (*call).controlClock},
	"/clock/advance": {http.MethodPost: (*call).controlAdvance},
	"/accounts":      {http.MethodGet: (*call).controlAccounts},
	"/wallets":       {http.MethodGet: (*call).controlWallets},
	"/wallets/fund":  {http.MethodPost: (*call).controlFund},
	"/keys":          {http.MethodPost: (*call).controlKey},
	"/connections":   {http.MethodPost: (*call).controlConnect},
	"/requests":      requestControls,
	"/requests/{id}": {http.MethodGet: (*call).controlRequest},
	streamPath:       {http.MethodGet: (*call).controlStream},
	"/verify":        {http.MethodPost: (*call).controlVerify},
	"/fixtures":      {http.MethodPost: (*call).controlFixtures},
	uiPath:           {http.MethodGet: (*call).controlUI},
	faultsPath:       faultControls,

	"/clock/set":      {http.MethodPost: (*call).controlSetClock},
	"/clock/freeze":   {http.MethodPost: (*call).controlFreeze},
	"/clock/unfreeze": {http.MethodPost: (*call).controlUnfreeze},

	faultsPath + "/presets": {http.MethodGet: (*call).controlPresets},

	faultsPath + "/{id}": {http.MethodDelete: (*call).controlRemoveFault},

	"/webhooks/deliveries": {http.MethodGet: (*call).controlDeliveries},

	"/webhooks/settle": {http.MethodPost: (*call).controlSettle},
	"/webhooks/faults": {
		http.MethodGet: (*call).controlDeliveryFaults, http.MethodPost: (*call).controlAddDeliveryFault, http.MethodDelete: (*call).controlClearDeliveryFaults,
	},

	snapshotsPath:                   {http.MethodGet: (*call).controlSnapshots, http.MethodPost: (*call).controlCreateSnapshot},
	importPath:                      {http.MethodPost: (*call).controlImportSnapshot},
	snapshotsPath + "/{id}":         {http.MethodDelete: (*call).controlDeleteSnapshot},
	snapshotsPath + "/{id}/restore": {http.MethodPost: (*call).controlRestore},
	snapshotsPath + "/{id}/export":  {http.MethodGet: (*call).controlExportSnapshot},
	"/state":                        {http.MethodPost: (*call).controlSaveState},

	"/openapi.json": {http.MethodGet: (*call).controlOpenAPI},

	"/invoices/{id}/view": {http.MethodPost: (*call).controlViewInvoice},

	"/agents/executions/{id}/approve": {http.MethodPost: controlExecution((*engine.Tx).ApproveExecution)},
	"/agents/executions/{id}/reject":  {http.MethodPost: controlExecution((*engine.Tx).RejectExecution)},

	"/compliance/{id}/approve": {http.MethodPost: (*call).controlApproveCompliance},
	"/compliance/{id}/reject":  {http.MethodPost: (*call).controlRejectCompliance},
}

// readsQuery are the calls that read their query themselves. Others have none.
var readsQuery = map[string]bool{
	"/clock": true, "/requests": true, streamPath: true, "/webhooks/deliveries": true, "/accounts": true, "/wallets": true,
	importPath: true,
}

// findControl returns the methods of a control path, and the ID in the path. A path
// without an ID has precedence.
func findControl(path string) (methods map[string]func(*call) (any, error), id string) {
	if methods, ok := controls[path]; ok && !strings.Contains(path, "{id}") {
		return methods, ""
	}
	for pattern, methods := range controls {
		before, after, placeholder := strings.Cut(pattern, "{id}")
		id, ok := strings.CutPrefix(path, before)
		id, found := strings.CutSuffix(id, after)
		if ok && found && placeholder && id != "" && !strings.Contains(id, "/") {
			return methods, id
		}
	}
	return nil, ""
}

func (c *call) control() (answer, error) {
	path := strings.TrimPrefix(c.request.URL.Path, controlPath)
	methods, id := findControl(path)
	if c.isPage() {
		methods = controls[uiPath]
	} else if err := c.server.access.admit(c.request); err != nil {
		return answer{}, err
	}
	if path == "" || path == "/" { // not in the table, which it lists
		methods = map[string]func(*call) (any, error){http.MethodGet: (*call).controlIndex}
	}
	if methods == nil {
		return answer{}, c.noControl()
	}
	handle, ok := methods[c.method()]
	if !ok {
		allow := allowed(maps.Keys(methods))
		c.allow(allow)
		return answer{}, notAllowed(c.request.Method, c.request.URL.Path, allow)
	}
	if c.route = (&route{row: &spec.Operation{}}); c.request.URL.Path != controlPath+faultsPath { // faults parse their own body
		if err := c.readControlBody(); err != nil {
			return answer{}, err
		}
	}
	if id != "" {
		c.ids = []string{id}
	}
	object, err := handle(c)
	if err != nil || c.stream != nil {
		return answer{status: http.StatusOK}, err
	}
	if file, ok := object.(answer); ok {
		return file, nil
	}
	body, err := encode(object)
	status := http.StatusOK
	if failed, ok := object.(interface{ status() int }); ok {
		status = failed.status()
	}
	return answer{status, body}, err
}

func (c *call) noControl() error {
	return refuse(engine.CodeRouteNotFound, "", "There is no %s in the control interface: GET /_mock lists its calls", shorten(c.request.URL.EscapedPath()))
}

func (c *call) readControlBody() error {
	c.query = input.ParseQuery(c.request.URL.RawQuery)
	if !readsQuery[strings.TrimPrefix(c.request.URL.Path, controlPath)] {
		if err := c.query.Err(); err != nil {
			return err
		}
	}
	if c.request.URL.Path == controlPath+importPath { // a document, which may be large
		return nil
	}
	// curl -d declares a form, but the body is JSON.
	c.request.Header.Set("Content-Type", "application/json")
	return c.readBody()
}

func (c *call) controlHealth() (any, error) {
	return &struct {
		Status  string `json:"status"`
		Version string `json:"version"`
	}{"ok", c.server.opts.Version}, nil
}

// controlOpenAPI returns the OpenAPI document, with the address of this server.
func (c *call) controlOpenAPI() (any, error) {
	document, err := openapi.Document(c.ownAddress())
	return json.RawMessage(document), err
}

// ownAddress returns the public URL of the options, or else the address that the caller
// has used. Behind an address such as ":8420" the server does not know its name.
func (c *call) ownAddress() string {
	switch host := c.request.Host; {
	case c.server.opts.PublicURL != "" || host == "":
		return c.server.engine.PublicURL()
	case c.request.TLS != nil:
		return "https://" + host
	default:
		return "http://" + host
	}
}

// funding is the body of wallets/fund.
type funding struct {
	account engine.AccountKey
	address string
	amount  api.Money
}

func readFunding(o *input.Object) funding {
	return funding{readAccount(o), o.String("address", input.Required, input.NotEmpty), o.Money("amount", input.Required)}
}

func (c *call) controlFund() (any, error) {
	params, err := input.Read(c.body, readFunding)
	if err != nil {
		return nil, err
	}
	var now api.Money
	err = c.server.engine.Account(params.account).Update(func(tx *engine.Tx) error {
		if err := tx.Fund(params.address, params.amount); err != nil {
			return err
		}
		now = tx.WalletBalance(params.address, params.amount.Currency())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &struct {
		Address string    `json:"address"`
		Balance api.Money `json:"balance"`
	}{params.address, now}, nil
}
