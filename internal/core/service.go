package core

import (
	"errors"

	"github.com/stateset/stateset-go/internal/spec"
)

// Service is the base of the services of all resource packages. Each package declares
// type Service core.Service, and stateset.New converts it. It is safe for concurrent use.
type Service struct{ client *Client }

// NewService returns the service of a client.
func NewService(client *Client) *Service { return &Service{client} }

// Client returns the client of the service. A nil Service returns an error.
func (s *Service) Client() (*Client, error) {
	if s == nil || s.client == nil {
		return nil, errNoClient
	}
	return s.client, nil
}

// PlainHTTP reports whether the client accepts http URLs of every host.
func (s *Service) PlainHTTP() bool {
	c, err := s.Client()
	return err == nil && c.settings.PlainHTTP
}

// clientFor returns the client that calls the operation.
func (s *Service) clientFor(op *spec.Operation) (*Client, error) {
	c, err := s.Client()
	return c, InOperation(op.Name, err)
}

// errNoClient is the error of a service without a client.
var errNoClient = errors.New("stateset: no client: create one with stateset.New")
