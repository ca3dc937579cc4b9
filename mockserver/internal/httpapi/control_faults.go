package httpapi

import (
	"bytes"
	"net/http"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// faultState is a rule in control responses.
type faultState struct {
	ID       string `json:"id"`
	Rule     string `json:"rule"`
	Matched  int64  `json:"matched"` // matching requests or connections
	Fired    int64  `json:"fired"`
	Left     int64  `json:"left"`
	Optional bool   `json:"optional"`
}

// faultsPath is the path whose body is text or JSON.
const faultsPath = "/faults"

func (c *call) controlFaults() (any, error) { return c.showFaults(nil), nil }

// showFaults returns the rules with the IDs. nil selects all rules.
func (c *call) showFaults(ids map[string]bool) any {
	data := []faultState{}
	for _, s := range c.server.faults.States() {
		if ids == nil || ids[s.ID] {
			data = append(data, faultState{s.ID, s.Rule.String(), s.Matched, s.Fired, s.Left, s.Rule.Optional})
		}
	}
	return &struct {
		Data []faultState `json:"data"`
	}{data}
}

// presetState is a preset in control responses.
type presetState struct {
	Name  string   `json:"name"`
	Rules []string `json:"rules"`
}

// controlPresets lists the presets, which are names for rules.
func (c *call) controlPresets() (any, error) {
	var data []presetState
	for _, name := range fault.Presets() {
		data = append(data, presetState{name, fault.PresetRules(name)})
	}
	return &struct {
		Data []presetState `json:"data"`
	}{data}, nil
}

// controlAddFaults adds the rules of the body, all or none. The body is text with one
// rule per line, or JSON.
func (c *call) controlAddFaults() (any, error) {
	// curl -d declares a form, but the body is text.
	c.request.Header.Set("Content-Type", "application/json")
	body, err := c.bytes()
	if err != nil {
		return nil, err
	}
	parse := func(data []byte) ([]*fault.Rule, error) { return fault.ParseAll(string(data)) }
	if text := bytes.TrimSpace(body); len(text) > 0 && bytes.IndexByte([]byte(`{["`), text[0]) >= 0 {
		parse = fault.ParseJSON
	}
	rules, err := parse(body)
	if err != nil {
		return nil, refuse(engine.CodeParameterInvalid, "", "%s", err)
	}
	ids, err := c.server.faults.Add(rules...)
	if err != nil {
		return nil, refuse(engine.CodeParameterInvalid, "", "%s", err)
	}
	added := map[string]bool{}
	for _, id := range ids {
		added[id] = true
	}
	return c.showFaults(added), nil
}

func (c *call) controlClearFaults() (any, error) {
	c.server.faults.Clear()
	return c.controlFaults()
}

func (c *call) controlRemoveFault() (any, error) {
	if !c.server.faults.Remove(c.firstID()) {
		return nil, refuse(engine.CodeResourceNotFound, "", "No such fault: '%s'", shorten(c.firstID()))
	}
	return c.controlFaults()
}

// faultControls are the calls about one fault.
var faultControls = map[string]func(*call) (any, error){
	http.MethodGet:    (*call).controlFaults,
	http.MethodPost:   (*call).controlAddFaults,
	http.MethodDelete: (*call).controlClearFaults,
}
