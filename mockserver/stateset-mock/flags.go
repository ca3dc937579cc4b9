package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
)

// variablePrefix begins the environment variable of every flag.
const variablePrefix = "STATESET_MOCK_"

// setting is a flag and its environment variable.
type setting struct {
	name     string
	value    string // what the usage calls the value; "" for a switch
	usage    string
	standard string // the default in the usage
	repeated bool   // the flag may be repeated; the variable has one value a line
	set      func(text string) error
}

// toggle is a setting that is off unless it is given.
func toggle(name, usage string, on func()) setting {
	return setting{name: name, usage: usage, set: func(text string) error {
		enabled, err := strconv.ParseBool(text)
		if err != nil {
			return want("true or false", text)
		}
		if enabled {
			on()
		}
		return nil
	}}
}

// want is the error of a value that is not secret.
func want(form, got string) error { return fmt.Errorf("must be %s, got %s", form, quote.Short(got)) }

// variable returns the environment variable of a flag.
func variable(name string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// inFlag names the flag and its variable in an error.
func inFlag(name string, err error) error {
	return fmt.Errorf("-%s (%s): %w", name, variable(name), err)
}

// apply sets the values of the flag, or else those of the environment variable. An empty
// variable counts as unset.
func (s *setting) apply(values []string, environment func(string) string) error {
	if len(values) == 0 {
		values = s.fromVariable(environment(variable(s.name)))
	}
	if !s.repeated && len(values) > 1 {
		values = values[len(values)-1:]
	}
	for _, value := range values {
		if err := s.set(value); err != nil {
			return inFlag(s.name, err)
		}
	}
	return nil
}

func (s *setting) fromVariable(text string) (values []string) {
	if text != "" && !s.repeated {
		return []string{text}
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			values = append(values, line)
		}
	}
	return values
}

// given collects the values of a flag. It implements flag.Value.
type given struct {
	toggle bool
	values []string
}

func (g *given) String() string { return "" }

func (g *given) Set(text string) error {
	g.values = append(g.values, text)
	return nil
}

// IsBoolFlag allows a switch without a value.
func (g *given) IsBoolFlag() bool { return g.toggle }

// errVersion is returned for -version.
var errVersion = errors.New("version")

// parse applies the settings in their order. It returns flag.ErrHelp for -h and
// errVersion for -version.
func parse(settings []setting, args []string, environment func(string) string) error {
	flags := flag.NewFlagSet("stateset-mock", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run prints errors and the usage
	values := make([]given, len(settings))
	for i := range settings {
		values[i].toggle = settings[i].value == ""
		flags.Var(&values[i], settings[i].name, "")
	}
	version := flags.Bool("version", false, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		text, _, _ := strings.Cut(err.Error(), "=") // the value may be a secret
		return errors.New(text)
	case *version:
		return errVersion
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %s: only flags are allowed here, see -h", quote.Short(flags.Arg(0)))
	}
	for i := range settings {
		if err := settings[i].apply(values[i].values, environment); err != nil {
			return err
		}
	}
	return nil
}

// printUsage lists the settings with their defaults and variables.
func printUsage(w io.Writer, settings []setting) {
	fmt.Fprint(w, "usage: stateset-mock [flags]\n       stateset-mock healthcheck [flags]\n\n",
		"Every flag has an environment variable; the flag takes precedence. A repeatable flag has one value a line in its variable.\n\n")
	for i := range settings {
		s := &settings[i]
		fmt.Fprintf(w, "  %s\n", strings.TrimSpace("-"+s.name+" "+s.value))
		fmt.Fprintf(w, "    \t%s", strings.ReplaceAll(s.usage, "\n", "\n    \t"))
		if s.repeated {
			fmt.Fprint(w, " Repeatable.")
		}
		if s.standard != "" {
			fmt.Fprintf(w, " Default: %s.", s.standard)
		}
		fmt.Fprintf(w, "\n    \t%s\n", variable(s.name))
	}
	fmt.Fprint(w, "  -version\n    \tPrint the version and exit.\n")
}
