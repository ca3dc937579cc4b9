package main

import (
	"errors"
	"log/slog"

	"github.com/stateset/stateset-go/mockserver"
)

// stateSettings is the flag of the state file.
type stateSettings struct{ path string } // "": none

func (s *stateSettings) table() []setting {
	return []setting{{name: "state", value: "FILE", set: s.setPath,
		usage: "Keep the state in this file: restore it at the start, and write it at SIGINT and SIGTERM and by POST /_mock/state.\n" +
			"The file contains secrets. A damaged file is an error and is not changed."}}
}

func (s *stateSettings) setPath(path string) error {
	if path == "" {
		return errors.New("must be the path of a file")
	}
	s.path = path
	return nil
}

func (s *stateSettings) options() []mockserver.Option {
	if s.path == "" {
		return nil
	}
	return []mockserver.Option{mockserver.WithStateFile(s.path)}
}

// save writes the state of a server that has ended.
func (s *stateSettings) save(srv *mockserver.Server, logger *slog.Logger) error {
	if s.path == "" {
		return nil
	}
	if err := srv.SaveState(); err != nil {
		return err
	}
	logger.Info("state written", "file", s.path)
	return nil
}
