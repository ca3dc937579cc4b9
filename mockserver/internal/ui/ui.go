package ui

import (
	"embed"
	"path"
	"strings"
)

//go:embed files
var files embed.FS

// File is a file of the page.
type File struct {
	Type string // its media type
	Body []byte // read-only
}

var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// Find returns the file at a path: "/ui" is the page, and its other files are below.
func Find(at string) (File, bool) {
	name, below := strings.CutPrefix(at, "/ui/")
	if at == "/ui" {
		name, below = "index.html", true
	}
	if !below || strings.Contains(name, "/") {
		return File{}, false
	}
	body, err := files.ReadFile("files/" + name)
	if err != nil {
		return File{}, false
	}
	return File{types[path.Ext(name)], body}, true
}
