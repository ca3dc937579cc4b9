package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/stateset/stateset-go/api"
)

// checkProxy names the proxy that refused a CONNECT, and its status. net/http alone
// returns the text of the status.
func checkProxy(_ context.Context, proxy *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusOK {
		return nil
	}
	return &api.ProxyError{Proxy: proxyName(proxy), Status: response.StatusCode}
}

// proxyName returns the URL of a proxy without its credentials.
func proxyName(proxy *url.URL) string { return proxy.Scheme + "://" + proxy.Host }

// proxyFromEnvironment is http.ProxyFromEnvironment with an error that is final: it
// refuses HTTP_PROXY in a CGI program. It ignores a malformed address.
func proxyFromEnvironment(request *http.Request) (*url.URL, error) {
	proxy, err := http.ProxyFromEnvironment(request)
	if err != nil {
		return nil, &permanentError{err}
	}
	return proxy, nil
}

// proxyError finds a refused CONNECT behind the error of a user's transport: the text
// of a status, before there was a connection. pool is nil if the transport is not
// net/http's.
func (t *attemptTrace) proxyError(pool *http.Transport, request *http.Request, err error) error {
	if request.URL.Scheme != "https" || !t.connRequested.Load() || t.connected.Load() {
		return err
	}
	status := statusOf(err)
	if status == 0 {
		return err
	}
	refusal := &api.ProxyError{Status: status}
	if pool != nil {
		if pool.Proxy == nil {
			return err
		}
		proxy, lookup := pool.Proxy(request)
		if lookup != nil || proxy == nil {
			return err
		}
		refusal.Proxy = proxyName(proxy)
	}
	return refusal
}

// statusOf returns the status whose text is the innermost error, or 0.
func statusOf(err error) int {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	text := err.Error()
	for status := 400; status <= 599; status++ {
		if name := http.StatusText(status); name != "" && name == text {
			return status
		}
	}
	return 0
}
