package webhook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// The reasons to reject a request before its body is read.
var (
	errNotPost    = errors.New("stateset: webhook request is not a POST")
	errCompressed = errors.New("stateset: webhook body is compressed, which the sender never does")
	errSlowBody   = errors.New("stateset: webhook body did not arrive within the read timeout")
	errCutShort   = errors.New("stateset: webhook body was cut short")
)

// ServeHTTP receives one delivery. See [Handler] for the statuses.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := h.serve(w, r)
	answer.write(w)
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request) (answer Answer) {
	ctx := h.begin(r.Context(), r.Header)
	defer func() { h.end(ctx, &answer) }()
	payload, refused := h.receive(w, r)
	if refused.Err != nil {
		h.report(ctx, slog.LevelWarn, "webhook refused", nil, refused.Err)
		return refused
	}
	return h.process(ctx, payload, r.Header)
}

// receive reads the body. A request that is rejected because of its headers is rejected
// before the body is read.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request) ([]byte, Answer) {
	limit := int64(h.verifier.maxBody)
	switch {
	case r.Method != http.MethodPost:
		return nil, Answer{Status: http.StatusMethodNotAllowed, Err: errNotPost}
	case isEncoded(r.Header):
		return nil, Answer{Status: http.StatusUnsupportedMediaType, Err: errCompressed}
	case r.ContentLength > limit:
		return nil, tooLarge(limit)
	}
	// Connections without deadlines, such as those of a recorder, return an error.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(h.readTimeout))
	body := r.Body
	if body == nil { // adapters and tests pass a nil body, net/http never does
		body = http.NoBody
	}
	payload, err := readBody(http.MaxBytesReader(w, body, limit), r.ContentLength)
	if err == nil {
		// The deadline applies only to the body. Other servers than that of net/http
		// might treat it as a disconnect of the sender while the event is handled.
		_ = control.SetReadDeadline(time.Time{})
		return payload, Answer{}
	}
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return nil, tooLarge(limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, Answer{Status: http.StatusRequestTimeout, Err: errSlowBody}
	}
	return nil, Answer{Status: http.StatusBadRequest, Err: fmt.Errorf("%w: %w", errCutShort, err)}
}

func tooLarge(limit int64) Answer {
	return Answer{Status: http.StatusRequestEntityTooLarge, Err: fmt.Errorf("%w: more than %d bytes", ErrBodyTooLarge, limit)}
}

// firstRead is the maximum memory that is allocated for an announced length before the
// body arrives.
const firstRead = 16 << 10

func readBody(body io.Reader, announced int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(max(announced, 0), firstRead)) + bytes.MinRead)
	_, err := b.ReadFrom(body)
	return b.Bytes(), err
}

func isEncoded(header http.Header) bool {
	for _, line := range header.Values("Content-Encoding") {
		for coding := range strings.SplitSeq(line, ",") {
			if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
				return true
			}
		}
	}
	return false
}

// refusal returns the status for a delivery that was not verified.
func refusal(err error) int {
	for _, unproven := range []error{ErrNoSignature, ErrSignatureMismatch, ErrTimestampRequired, ErrRawRequired, ErrTimestampTooOld, ErrTimestampTooNew} {
		if errors.Is(err, unproven) {
			return http.StatusUnauthorized
		}
	}
	if errors.Is(err, ErrBodyTooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// write responds with the status and its name, without details.
func (a *Answer) write(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Content-Type", "text/plain; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	switch a.Status {
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", "Stateset-Signature")
	case http.StatusMethodNotAllowed:
		header.Set("Allow", http.MethodPost)
	case http.StatusConflict:
		header.Set("Retry-After", strconv.FormatInt(seconds(a.RetryAfter), 10))
	case http.StatusRequestTimeout, http.StatusUnsupportedMediaType, http.StatusRequestEntityTooLarge:
		header.Set("Connection", "close") // the rest of the body is not read
	}
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, http.StatusText(a.Status)+"\n")
}

// seconds rounds up, so that the sender does not retry early.
func seconds(d time.Duration) int64 {
	return int64(max(1, (d+time.Second-1)/time.Second))
}
