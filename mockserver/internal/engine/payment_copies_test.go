package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
)

// A returned payment does not change later. Changes are made to a copy with a new
// updated_at.
func TestPaymentsChangeAsCopies(t *testing.T) {
	t.Parallel()
	slow := map[string]string{"simulate": "processing"}
	for name, test := range map[string]struct {
		params *payments.CreateParams
		change func(b *bench, id string)
		want   payments.Status
	}{
		"captured": {authorize(cardPayment("10.00", "tok_visa")), func(b *bench, id string) {
			require.NoError(b.t, failing(b.tryCapture(id, payments.CaptureParams{Metadata: map[string]string{"a": "b"}})))
		}, payments.StatusSucceeded},
		"cancelled": {authorize(cardPayment("10.00", "tok_visa")), func(b *bench, id string) {
			require.NoError(b.t, failing(b.tryCancel(id)))
		}, payments.StatusCancelled},
		"run out":   {authorize(cardPayment("10.00", "tok_visa")), func(b *bench, _ string) { b.advance(8 * 24 * time.Hour) }, payments.StatusCancelled},
		"refunded":  {cardPayment("10.00", "tok_visa"), func(b *bench, id string) { b.refund(id, api.USD("1")) }, payments.StatusSucceeded},
		"processed": {bankPayment("10.00", slow), func(b *bench, _ string) { b.advance(time.Hour) }, payments.StatusSucceeded},
		"processed for nothing": {towards(bankPayment("100.00", slow), "ord_123"), func(b *bench, _ string) {
			b.payOrder("ord_123", api.SSUSD("100"))
			b.advance(time.Hour)
		}, payments.StatusFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			held := b.getPayment(b.pay(test.params).ID)
			was := *held
			b.advance(time.Minute)
			test.change(b, held.ID)
			now := b.getPayment(held.ID)
			require.Equal(t, was, *held)
			require.Equal(t, test.want, now.Status)
			require.Equal(t, []time.Time{birth, birth}, []time.Time{was.CreatedAt, was.UpdatedAt})
			require.Equal(t, birth, now.CreatedAt)
			require.True(t, now.UpdatedAt.After(birth), now.UpdatedAt)
		})
	}
}
