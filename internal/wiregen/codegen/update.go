package codegen

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

const output = "wire_gen.go"

// Update writes the generated file of a package. With check it only reports a file that is
// not up to date.
func Update(dir string, check bool) error {
	code, err := generate(dir)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, output)
	if !check {
		return os.WriteFile(name, code, 0o644)
	}
	if present, err := os.ReadFile(name); err != nil || !bytes.Equal(present, code) {
		return fmt.Errorf("%s is stale: run go generate", name)
	}
	return nil
}
