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
// the former one or the new one. If the path is a symbolic link, its target is replaced.
func WriteFile(path string, document []byte) error {
	path = target(path)
	temporary, err := createTemporary(path)
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

func createTemporary(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
}

// maxLinks is the maximum number of symbolic links that target follows.
const maxLinks = 16

// target returns the path of the file that a symbolic link points to. The file need not
// exist.
func target(path string) string {
	for range maxLinks {
		next, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return path
}

// ReadFile returns the document in the file. found is false if there is no file yet.
// Files must be creatable in the directory, so that a later WriteFile can succeed.
func ReadFile(path string) (document []byte, found bool, err error) {
	path = target(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, writable(path)
	case err != nil:
		return nil, false, err
	case info.IsDir():
		return nil, false, fmt.Errorf("%s is a directory", path)
	case !info.Mode().IsRegular():
		return nil, false, fmt.Errorf("%s is not a regular file", path)
	}
	if document, err = os.ReadFile(path); err == nil {
		err = writable(path)
	}
	return document, err == nil, err
}

// writable reports why WriteFile would fail. It creates a temporary file and removes it.
func writable(path string) error {
	temporary, err := createTemporary(path)
	if err != nil {
		return fmt.Errorf("the file could not be replaced: %w", err)
	}
	return errors.Join(temporary.Close(), os.Remove(temporary.Name()))
}
