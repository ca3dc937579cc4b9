package engine

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/payments"
)

// A capture without a descriptor and metadata leaves them unchanged.
func TestCaptureKeepsAbsentMembers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := authorize(cardPayment("5.00", "tok_visa"))
	params.StatementDescriptor, params.Metadata = "SHOP 1", map[string]string{"a": "1"}
	p := must[*payments.Payment](b)(b.tryCapture(b.pay(params).ID, payments.CaptureParams{}))
	require.Equal(t, []any{"SHOP 1", map[string]string{"a": "1"}}, []any{p.StatementDescriptor, p.Metadata})
	p = must[*payments.Payment](b)(b.tryCapture(b.pay(params).ID, payments.CaptureParams{StatementDescriptor: "SHOP 2"}))
	require.Equal(t, "SHOP 2", p.StatementDescriptor)
}

// The metadata of a payment and of its capture together can have fifty keys.
func TestCaptureFillsTheMetadata(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := authorize(cardPayment("5.00", "tok_visa"))
	params.Metadata = map[string]string{}
	for i := range 49 {
		params.Metadata[strconv.Itoa(i)] = "x"
	}
	id := b.pay(params).ID
	b.refused(CodeParameterInvalid, "metadata", func() error {
		return failing(b.tryCapture(id, payments.CaptureParams{Metadata: map[string]string{"a": "1", "b": "2"}}))
	})
	p := must[*payments.Payment](b)(b.tryCapture(id, payments.CaptureParams{Metadata: map[string]string{"a": "1"}}))
	require.Len(t, p.Metadata, 50)
}

func TestBankAccountsThatPay(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"1234", "12345678901234567"} {
		b := newBench(t)
		params := bankPayment("5.00", nil)
		params.PaymentMethod.ACH.AccountNumber, params.PaymentMethod.ACH.AccountType = number, payments.AccountSavings
		require.Equal(t, number[len(number)-4:], b.pay(params).PaymentMethod.ACH.Last4)
	}
}

// The error of a cancellation names the alternative, if there is one.
func TestRefusedCancellationsNameTheFix(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	paid := b.pay(cardPayment("5.00", "tok_visa")).ID
	gone := b.pay(authorize(cardPayment("5.00", "tok_visa"))).ID
	require.NoError(t, failing(b.tryCancel(gone)))
	const rule = "only a payment that is 'requires_capture' can be cancelled"
	for id, want := range map[string]string{paid: rule + ", refund this one", gone: rule} {
		refusal := b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancel(id)) })
		require.True(t, strings.HasSuffix(refusal.Message, want), refusal.Message)
	}
}
