package codegen

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGeneratedFilesAreUpToDate runs the generator for every package of the module.
func TestGeneratedFilesAreUpToDate(t *testing.T) {
	t.Parallel()
	m, err := openModule(".")
	require.NoError(t, err)
	generated := 0
	require.NoError(t, filepath.WalkDir(m.root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case path != m.root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || isModule(path)):
			return fs.SkipDir
		}
		p, err := m.load(path)
		require.NoError(t, err)
		_, missing := os.Stat(filepath.Join(path, output))
		if len(p.order) == 0 {
			require.Error(t, missing, "%s has no directives", filepath.Join(path, output))
			return nil
		}
		generated++
		code, err := m.generate(path)
		require.NoError(t, err)
		present, _ := os.ReadFile(filepath.Join(path, output))
		require.True(t, bytes.Equal(present, code), "%s is stale: run go generate ./...", filepath.Join(path, output))
		return nil
	}))
	require.Positive(t, generated)
}

func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func TestCheckNamesTheStaleFile(t *testing.T) {
	t.Parallel()
	dir := write(t, "//wire:object\ntype T struct{ A string `json:\"a\"` }")
	require.ErrorContains(t, Update(dir, true), "wire_gen.go is stale")
	require.NoError(t, Update(dir, false))
	require.NoError(t, Update(dir, true))
}

func write(t *testing.T, code string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "t.go"), []byte("package t\n\n"+code+"\n"), 0o600))
	return dir
}

func TestValuesBeginWithThoseBesideTheType(t *testing.T) {
	t.Parallel()
	dir := write(t, "//wire:enum\ntype T string\n\nconst C T = \"c\"\n\nconst (\n\tD T = \"d\"\n\thidden T = \"h\"\n)")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("package t\n\nconst A T = \"a\"\n"), 0o600))
	code, err := generate(dir)
	require.NoError(t, err)
	require.Contains(t, string(code), "Values() []T { return []T{C, D, A} }")
}

// TestQueryNames takes the names of members from the tag url.
func TestQueryNames(t *testing.T) {
	t.Parallel()
	code, err := generate(write(t, "//wire:params\ntype T struct {\n\tA string `url:\"a,omitempty\"`\n\tB int `url:\"-\" json:\"b\"`\n\tC int `url:\"-\"`\n\tFormat string `url:\"format\"`\n}\n\n//wire:params\ntype U T"))
	require.NoError(t, err)
	for _, want := range []string{
		"case \"a\":\n\t\t\td.Side(&o, 0)", "case \"b\":\n\t\t\td.Side(&o, 1)", "case \"format\":\n\t\t\td.Side(&o, 2)\n\t\t\twire.ReadString[string](&p.Format, d)\n\t\tdefault:",
		"if p.A != \"\" || e.Full() {", "func (p T) String() string", "func (p *U) DecodeWire(",
	} {
		require.Contains(t, string(code), want)
	}
	require.NotContains(t, string(code), "p.C")
	require.NotContains(t, string(code), ") Format(")
}

// TestRefusals lists the declarations that the generator rejects. Each fault names the
// position.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"type T struct{ A float64 `json:\"a\"` }":                         "the type float64 cannot be written as JSON",
		"type T struct{ A map[int]string `json:\"a\"` }":                  "the type map[int]string cannot",
		"type T struct{ A [2]string `json:\"a\"` }":                       "the type [2]string cannot",
		"type T struct{ A func() `json:\"a\"` }":                          "cannot be written as JSON",
		"type T struct{ A string }":                                       "A has no json tag",
		"type T struct{ A U `json:\"a\"` }\ntype U struct{}":              "the type U has no directive",
		"type T struct{ A string `json:\"a\" wire:\"lax\"` }":             `unknown word "lax"`,
		"type T struct{ A string `json:\"a\" wire:\"number\"` }":          `the word "number" is not for a string`,
		"type T struct{ A int `json:\"a\" wire:\"also=b\"` }":             `the word "also" is not for a int`,
		"type T struct{ A, B string `json:\"a\"` }":                       `two members are named "a"`,
		"type T struct{ A E `json:\"a\"` }\n\n//wire:enum\ntype E string": "//wire:enum is for types with constants",
		"type T []string":                                  "//wire:object is for structs",
		"type T struct{ U }\ntype U int":                   "only structs can be embedded",
		"type T struct{ U `json:\"u\"` }\ntype U struct{}": "only structs of the package can be embedded",
		"type T struct{ A unknown.Type `json:\"a\"` }":     "the type unknown.Type is not known",
	} {
		_, err := generate(write(t, "//wire:object\n"+code))
		require.ErrorContains(t, err, want, code)
		require.Regexp(t, `t\.go:\d+:\d+: `, err.Error(), code)
	}
	_, err := generate(write(t, "//wire:thing\ntype T struct{}"))
	require.ErrorContains(t, err, "unknown directive //wire:thing")
}
