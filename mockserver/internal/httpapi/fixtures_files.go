package httpapi

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// maxFixtures is the maximum size of a file of fixtures.
const maxFixtures = 16 << 20

// ReadFixtureFiles parses the .json files at the top of a file system, in the order of
// their names.
func ReadFixtureFiles(files fs.FS) (*Fixtures, error) {
	entries, err := fs.ReadDir(files, ".") // sorted
	if err != nil {
		return nil, err
	}
	all, found := &Fixtures{}, false
	for _, entry := range entries {
		switch path.Ext(entry.Name()) {
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
