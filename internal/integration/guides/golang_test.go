package guides

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/stateset/stateset-go/otelstateset" // blocks use it
)

// TestGo type-checks every block of Go in the documents.
func TestGo(t *testing.T) {
	t.Parallel()
	packages := packagePaths(t)
	var sources []source
	imports := map[string]bool{}
	for _, file := range documents(t) {
		for _, b := range blocksOf(t, file) {
			if _, skip := b.has("skip"); b.language != "go" || skip {
				continue
			}
			s := newSource(b, packages)
			sources = append(sources, s)
			maps.Copy(imports, s.imports)
		}
	}
	require.Greater(t, len(sources), 30)
	check := newChecker(t, imports)
	for _, s := range sources {
		for _, err := range check.errors(s) {
			t.Errorf("%s:%d: %s", s.file, s.line, err)
		}
	}
}

// TestWrongGoIsFound checks that TestGo finds errors.
func TestWrongGoIsFound(t *testing.T) {
	t.Parallel()
	packages := packagePaths(t)
	for code, want := range map[string]string{
		"payment, err := client.Payments.Get(ctx, 7)\n":                      "cannot use 7",
		"order, err := client.Orders.Fetch(ctx, id)\n":                       "Fetch undefined",
		"x := undeclared\n":                                                  "undefined: undeclared",
		"func Pay(p *payments.Payment) string { return p.Price }\n":          "Price undefined",
		"if err != nil {\n":                                                  "expected '}'",
		"payment, err := client.Payments.Get(ctx, id)\n":                     "",
		"package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }\n": "",
		"for payment, err := range client.Payments.All(ctx, nil) { … }\n":    "",
	} {
		s := newSource(block{file: "x.md", line: 1, language: "go", code: code}, packages)
		found := strings.Join(newChecker(t, s.imports).errors(s), "; ")
		if want == "" {
			require.Empty(t, found, code)
		} else {
			require.Contains(t, found, want, code)
		}
	}
}

// source is a block as a file of Go.
type source struct {
	block
	text    string
	imports map[string]bool
}

var (
	declares = regexp.MustCompile(`(?m)^(func|type) `)
	selects  = regexp.MustCompile(`\b([a-z][a-z0-9]*)\.[A-Z]`)
	notCode  = regexp.MustCompile("\"(?:[^\"\\\\\n]|\\\\.)*\"|`[^`]*`|//[^\n]*")
	ellipsis = regexp.MustCompile(`(?m)^\s*…\s*$|\B…\B`)
)

// newSource wraps a block. A block without a package clause gets one, the imports of the
// packages that it selects from, and, if it has statements, a function around them.
func newSource(b block, packages map[string]string) source {
	s := source{block: b, imports: map[string]bool{}}
	if strings.HasPrefix(b.code, "package ") {
		s.text = b.code
		file, err := parser.ParseFile(token.NewFileSet(), b.file, s.text, parser.ImportsOnly)
		for i := 0; err == nil && i < len(file.Imports); i++ {
			s.imports[strings.Trim(file.Imports[i].Path.Value, `"`)] = true
		}
		return s
	}
	given, _ := b.has("given")
	declarations := givenTypes
	for name := range strings.SplitSeq(given, "; ") {
		if name != "" {
			declarations += "var " + name + "\n"
		}
	}
	s.text = "package guide\n\n"
	for _, match := range selects.FindAllStringSubmatch(notCode.ReplaceAllString(b.code, "")+declarations, -1) {
		if importPath, known := packages[match[1]]; known && !s.imports[importPath] {
			s.imports[importPath] = true
			s.text += fmt.Sprintf("import %s %q\n", match[1], importPath)
		}
	}
	s.text += declarations
	if code := ellipsis.ReplaceAllString(b.code, " "); declares.MatchString(code) {
		s.text += code
	} else {
		s.text += "func _() error {\n" + code + "\nreturn nil\n}\n"
	}
	return s
}

// checker type-checks sources against the packages that they import.
type checker struct{ importer types.Importer }

func newChecker(t *testing.T, imports map[string]bool) checker {
	t.Helper()
	list := exec.Command("go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, slices.Sorted(maps.Keys(imports))...)...)
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	require.NoError(t, err, stderr.String())
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		importPath, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[importPath] = file
	}
	return checker{importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
}

// errors returns the errors of a source. An unused variable is not an error: the text
// explains it.
func (c checker) errors(s source) []string {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, s.file, s.text, parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	config := types.Config{Importer: c.importer, Error: func(err error) {
		e, ok := errors.AsType[types.Error](err)
		if !ok || e.Soft && strings.Contains(e.Msg, "not used") {
			return
		}
		line := strings.Split(s.text, "\n")[files.Position(e.Pos).Line-1]
		found = append(found, e.Msg+": "+strings.TrimSpace(line))
	}}
	_, _ = config.Check("guide", files, []*ast.File{file}, nil)
	return found
}

// packagePaths returns the import paths of the packages of this module and of the standard
// library by name.
func packagePaths(t *testing.T) map[string]string {
	t.Helper()
	list := exec.Command("go", "list", "-f", "{{.Name}} {{.ImportPath}}", "std", "github.com/stateset/stateset-go/...")
	out, err := list.Output()
	require.NoError(t, err)
	paths := map[string]string{"require": "github.com/stretchr/testify/require"}
	for line := range strings.Lines(string(out)) {
		name, importPath, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.Contains(importPath, "internal/") || strings.HasPrefix(importPath, "vendor/") || name == "main" {
			continue
		}
		if old, twice := paths[name]; !twice || len(importPath) < len(old) {
			paths[name] = importPath
		}
	}
	return paths
}

// TestPrograms runs the blocks that are programs or tests. A text block directly after a
// program is its output.
func TestPrograms(t *testing.T) {
	t.Parallel()
	packages := packagePaths(t)
	ran := 0
	for _, file := range documents(t) {
		blocks := blocksOf(t, file)
		for i, b := range blocks {
			name, verb := "main.go", "run"
			switch {
			case b.language == "go" && strings.HasPrefix(b.code, "package main\n"):
			case b.language == "go" && strings.HasPrefix(b.code, "func Test"):
				name, verb = "guide_test.go", "test"
			default:
				continue
			}
			ran++
			path := filepath.Join(t.TempDir(), name)
			require.NoError(t, os.WriteFile(path, []byte(newSource(b, packages).text), 0o600))
			output, err := exec.Command("go", verb, path).CombinedOutput()
			require.NoError(t, err, "%s:%d:\n%s", b.file, b.line, output)
			if i+1 < len(blocks) && blocks[i+1].shows(b) {
				requireOutput(t, blocks[i+1], string(output))
			}
		}
	}
	require.Greater(t, ran, 4)
}
