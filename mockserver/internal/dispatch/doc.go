// Package dispatch sends deliveries: it signs them, and posts them to the network or
// hands them to handlers of this process. It knows nothing of endpoints and of when
// an attempt is due; that is the engine's.
package dispatch
