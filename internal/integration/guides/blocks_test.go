package guides

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../.."

// block is a fenced block of a Markdown file.
type block struct {
	file     string
	line     int // number of the first line of code
	language string
	code     string
	config   string // the text of the comment <!-- test: … --> before the block
}

// has returns the text after a word in the configuration of the block.
func (b block) has(word string) (string, bool) {
	rest, found := strings.CutPrefix(b.config, word)
	return strings.TrimSpace(rest), found
}

// shows reports whether the block is the output of another block: a text block directly
// after it.
func (b block) shows(other block) bool {
	return b.language == "text" && b.line == other.line+strings.Count(other.code, "\n")+3
}

// documents returns the Markdown files of the repository that users read.
func documents(t *testing.T) []string {
	t.Helper()
	git := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "README.md", "SECURITY.md", "docs/*.md", "examples/*.md")
	git.Dir = root
	out, err := git.Output()
	require.NoError(t, err)
	files := strings.Fields(string(out))
	require.NotEmpty(t, files)
	return files
}

// blocksOf returns the blocks of a file, in order.
func blocksOf(t *testing.T, file string) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	require.NoError(t, err)
	return parse(file, string(text))
}

func parse(file, text string) []block {
	var blocks []block
	var open *block
	config := ""
	for i, line := range strings.Split(text, "\n") {
		fence, language := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case open != nil && language && fence == "":
			blocks = append(blocks, *open)
			open, config = nil, ""
		case open != nil:
			open.code += line + "\n"
		case language:
			open = &block{file: file, line: i + 2, language: fence, config: config}
		case strings.HasPrefix(line, "<!-- test: "):
			config = strings.TrimSuffix(strings.TrimPrefix(line, "<!-- test: "), " -->")
		case strings.TrimSpace(line) != "":
			config = ""
		}
	}
	return blocks
}

func TestParse(t *testing.T) {
	t.Parallel()
	text := "# A\n\n<!-- test: given a int -->\n\n```go\nf(a)\n```\n\n```\nplain\n```\n\n<!-- test: server -->\ntext\n```sh\nls\n```\n"
	require.Equal(t, []block{
		{"a.md", 6, "go", "f(a)\n", "given a int"},
		{"a.md", 10, "", "plain\n", ""},
		{"a.md", 16, "sh", "ls\n", ""},
	}, parse("a.md", text))
}
