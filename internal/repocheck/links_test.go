package repocheck

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	link       = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	notInLinks = regexp.MustCompile("[^a-z0-9 _-]")
)

// TestLinks checks that every relative link of a Markdown file leads to a file, and to a
// heading where it has a fragment.
func TestLinks(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, file := range tracked(t, "*.md") {
		for _, l := range markdownLines(read(t, file)) {
			for _, match := range link.FindAllStringSubmatch(inlineCode.ReplaceAllString(l.text, ""), -1) {
				if strings.Contains(match[1], "://") {
					continue
				}
				checked++
				if fault := brokenLink(t, file, match[1]); fault != "" {
					t.Errorf("%s:%d: %s: %s", file, l.number, match[1], fault)
				}
			}
		}
	}
	require.Greater(t, checked, 50)
	require.Equal(t, "there is no such file", brokenLink(t, "README.md", "docs/none.md"))
	require.Equal(t, "there is no such heading", brokenLink(t, "README.md", "docs/wire.md#none"))
	require.Empty(t, brokenLink(t, "docs/README.md", "wire.md#ids-and-times"))
}

func brokenLink(t *testing.T, from, target string) string {
	t.Helper()
	file, fragment, hasFragment := strings.Cut(target, "#")
	to := from
	if file != "" {
		to = path.Join(path.Dir(from), file)
	}
	if _, err := os.Stat("../../" + to); err != nil {
		return "there is no such file"
	}
	if !hasFragment {
		return ""
	}
	for _, l := range markdownLines(read(t, to)) {
		if heading, is := strings.CutPrefix(strings.TrimLeft(l.text, "#"), " "); is && strings.HasPrefix(l.text, "#") {
			anchor := notInLinks.ReplaceAllString(strings.ToLower(heading), "")
			if strings.ReplaceAll(anchor, " ", "-") == fragment {
				return ""
			}
		}
	}
	return "there is no such heading"
}
