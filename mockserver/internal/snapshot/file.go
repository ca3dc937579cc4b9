package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// fileMode lets only the user of the server read a file, because a document contains
// secrets.
const fileMode = 0o600

// WriteFile replaces the file with the document. After a crash at any time the file is
// the former one or the new one.
func WriteFile(path string, document []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	err = errors.Join(writeAll(temporary, document), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return syncDir(filepath.Dir(path))
}

func writeAll(f *os.File, document []byte) error {
	if err := f.Chmod(fileMode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if _, err := f.Write(document); err != nil {
		return err
	}
	return f.Sync()
}

// syncDir makes a rename permanent. Some systems cannot sync a directory.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = dir.Sync()
	return dir.Close()
}

// ReadFile returns the document in the file. found is false if there is no file yet. The
// directory must exist, so that a later WriteFile can succeed.
func ReadFile(path string) (document []byte, found bool, err error) {
	document, err = os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return document, err == nil, err
	}
	dir, err := os.Stat(filepath.Dir(path))
	if err == nil && !dir.IsDir() {
		err = fmt.Errorf("%s is not a directory", filepath.Dir(path))
	}
	return nil, false, err
}
