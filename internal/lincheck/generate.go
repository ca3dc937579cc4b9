package lincheck

import (
	"math/rand/v2"
	"slices"
)

// planOps is the number of operations in a plan.
const planOps = 48

// storedFailure is a fault that every retry receives again.
const storedFailure = "do=replayed:500"

// liars are faults that respond with 200 before the server has executed the request.
var liars = []string{"do=html:200", "do=empty:200", "do=null:200", "do=bad-json:200"}

// honest are faults whose result does not mislead a client. A rejection is returned
// before the request is executed, as by a proxy.
var honest = []string{
	"do=reset", "do=close", "do=garbage", "do=stall", "do=delay:300ms", "do=delay:2500ms",
	"at=reserved do=reset", "at=reserved do=close", "at=reserved do=stall", "at=reserved do=delay:300ms", "at=reserved do=delay:3s",
	"at=committed do=reset", "at=committed do=reset", "at=committed do=close", "at=committed do=garbage", "at=committed do=stall",
	"at=committed do=delay:300ms", "at=committed do=delay:3s", "at=headers do=reset", "at=headers do=stall",
	"do=status:500", "do=status:502 envelope=html", "do=status:503 header=Retry-After:1", "do=status:408", "do=status:425",
	"at=reserved do=status:500", "at=reserved do=status:503", "at=reserved do=error:service_unavailable",
	"at=committed do=status:500", "at=committed do=status:502 envelope=html", "at=committed do=status:503",
	"at=committed do=status:504 envelope=empty", "at=committed do=status:503 header=Stateset-Should-Retry:false",
	"do=rate-limit:1s", "do=rate-limit:2s:date", "do=rate-limit:1s:body", "do=in-flight:json", "do=in-flight:text",
	"do=status:401", "do=status:403 envelope=html", "do=status:413 envelope=text", "do=redirect:307:self",
	"do=truncate:0%:fin", "do=truncate:50%:rst", "do=truncate:90%:hang", "do=truncate:50%:ok", "do=no-terminator",
	"do=wrong-length:5", "do=wrong-length:-5", "do=wrong-length:two", "do=gzip:corrupt", "do=gzip:mislabelled", "do=gzip:nested",
	"at=committed do=html", "at=committed do=empty", "at=committed do=null", "at=committed do=bad-json",
	"do=drip:400", "do=interim:3", "header=X-Request-Id:req_of_somebody_else",
}

// faultsOfConnections are faults before a request is read.
var faultsOfConnections = []string{"at=accept do=reset", "at=accept do=close", "at=accept do=stall", "at=accept do=garbage", "at=accept do=delay:300ms"}

// generator generates a plan.
type generator struct {
	*rand.Rand
	plan *plan
	made []op // the operations that create payments
}

// generate returns the plan of a seed.
func generate(seed uint64) *plan {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, planOps)), plan: &plan{Seed: seed}}
	for id := range planOps {
		o := g.op(id + 1)
		g.plan.Ops = append(g.plan.Ops, o)
		if o.Verb.makesPayment() {
			g.made = append(g.made, o)
		}
		if !o.Verb.reads() && !o.Unkeyed {
			g.addFaults(o.ID)
		}
	}
	for range g.IntN(8) {
		g.strikeAny()
	}
	return g.plan
}

// addFaults adds faults to attempts of a keyed operation. More than half of the
// operations have none.
func (g *generator) addFaults(id int) {
	for attempt := 1; attempt <= maxAttempts && g.chance(55); attempt++ {
		do := pick(g, honest)
		switch {
		case g.chance(3):
			do = storedFailure
		case g.chance(5):
			do = pick(g, liars)
		}
		g.plan.Hits = append(g.plan.Hits, hit{Op: id, Nth: attempt, Do: do})
	}
}

// strikeAny adds faults to requests without a key, and to connections.
func (g *generator) strikeAny() {
	h := hit{Match: "*", Nth: 1 + g.IntN(planOps), Do: pick(g, honest)}
	switch g.IntN(4) {
	case 0:
		h.Do = pick(g, faultsOfConnections)
		h.Nth = 1 + g.IntN(clients)
	case 1, 2:
		h.Match = "GET *"
		h.Nth = 1 + g.IntN(planOps/4)
	}
	g.plan.Hits = append(g.plan.Hits, h)
}

// op generates an operation. The clients create payments first, so that later operations
// share them.
func (g *generator) op(id int) op {
	verbs := []verb{
		payOrder, payOrder, payByCard, payByCard, payByWallet, capture, capture, refund, refund, refund, void, cancelOrder,
		transfer, transfer, transfer, getPayment, getOrder, listPayments, getBalance,
	}
	if id <= clients {
		verbs = []verb{payOrder, payByCard, payByCard, payByWallet, transfer}
	}
	o := op{ID: id, Client: g.IntN(clients), Verb: pick(g, verbs), PauseMS: pick(g, []int{0, 0, 0, 100, 200, 500, 1000})}
	g.aim(&o)
	if !o.Verb.reads() && g.chance(8) {
		o.Unkeyed = true
	}
	if g.chance(10) {
		o.CancelMS = pick(g, []int{1, 50, 300, 700, 2100})
	}
	o.Leave = g.chance(30)
	return o
}

// aim sets the object and amount of the operation.
func (g *generator) aim(o *op) {
	switch o.Verb {
	case payOrder:
		o.Order, o.Cents = 1+g.IntN(shopOrders), g.share()
	case payByCard:
		o.Order, o.Cents, o.Authorize = g.IntN(shopOrders+1), g.share(), g.chance(60)
	case payByWallet:
		o.Cents = g.share()
	case cancelOrder, getOrder, listPayments:
		o.Order = 1 + g.IntN(shopOrders)
	case transfer:
		o.From = 1 + g.IntN(bankWallets)
		o.To = 1 + (o.From+g.IntN(bankWallets-1))%bankWallets
		o.Cents = g.share()
	case getBalance:
		o.From = 1 + g.IntN(bankWallets)
	default:
		g.aimAtPayment(o)
	}
}

// aimAtPayment selects a payment. Captures and voids use an authorized payment.
func (g *generator) aimAtPayment(o *op) {
	if o.Payment = noPayment; g.chance(3) {
		return
	}
	targets := slices.DeleteFunc(slices.Clone(g.made), func(m op) bool {
		return (o.Verb == capture || o.Verb == void) && !m.Authorize && !g.chance(10)
	})
	if len(targets) > 0 {
		target := pick(g, targets)
		o.Payment, o.Order = target.ID, target.Order
	}
	if o.Verb == capture || o.Verb == refund {
		o.Cents = pick(g, []int64{0, 0, 10_00, 30_00, 60_00, orderTotal + 1})
	}
}

// share returns a part of an order, its total, or a larger amount.
func (g *generator) share() int64 {
	return pick(g, []int64{20_00, 30_00, 40_00, 60_00, orderTotal, orderTotal + 1})
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }
