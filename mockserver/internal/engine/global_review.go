package engine

import (
	"fmt"

	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// ReviewCompliance ends the review of a check, in place of a person. If approved, the
// order of the check can be paid for one day. Otherwise the order is canceled.
func (tx *Tx) ReviewCompliance(id string, approve bool) (*global.ComplianceCheck, error) {
	record, ok := tx.account.checks.Get(id)
	if !ok {
		return nil, notFound("compliance check", id, "")
	}
	to, finding := global.ComplianceBlocked, global.FindingFail
	if approve {
		to, finding = global.ComplianceApproved, global.FindingPass
	}
	if record.check.Status != global.ComplianceReview {
		return nil, invalidState("compliance check", id, record.check.Status, to, "only a check with the status 'review' can be decided")
	}
	changed, check := *record, *record.check
	check.Checks = reviewed(check.Checks, finding)
	assess(&check)
	check.ExpiresAt = tx.later(complianceTime) // the decision is valid for a day
	changed.check = &check
	tx.storeCheck(&changed)
	tx.concludeCheck(&check)
	return &check, tx.decideOrder(changed.orderID, check.Status)
}

// reviewed returns the findings with the decision of the review.
func reviewed(findings []*global.Finding, decision global.FindingStatus) []*global.Finding {
	decided := make([]*global.Finding, len(findings))
	for i, finding := range findings {
		changed := *finding
		if changed.Status == global.FindingReview {
			changed.Status = decision
			changed.Details = fmt.Sprintf("%s; decided by a human", changed.Details)
		}
		decided[i] = &changed
	}
	return decided
}

// decideOrder continues or cancels the order that waited for the review. The order may
// have been canceled during the review.
func (tx *Tx) decideOrder(id string, status global.ComplianceStatus) error {
	former, ok := tx.account.globalOrders.Get(id)
	if !ok {
		return nil
	}
	waiting := former.Status == global.StatusPendingCompliance
	o := tx.changeGlobalOrder(former)
	o.ComplianceStatus = status
	if waiting && status == global.ComplianceApproved {
		o.Status = global.StatusPendingPayment
	}
	tx.updateGlobalOrder(former, o)
	if !waiting {
		return nil
	}
	if status == global.ComplianceApproved {
		behind := tx.changeOrder(o.OrderID)
		behind.PaymentExpiresAt = tx.later(paymentWindow)
		tx.storeOrder(behind, webhook.OrderUpdated)
		tx.awaitPayment(behind)
		return nil
	}
	_, err := tx.CancelOrder(o.OrderID, &orders.CancelParams{Reason: orders.CancelOther})
	return err
}

// checkCleared requires an order without a pending compliance review.
func (tx *Tx) checkCleared(o *orders.Order) error {
	id, ok := tx.account.globalOf[o.ID]
	if !ok {
		return nil
	}
	waiting, _ := tx.account.globalOrders.Get(id)
	if waiting.Status != global.StatusPendingCompliance {
		return nil
	}
	return &Error{Code: CodeInvalidState, Message: fmt.Sprintf(
		"The order '%s' belongs to '%s', which is '%s' and cannot be paid: its compliance check '%s' must be approved first",
		o.ID, id, waiting.Status, waiting.ComplianceCheckID)}
}
