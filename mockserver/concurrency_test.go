package mockserver_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

const concurrent = 64

// together runs a function in many goroutines at once and returns their results.
func together[T any](do func() (T, error)) ([]T, []error) {
	results, errs := make([]T, concurrent), make([]error, concurrent)
	var running sync.WaitGroup
	start := make(chan struct{})
	for i := range concurrent {
		running.Go(func() {
			<-start
			results[i], errs[i] = do()
		})
	}
	close(start)
	running.Wait()
	return results, errs
}

// TestManyShareAClientAParamsValueAndAKey sends one payment from many goroutines with one
// key. All receive the same payment, and the money moves once.
func TestManyShareAClientAParamsValueAndAKey(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	client := account.Client()
	before := account.Balance(account.Treasury(), "ssusd")
	params := &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: "stateset1merchantaddress123", Metadata: map[string]string{"order": "1"},
	}

	made, errs := together(func() (*payments.Payment, error) {
		return client.Payments.Create(context.Background(), params, stateset.WithIdempotencyKey("order-1"), stateset.WithMaxAttempts(10))
	})

	for i := range made {
		require.NoError(t, errs[i])
		require.Equal(t, made[0].ID, made[i].ID)
	}
	require.True(t, stateset.SSUSD("10.00").Equal(account.Balance("stateset1merchantaddress123", "ssusd")))
	spent, err := before.Sub(account.Balance(account.Treasury(), "ssusd"))
	require.NoError(t, err)
	require.True(t, stateset.SSUSD("10.00").Equal(spent), "%s left the treasury", spent)
}

// TestManyPayOneOrder pays one order from many goroutines, each with its own key. One
// succeeds, and the others receive the error that the order is paid.
func TestManyPayOneOrder(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	client := account.Client()
	const payer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	params := &orders.PayParams{
		OrderID:       "order_1234567890",
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: stateset.SSUSD("150.00")},
	}

	_, errs := together(func() (*orders.PayResult, error) { return client.Orders.Pay(context.Background(), params) })

	paid := 0
	for _, err := range errs {
		if err == nil {
			paid++
			continue
		}
		require.ErrorIs(t, err, orders.ErrAlreadyPaid)
	}
	require.Equal(t, 1, paid)
	require.True(t, stateset.SSUSD("999850.00").Equal(account.Balance(payer, "ssusd")))
	require.NoError(t, srv.CheckLedger())
}

// TestParallelAccountsDoNotSeeEachOther uses many accounts of one server concurrently.
func TestParallelAccountsDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	_, errs := together(func() (struct{}, error) {
		client := srv.Client()
		for range 3 {
			if _, err := client.Payments.Create(context.Background(), &payments.CreateParams{
				Amount: stateset.SSUSD("1.00"), Recipient: "stateset1merchantaddress123",
			}); err != nil {
				return struct{}{}, err
			}
		}
		page, err := client.Payments.List(context.Background(), nil)
		if err == nil && page.TotalCount != 4 { // its own three, and the seeded one
			err = errors.New("an account sees the payments of another")
		}
		return struct{}{}, err
	})
	require.NoError(t, errors.Join(errs...))
}

// TestTheServerLivesInVirtualTime runs client and server inside testing/synctest. An hour
// and the wait for a rate limit pass at once.
func TestTheServerLivesInVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t, mockserver.WithPlan(mockserver.PlanFree))
		client := srv.Client(stateset.WithMaxAttempts(5))
		ctx := context.Background()

		payment, err := client.Payments.Create(ctx, &payments.CreateParams{
			Amount: stateset.USD("20.00"), CustomerID: "cust_test_123",
			PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_pending"}},
		})
		require.NoError(t, err)
		require.Equal(t, payments.StatusProcessing, payment.Status)
		<-time.After(time.Hour + time.Second) // virtual: the clock of the bubble jumps
		payment, err = client.Payments.Get(ctx, payment.ID)
		require.NoError(t, err)
		require.Equal(t, payments.StatusSucceeded, payment.Status)

		for range 40 { // bursts of 20, then 10 per second
			_, err := client.Payments.Get(ctx, payment.ID)
			require.NoError(t, err)
		}
		require.Positive(t, client.Stats().Retries, "the limit was never met")
	})
}
