package agents

import (
	"bytes"
	"encoding/json"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/orders"
)

// A task has two members of its params: its action and its parameters.

// DecodeWire reads the JSON of the API.
func (p *ExecuteParams) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "action":
			d.Must(&o, 0)
			var action Action
			if wire.ReadString(&action, d); p.Task == nil {
				p.Task = readTask(action, nil)
			}
		case "parameters":
			d.Must(&o, 1)
			p.Task = readTask(Action(d.Sibling(&o, "action")), d)
		case "dry_run":
			d.Must(&o, 2)
			wire.ReadBool(&p.DryRun, d)
		case "async":
			d.Side(&o, 3)
			wire.ReadBool(&p.Async, d)
		case "metadata":
			d.Side(&o, 4)
			wire.ReadMap(&p.Metadata, d, wire.ReadString[string])
		default:
			d.Unknown(&o)
		}
	}
}

// AppendWire writes the JSON of the API.
func (p *ExecuteParams) AppendWire(e *wire.Encoder) {
	e.Open()
	if p.Task != nil {
		e.Key("action")
		e.Quote(string(p.Task.action()))
		if parameters := p.Task.parameters(); parameters != nil {
			e.Key("parameters")
			parameters.AppendWire(e)
		}
	}
	if p.DryRun {
		e.Key("dry_run")
		e.Bool(true)
	}
	if p.Async {
		e.Key("async")
		e.Bool(true)
	}
	if len(p.Metadata) > 0 {
		e.Key("metadata")
		wire.WriteMap(p.Metadata, e, func(v *string, e *wire.Encoder) { e.Quote(*v) })
	}
	e.Close()
}

// DecodeWire reads the parameters.
func (t *Custom) DecodeWire(d *wire.Decoder) {
	var text json.RawMessage
	wire.ReadRaw(&text, d)
	if text == nil {
		return
	}
	numbers := json.NewDecoder(bytes.NewReader(text))
	numbers.UseNumber()
	if numbers.Decode(&t.Parameters) != nil {
		d.Refuse("must be an object")
	}
}

// AppendWire writes the parameters.
func (t *Custom) AppendWire(e *wire.Encoder) {
	text, err := json.Marshal(t.Parameters)
	if err != nil {
		e.Fail(err)
	}
	e.Raw(text)
}

// readTask reads the parameters of an action. A nil Decoder means no parameters.
func readTask(action Action, d *wire.Decoder) Task {
	switch action {
	case ActionTransfer:
		return read[Transfer](d)
	case ActionPayOrder:
		return read[PayOrder](d)
	case ActionPayInvoice:
		return read[PayInvoice](d)
	case ActionCheckBalance:
		return read[CheckBalance](d)
	case ActionCreateOrder:
		return CreateOrder{Order: new(read[orders.CreateParams](d))}
	}
	task := Custom{Action: action}
	if d != nil {
		task.DecodeWire(d)
	}
	return task
}

// read reads parameters.
func read[T any, P interface {
	*T
	wire.Reader
}](d *wire.Decoder) (parameters T) {
	if d != nil {
		P(&parameters).DecodeWire(d)
	}
	return parameters
}
