// Package journaltest tests implementations of journal.Store: those of this module, and
// yours.
//
//	func TestStore(t *testing.T) {
//		journaltest.Run(t, func(t *testing.T, now func() time.Time) journal.Store {
//			return mystore.New(connect(t), mystore.WithClock(now))
//		})
//	}
//
// Enqueue is tested where the store accepts a nil transaction. Test it with transactions
// of your database too.
package journaltest
