package api_test

import (
	"encoding/json"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

// An object in a named field does not affect the other fields. An embedded object hides
// them from JSON and fmt.
func Example_embedding() {
	payment := payments.Payment{ID: "pay_1", Amount: stateset.USD("25.00")}
	type named struct {
		Payment payments.Payment `json:"payment"`
		Shop    string           `json:"shop"`
	}
	type embedded struct {
		payments.Payment
		Shop string
	}
	for _, row := range []any{named{payment, "Berlin"}, embedded{payment, "Berlin"}} {
		text, err := json.Marshal(row)
		if err != nil {
			log.Fatal(err)
		}
		var read struct{ Shop string }
		if err := json.Unmarshal(text, &read); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%q\n", read.Shop)
	}
	fmt.Println(embedded{payment, "Berlin"})
	// Output:
	// "Berlin"
	// ""
	// {"id":"pay_1","amount":2500,"currency":"USD","captured":false}
}

// A card number is masked in JSON, so a call with it cannot be stored. A call with a card
// token can.
func Example_maskedCall() {
	for _, card := range []payments.CardParams{
		{Number: "4242424242424242", ExpMonth: 12, ExpYear: 2030, CVC: "123"},
		{Token: "tok_visa"},
	} {
		stored, err := json.Marshal(payments.CreateParams{PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &card}})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(stored))
		fmt.Println(json.Unmarshal(stored, new(payments.CreateParams)))
	}
	// Output:
	// {"amount":null,"currency":"","payment_method":{"type":"card","card":"card …4242"}}
	// stateset: payment_method.card: unexpected string
	// {"amount":null,"currency":"","payment_method":{"type":"card","card":{"token":"tok_visa"}}}
	// <nil>
}

// Params of lists use the names of the query.
func Example_storedList() {
	stored, err := json.Marshal(payments.ListParams{
		CustomerID: "cust_1",
		Status:     stateset.AnyOf(payments.StatusPending, payments.StatusSucceeded),
		Created:    stateset.Since(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)),
		Amount:     stateset.AmountRange{GTE: stateset.USD("150.00")},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(stored))
	fmt.Println(json.Unmarshal([]byte(`{"customerId":"cust_1"}`), new(payments.ListParams)))
	// Output:
	// {"status":"pending,succeeded","customer_id":"cust_1","created":{"gte":"2026-01-15T10:00:00Z"},"amount":{"gte":{"value":"150.00","denom":"USD"}}}
	// stateset: customerId: unknown member
}
