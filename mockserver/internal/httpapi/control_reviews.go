package httpapi

import (
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// controlExecution approves or rejects an execution that waits for approval.
func controlExecution(do func(*engine.Tx, string) (*agents.Execution, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		owner, err := input.Read(c.body, readAccount)
		if err != nil {
			return nil, err
		}
		var x *agents.Execution
		err = c.server.engine.Account(owner).Update(func(tx *engine.Tx) (err error) {
			x, err = do(tx, c.firstID())
			return err
		})
		return x, err
	}
}

func (c *call) controlApproveCompliance() (any, error) { return c.reviewCompliance(true) }

func (c *call) controlRejectCompliance() (any, error) { return c.reviewCompliance(false) }

// reviewCompliance ends the review of a check, in place of a person.
func (c *call) reviewCompliance(approve bool) (any, error) {
	owner, err := input.Read(c.body, readAccount)
	if err != nil {
		return nil, err
	}
	var check *global.ComplianceCheck
	err = c.server.engine.Account(owner).Update(func(tx *engine.Tx) (err error) {
		check, err = tx.ReviewCompliance(c.firstID(), approve)
		return err
	})
	return check, err
}
