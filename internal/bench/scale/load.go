package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// request returns the bytes of request i of a connection, in the buffer.
type request func(buffer []byte, connection, i int) []byte

// errTime ends a load when its time is over.
var errTime = errors.New("the time is over")

// load sends n requests on each connection, one after another, and returns the requests
// per second.
func (s *remote) load(connections, n int, next request) (float64, error) {
	return s.drive(connections, next, func(i int) error {
		if i == n {
			return errTime
		}
		return nil
	})
}

// loadFor sends requests on each connection for a duration, at least one.
func (s *remote) loadFor(connections int, length time.Duration, next request) (float64, error) {
	until := time.Now().Add(length)
	return s.drive(connections, next, func(i int) error {
		if i > 0 && time.Now().After(until) {
			return errTime
		}
		return nil
	})
}

func (s *remote) drive(connections int, next request, check func(i int) error) (float64, error) {
	var all sync.WaitGroup
	counts, failures := make([]int, connections), make([]error, connections)
	begin := time.Now()
	for c := range connections {
		all.Go(func() { counts[c], failures[c] = s.converse(c, next, check) })
	}
	all.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return float64(sum) / time.Since(begin).Seconds(), errors.Join(failures...)
}

// converse uses one connection and returns the number of its requests.
func (s *remote) converse(connection int, next request, check func(i int) error) (int, error) {
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	in := bufio.NewReaderSize(conn, 16<<10)
	var out []byte
	for i := 0; ; i++ {
		if err := check(i); errors.Is(err, errTime) {
			return i, nil
		}
		out = next(out[:0], connection, i)
		if _, err := conn.Write(out); err != nil {
			return i, err
		}
		if err := skipResponse(in); err != nil {
			return i, err
		}
	}
}

// skipResponse reads a response with a Content-Length.
func skipResponse(in *bufio.Reader) error {
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if value, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			for _, digit := range bytes.TrimSpace(value) {
				length = length*10 + int(digit-'0')
			}
		}
		if len(line) == len("HTTP/1.1 500 \r\n") && line[0] == 'H' || bytes.HasPrefix(line, []byte("HTTP/1.1 5")) {
			return fmt.Errorf("the server failed: %s", line)
		}
		if len(line) == len("\r\n") {
			_, err := io.CopyN(io.Discard, in, int64(length))
			return err
		}
	}
}
