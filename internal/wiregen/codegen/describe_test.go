package codegen

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const described = `// T is a thing.
//
//wire:object
type T struct {
	ID string ` + "`json:\"id\"`" + ` // of the thing
	Note string ` + "`json:\"note,omitzero\"`" + `
	Kind Kind ` + "`json:\"kind\" wire:\"or=a\"`" + `
	Rest string ` + "`json:\"-\" wire:\"extra\"`" + `
}

type Kind string

const (
	A Kind = "a" // the first one
	B Of[T] = "b"
	c = 1
)
`

func TestDescribe(t *testing.T) {
	t.Parallel()
	d, err := NewDescriber(write(t, described))
	require.NoError(t, err)
	o, err := d.Object("example.com/m/", "T")
	require.NoError(t, err)
	require.Equal(t, "T is a thing.", o.Doc)
	require.True(t, o.Open)
	require.Equal(t, []Member{
		{Name: "id", Doc: "of the thing", Field: "ID", Essential: true},
		{Name: "note", Field: "Note", Optional: true},
		{Name: "kind", Field: "Kind", Default: "a"},
	}, o.Members)
	other, err := d.Object("example.com/m/", "Kind")
	require.NoError(t, err)
	require.Nil(t, other, "no directive")
	_, err = d.Object("example.com/m/", "U")
	require.EqualError(t, err, "no type U in example.com/m/")
}

func TestConstants(t *testing.T) {
	t.Parallel()
	d, err := NewDescriber(write(t, described))
	require.NoError(t, err)
	constants, err := d.Constants("example.com/m/")
	require.NoError(t, err)
	require.Len(t, constants, 2)
	require.Equal(t, "a the first one", constants[0].Value+" "+constants[0].Doc)
	path, name := constants[1].Argument()
	require.Equal(t, "b T", constants[1].Value+" "+name)
	require.Empty(t, path)
}
