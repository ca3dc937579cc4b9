package checker

import (
	"mime"
	"net/http"
	"strconv"
)

// Headers of the contract. The contract determines the values of those in compared.
var (
	required = []string{
		"Content-Type", "X-Request-Id", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset",
		"Idempotent-Replayed", "Original-Request-Id", "Stateset-Should-Retry", "Www-Authenticate", "Allow",
	}
	compared = map[string]bool{"Content-Type": true, "Idempotent-Replayed": true, "Stateset-Should-Retry": true}
)

// compare adds the differences of a response to a call. Both servers have received the
// same call, apart from IDs.
func (c *check) compare(call string, want, got *response) {
	if want.status != got.status {
		c.result.differ(call, Difference{Kind: HTTPStatus, Want: strconv.Itoa(want.status), Got: describe(got)})
		return
	}
	c.compareHeaders(call, want.header, got.header)
	if want.status >= http.StatusBadRequest {
		c.compareErrors(call, errorIn(want), errorIn(got))
	}
	wantValue, gotValue := want.value, got.value
	if want.status < http.StatusBadRequest {
		wantValue, gotValue = c.picked(c.ids.reference, wantValue), c.picked(c.ids.target, gotValue)
	}
	s := shapes{report: func(d Difference) { c.result.differ(call, d) }, nullable: c.readsState()}
	s.compare("", []any{wantValue}, []any{gotValue})
}

// readsState reports whether the response depends on the content of the account before
// the run.
func (c *check) readsState() bool {
	return c.row.Spec().Method == http.MethodGet && c.row.Prepare == nil
}

func (c *check) compareHeaders(call string, want, got http.Header) {
	for _, name := range required {
		w, g := headerValue(want, name), headerValue(got, name)
		switch {
		case w != "" && g == "":
			c.result.differ(call, Difference{Kind: Header, Path: name, Got: "no such header"})
		case compared[name] && w == "" && g != "":
			c.result.differ(call, Difference{Kind: Header, Path: name, Want: "no such header", Got: quoted(g)})
		case compared[name] && w != g:
			c.result.differ(call, Difference{Kind: Header, Path: name, Want: quoted(w), Got: quoted(g)})
		}
	}
}

// headerValue returns the value of a header. It omits the parameters of Content-Type.
func headerValue(header http.Header, name string) string {
	value := header.Get(name)
	if name != "Content-Type" {
		return value
	}
	if media, _, err := mime.ParseMediaType(value); err == nil {
		return media
	}
	return value
}

func (c *check) compareErrors(call string, want, got errorOf) {
	for _, m := range []struct{ path, want, got string }{
		{"error.type", want.kind, got.kind}, {"error.code", want.code, got.code}, {"error.param", want.param, got.param},
	} {
		if m.want != m.got {
			c.result.differ(call, Difference{Kind: Code, Path: m.path, Want: quoted(m.want), Got: quoted(m.got)})
		}
	}
}

// errorOf is the error of a response.
type errorOf struct {
	status            int
	kind, code, param string
	message           string
}

func errorIn(r *response) errorOf {
	members, _ := r.value.(map[string]any)
	inner, _ := members["error"].(map[string]any)
	text := func(name string) string {
		value, _ := inner[name].(string)
		return value
	}
	return errorOf{status: r.status, kind: text("type"), code: text("code"), param: text("param"), message: text("message")}
}

// describe returns the status of a response, and its error.
func describe(r *response) string {
	text := strconv.Itoa(r.status)
	if e := errorIn(r); e.code != "" {
		text += " " + shown(e.code)
		if e.message != "" {
			text += ": " + shown(e.message)
		}
	}
	return text
}
