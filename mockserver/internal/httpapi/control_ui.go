package httpapi

import (
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/ui"
)

// uiPath is the path of the page, below controlPath.
const uiPath = "/ui"

// pagePolicy allows the page to load its own files and to call its own origin. Texts
// cannot become HTML or scripts.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// controlUI returns a file of the page. The files have no data, so that every caller may
// read them: the calls of the page have the rules of the control interface.
func (c *call) controlUI() (any, error) {
	if c.request.URL.Path == controlPath+uiPath+"/" { // links in the page are relative
		c.header.Set("Location", ".."+uiPath)
		return answer{status: http.StatusPermanentRedirect}, nil
	}
	file, found := ui.Find(strings.TrimPrefix(c.request.URL.Path, controlPath))
	if !found {
		return nil, c.noControl()
	}
	c.header.Set("Content-Type", file.Type)
	c.header.Set("Content-Security-Policy", pagePolicy)
	c.header.Set("X-Frame-Options", "DENY")
	c.header.Set("Referrer-Policy", "no-referrer")
	return answer{http.StatusOK, file.Body}, nil
}

// isPage reports whether the request is for a file of the page.
func (c *call) isPage() bool {
	path := strings.TrimPrefix(c.request.URL.Path, controlPath)
	return path == uiPath || strings.HasPrefix(path, uiPath+"/")
}
