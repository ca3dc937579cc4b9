package core

import (
	"encoding/json"
	"regexp"
	"strings"
)

// secretMembers are the members that must not be stored in clear text.
var secretMembers = map[string]bool{
	"cvc": true, "cvv": true, "cvc2": true, "cvv2": true, "security_code": true, "card_number": true, "pan": true,
	"account_number": true, "routing_number": true, "iban": true, "secret": true, "password": true, "pin": true,
}

// secretIn returns the name of the first member that must not be stored in clear text, or
// "".
func secretIn(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	s := secretScan{text: body}
	s.value("", "")
	if s.space(); s.broken || s.at != len(s.text) {
		return "the body" // unreadable, so it may contain a secret
	}
	return s.found
}

// secretScan scans the JSON of a body. It does not allocate for bodies without escapes.
type secretScan struct {
	text   []byte
	at     int
	found  string
	broken bool
}

func (s *secretScan) space() {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
}

// next consumes the character if it is the next one.
func (s *secretScan) next(c byte) bool {
	if s.space(); s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// value reads the value of a member of the parent.
func (s *secretScan) value(parent, name string) {
	if s.space(); s.broken || s.at == len(s.text) {
		s.broken = true
		return
	}
	switch s.text[s.at] {
	case '{':
		s.list('}', func() {
			member := s.quoted()
			s.broken = s.broken || !s.next(':')
			s.value(name, member)
		})
	case '[':
		s.list(']', func() { s.value(parent, name) })
	case '"':
		s.judge(parent, name, s.quoted())
	default:
		start := s.at
		for s.at < len(s.text) && strings.IndexByte(",]} \t\r\n", s.text[s.at]) < 0 {
			s.at++
		}
		if scalar := string(s.text[start:s.at]); scalar != "null" && scalar != "true" && scalar != "false" {
			s.judge(parent, name, scalar)
		}
	}
}

// list reads the elements of an object or array up to its end.
func (s *secretScan) list(end byte, element func()) {
	s.at++
	if s.next(end) {
		return
	}
	for !s.broken {
		if element(); s.next(end) {
			return
		}
		s.broken = s.broken || !s.next(',')
	}
}

// quoted reads a string.
func (s *secretScan) quoted() string {
	if s.space(); s.at == len(s.text) || s.text[s.at] != '"' {
		s.broken = true
		return ""
	}
	start, escaped := s.at, false
	for s.at++; s.at < len(s.text) && s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			escaped = true
			s.at++
		}
	}
	if s.at++; s.at > len(s.text) {
		s.at, s.broken = len(s.text), true
		return ""
	}
	if !escaped {
		return string(s.text[start+1 : s.at-1])
	}
	var text string
	s.broken = json.Unmarshal(s.text[start:s.at], &text) != nil
	return text
}

// judge records the first member with a secret name, a card number or an international
// bank account.
func (s *secretScan) judge(parent, name, value string) {
	if s.found == "" && value != "" && (isSecretName(parent, name) || holdsCard(value) || holdsIBAN(value)) {
		s.found = name
	}
}

func isSecretName(parent, name string) bool {
	name = strings.ToLower(name)
	return secretMembers[name] || name == "number" && strings.Contains(strings.ToLower(parent), "card")
}

// cardForm matches a card number. It does not match a time in milliseconds, which is
// shorter or starts with another digit.
var cardForm = regexp.MustCompile(`\b[2-6](?:[ -]?[0-9]){13,18}\b`)

// between removes the separators between the digits of a number.
var between = strings.NewReplacer(" ", "", "-", "")

func holdsCard(value string) bool {
	digits := 0
	for i := range len(value) {
		if value[i] >= '0' && value[i] <= '9' {
			digits++
		}
	}
	if digits < 14 {
		return false
	}
	for _, number := range cardForm.FindAllString(value, -1) {
		if IsCardNumber(between.Replace(number)) {
			return true
		}
	}
	return false
}

// maxIBAN is the maximum length of an IBAN with blanks.
const maxIBAN = 48

func holdsIBAN(value string) bool {
	if len(value) < 15 || len(value) > maxIBAN || value[2] < '0' || value[2] > '9' {
		return false
	}
	return IsIBAN(strings.ToUpper(between.Replace(value)))
}
