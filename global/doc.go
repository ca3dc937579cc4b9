// Package global sells across borders: it checks trades against sanctions, calculates tax
// and duty, quotes shipping, and creates cross-border orders.
//
//	tax, err := client.Global.CalculateTax(ctx, &global.CalculateTaxParams{
//		OriginCountry: "US", DestinationCountry: "DE", Amount: stateset.USD("150.00"),
//	})
//
// Use the [Service] in the field Global of a client. A cross-border order has an ordinary
// order. Pay, fulfill and cancel that order with the client's Orders. The status of the
// cross-border order follows.
package global

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
