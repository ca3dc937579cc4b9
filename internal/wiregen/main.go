package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const output = "wire_gen.go"

func main() {
	check := flag.Bool("check", false, "report files that are not up to date")
	flag.Parse()
	dirs := flag.Args()
	if len(dirs) == 0 {
		dirs = []string{"."}
	}
	for _, dir := range dirs {
		if err := run(dir, *check); err != nil {
			fmt.Fprintln(os.Stderr, "wiregen:", err)
			os.Exit(1)
		}
	}
}

func run(dir string, check bool) error {
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
