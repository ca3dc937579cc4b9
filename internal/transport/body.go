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

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// Response is a response whose body was read.
type Response struct {
	Status   int
	Header   http.Header
	Body     []byte // valid until Release, unless the request keeps it
	Attempts []api.Attempt
	Skipped  []wire.Skipped // the members that were not decoded

	buffer *bytes.Buffer
}

// HeaderValue is header.Get for a name that is already in canonical form.
func HeaderValue(header http.Header, canonical string) string {
	if values := header[canonical]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Release returns the memory of the body to the pool. The receiver may be nil.
func (r *Response) Release() {
	if r != nil && r.buffer != nil {
		buffers.put(r.buffer)
		r.buffer, r.Body = nil, nil
	}
}

// keep copies the body, so that it belongs to the caller.
func (r *Response) keep() {
	if r.buffer != nil {
		body := bytes.Clone(r.Body)
		r.Release()
		r.Body = body
	}
}

// bufferPool reuses the memory of response bodies.
type bufferPool struct{ pool sync.Pool }

// maxPooled is the largest buffer that the pool keeps, so that one large response does
// not stay in memory.
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

// readBody reads a response body within the limit of its status, decompresses it and
// closes it, through raw. Bytes read before an error are kept.
func readBody(hr *http.Response, raw *limitedReader) (*bytes.Buffer, error) {
	defer hr.Body.Close()
	if hr.StatusCode < 200 {
		return buffers.get(), nil // 101 has no body, and no timeout would end the read
	}
	limit := int64(maxErrorBody)
	if hr.StatusCode >= 200 && hr.StatusCode <= 299 {
		limit = maxBody
	}
	buffer := buffers.get()
	if n := hr.ContentLength; n > 0 && n <= maxPooled {
		buffer.Grow(int(n) + bytes.MinRead) // space for the read that finds the end
	}
	*raw = limitedReader{reader: hr.Body, left: limit}
	if !strings.EqualFold(HeaderValue(hr.Header, "Content-Encoding"), "gzip") {
		err := fill(buffer, raw, limit)
		return buffer, bodyError(err, raw.err)
	}
	err := unzip(buffer, raw, limit)
	return buffer, bodyError(err, raw.err)
}

// fill reads to the end. A full buffer grows by a factor of four, at most to the limit.
// For the largest body this allocates 1.5 times its size; bytes.Buffer would allocate
// four times its size.
func fill(buffer *bytes.Buffer, reader io.Reader, limit int64) error {
	most, empty := int(limit)+bytes.MinRead, 0
	for {
		if buffer.Available() < bytes.MinRead {
			size := max(4*buffer.Cap(), bytes.MinRead)
			if size > most/2 {
				size = most
			}
			*buffer = *bytes.NewBuffer(append(make([]byte, 0, size), buffer.Bytes()...))
		}
		free := buffer.AvailableBuffer()
		n, err := reader.Read(free[:cap(free)])
		_, _ = buffer.Write(free[:n]) // no copy: free is the end of the buffer
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if empty++; n > 0 {
			empty = 0
		}
		if empty == maxEmptyReads {
			return io.ErrNoProgress
		}
	}
}

// maxEmptyReads is the number of consecutive reads that may return no bytes and no error,
// as a user's round tripper may do.
const maxEmptyReads = 100

func unzip(buffer *bytes.Buffer, raw *limitedReader, limit int64) error {
	unzipper, ok := unzippers.Get().(*gzip.Reader)
	if !ok {
		unzipper = new(gzip.Reader)
	}
	defer unzippers.Put(unzipper)
	switch err := unzipper.Reset(raw); {
	case err == io.EOF:
		return nil // no body, as after a 204 or HEAD
	case err != nil:
		return corruptUnless(raw.err, err)
	}
	err := fill(buffer, &limitedReader{reader: unzipper, left: limit}, limit)
	switch {
	case errors.Is(err, api.ErrResponseTooLarge):
		return err
	case err == io.ErrUnexpectedEOF && raw.err == io.EOF:
		return api.ErrResponseTruncated // the compressed stream is incomplete, the HTTP body is not
	}
	return corruptUnless(raw.err, err)
}

// corruptUnless distinguishes an incomplete compressed stream from a corrupt one.
func corruptUnless(wire, err error) error {
	if err == nil || wire != nil && wire != io.EOF {
		return wire
	}
	return fmt.Errorf("%w: %w", api.ErrResponseCorrupt, err)
}

// bodyError returns the error of a body: too large, corrupt or truncated.
func bodyError(err, wire error) error {
	switch {
	case err == nil || err == io.EOF:
		return nil
	case errors.Is(err, api.ErrResponseTooLarge), errors.Is(err, api.ErrResponseCorrupt), errors.Is(err, api.ErrResponseTruncated):
		return err
	case wire == io.ErrUnexpectedEOF:
		return api.ErrResponseTruncated
	}
	return fmt.Errorf("%w: %w", api.ErrResponseTruncated, err)
}

// limitedReader returns an error when the input exceeds the limit; io.LimitReader returns
// EOF instead. It keeps the error of its reader.
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
		n, err = n-1, api.ErrResponseTooLarge
	}
	r.err = err
	return n, err
}
