package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

func (s *settings) fixtureTable() []setting {
	return []setting{{name: "fixtures", value: "FILE|DIR", set: s.setFixtures,
		usage: "Fill accounts from this JSON file, or from the .json files of this directory in the order of their names.\n" +
			"Resets apply them again. POST /_mock/fixtures applies fixtures at run time."}}
}

func (s *settings) setFixtures(path string) (err error) {
	s.fixtures, err = openFixtures(path)
	return err
}

func (s *settings) fixtureOptions() []mockserver.Option {
	if s.fixtures == nil {
		return nil
	}
	return []mockserver.Option{mockserver.WithFixtures(s.fixtures)}
}

// openFixtures returns the directory, or one with only the file, and checks the form of
// the fixtures.
func openFixtures(path string) (fs.FS, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	files := os.DirFS(path)
	if !info.IsDir() {
		if !strings.EqualFold(filepath.Ext(path), ".json") {
			return nil, mustBe("a .json file or a directory", path)
		}
		files = oneFile{os.DirFS(filepath.Dir(path)), filepath.Base(path)}
	}
	_, err = httpapi.ReadFixtureFiles(files)
	return files, err
}

// oneFile is a directory with only one of its files.
type oneFile struct {
	fs.FS
	name string
}

// ReadDir implements fs.ReadDirFS.
func (f oneFile) ReadDir(string) ([]fs.DirEntry, error) {
	info, err := fs.Stat(f.FS, f.name)
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}

// startError describes why the server did not start.
func (s *settings) startError(err error) error {
	var fault *httpapi.FixtureError
	if errors.As(err, &fault) {
		return inFlag("fixtures", fault)
	}
	var state *httpapi.StateError
	if errors.As(err, &state) {
		return inFlag("state", state)
	}
	return fmt.Errorf("cannot listen on %s: %w", s.address, err)
}

// checkFixtures is the command "fixtures check". It starts a server in memory with the
// flags and the variables of the server, so that both agree.
type checkFixtures struct{ *settings }

func checkFixturesCommand() command {
	return command{
		name: "fixtures check", arguments: []string{"FILE|DIR"}, help: "Check fixtures without serving.", sameFlags: true,
		note:     "Runs the calls of the fixtures on a server in memory.\nExit status: 0 valid, 1 invalid, 2 bad flag.",
		examples: []string{"fixtures check orders.json", "fixtures check fixtures/ -time 2026-01-15T10:00:00Z"},
		task:     func() task { return &checkFixtures{newSettings()} },
	}
}

func (t *checkFixtures) run(ctx context.Context, c *console) int {
	if err := t.complete(c.environment); err != nil {
		return c.fail(exitBadFlags, err)
	}
	files, err := openFixtures(c.arguments[0])
	if err != nil {
		return c.fail(exitFailed, err)
	}
	t.fixtures = files
	srv, err := mockserver.Start(ctx, t.inMemory()...)
	if fault := (*httpapi.FixtureError)(nil); errors.As(err, &fault) {
		return c.fail(exitFailed, fault)
	}
	if err != nil {
		return c.fail(exitFailed, err)
	}
	srv.Close()
	fixtures, err := httpapi.ReadFixtureFiles(files)
	if err != nil {
		return c.fail(exitFailed, err)
	}
	accounts, calls := fixtures.Size()
	fmt.Fprintf(c.stdout, "stateset-mock: the fixtures are valid: accounts %d, calls %d\n", accounts, calls)
	return exitOK
}
