package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/gcpace"
	"github.com/stateset/stateset-go/mockserver"
)

// serveWord is the argument of a process that is a server.
const serveWord = "serve"

// reply is a response of the bare server.
type reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// remote is a server in its own process.
type remote struct {
	address string
	process *exec.Cmd
	stdin   io.Closer
}

// startRemote starts a mock server, or a bare server with a reply for every method.
func startRemote(replies map[string]reply) (*remote, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &remote{process: exec.Command(program, serveWord)}
	s.process.Stderr = os.Stderr
	stdin, err := s.process.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.stdin = stdin
	stdout, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	if err := json.NewEncoder(stdin).Encode(replies); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	s.address = strings.TrimSpace(line)
	return s, err
}

// close ends the process.
func (s *remote) close() {
	_ = s.stdin.Close()
	_ = s.process.Wait()
}

// resident returns the bytes of memory that the process uses.
func (s *remote) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, errors.ErrUnsupported
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	kilobytes, _, _ := strings.Cut(strings.TrimSpace(string(rest)), " ")
	n, convErr := strconv.ParseFloat(kilobytes, 64)
	return n * 1024, errors.Join(err, convErr)
}

// serve is the process of a server. It prints its address, and ends with its standard
// input.
func serve(stdin io.Reader, stdout io.Writer) error {
	in := json.NewDecoder(stdin)
	var replies map[string]reply
	if err := in.Decode(&replies); err != nil {
		return err
	}
	address, err := "", error(nil)
	if replies == nil {
		address, err = serveMock()
	} else {
		address, err = serveBare(replies)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, address)
	_, err = io.Copy(io.Discard, stdin)
	return err
}

// serveMock starts the same server as stateset-mock -log-level warn.
func serveMock() (string, error) {
	gcpace.Start()
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := mockserver.Start(context.Background(), mockserver.WithTCP("127.0.0.1:0"), mockserver.WithLogger(logger))
	if err != nil {
		return "", err
	}
	return strings.TrimPrefix(s.URL(), "http://"), nil
}

// serveBare responds to every request with the reply of the method.
func serveBare(replies map[string]reply) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	handler := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		known := replies[r.Method]
		header := w.Header()
		for name, values := range known.Header {
			header[name] = values
		}
		w.WriteHeader(known.Status)
		_, _ = w.Write(known.Body)
	}
	go func() { _ = http.Serve(listener, http.HandlerFunc(handler)) }()
	return listener.Addr().String(), nil
}
