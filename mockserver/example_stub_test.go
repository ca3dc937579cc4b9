package mockserver_test

import (
	"context"
	"fmt"
	"log"

	"github.com/stateset/stateset-go/mockserver"
)

// A stub replaces the response of one call. All other calls have real state.
func ExampleServer_Stub() {
	ctx := context.Background()
	srv, err := mockserver.Start(ctx) // in a test: mockserver.New(t)
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()

	srv.Stub("GET /payments/pay_1", 200, map[string]any{
		"id": "pay_1", "object": "payment", "status": "failed", "amount": 10.00, "currency": "ssusd",
	})
	payment, err := srv.Client().Payments.Get(ctx, "pay_1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.ID, payment.Status, payment.Amount)
	// Output: pay_1 failed 10.00 ssusd
}
