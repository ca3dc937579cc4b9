package mask

import (
	"net/http"
	"net/url"
	"strings"
)

// secretHeaders are the headers whose value is secret as a whole, except for the scheme.
var secretHeaders = map[string]bool{
	"Authorization": true, "Proxy-Authorization": true, "Cookie": true,
	"X-Api-Key": true, "X-Mock-Token": true,
}

// Header returns a copy with masked values.
func Header(header http.Header) map[string][]string {
	masked := make(map[string][]string, len(header))
	for name, values := range header {
		for _, value := range values {
			masked[Text(name)] = append(masked[Text(name)], headerValue(name, value))
		}
	}
	return masked
}

func headerValue(name, value string) string {
	text := Text(value)
	if !secretHeaders[name] {
		return text
	}
	scheme, rest, found := strings.Cut(text, " ")
	switch {
	case strings.HasSuffix(text, "_"+Mark): // an API key keeps its kind
		return text
	case found && name != "Cookie" && rest != "":
		return scheme + " " + Mark
	}
	return Mark
}

// Query returns the parameters of a query string with masked values. Malformed
// parameters are missing.
func Query(raw string) map[string][]string {
	values, _ := url.ParseQuery(raw) // returns the valid parameters also with an error
	return Params(values)
}

// Params returns a copy of query parameters with masked values.
func Params(values map[string][]string) map[string][]string {
	masked := make(map[string][]string, len(values))
	for name, list := range values {
		for _, value := range list {
			value = Text(value)
			if isSecret("", name) {
				value = Value(value)
			}
			masked[Text(name)] = append(masked[Text(name)], value)
		}
	}
	return masked
}

// URL returns a URL without its user info, query and fragment, which may be secret.
func URL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return Text(text)
	}
	return Text((&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String())
}
