package guides

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	// address is the address of the mock server in the guides.
	address = "127.0.0.1:8420"
	// blockTimeout ends a block that hangs. Some blocks build a program.
	blockTimeout = 10 * time.Minute
)

// interpreters run blocks, which they read from standard input.
var interpreters = map[string][]string{
	"sh":     {"bash", "-euo", "pipefail", "-s"},
	"python": {"python3", "-"},
	"js":     {"node", "--input-type=module", "-"},
}

// TestCommands runs the blocks of each document in order, in one empty directory, and
// compares their output with the block that follows.
func TestCommands(t *testing.T) {
	t.Parallel()
	programs := t.TempDir()
	build := exec.Command("go", "build", "-o", programs, "./mockserver/stateset-mock")
	build.Dir = root
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)

	// An error response must fail the block.
	require.NoError(t, os.WriteFile(filepath.Join(programs, ".curlrc"), []byte("fail-with-body\nsilent\nshow-error\n"), 0o600))

	ran := 0
	for _, file := range documents(t) {
		blocks := blocksOf(t, file)
		guide := &guide{programs: programs, directory: t.TempDir(), address: freeAddress(t)}
		ok := t.Run(file, func(t *testing.T) {
			for i, b := range blocks {
				if _, skip := b.has("skip"); interpreters[b.language] == nil || skip {
					continue
				}
				ran++
				printed := guide.run(t, b)
				if i+1 < len(blocks) && blocks[i+1].shows(b) {
					requireOutput(t, blocks[i+1], guide.original(printed))
				}
			}
		})
		guide.stop()
		require.True(t, ok)
	}
	require.Greater(t, ran, 12)
}

// TestUntestedBlocks checks that every block of commands has a tested language, or a
// comment with the reason why it is not run.
func TestUntestedBlocks(t *testing.T) {
	t.Parallel()
	for _, file := range documents(t) {
		for _, b := range blocksOf(t, file) {
			reason, skipped := b.has("skip")
			if skipped && !strings.HasPrefix(reason, "because ") && !strings.HasPrefix(reason, ", because ") {
				t.Errorf("%s:%d: the comment must say why: test: skip, because …", file, b.line)
			}
			if skipped || interpreters[b.language] != nil {
				continue
			}
			switch b.language {
			case "go", "text", "json", "yaml", "http":
			default:
				t.Errorf("%s:%d: language %q: use go, sh, python, js, text, json, yaml or http", file, b.line, b.language)
			}
		}
	}
}

// TestExamplesAreListed checks that examples/README.md runs every program in examples/.
func TestExamplesAreListed(t *testing.T) {
	t.Parallel()
	var commands string
	for _, b := range blocksOf(t, "examples/README.md") {
		if b.language == "sh" {
			commands += b.code
		}
	}
	programs, err := filepath.Glob(filepath.Join(root, "examples/*/main.go"))
	require.NoError(t, err)
	require.NotEmpty(t, programs)
	for _, program := range programs {
		name := filepath.Base(filepath.Dir(program))
		require.Regexp(t, `(?m)examples/`+name+`( \.)?$`, commands, "examples/README.md does not run %s", name)
	}
}

// guide runs the blocks of one document.
type guide struct {
	programs, directory, address string
	server                       *exec.Cmd
}

// run runs a block and returns its output. A block of commands for the mock server gets a
// server, unless the document has started one.
func (g *guide) run(t *testing.T, b block) string {
	t.Helper()
	code := strings.NewReplacer(
		address, g.address,
		"go run ./mockserver/stateset-mock", "stateset-mock",
		"go run ./examples", "go run -C "+absolute(t, root)+" ./examples",
		"go run -C examples", "go run -C "+absolute(t, root)+"/examples",
	).Replace(b.code)
	if _, serves := b.has("server"); serves {
		g.stop()
		g.start(t, b, code)
		return ""
	}
	if g.server == nil && g.address != "" && strings.Contains(code, g.address) {
		g.start(t, b, "stateset-mock -addr "+g.address)
	}
	ctx, cancel := context.WithTimeout(t.Context(), blockTimeout)
	defer cancel()
	command := g.command(ctx, b.language, code)
	var printed, complaints bytes.Buffer
	command.Stdout, command.Stderr = &printed, &complaints
	err := command.Run()
	require.NoError(t, err, "%s:%d:\n%s%s", b.file, b.line, printed.String(), complaints.String())
	return printed.String()
}

func (g *guide) command(ctx context.Context, language, code string) *exec.Cmd {
	interpreter := interpreters[language]
	command := exec.CommandContext(ctx, interpreter[0], interpreter[1:]...)
	command.Dir = g.directory
	command.Env = append(os.Environ(), "PATH="+g.programs+":"+os.Getenv("PATH"), "CURL_HOME="+g.programs)
	command.Stdin = strings.NewReader(code)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.WaitDelay = 5 * time.Second // for programs that a block leaves in the background
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	return command
}

// start runs a block in the background and returns when the server is ready.
func (g *guide) start(t *testing.T, b block, code string) {
	t.Helper()
	g.server = g.command(context.Background(), "sh", code)
	var complaints bytes.Buffer
	g.server.Stderr = &complaints
	stdout, err := g.server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, g.server.Start())
	lines := bufio.NewReader(stdout)
	ready, err := lines.ReadString('\n')
	require.NoError(t, err, "%s:%d: the server ended: %s", b.file, b.line, &complaints)
	require.Contains(t, ready, "listening on")
	go func() { _, _ = io.Copy(io.Discard, lines) }()
}

func (g *guide) stop() {
	if g.server != nil {
		_ = syscall.Kill(-g.server.Process.Pid, syscall.SIGKILL)
		_ = g.server.Wait()
		g.server = nil
	}
}

// original puts the address of the guide into the output.
func (g *guide) original(printed string) string {
	return strings.ReplaceAll(printed, g.address, address)
}

// requireOutput compares an output with the block that shows it.
func requireOutput(t *testing.T, shown block, printed string) {
	t.Helper()
	pattern := "(?s)^"
	for line := range strings.Lines(shown.code) {
		if strings.TrimSpace(line) == "…" {
			pattern += ".*"
			continue
		}
		pattern += strings.ReplaceAll(regexp.QuoteMeta(strings.TrimRight(line, " \n")), "…", "[^\n]*") + "\\s*\n"
	}
	require.Regexp(t, pattern+"$", strings.TrimRight(printed, "\n")+"\n", "%s:%d shows another output", shown.file, shown.line)
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	require.NoError(t, err)
	return full
}

// freeAddress returns an address of this machine with a free port. The system does not
// give ports below 32768 to the sockets of other tests.
func freeAddress(t *testing.T) string {
	t.Helper()
	for {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000)))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		require.NoError(t, err)
		require.NoError(t, listener.Close())
		return listener.Addr().String()
	}
}
