package main

import (
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/certs"
)

// tlsSettings are the flags of TLS.
type tlsSettings struct {
	on        bool
	hosts     []string
	caOut     string
	cert, key string
}

func (s *tlsSettings) table() []setting {
	return []setting{
		toggle("tls", "Serve HTTPS, with a certificate for the listen address, localhost, the host of -public-url and -tls-host.", func() { s.on = true }),
		{name: "tls-host", value: "host", repeated: true, set: s.addHost,
			usage: "Add this name or IP address to the certificate of -tls."},
		{name: "tls-ca-out", value: "file", set: text(&s.caOut),
			usage: "Write the CA certificate of -tls to this file, in PEM, before the server is ready."},
		{name: "tls-cert", value: "file", set: text(&s.cert),
			usage: "Serve HTTPS with the certificate in this PEM file."},
		{name: "tls-key", value: "file", set: text(&s.key),
			usage: "Use the private key in this PEM file for -tls-cert."},
	}
}

// text returns a setter of a text.
func text(to *string) func(string) error {
	return func(text string) error {
		*to = text
		return nil
	}
}

func (s *tlsSettings) addHost(host string) error {
	if err := certs.CheckHost(host); err != nil {
		return fmt.Errorf("%w, got %s", err, quote.Short(host))
	}
	s.hosts = append(s.hosts, host)
	return nil
}

// given reports whether the certificate is in files.
func (s *tlsSettings) given() bool { return s.cert != "" }

// complete checks the flags together, and loads a given certificate.
func (s *tlsSettings) complete(all *settings) error {
	switch {
	case s.cert != "" && s.key == "":
		return inFlag("tls-cert", errors.New("requires -tls-key, the file of the private key"))
	case s.cert == "" && s.key != "":
		return inFlag("tls-key", errors.New("requires -tls-cert, the file of the certificate"))
	case s.caOut != "" && (s.given() || !s.on):
		return inFlag("tls-ca-out", errors.New("requires -tls without -tls-cert: only a created certificate has a new CA"))
	case len(s.hosts) > 0 && (s.given() || !s.on):
		return inFlag("tls-host", errors.New("requires -tls without -tls-cert: a given certificate has its own hosts"))
	case s.given():
		certificate, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return inFlag("tls-cert", fmt.Errorf("cannot load the certificate and its key: %w", err))
		}
		s.on = true
		all.option(mockserver.WithCertificate(certificate))
	case s.on:
		all.option(mockserver.WithTLS(s.hosts...))
	}
	return nil
}

// writeCA writes the CA certificate for clients.
func (s *tlsSettings) writeCA(srv *mockserver.Server) error {
	if s.caOut == "" {
		return nil
	}
	block := &pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}
	return os.WriteFile(s.caOut, pem.EncodeToMemory(block), 0o644)
}
