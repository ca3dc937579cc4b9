package agents

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// null instead of all limits or permissions is null for each of them. Limits or
// permissions without a change are omitted.

func (p *UpdateConfigParams) readLimits(d *wire.Decoder) {
	var change *LimitsUpdate
	if wire.ReadPointer(&change, d, (*LimitsUpdate).DecodeWire); change == nil {
		change = &LimitsUpdate{PerTransaction: new(api.Money), Daily: new(api.Money), Monthly: new(api.Money)}
	}
	p.Limits = *change
}

func (p *UpdateConfigParams) writeLimits(e *wire.Encoder) {
	if p.Limits != (LimitsUpdate{}) {
		e.Key("limits")
		p.Limits.AppendWire(e)
	}
}

func (p *UpdateConfigParams) readPermissions(d *wire.Decoder) {
	var change *PermissionsUpdate
	if wire.ReadPointer(&change, d, (*PermissionsUpdate).DecodeWire); change == nil {
		change = &PermissionsUpdate{AllowedActions: new(Allowed[Action]), AllowedRecipients: new(Allowed[string]), RequireApprovalAbove: new(api.Money)}
	}
	p.Permissions = *change
}

func (p *UpdateConfigParams) writePermissions(e *wire.Encoder) {
	if p.Permissions != (PermissionsUpdate{}) {
		e.Key("permissions")
		p.Permissions.AppendWire(e)
	}
}
