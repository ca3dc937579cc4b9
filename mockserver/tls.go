package mockserver

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/stateset/stateset-go/mockserver/internal/certs"
)

// tlsConfig is the configuration of TLS. The zero value means HTTP without TLS.
type tlsConfig struct {
	on    bool
	hosts []string         // names and addresses in the created certificate
	given *tls.Certificate // nil: a certificate is created
}

// WithTLS makes the server use HTTPS, with a certificate for the address of the listener,
// localhost, the host of [WithPublicURL] and the given hosts. A host is a name or an IP
// address. [Server.HTTPClient] and [Server.Client] trust the certificate. Other programs
// need the CA certificate of [Server.Certificate]. Default: HTTP without TLS.
//
// The certificate and its CA are created when the server starts, and expire after a year.
func WithTLS(hosts ...string) Option {
	return func(c *config) error {
		for _, host := range hosts {
			if err := certs.CheckHost(host); err != nil {
				return fmt.Errorf("mockserver: WithTLS: host %q %w", host, err)
			}
		}
		c.tls.on, c.tls.hosts = true, append(c.tls.hosts, hosts...)
		return nil
	}
}

// WithCertificate makes the server use HTTPS with the certificate. It has precedence over
// the certificate of [WithTLS]. [Server.HTTPClient] and [Server.Client] trust it.
func WithCertificate(certificate tls.Certificate) Option {
	return func(c *config) error {
		if len(certificate.Certificate) == 0 || certificate.PrivateKey == nil {
			return errors.New("mockserver: WithCertificate: the certificate or its private key is missing: load both with tls.LoadX509KeyPair")
		}
		if certificate.Leaf == nil {
			leaf, err := x509.ParseCertificate(certificate.Certificate[0])
			if err != nil {
				return fmt.Errorf("mockserver: WithCertificate: %w", err)
			}
			certificate.Leaf = leaf
		}
		c.tls.on, c.tls.given = true, &certificate
		return nil
	}
}

// Certificate returns the certificate that clients must trust: the CA of [WithTLS], or the
// certificate of [WithCertificate]. It is nil for a server without TLS.
func (s *Server) Certificate() *x509.Certificate { return s.root }

// TLSClientConfig returns a configuration for clients that trust the server. It is nil for
// a server without TLS. The caller owns the result.
func (s *Server) TLSClientConfig() *tls.Config {
	if s.root == nil {
		return nil
	}
	return s.clientTLS.Clone()
}

// useTLS prepares the certificate of a server at the URL.
func (s *Server) useTLS(c tlsConfig) error {
	if !c.on {
		return nil
	}
	certificate := c.given
	if certificate != nil {
		s.root = certificate.Leaf
	} else {
		made, ca, err := certs.New(certificateHosts(c.hosts, s.url, s.publicURL))
		if err != nil {
			return fmt.Errorf("cannot create a certificate: %w", err)
		}
		certificate, s.root = &made, ca
	}
	s.http.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12}
	roots := x509.NewCertPool()
	roots.AddCert(s.root)
	s.clientTLS = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	if host := hostOf(s.url); certificate.Leaf.VerifyHostname(host) != nil {
		s.clientTLS.ServerName = nameIn(certificate.Leaf) // the certificate is for another address of the server
	}
	return nil
}

// certificateHosts returns the hosts of a certificate, each once.
func certificateHosts(hosts []string, urls ...string) []string {
	all := append([]string{memoryHost, "127.0.0.1", "::1"}, hosts...)
	for _, text := range urls {
		all = append(all, hostOf(text))
	}
	var distinct []string
	seen := map[string]bool{"": true}
	for _, host := range all {
		if !seen[host] {
			seen[host] = true
			distinct = append(distinct, host)
		}
	}
	return distinct
}

func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// nameIn returns a host that the certificate is valid for, or "".
func nameIn(certificate *x509.Certificate) string {
	if len(certificate.DNSNames) > 0 {
		return certificate.DNSNames[0]
	}
	if len(certificate.IPAddresses) > 0 {
		return certificate.IPAddresses[0].String()
	}
	return ""
}

// protocols are HTTP/1.1 and HTTP/2. Without TLS, HTTP/2 is for clients with prior
// knowledge.
func protocols() *http.Protocols {
	var p http.Protocols
	p.SetHTTP1(true)
	p.SetHTTP2(true)
	p.SetUnencryptedHTTP2(true)
	return &p
}

// serve serves connections until the server is closed.
func (s *Server) serve(listener net.Listener) {
	if s.root != nil {
		_ = s.http.ServeTLS(listener, "", "") // it always ends with an error, that of Close
		return
	}
	_ = s.http.Serve(listener)
}
