package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Files of the document, from the root of the module: one for people and tools, and one
// that the mock server embeds.
const (
	publicFile   = "docs/openapi.json"
	embeddedFile = "mockserver/internal/openapi/openapi.json.gz"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: openapigen ROOT")
		os.Exit(2)
	}
	if err := write(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "openapigen:", err)
		os.Exit(1)
	}
}

func write(ctx context.Context, root string) error {
	document, err := generate(ctx, root)
	if err != nil {
		return err
	}
	pretty, err := indented(document)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, publicFile), pretty, 0o644); err != nil {
		return err
	}
	packed, err := compressed(document)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, embeddedFile), packed, 0o644)
}

// generate returns the document of the module whose root is given.
func generate(ctx context.Context, root string) (json.RawMessage, error) {
	examples, err := makeExamples(ctx)
	if err != nil {
		return nil, err
	}
	return build(root, examples)
}

func indented(document json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	err := json.Indent(&out, document, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

func compressed(document json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(document); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}
