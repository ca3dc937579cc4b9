// Package webhook receives the events that the StateSet Commerce Network sends, and
// registers the endpoints that it sends them to.
//
// # Verify a request
//
// A [Verifier] checks the signature of a delivery with the secret of the endpoint, and
// returns the event:
//
//	verifier, err := webhook.NewVerifier(os.Getenv("STATESET_WEBHOOK_SECRET"))
//	event, err := verifier.Verify(body, request.Header)
//	payment, err := webhook.Object(event, webhook.PaymentSucceeded) // a *payments.Payment
//
// Pass the body as it was received: a body that was decoded and encoded again has another
// signature. Errors match a sentinel, see [ErrNoSignature].
//
// # Handle events
//
// [Verifier.Handler] returns an HTTP handler. It limits the size and the time of bodies,
// passes each event to the function that a [Mux] has for its type, and responds so that
// the sender retries until the event is handled. Each event is handled once.
//
//	mux := webhook.NewMux()
//	webhook.On(mux, webhook.PaymentSucceeded, func(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
//		return ship(ctx, p.OrderID) // after an error the event is sent again
//	})
//	http.Handle("/webhooks", verifier.Handler(mux, webhook.WithStore(store)))
//
// A [Store] records handled events. The default store is in memory and supports one
// process. The package sqlstore stores them in a database, for any number of processes.
// Two handlers with different work need two stores, or two names in one database.
//
// # Two signatures
//
// Stateset-Signature covers a timestamp and the body, and is valid for five minutes. A
// verifier requires it by default. X-StateSet-Signature covers only the body: anyone who
// has seen such a delivery can send it again, see [Event.Replayable]. [AcceptRaw] also
// accepts deliveries with only the second header, for endpoints of [SchemeRaw]. If a
// delivery has both headers, only the first is checked.
//
// # A new secret
//
// After [Service.RotateSecret] two secrets sign for a time. Pass the new one to
// [NewVerifier] and the old one with [PreviousSecrets]. Remove the old one when
// [Event.SecretIndex] has been 0 for a while. The raw signature always uses the new
// secret.
//
// # Tests
//
// [NewTestRequest] returns a delivery as the network sends it, for tests of a handler.
// [TestSecret] signs it. [NewTestEvent], [NewEventRequest] and [Sign] create deliveries
// that are old, use another scheme, or are signed with another secret.
//
// # Files
//
// The source files, in reading order:
//
//	verifier.go          Verifier; verifier_options.go: its options
//	signature.go         signature headers; keys.go computes HMACs; secret.go checks secrets
//	event.go             Event and its data; event_data.go: amounts and IDs in the data;
//	                     event_stored.go: comparing and storing events
//	event_read.go        reads a verified body; verified.go: the result of the verification
//	types.go             the types of events
//	object.go            decodes the object of an event; partial.go: from flat data
//	mux.go, on.go        dispatch events to functions by type
//	handler.go           Handler: verify, claim, call the function, respond
//	handler_http.go      its HTTP side; handler_options.go; handler_report.go logs;
//	                     handler_hooks.go: functions that observe deliveries
//	store.go             Store; memory_store.go: the default store
//	sign.go              signatures; testrequest.go: deliveries for tests
//	service.go           Service: manages endpoints, deliveries and events
//	endpoint.go, delivery.go, enums.go, errors.go, params.go, params_wire.go
//	                     the objects and params of the service
package webhook

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
