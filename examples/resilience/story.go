package main

import (
	"context"
	"fmt"
	"io"
	"net/http"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// story is one chapter, on an account of its own, and how it is told.
type story struct {
	out     io.Writer
	srv     *mockserver.Server
	account *mockserver.Account
}

func (s *story) client() *stateset.Client { return s.account.Client() }

// pay pays ten dollars, with a key that the program knows: it could be sent again
// after a restart, too.
func (s *story) pay(ctx context.Context, key string) (*payments.Payment, error) {
	return s.client().Payments.Create(ctx, &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: merchant,
	}, stateset.WithIdempotencyKey(key))
}

func (s *story) say(what, format string, args ...any) {
	fmt.Fprintf(s.out, "   %-14s %s\n", what, fmt.Sprintf(format, args...))
}

// requests tells what the server saw.
func (s *story) requests() {
	for _, r := range s.account.Requests() {
		s.say("a request", "%s, %s", effect(r), answer(r))
	}
}

func effect(r mockserver.Request) string {
	switch {
	case r.Committed:
		return "the money moves"
	case r.Status == http.StatusServiceUnavailable:
		return "nothing is done"
	}
	return "nothing is done again"
}

func answer(r mockserver.Request) string {
	if r.Status == 0 {
		return "and the connection breaks"
	}
	return fmt.Sprintf("and the answer is %d", r.Status)
}

// balance tells what the merchant has, which is what counts.
func (s *story) balance() {
	s.say("merchant has", "%s\n", s.account.Balance(merchant, "ssusd"))
}
