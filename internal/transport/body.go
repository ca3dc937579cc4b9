package transport

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Response is an answer that was read.
type Response struct {
	Status   int
	Header   http.Header
	Body     []byte // valid until Release, unless the request keeps it
	Attempts []Attempt

	buffer *bytes.Buffer
}

// Release gives the body's memory back. It may be called on nil.
func (r *Response) Release() {
	if r != nil && r.buffer != nil {
		buffers.put(r.buffer)
		r.buffer, r.Body = nil, nil
	}
}

// keep makes the body the caller's.
func (r *Response) keep() {
	if r.buffer != nil {
		body := bytes.Clone(r.Body)
		r.Release()
		r.Body = body
	}
}

// bufferPool reuses the memory that bodies are read into.
type bufferPool struct{ pool sync.Pool }

// maxPooled is the largest buffer that is kept: one huge answer shall not stay in
// memory.
const maxPooled = 1 << 20

var buffers bufferPool

func (p *bufferPool) get() *bytes.Buffer {
	if b, ok := p.pool.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}

func (p *bufferPool) put(b *bytes.Buffer) {
	if b.Cap() <= maxPooled {
		b.Reset()
		p.pool.Put(b)
	}
}

var unzippers sync.Pool // of *gzip.Reader

// readBody reads an answer's body within the limit for its status, unzips it, and
// closes it. What was read before an error is kept.
func readBody(hr *http.Response) (*bytes.Buffer, error) {
	defer hr.Body.Close()
	limit := int64(maxErrorBody)
	if hr.StatusCode >= 200 && hr.StatusCode <= 299 {
		limit = maxBody
	}
	buffer := buffers.get()
	if n := hr.ContentLength; n > 0 && n <= limit {
		buffer.Grow(int(n) + bytes.MinRead) // room for the read that finds the end
	}
	raw := &limitedReader{reader: hr.Body, left: limit}
	if !strings.EqualFold(hr.Header.Get("Content-Encoding"), "gzip") {
		_, err := buffer.ReadFrom(raw)
		return buffer, bodyError(err, raw.err)
	}
	err := unzip(buffer, raw, limit)
	return buffer, bodyError(err, raw.err)
}

func unzip(buffer *bytes.Buffer, raw *limitedReader, limit int64) error {
	unzipper, ok := unzippers.Get().(*gzip.Reader)
	if !ok {
		unzipper = new(gzip.Reader)
	}
	defer unzippers.Put(unzipper)
	if err := unzipper.Reset(raw); err != nil {
		return corruptUnless(raw.err, err)
	}
	_, err := buffer.ReadFrom(&limitedReader{reader: unzipper, left: limit})
	if errors.Is(err, ErrResponseTooLarge) {
		return err
	}
	return corruptUnless(raw.err, err)
}

// corruptUnless tells a stream that broke off from one that was bad.
func corruptUnless(wire, err error) error {
	if err == nil || wire != nil && wire != io.EOF {
		return wire
	}
	return fmt.Errorf("%w: %w", ErrResponseCorrupt, err)
}

// bodyError names the two errors of a body that matter: that it was too large, or
// that it ended early.
func bodyError(err, wire error) error {
	switch {
	case err == nil || err == io.EOF:
		return nil
	case errors.Is(err, ErrResponseTooLarge), errors.Is(err, ErrResponseCorrupt):
		return err
	case wire == io.ErrUnexpectedEOF:
		return ErrResponseTruncated
	}
	return fmt.Errorf("%w: %w", ErrResponseTruncated, err)
}

// limitedReader fails when there is more than the limit, unlike io.LimitReader,
// which ends there as if the stream did. It remembers the error of its reader.
type limitedReader struct {
	reader io.Reader
	left   int64
	err    error
}

func (r *limitedReader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	if int64(len(p)) > r.left+1 {
		p = p[:r.left+1]
	}
	n, err := r.reader.Read(p)
	r.left -= int64(n)
	if r.left < 0 {
		n, err = n-1, ErrResponseTooLarge
	}
	r.err = err
	return n, err
}
