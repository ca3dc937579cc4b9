package stateset

import (
	"context"
	"log/slog"

	"github.com/stateset/stateset-go/internal/core"
)

// maskedLogger keeps a client's key out of its log. The SDK logs no key, but it
// logs request ids, which a server makes up, and the texts of errors, which may be
// those of a caller's own transport.
func maskedLogger(logger *slog.Logger, key core.Secret) *slog.Logger {
	if logger == nil {
		return nil
	}
	return slog.New(maskingHandler{logger.Handler(), key})
}

type maskingHandler struct {
	slog.Handler
	key core.Secret
}

// Handle hands on the record with the key masked in its texts.
func (h maskingHandler) Handle(ctx context.Context, record slog.Record) error {
	masked := slog.NewRecord(record.Time, record.Level, record.Message, record.PC)
	record.Attrs(func(attr slog.Attr) bool {
		if attr.Value.Kind() == slog.KindString {
			attr.Value = slog.StringValue(h.key.Hide(attr.Value.String()))
		}
		masked.AddAttrs(attr)
		return true
	})
	return h.Handler.Handle(ctx, masked)
}
