package httpapi

import (
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
)

// Identity of the program in responses.
const (
	product = "stateset-mock"
	docsURL = "https://github.com/stateset/stateset-go/blob/main/docs/mockserver.md"
)

// infoMethods are the methods of the paths without a key.
var infoMethods = []string{http.MethodGet, http.MethodHead, http.MethodOptions}

// healthPath is the path of health probes, at the top and in the control interface.
const healthPath = "/health"

// root describes the server to people and to programs without an API key.
func (c *call) root() (answer, error) {
	body, err := encode(&struct {
		Product string `json:"product"`
		Version string `json:"version"`
		API     string `json:"api"`
		Control string `json:"control"`
		Health  string `json:"health"`
		Docs    string `json:"docs"`
	}{product, c.server.opts.Version, spec.BasePath, controlPath, healthPath, docsURL})
	if err != nil {
		return answer{}, err
	}
	return c.info(string(body))
}

// info returns a fixed body. It requires no API key.
func (c *call) info(body string) (answer, error) {
	if c.method() != http.MethodGet {
		c.allow(infoMethods)
		return answer{}, notAllowed(c.request.Method, c.request.URL.Path, infoMethods)
	}
	return answer{status: http.StatusOK, body: []byte(body)}, nil
}

// controlCall is a call of the control interface in its index.
type controlCall struct {
	Method string `json:"method"`
	Path   string `json:"path"`
}

// controlIndex lists the calls of the control interface.
func (c *call) controlIndex() (any, error) {
	var calls []controlCall
	for _, path := range slices.Sorted(maps.Keys(controls)) {
		for _, method := range slices.Sorted(maps.Keys(controls[path])) {
			calls = append(calls, controlCall{method, controlPath + path})
		}
	}
	return &struct {
		Product string        `json:"product"`
		Version string        `json:"version"`
		Docs    string        `json:"docs"`
		Data    []controlCall `json:"data"`
	}{product, c.server.opts.Version, docsURL, calls}, nil
}

// logLevel returns the level of the log line of the request. Successful probes and the
// requests of the page are frequent, so their level is debug.
func (c *call) logLevel(status int) slog.Level {
	path := c.request.URL.Path
	probe := path == healthPath || path == controlPath+healthPath
	polled := c.method() == http.MethodGet && strings.HasPrefix(path, controlPath+"/") && c.request.Header.Get("Sec-Fetch-Site") == "same-origin"
	if status == http.StatusOK && (probe || polled) {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}
