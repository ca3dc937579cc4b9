package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance/checker"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// conformance is the command that checks a server against the contract.
type conformance struct {
	baseURL, key string
	pattern      *regexp.Regexp
	json         bool
	junit        string
	plainHTTP    bool
}

func conformanceCommand() command {
	return command{name: "conformance", help: "Check any server against the contract of the API, with a test key.",
		note: "Sends the calls of all operations to the server, and compares the responses with those of\n" +
			"a mock server in memory. Creates test data, and lists what it leaves behind. Live keys are refused.\n" +
			"Exit status: 0 all operations are the same, 1 some are not or the server cannot be checked, 2 bad flag.",
		examples: []string{
			"conformance -base-url https://api.sandbox.stateset.com",
			"conformance -base-url http://127.0.0.1:8420 -key sk_test_a -run 'Payments.*'",
			"conformance -base-url https://api.sandbox.stateset.com -json -junit conformance.xml",
		},
		task: func() task { return &conformance{} }}
}

func (f *conformance) table() []setting {
	return []setting{
		{name: "base-url", value: "URL", from: "STATESET_BASE_URL", set: text(&f.baseURL),
			usage: "Check the server with this base URL. \"/v1\" is added to a URL without a path. Required."},
		{name: "key", value: "key", from: "STATESET_API_KEY", set: f.setKey,
			usage: "Use this API key, sk_test_…. Required.\nPrefer the variable: other users of the machine can read flags."},
		{name: "run", value: "regexp", standard: "all operations", set: f.setPattern,
			usage: "Check the operations whose name matches, as in 'Payments.*'."},
		toggle("json", "Print the report as JSON.", func() { f.json = true }),
		{name: "junit", value: "file", set: f.setJUnit,
			usage: "Write the report to this file, in the XML format of JUnit."},
		f.allowHTTP(),
	}
}

func (f *conformance) allowHTTP() setting {
	s := toggle("allow-http", "Allow http:// URLs of other machines.", func() { f.plainHTTP = true })
	s.from = "STATESET_ALLOW_HTTP"
	return s
}

// setKey takes a test key. The error does not show the key.
func (f *conformance) setKey(text string) error {
	f.key = text
	return checker.CheckKey(text)
}

func (f *conformance) setPattern(text string) (err error) {
	if f.pattern, err = regexp.Compile(text); err != nil {
		return mustBe("a regular expression", text)
	}
	return nil
}

// setJUnit takes the name of a file that can exist, so that a long run does not end
// without its report.
func (f *conformance) setJUnit(text string) error {
	f.junit = text
	if info, err := os.Stat(text); err == nil && info.IsDir() {
		return mustBe("a file, not a directory", text)
	}
	if info, err := os.Stat(filepath.Dir(text)); err != nil || !info.IsDir() {
		return mustBe("a file in a directory that exists", text)
	}
	return nil
}

func (f *conformance) run(ctx context.Context, c *console) int {
	switch {
	case f.baseURL == "":
		return c.fail(exitBadFlags, errors.New("-base-url is missing: set the URL of the server to check"))
	case f.key == "":
		return c.fail(exitBadFlags, errors.New("-key is missing: set STATESET_API_KEY to a test key"))
	}
	report, err := f.check(ctx, c)
	bad := (*checker.ServerError)(nil)
	switch {
	case errors.Is(err, checker.ErrNoOperation):
		return c.fail(exitBadFlags, f.noOperation())
	case errors.As(err, &bad): // the key was checked before
		text := strings.Replace(bad.Error(), "WithPlainHTTP", "-allow-http", 1)
		return c.fail(exitBadFlags, errors.New("-base-url: "+strings.TrimPrefix(text, "stateset: WithBaseURL: ")))
	case err != nil && !f.json && f.junit == "":
		return c.fail(exitFailed, err)
	case err != nil:
		_ = c.fail(exitFailed, err)
		report = &checker.Report{BaseURL: f.baseURL, Version: stateset.Version, Stopped: err.Error(), Operations: []*checker.Result{}, Leftovers: []checker.Leftover{}}
	}
	if err := f.write(report, c); err != nil {
		return c.fail(exitFailed, err)
	}
	if !report.Passed() {
		return exitFailed
	}
	return exitOK
}

// noOperation suggests the operation that is nearest to a pattern without a match.
func (f *conformance) noOperation() error {
	near := input.DidYouMean(f.pattern.String(), checker.Names())
	return fmt.Errorf("-run: no operation matches %s%s: names are as in Payments.Create", quote.Short(f.pattern.String()), near)
}

// check runs the checks with a mock server in memory as the reference.
func (f *conformance) check(ctx context.Context, c *console) (*checker.Report, error) {
	// The reference sends no events: its endpoints are those of the check.
	reference, err := mockserver.Start(context.WithoutCancel(ctx), mockserver.WithWebhookFault("* drop"))
	if err != nil {
		return nil, err
	}
	defer reference.Close()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	opts := checker.Options{
		Server: checker.Server{BaseURL: f.baseURL, Key: f.key, Transport: transport, PlainHTTP: f.plainHTTP}, Run: f.pattern,
		Reference: checker.Server{BaseURL: reference.URL(), Key: "sk_test_reference", Transport: reference.HTTPClient().Transport},
	}
	if !f.json {
		opts.Progress = func(result *checker.Result) { result.Print(c.stdout) }
	}
	return checker.Run(ctx, opts)
}

// write writes the report in the formats of the flags.
func (f *conformance) write(report *checker.Report, c *console) error {
	if f.json {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(report); err != nil {
			return err
		}
	} else {
		report.PrintSummary(c.stdout)
	}
	if f.junit == "" {
		return nil
	}
	var junit bytes.Buffer
	if err := report.WriteJUnit(&junit); err != nil {
		return err
	}
	if err := os.WriteFile(f.junit, junit.Bytes(), 0o644); err != nil {
		return fmt.Errorf("-junit: %w", err)
	}
	return nil
}
