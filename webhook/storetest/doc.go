// Package storetest tests implementations of webhook.Store: those of this module, and
// your own.
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T, now func() time.Time) webhook.Store {
//			return mystore.New(connect(t), mystore.WithClock(now))
//		})
//	}
//
// The files, in reading order:
//
//	storetest.go   Run and the tests of one claim after another
//	concurrent.go  the tests of concurrent claims
package storetest
