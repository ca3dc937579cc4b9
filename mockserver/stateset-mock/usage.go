package main

import (
	"fmt"
	"io"
	"strings"
)

// printUsage prints the help of a command: its examples, its settings with their defaults
// and variables, and for serve the other commands.
func printUsage(w io.Writer, c *command, settings []setting) {
	printSynopsis(w, c)
	fmt.Fprintf(w, "\n%s\n", c.help)
	if c.note != "" {
		fmt.Fprintln(w, c.note)
	}
	fmt.Fprint(w, "\nExamples:\n")
	for _, example := range c.examples {
		fmt.Fprintf(w, "  %s\n", strings.TrimSpace("stateset-mock "+example))
	}
	switch {
	case c.sameFlags:
		fmt.Fprint(w, "\nTakes the flags and the environment variables of serve: see stateset-mock serve -h.\n")
	case len(settings) > 0:
		fmt.Fprint(w, "\nEvery flag has an environment variable; the flag takes precedence. A repeatable flag has one value a line in its variable.\n\n")
		for i := range settings {
			settings[i].print(w)
		}
	}
	if c.name == "serve" {
		fmt.Fprint(w, "  -version\n    \tPrint the version and exit.\n")
	}
}

// printSynopsis prints the form of the call. That of serve includes the other commands.
func printSynopsis(w io.Writer, c *command) {
	words := append([]string{"stateset-mock", c.name}, c.arguments...)
	if c.name != "serve" {
		fmt.Fprintf(w, "usage: %s [flags]\n", strings.Join(words, " "))
		return
	}
	fmt.Fprint(w, "usage: stateset-mock [flags]\n       stateset-mock command [flags]\n\nCommands:\n")
	for _, other := range commands() {
		fmt.Fprintf(w, "  %-16s %s\n", other.name, other.help)
	}
	fmt.Fprint(w, "\n\"stateset-mock command -h\" describes a command and shows examples.\n")
}

// print lists the setting with its default and its variable.
func (s *setting) print(w io.Writer) {
	fmt.Fprintf(w, "  %s\n", strings.TrimSpace("-"+s.name+" "+s.value))
	fmt.Fprintf(w, "    \t%s", strings.ReplaceAll(s.usage, "\n", "\n    \t"))
	if s.repeated {
		fmt.Fprint(w, " Repeatable.")
	}
	if s.standard != "" {
		fmt.Fprintf(w, " Default: %s.", s.standard)
	}
	fmt.Fprintf(w, "\n    \t%s\n", s.variable())
}
