// Package global sells across borders: it checks trades against sanctions, calculates
// tax and duty, quotes shipping, and makes cross-border orders.
//
// Use the [Service] in the field Global of a client. A cross-border order has an ordinary
// order behind it, which is paid, fulfilled and cancelled with the client's Orders; the
// status of the cross-border order follows.
package global

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
