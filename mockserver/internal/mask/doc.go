// Package mask masks secrets in requests, before a person or a test reads them. It
// masks card numbers, card codes, bank accounts, API keys, webhook secrets and
// passwords in URLs.
//
//	text.go    secrets in any text
//	json.go    secrets in a JSON body, also by the names of members; scanner.go finds its tokens
//	fields.go  secrets in headers and query parameters
package mask
