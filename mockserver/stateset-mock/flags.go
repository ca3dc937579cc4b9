package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// variablePrefix begins the environment variable of every flag.
const variablePrefix = "STATESET_MOCK_"

// setting is a flag and its environment variable.
type setting struct {
	name     string
	value    string // name of the value in the usage; "" for a switch
	usage    string
	standard string // the default in the usage
	repeated bool   // the flag may be repeated; the variable has one value per line
	from     string // the environment variable; "" for the one named after the flag
	set      func(text string) error
}

// toggle is a setting that is off unless it is given.
func toggle(name, usage string, on func()) setting {
	return setting{name: name, usage: usage, set: func(text string) error {
		enabled, err := strconv.ParseBool(text)
		if err != nil {
			return mustBe("true or false", text)
		}
		if enabled {
			on()
		}
		return nil
	}}
}

// mustBe returns the error for an invalid value that is not secret.
func mustBe(form, got string) error { return fmt.Errorf("must be %s, got %s", form, quote.Short(got)) }

// variable returns the environment variable of a flag.
func variable(name string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// variable returns the environment variable of the setting.
func (s *setting) variable() string {
	if s.from != "" {
		return s.from
	}
	return variable(s.name)
}

// inFlag names the flag and its variable in an error.
func inFlag(name string, err error) error {
	return fmt.Errorf("-%s (%s): %w", name, variable(name), err)
}

// apply sets the values of the flag, or else those of the environment variable. An empty
// variable counts as unset.
func (s *setting) apply(values []string, environment func(string) string) error {
	if len(values) == 0 {
		values = s.fromVariable(environment(s.variable()))
	}
	if !s.repeated && len(values) > 1 {
		values = values[len(values)-1:]
	}
	for _, value := range values {
		if err := s.set(value); err != nil {
			return fmt.Errorf("-%s (%s): %w", s.name, s.variable(), err)
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

// parse applies the settings in their order, and returns the arguments beside the flags.
// It returns flag.ErrHelp for -h and errVersion for -version.
func parse(settings []setting, args []string, environment func(string) string) (arguments []string, err error) {
	flags := flag.NewFlagSet("stateset-mock", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run prints errors and the usage
	values := make([]given, len(settings))
	for i := range settings {
		values[i].toggle = settings[i].value == ""
		flags.Var(&values[i], settings[i].name, "")
	}
	version := flags.Bool("version", false, "")
	for rest := args; len(rest) > 0; { // flags may follow arguments
		if err := flags.Parse(rest); err != nil {
			return nil, flagError(err, settings)
		}
		if rest = flags.Args(); len(rest) > 0 {
			arguments, rest = append(arguments, rest[0]), rest[1:]
		}
	}
	if *version {
		return nil, errVersion
	}
	for i := range settings {
		if err := settings[i].apply(values[i].values, environment); err != nil {
			return nil, err
		}
	}
	return arguments, nil
}

// flagError suggests the flag that is nearest to an unknown one.
func flagError(err error, settings []setting) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), "=") // the value may be a secret
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		names := []string{"version", "help"}
		for i := range settings {
			names = append(names, settings[i].name)
		}
		text += input.DidYouMean(name, names)
	}
	return errors.New(text)
}
