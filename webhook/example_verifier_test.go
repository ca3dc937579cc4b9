package webhook_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func ExampleVerifier_Verify() {
	verifier, err := webhook.NewVerifier(webhook.TestSecret)
	if err != nil {
		log.Fatal(err)
	}
	handler := func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "cannot read", http.StatusBadRequest)
			return
		}
		event, err := verifier.Verify(body, r.Header)
		if err != nil {
			fmt.Println("refused:", errors.Is(err, webhook.ErrSignatureMismatch))
			http.Error(w, "refused", http.StatusBadRequest)
			return
		}
		fmt.Println(event.Type, event.Scheme(), event.SecretIndex())
	}

	payment := &payments.Payment{ID: "pay_1"}
	handler(httptest.NewRecorder(), webhook.NewTestRequest(webhook.TestSecret, webhook.PaymentSucceeded, payment))
	handler(httptest.NewRecorder(), webhook.NewTestRequest("whsec_somebody_else_0123456789", webhook.PaymentSucceeded, payment))
	// Output:
	// payment.succeeded timestamped 0
	// refused: true
}

// An endpoint of the raw scheme requires an option, because its deliveries have no
// timestamp.
func ExampleAcceptRaw() {
	body := []byte(`{"id":"evt_1","type":"payment.succeeded","created":1767225600,"data":{}}`)
	header := webhook.SchemeRaw.Sign(body, time.Now(), webhook.TestSecret)
	for _, opts := range [][]webhook.VerifierOption{
		nil,
		{webhook.AcceptRaw(), webhook.WithClock(func() time.Time { return time.Unix(1767225600, 0) })},
	} {
		verifier, err := webhook.NewVerifier(webhook.TestSecret, opts...)
		if err != nil {
			log.Fatal(err)
		}
		_, err = verifier.Verify(body, header)
		fmt.Println(errors.Is(err, webhook.ErrTimestampRequired), err == nil)
	}
	// Output:
	// true false
	// false true
}

func ExampleObject() {
	event := webhook.NewTestEvent(webhook.PaymentFailed, &payments.Payment{
		ID: "pay_1", Amount: stateset.USD("150.00"), FailureCode: "card_declined",
	}, time.Unix(1705678200, 0))

	payment, err := webhook.Object(event, webhook.PaymentFailed)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Amount, payment.FailureCode)

	_, err = webhook.Object(event, webhook.PaymentSucceeded)
	fmt.Println(err)
	// Output:
	// 150.00 USD card_declined
	// stateset: event of another type: must be payment.succeeded, got "payment.failed"
}

// A switch over types requires no conversions.
func ExampleEvent_Is() {
	for _, t := range []webhook.Type{"order.paid", "order.cancelled", "payment.failed"} {
		e := &webhook.Event{Type: t}
		switch {
		case e.Is(webhook.OrderPaid):
			fmt.Println(e.Type, "is shipped")
		case e.Is(webhook.Type("order.*")):
			fmt.Println(e.Type, "is an order's")
		default:
			fmt.Println(e.Type, "is another's")
		}
	}
	// Output:
	// order.paid is shipped
	// order.cancelled is an order's
	// payment.failed is another's
}
