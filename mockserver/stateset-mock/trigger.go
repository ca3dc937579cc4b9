package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver/internal/dispatch"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

const (
	// triggerTimeout is the maximum duration of a request to a receiver, as of a delivery.
	triggerTimeout = 10 * time.Second
	// maxLine is the maximum number of bytes that are shown of a response.
	maxLine = 200
)

// trigger is the command that sends one signed event to a receiver, without a server.
type trigger struct {
	to, secret string
	scheme     webhook.SignatureScheme
	insecure   bool
	changes    []change
}

func triggerCommand() command {
	return command{name: "trigger", arguments: []string{"TYPE"}, help: "Send one signed event to a receiver, without a server.",
		note: "Prints the request, and the status and the first line of the response.\n" +
			"Exit status: 0 for a 2xx status, 1 for another one or no response, 2 bad flag.\n\nTypes:\n" + eventTypes(),
		examples: []string{
			"trigger payment.succeeded -to http://localhost:3000/webhooks -secret whsec_…",
			"trigger order.paid -to https://shop.example.com/webhooks -scheme timestamped",
			"trigger payment.failed -to http://localhost:3000/webhooks -set data.object.amount=2500 -set data.object.metadata.cart=7",
		},
		task: func() task { return &trigger{scheme: webhook.SchemeBoth} }}
}

// eventTypes lists the types of events, one line per resource.
func eventTypes() string {
	var lines []string
	last := ""
	for _, kind := range webhook.KnownTypes() {
		resource, _, _ := strings.Cut(string(kind), ".")
		if resource != last {
			lines = append(lines, " ")
		}
		last = resource
		lines[len(lines)-1] += " " + string(kind)
	}
	return strings.Join(lines, "\n")
}

func (t *trigger) table() []setting {
	return []setting{
		{name: "to", value: "URL", set: t.setURL, usage: "Send the event to this http or https URL. Required."},
		{name: "secret", value: "secret", from: secretVariable, set: t.setSecret,
			usage: "Sign with this secret, whsec_…. Required.\nPrefer the variable: other users of the machine can read flags."},
		{name: "scheme", value: "scheme", standard: string(webhook.SchemeBoth), set: t.setScheme,
			usage: "Sign by this scheme: both, timestamped or raw."},
		{name: "set", value: "path=value", repeated: true, set: t.addChange,
			usage: "Change a member of the event, as in data.object.amount=2500. Members of metadata may be new."},
		toggle("insecure", "Accept a receiver whose TLS certificate is not trusted.", func() { t.insecure = true }),
	}
}

func (t *trigger) setURL(text string) error {
	if !core.IsPlainCallbackURL(text) {
		return errors.New("must be an http or https URL, without user info and fragment")
	}
	t.to = text
	return nil
}

func (t *trigger) setSecret(text string) error {
	if _, err := webhook.NewVerifier(text); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "stateset: webhook.NewVerifier: "))
	}
	t.secret = text
	return nil
}

func (t *trigger) setScheme(text string) error {
	t.scheme = webhook.SignatureScheme(text)
	if !slices.Contains(t.scheme.Values(), t.scheme) {
		return mustBe("both, timestamped or raw", text)
	}
	return nil
}

func (t *trigger) addChange(text string) error {
	path, value, ok := strings.Cut(text, "=")
	if !ok || path == "" {
		return mustBe("path=value, as in data.object.amount=2500", text)
	}
	t.changes = append(t.changes, change{path, value})
	return nil
}

func (t *trigger) run(ctx context.Context, c *console) int {
	shipment, err := t.shipment(webhook.Type(c.arguments[0]))
	if err != nil {
		return c.fail(exitBadFlags, err)
	}
	ctx, cancel := context.WithTimeout(ctx, triggerTimeout)
	defer cancel()
	request, err := dispatch.NewRequest(ctx, shipment, time.Now())
	if err != nil {
		return c.fail(exitFailed, errors.New("the request cannot be created"))
	}
	printSent(c.stdout, request, shipment)
	if err := t.send(request, c.stdout); err != nil {
		return c.fail(exitFailed, err)
	}
	return exitOK
}

// shipment returns a delivery with an event of the type and its test data.
func (t *trigger) shipment(kind webhook.Type) (*engine.Shipment, error) {
	switch {
	case !slices.Contains(webhook.KnownTypes(), kind):
		return nil, unknownType(kind)
	case t.to == "":
		return nil, errors.New("-to is missing: set the URL of the receiver")
	case t.secret == "":
		return nil, errors.New("-secret is missing: set " + secretVariable)
	}
	s := &engine.Shipment{Type: kind, URL: t.to, Scheme: t.scheme, Secrets: []string{t.secret}, Attempt: 1}
	var seed [8]byte
	_, _ = rand.Read(seed[:])
	account := engine.New(engine.Options{Seed: binary.NativeEndian.Uint64(seed[:]), PlainHTTP: true}).Account(engine.AccountKey{Name: "trigger"})
	shown, _, _ := strings.Cut(t.to, "?") // the query may hold a secret
	endpoint, err := account.AddEndpoint(webhook.CreateParams{URL: shown, Events: webhook.Types(kind), Scheme: t.scheme}, webhook.NewSecret(t.secret))
	if err != nil {
		return nil, err
	}
	err = account.Update(func(tx *engine.Tx) error {
		event, err := tx.SendTest(endpoint.ID, &webhook.SendTestParams{Type: kind})
		if err != nil {
			return err
		}
		for d := range tx.Deliveries(endpoint.ID).Newest() {
			s.EventID, s.DeliveryID = event.ID(), d.ID
			break
		}
		s.Body, err = event.Body()
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, apply(t.changes, s)
}

func unknownType(kind webhook.Type) error {
	var names []string
	for _, known := range webhook.KnownTypes() {
		names = append(names, string(known))
	}
	return fmt.Errorf("unknown event type %s%s: see stateset-mock trigger -h", quote.Short(string(kind)), input.DidYouMean(string(kind), names))
}

// printSent prints the request with its headers and body, without the query of the URL.
func printSent(w io.Writer, request *http.Request, s *engine.Shipment) {
	url := *request.URL
	url.RawQuery = ""
	fmt.Fprintf(w, "sent %s to %s\n", s.EventID, &url)
	for _, name := range slices.Sorted(maps.Keys(request.Header)) {
		fmt.Fprintf(w, "  %s: %s\n", name, request.Header.Get(name))
	}
	fmt.Fprintf(w, "  %s\n", s.Body)
}

// send sends the request and prints the response. Another status than 2xx is an error.
func (t *trigger) send(request *http.Request, stdout io.Writer) error {
	client := &http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true,
			TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: t.insecure}, // an explicit flag
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("no response: %s", dispatch.Describe(err))
	}
	defer func() { _ = response.Body.Close() }()
	line, _ := bufio.NewReader(io.LimitReader(response.Body, 64<<10)).ReadString('\n') // the status is known
	fmt.Fprintf(stdout, "received %s\n", quote.Escape(response.Status, maxLine))
	if line = strings.TrimSpace(line); line != "" {
		fmt.Fprintf(stdout, "  %s\n", t.withoutSecret(quote.Escape(line, maxLine)))
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("the receiver responded with status %d, expected 2xx", response.StatusCode)
	}
	return nil
}

// withoutSecret hides a secret that the receiver echoes.
func (t *trigger) withoutSecret(text string) string {
	return quote.KeyLike.ReplaceAllString(strings.ReplaceAll(text, t.secret, "whsec_…"), "${1}…")
}
