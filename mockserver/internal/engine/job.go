package engine

import (
	"fmt"
	"time"
)

// job identifies a scheduled change of an account. It consists of data only, so that a
// snapshot can store it. An account has at most one waiting job per value.
type job struct {
	kind   jobKind
	object string // ID
	detail string // a second ID of some kinds, or ""
}

// jobKind is the kind of a job. Snapshots contain the kinds.
type jobKind string

// The kinds of jobs.
const (
	jobAuthorization jobKind = "payment.authorization" // the time to capture ends
	jobCapture       jobKind = "payment.capture"       // the bank decides, and the money is taken
	jobAuthorize     jobKind = "payment.authorize"     // the bank decides, and the money is authorized
	jobExpiry        jobKind = "order.expiry"          // the time to pay ends
	jobOverdue       jobKind = "invoice.overdue"
	jobInstallment   jobKind = "loan.installment"
	jobRecourse      jobKind = "factoring.default"
	jobCollection    jobKind = "po_financing.due"
	jobRedemption    jobKind = "redemption.complete" // detail: the ledger transaction
	jobStart         jobKind = "execution.start"
	jobEnd           jobKind = "execution.end"
	jobAttempt       jobKind = "delivery.attempt" // detail: the endpoint
)

var jobKinds = []jobKind{
	jobAuthorization, jobCapture, jobAuthorize, jobExpiry, jobOverdue, jobInstallment, jobRecourse, jobCollection,
	jobRedemption, jobStart, jobEnd, jobAttempt,
}

// run runs a due job in its transaction. The state may have changed since the job was
// scheduled, so jobs check the state.
func (j job) run(tx *Tx) error {
	switch j.kind {
	case jobAuthorization:
		return tx.expireAuthorization(j.object)
	case jobCapture, jobAuthorize:
		return tx.finish(j.object, j.kind == jobCapture)
	case jobExpiry:
		return tx.expireOrder(j.object)
	case jobOverdue:
		return tx.fallDue(j.object)
	case jobInstallment:
		return tx.fallBehind(j.object)
	case jobRecourse:
		return tx.defaultFactoring(j.object)
	case jobCollection:
		return tx.collectPO(j.object)
	case jobRedemption:
		return tx.completeRedemption(j.object, j.detail)
	case jobStart:
		tx.startExecution(j.object)
		return nil
	case jobEnd:
		tx.endExecution(j.object, false)
		return nil
	}
	return fmt.Errorf("engine: unknown job %q", j.kind)
}

// schedule runs the job in a new transaction at due, if this transaction commits.
func (tx *Tx) schedule(j job, due time.Time) {
	a := tx.account
	tx.onCommit = append(tx.onCommit, func() { a.enqueue(j, due) })
}

// unschedule cancels the job if this transaction commits.
func (tx *Tx) unschedule(j job) {
	a := tx.account
	tx.onCommit = append(tx.onCommit, func() { a.dequeue(j) })
}

// enqueue schedules a job on the clock. The caller holds the lock of the account.
func (a *Account) enqueue(j job, due time.Time) {
	store(&a.timers, j, a.clock.Schedule(due, func(now time.Time) { a.runJob(j, now) }))
}

// dequeue cancels a job. The caller holds the lock of the account.
func (a *Account) dequeue(j job) {
	a.clock.Cancel(a.timers[j])
	delete(a.timers, j)
}

// runJob runs a due job. The changes of a failed job are undone, and its error is
// dropped. An attempt of a delivery has transactions of its own.
func (a *Account) runJob(j job, now time.Time) {
	if j.kind == jobAttempt {
		a.engine.post(a, j.detail, j.object)
		return
	}
	_ = a.update(now, nil, func(tx *Tx) error {
		delete(a.timers, j)
		return j.run(tx)
	})
}
