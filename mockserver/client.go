package mockserver

import (
	"fmt"

	stateset "github.com/stateset/stateset-go"
)

// Client returns a client of the SDK on a new account, see [Account.Client]. Each call
// creates another account. Call it once and keep the client.
func (s *Server) Client(opts ...stateset.Option) *stateset.Client {
	return s.NewAccount().Client(opts...)
}

// Client returns a client of the SDK that calls the server with the account's secret key.
// The options are applied after those that set the server. Client panics for an invalid
// option.
func (a *Account) Client(opts ...stateset.Option) *stateset.Client {
	to := []stateset.Option{stateset.WithBaseURL(a.server.URL()), stateset.WithHTTPClient(a.server.HTTPClient())}
	if a.connected != "" {
		to = append(to, stateset.WithAccount(a.connected))
	}
	client, err := stateset.New(a.Key(), append(to, opts...)...)
	if err != nil {
		panic(fmt.Sprintf("mockserver: cannot create a client: %v", err))
	}
	return client
}
