// Package journaltest tests implementations of journal.Store: those of this module, and
// your own.
//
//	func TestStore(t *testing.T) {
//		journaltest.Run(t, func(t *testing.T, now func() time.Time) journal.Store {
//			return mystore.New(connect(t), mystore.WithClock(now))
//		})
//	}
//
// Enqueue is tested if the store accepts a nil transaction. Also test it with
// transactions of your database.
package journaltest
