package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/stateset/stateset-go/mockserver"
)

const (
	startTime  = "Start, one call, Close: time"
	startBytes = "Start, one call, Close: allocated"
	binarySize = "binary, stripped"
)

// start measures a server in memory that serves one call of the SDK.
func (r *run) start() error {
	const times = 300
	var took []time.Duration
	var before, after runtime.MemStats
	for i := range times + 1 {
		if i == 1 { // the first start fills tables that all servers share
			runtime.ReadMemStats(&before)
		}
		begin := time.Now()
		if err := startOnce(); err != nil {
			return err
		}
		took = append(took, time.Since(begin))
	}
	runtime.ReadMemStats(&after)
	r.row(startTime, float64(median(took[1:]))/1e3, " µs", 150)
	r.row(startBytes, float64(after.TotalAlloc-before.TotalAlloc)/times/1024, " KiB", 60)
	return nil
}

func startOnce() error {
	ctx := context.Background()
	s, err := mockserver.Start(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.Client().Payments.Get(ctx, "pay_test_456")
	return err
}

// binary measures the released program stateset-mock.
func (r *run) binary() error {
	dir, err := os.MkdirTemp("", "scale")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "stateset-mock")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, "github.com/stateset/stateset-go/mockserver/stateset-mock")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	r.row(binarySize, float64(info.Size())/1e6, " MB", 10.5)
	return nil
}
