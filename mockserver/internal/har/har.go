package har

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// Variable is the environment variable that names the directory of the files.
const Variable = "STATESET_HAR"

// A file is complete after each entry: the next entry overwrites the end.
const (
	begin = `{"log":{"version":"1.2","creator":{"name":"stateset-mock","version":"1"},"entries":[`
	end   = "\n]}}\n"
)

// File is a HAR file. It is safe for concurrent use.
type File struct {
	mu    sync.Mutex
	out   io.WriterAt
	size  int64 // without the end
	comma string
}

// NewFile writes a file without entries.
func NewFile(out io.WriterAt) (*File, error) {
	f := &File{out: out}
	return f, f.append(begin)
}

// Add appends a request with the headers of its response. test is the name of the test
// that sent the request.
func (f *File) Add(test string, e *journal.Entry, header http.Header) error {
	text, err := json.Marshal(newEntry(test, e, header))
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	err = f.append(f.comma + "\n" + string(text))
	f.comma = ","
	return err
}

func (f *File) append(text string) error {
	_, err := f.out.WriteAt([]byte(text+end), f.size)
	f.size += int64(len(text))
	return err
}

// ofProcess opens the file of the process, which all its servers share. It is nil if the
// variable is not set.
var ofProcess = sync.OnceValues(func() (*File, error) {
	directory := os.Getenv(Variable)
	if directory == "" {
		return nil, nil
	}
	name := fmt.Sprintf("%s-%d.har", filepath.Base(os.Args[0]), os.Getpid())
	out, err := os.OpenFile(filepath.Join(directory, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Variable, err)
	}
	return NewFile(out)
})

// Observer returns the observer of a server: it appends to the file of the process. It
// returns nil if the variable is not set, and panics if the file cannot be written.
func Observer(test string) func(*journal.Entry, http.Header) {
	f, err := ofProcess()
	if err != nil {
		panic(err)
	}
	if f == nil {
		return nil
	}
	return func(e *journal.Entry, header http.Header) {
		if err := f.Add(test, e, header); err != nil {
			panic(err)
		}
	}
}
