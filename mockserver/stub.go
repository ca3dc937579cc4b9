package mockserver

import (
	"encoding/json"
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// Stub replaces the response of the matching requests. The requests change nothing. The
// match and the options are those of [Server.Fail]:
//
//	srv.Stub("GET /payments/pay_1", 200, map[string]any{"id": "pay_1", "status": "succeeded"})
//
// A body of type string or []byte is sent unchanged. Other values are encoded as JSON.
// The media type is guessed: JSON, HTML or text. A nil body is empty.
//
// Like other rules, a stub that is not used fails the test of [New], unless it is
// [Optional]. Stub panics for an invalid status and for a body that cannot be encoded.
func (s *Server) Stub(match string, status int, body any, opts ...FaultOption) *Fault {
	return s.stub(match, nil, status, body, opts)
}

// Stub is [Server.Stub] for the requests of this account.
func (a *Account) Stub(match string, status int, body any, opts ...FaultOption) *Fault {
	return a.server.stub(match, a.faultWords(), status, body, opts)
}

func (s *Server) stub(match string, words []fault.Word, status int, body any, opts []FaultOption) *Fault {
	text, err := stubBody(body)
	if err != nil {
		panic(fmt.Sprintf("mockserver: bad stub %q: body: %v", match, err))
	}
	action := action(fmt.Sprintf("stub:%d", status), "Stub(…, %d, …)", status).WithBody(text)
	return s.mustFail(match, words, action, opts)
}

func stubBody(body any) (string, error) {
	switch body := body.(type) {
	case nil:
		return "", nil
	case string:
		return body, nil
	case []byte:
		return string(body), nil
	}
	text, err := json.Marshal(body)
	return string(text), err
}
