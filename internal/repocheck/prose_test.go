package repocheck

import (
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// longestSentence is the most words of a sentence in a Markdown file.
const longestSentence = 35

// phrases are wordings that users had to read twice, and what to write instead.
var phrases = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{phrase(`nobody|somebody|whoever|no one`), "name the subject"},
	{phrase(`he|him|his|himself`), "a program is 'it', a person is 'the caller' or 'they'"},
	{phrase(`wants|knows no`), "'requires', 'checks' or 'has no'"},
	{phrase(`is of (?:a|the|that|this|its)`), "'has' or 'belongs to'"},
	{phrase(`(?:for|serves a program for) (?:ever|years)`), "state the duration or 'indefinitely'"},
	{phrase(`unless told otherwise|without it, and must`), "'Default: …'"},
	{phrase(`in vain|mercy|the house|lodgers|the truth|riddles?|at the door`), "say it without a metaphor"},
	{phrase(`what went wrong|what is known of|that page by themselves|as it is to be`), "use the term: error, outcome, pagination"},
	{phrase(`(?:wants?|asks?) what|what (?:it|that) is for`), "name the object"},
	{phrase(`needs no closing|makes one himself`), "'does not need to be closed', 'is created by'"},
	{phrase(`behaviour|colour|fulfil|fulfilment|instalments?|cancelling|neighbours?|centimetres?`), "American spelling"},
}

func phrase(words string) *regexp.Regexp { return regexp.MustCompile(`(?i)\b(?:` + words + `)\b`) }

// TestPhrases checks the comments of all Go files and all Markdown files.
func TestPhrases(t *testing.T) {
	t.Parallel()
	findings := 0
	for _, file := range tracked(t, "*.go", "*.md") {
		if strings.HasSuffix(file, "_gen.go") || file == "internal/repocheck/prose_test.go" {
			continue
		}
		text := read(t, file)
		lines := markdownLines(text)
		if strings.HasSuffix(file, ".go") {
			lines = commentLines(text)
		}
		for _, line := range lines {
			for _, found := range wordings(line.text) {
				findings++
				t.Errorf("%s:%d: %s", file, line.number, found)
			}
		}
	}
	t.Logf("%d findings", findings)
}

// TestSentencesAreShort checks the prose of all Markdown files.
func TestSentencesAreShort(t *testing.T) {
	t.Parallel()
	for _, file := range tracked(t, "*.md") {
		for _, sentence := range sentences(markdownLines(read(t, file))) {
			if words := len(strings.Fields(sentence.text)); words > longestSentence {
				t.Errorf("%s:%d: a sentence of %d words, the limit is %d: %.70s…", file, sentence.number, words, longestSentence, sentence.text)
			}
		}
	}
}

// TestProseCheck checks that the check finds what it is for, and no more.
func TestProseCheck(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", longestSentence) + "end."
	markdown := "# Title\n\nA handler retries, and he\nwaits.\n\n```go\n// nobody reads this\n```\n\n" + long + "\n\n| nobody | in a table |\n"

	var found []string
	for _, line := range markdownLines(markdown) {
		for _, f := range wordings(line.text) {
			found = append(found, fmt.Sprintf("%d: %s", line.number, f))
		}
	}
	require.Equal(t, []string{
		`3: "he": a program is 'it', a person is 'the caller' or 'they'`,
		`12: "nobody": name the subject`,
	}, found)
	var lengths []string
	for _, s := range sentences(markdownLines(markdown)) {
		lengths = append(lengths, fmt.Sprintf("%d: %d", s.number, len(strings.Fields(s.text))))
	}
	require.Equal(t, []string{"3: 6", "10: 36"}, lengths)

	comments := commentLines("package p\n\n// F wants a name.\nfunc F() { _ = \"nobody\" } /* the\ntruth */\n")
	require.Equal(t, []line{{3, "// F wants a name."}, {4, "/* the"}, {5, "truth */"}}, comments)
	require.NotEmpty(t, wordings(comments[0].text))
}

// line is a line of prose.
type line struct {
	number int
	text   string
}

// wordings returns the phrases in a line, each with its advice.
func wordings(text string) []string {
	var found []string
	for _, p := range phrases {
		for _, match := range p.pattern.FindAllString(text, -1) {
			found = append(found, fmt.Sprintf("%q: %s", match, p.instead))
		}
	}
	return found
}

// commentLines returns the lines of the comments of a Go file.
func commentLines(source string) []line {
	var lines []line
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), nil, scanner.ScanComments)
	for {
		position, kind, literal := s.Scan()
		if kind == token.EOF {
			return lines
		}
		if kind == token.COMMENT {
			first := file.Line(position)
			for i, text := range strings.Split(literal, "\n") {
				lines = append(lines, line{first + i, text})
			}
		}
	}
}

// markdownLines returns the lines of a Markdown file outside code blocks.
func markdownLines(source string) []line {
	var lines []line
	inCode := false
	for i, text := range strings.Split(source, "\n") {
		if strings.HasPrefix(strings.TrimSpace(text), "```") {
			inCode = !inCode
			lines = append(lines, line{i + 1, ""})
		} else if !inCode {
			lines = append(lines, line{i + 1, text})
		}
	}
	return lines
}

var (
	inlineCode     = regexp.MustCompile("`[^`]*`")
	sentenceEnd    = regexp.MustCompile(`[.!?:](?:["')*\]]*)(?:\s+|$)`)
	startsOnItsOwn = regexp.MustCompile(`^\s*(?:[-*#>|]|\d+\.|$)`)
)

// sentences returns the sentences of paragraphs and list items, and the line where the
// paragraph of each begins. Inline code counts as one word. Tables and headings are left out.
func sentences(lines []line) []line {
	var all []line
	paragraph := line{}
	flush := func() {
		text := inlineCode.ReplaceAllString(paragraph.text, "code")
		for _, sentence := range sentenceEnd.Split(text, -1) {
			if strings.TrimSpace(sentence) != "" {
				all = append(all, line{paragraph.number, strings.TrimSpace(sentence)})
			}
		}
		paragraph = line{}
	}
	for _, l := range lines {
		if startsOnItsOwn.MatchString(l.text) {
			flush()
		}
		if trimmed := strings.TrimSpace(l.text); trimmed == "" || trimmed[0] == '|' || trimmed[0] == '#' {
			continue
		}
		if paragraph.text == "" {
			paragraph.number = l.number
		}
		paragraph.text += l.text + " "
	}
	flush()
	return all
}

// tracked returns the files of the repository with these names.
func tracked(t *testing.T, patterns ...string) []string {
	t.Helper()
	git := exec.Command("git", append([]string{"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"}, patterns...)...)
	git.Dir = "../.."
	out, err := git.Output()
	if err != nil {
		t.Skip("this is no git checkout")
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + file)
	if os.IsNotExist(err) { // deleted, but not yet in the index
		return ""
	}
	require.NoError(t, err)
	return string(text)
}
