package memnet

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// bufferSize is the capacity of one direction. It is small, like that of a socket, so
// that a server notices a client that does not read.
const bufferSize = 64 << 10

// stream is one direction of a connection.
type stream struct {
	mu      sync.Mutex
	changed *sync.Cond
	buffer  [][]byte // written and unread, in order
	size    int      // bytes in buffer
	ended   bool     // closed by the writer
	gone    bool     // closed by the reader
	broken  bool     // the connection was reset

	reading, writing deadline
}

// deadline is the deadline of one side.
type deadline struct {
	passed bool
	timer  *time.Timer
	times  int // number of changes, to detect a timer that fired late
}

func newStream() *stream {
	s := &stream{}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *stream) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.gone:
			return 0, net.ErrClosed
		case s.reading.passed:
			return 0, os.ErrDeadlineExceeded
		case s.size > 0 || len(b) == 0:
			return s.drain(b), nil
		case s.broken:
			return 0, errReset
		case s.ended:
			return 0, io.EOF
		}
		s.changed.Wait()
	}
}

// drain copies from the buffer to b.
func (s *stream) drain(b []byte) int {
	n := 0
	for n < len(b) && len(s.buffer) > 0 {
		moved := copy(b[n:], s.buffer[0])
		n += moved
		if s.buffer[0] = s.buffer[0][moved:]; len(s.buffer[0]) == 0 {
			s.buffer[0] = nil
			s.buffer = s.buffer[1:]
		}
	}
	s.size -= n
	s.changed.Broadcast()
	return n
}

func (s *stream) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	written := 0
	for {
		switch {
		case s.ended:
			return written, net.ErrClosed
		case s.broken:
			return written, errReset
		case s.gone:
			return written, errPipe
		case s.writing.passed:
			return written, os.ErrDeadlineExceeded
		case len(b) == written:
			return written, nil
		case s.size < bufferSize:
			part := b[written:min(len(b), written+bufferSize-s.size)]
			s.buffer = append(s.buffer, append([]byte(nil), part...))
			s.size += len(part)
			written += len(part)
			s.changed.Broadcast()
			continue
		}
		s.changed.Wait()
	}
}

// end closes the writer's side.
func (s *stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.writing.stop()
	s.changed.Broadcast()
}

// reset breaks the direction. As with a socket, the reader still gets the buffered
// bytes.
func (s *stream) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = true
	s.changed.Broadcast()
}

// abandon closes the reader's side and drops unread bytes.
func (s *stream) abandon() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = true
	s.buffer, s.size = nil, 0
	s.reading.stop()
	s.changed.Broadcast()
}

// setDeadline sets one of the deadlines of the stream.
func (s *stream) setDeadline(d *deadline, t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d == &s.reading && s.gone || d == &s.writing && s.ended {
		return opError("set deadline", net.ErrClosed)
	}
	d.stop()
	d.times++
	wait := time.Until(t)
	d.passed = !t.IsZero() && wait <= 0
	if !t.IsZero() && wait > 0 {
		times := d.times
		d.timer = time.AfterFunc(wait, func() { s.expire(d, times) })
	}
	s.changed.Broadcast()
	return nil
}

// expire passes a deadline, unless it was changed while its timer fired.
func (s *stream) expire(d *deadline, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.times == times {
		d.passed = true
		s.changed.Broadcast()
	}
}

func (d *deadline) stop() {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}
