package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/stateset/stateset-go/internal/wiregen/codegen"
)

func main() {
	check := flag.Bool("check", false, "report files that are not up to date")
	flag.Parse()
	dirs := flag.Args()
	if len(dirs) == 0 {
		dirs = []string{"."}
	}
	for _, dir := range dirs {
		if err := codegen.Update(dir, *check); err != nil {
			fmt.Fprintln(os.Stderr, "wiregen:", err)
			os.Exit(1)
		}
	}
}
