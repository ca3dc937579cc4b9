package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/stateset/stateset-go/mockserver"
)

// demonstrate starts four processes of this program against one mock server. The first two
// are killed, the third one recovers their payments, and the fourth one finds no work.
func demonstrate(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "outbox")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	srv, err := mockserver.Start(ctx, mockserver.WithTCP("127.0.0.1:0"))
	if err != nil {
		return err
	}
	defer srv.Close()
	start := func(args ...string) error {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		process := exec.CommandContext(ctx, self, append([]string{"-db", filepath.Join(dir, "shop.db"), "-url", srv.URL()}, args...)...)
		process.Stdout, process.Stderr = out, os.Stderr
		return process.Run()
	}
	fmt.Fprintln(out, "A shop takes two orders and pays its supplier 25.00 ssusd for each.")
	if err := start("-order", "1", "-die", "unsent"); err == nil {
		return fmt.Errorf("the process of order 1 was not killed")
	}
	fmt.Fprintf(out, "  The process is killed before it sends the payment. Payments on the server: %d.\n", committed(srv))
	if err := start("-order", "2", "-die", "unread"); err == nil {
		return fmt.Errorf("the process of order 2 was not killed")
	}
	fmt.Fprintf(out, "  The process is killed before it reads the response. Payments on the server: %d.\n", committed(srv))
	time.Sleep(timeout + margin) // until the lease of the second process expires
	for _, process := range []string{"third", "fourth"} {
		fmt.Fprintf(out, "A %s process starts and recovers.\n", process)
		if err := start(); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "Payments on the server: %d, one for each order.\n", committed(srv))
	return nil
}

// committed counts the payments that the server made.
func committed(srv *mockserver.Server) int {
	n := 0
	for _, request := range srv.Requests() {
		if request.Committed {
			n++
		}
	}
	return n
}
