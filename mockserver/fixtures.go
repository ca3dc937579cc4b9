package mockserver

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// WithFixtures fills accounts before the first request, and again after each reset, from
// the .json files at the top of a file system, in the order of their names:
//
//	//go:embed testdata/fixtures/*.json
//	var files embed.FS
//
//	fixtures, _ := fs.Sub(files, "testdata/fixtures")
//	srv := mockserver.New(t, mockserver.WithFixtures(fixtures))
//	client := srv.Account("demo").Client()
//
// A file contains balances, keys and calls per account:
//
//	{"accounts": {"demo": {
//	  "balances": {"ssusd": "5000.00"},
//	  "calls": [{"op": "Orders.Create", "id": "ord_1001", "body": {"customer_id": "cust_test_123",
//	    "items": [{"product_id": "prod_test_123", "quantity": 2}]}}]
//	}}}
//
// The calls run like requests, but cause no events and no deliveries, and are not
// recorded. An error names the file and the path of the value, and the server does not
// start. If the fixtures fail after a reset, because the time has changed, the test of
// [New] fails. A server of [Start] logs the error.
//
// Several calls of the option add up. The maximum size of a file is 16 MiB. Default: no
// fixtures. The guide docs/fixtures.md describes the format.
func WithFixtures(files fs.FS) Option {
	return func(c *config) error {
		if files == nil {
			return errors.New("mockserver: WithFixtures: the file system must not be nil")
		}
		fixtures, err := httpapi.ReadFixtureFiles(files)
		if err != nil {
			return fmt.Errorf("mockserver: WithFixtures: %w", err)
		}
		if c.face.Fixtures == nil {
			c.face.Fixtures = &httpapi.Fixtures{}
		}
		c.face.Fixtures.Add(fixtures)
		return nil
	}
}

// reportReset reports that fixtures failed after a reset.
func (s *Server) reportReset(err error) {
	if err != nil {
		s.complain("mockserver: the reset could not apply the fixtures again: %s", strings.TrimPrefix(err.Error(), "mockserver: "))
	}
}
