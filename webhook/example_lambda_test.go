package webhook_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// gatewayRequest is the event of a Lambda function behind API Gateway (payload formats
// 1.0 and 2.0), a function URL or a load balancer. The type in
// github.com/aws/aws-lambda-go/events works as well.
type gatewayRequest struct {
	Headers         map[string]string `json:"headers"` // lower-case names in format 2.0
	Body            string            `json:"body"`
	IsBase64Encoded bool              `json:"isBase64Encoded"`
}

type gatewayResponse struct {
	StatusCode int               `json:"statusCode"`
	Headers    map[string]string `json:"headers,omitempty"`
}

// receive is the function for lambda.Start. The handler is created once. receive returns
// no error, because an error would be a failure of the function itself.
func receive(ctx context.Context, h *webhook.Handler, r gatewayRequest) gatewayResponse {
	body := []byte(r.Body)
	if r.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(r.Body); err != nil {
			return gatewayResponse{StatusCode: http.StatusBadRequest}
		}
	}
	header := http.Header{}
	for name, value := range r.Headers {
		header.Add(name, value) // not Set: two spellings of a name must not replace each other
	}
	answer := h.Process(ctx, body, header)
	response := gatewayResponse{StatusCode: answer.Status}
	if answer.RetryAfter > 0 {
		seconds := int(math.Ceil(answer.RetryAfter.Seconds()))
		response.Headers = map[string]string{"Retry-After": strconv.Itoa(seconds)}
	}
	return response
}

// A Lambda function behind API Gateway receives webhooks. Instances of a function do not
// share memory, so use a shared store, such as the package sqlstore.
func ExampleHandler_Process_lambda() {
	verifier, err := webhook.NewVerifier(webhook.TestSecret) // os.Getenv("STATESET_WEBHOOK_SECRET")
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, _ *webhook.Event, p *payments.Payment) error {
		fmt.Println("paid", p.ID)
		return nil
	})
	handler := verifier.Handler(mux) // webhook.WithStore(store)

	// In a program: lambda.Start(func(ctx context.Context, r gatewayRequest)
	// (gatewayResponse, error) {
	//	return receive(ctx, handler, r), nil
	// })
	body := []byte(`{"id":"evt_1","type":"payment.succeeded","data":{"object":{"id":"pay_1"}}}`)
	signature := webhook.Sign(body, time.Now(), webhook.TestSecret).Get("Stateset-Signature")
	var request gatewayRequest
	err = json.Unmarshal(fmt.Appendf(nil, `{"version":"2.0","headers":{"stateset-signature":%q},"body":%q,"isBase64Encoded":true}`,
		signature, base64.StdEncoding.EncodeToString(body)), &request)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(receive(context.Background(), handler, request).StatusCode)
	request.Headers["stateset-signature"] = "t=1 v1=00"
	fmt.Println(receive(context.Background(), handler, request).StatusCode)
	// Output:
	// paid pay_1
	// 200
	// 400
}
