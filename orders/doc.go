// Package orders creates, pays, fulfills, updates and cancels orders.
//
//	order, err := client.Orders.Create(ctx, &orders.CreateParams{
//		CustomerID: "cust_test_123",
//		Items:      []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.50")}},
//	})
//	result, err := client.Orders.Pay(ctx, &orders.PayParams{
//		OrderID:       order.ID,
//		PaymentMethod: orders.PayMethod{WalletAddress: "stateset1…", Amount: order.TotalAmount},
//	})
//
// Use the [Service] in the field Orders of a client. [Service.Pay] pays an order from a
// wallet, in full or in part, and can split the money among several recipients. A payment
// with an order ID (payments.CreateParams.OrderID) also pays an order.
//
// If a split order is refunded, the account's treasury wallet pays the refund. The
// recipients of the splits keep their money.
//
// Write operations send an idempotency key. Retries use the same key, so the server
// executes the operation at most once.
package orders

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
