package httpapi

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// maxFixtures is the maximum size of a file of fixtures.
const maxFixtures = 16 << 20

// ReadFixtureFiles parses the .json files at the top of a file system, in the order of
// their names. Hidden files, whose names begin with a dot, are ignored.
func ReadFixtureFiles(files fs.FS) (*Fixtures, error) {
	entries, err := fs.ReadDir(files, ".") // sorted
	if err != nil {
		return nil, err
	}
	all, found := &Fixtures{}, false
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		switch strings.ToLower(path.Ext(entry.Name())) {
		case ".yaml", ".yml":
			return nil, fmt.Errorf("%s: fixtures must be JSON", entry.Name())
		case ".json":
			data, err := readFixtureFile(files, entry.Name())
			if err != nil {
				return nil, err
			}
			fixtures, err := ReadFixtures(entry.Name(), data)
			if err != nil {
				return nil, err
			}
			all.accounts, found = append(all.accounts, fixtures.accounts...), true
		}
	}
	if !found {
		return nil, errors.New("no .json file at the top of the directory")
	}
	return all, nil
}

func readFixtureFile(files fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe would block
		return nil, fmt.Errorf("%s: must be a regular file", name)
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(file, maxFixtures+1))
	if err == nil && len(data) > maxFixtures {
		err = fmt.Errorf("%s: larger than %d MiB", name, maxFixtures>>20)
	}
	return data, err
}
