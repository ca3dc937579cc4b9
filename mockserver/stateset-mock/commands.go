package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// command is a row of the table of subcommands.
type command struct {
	name      string   // one word, or two: "fixtures check"
	arguments []string // names of the arguments in the usage; all are required
	help      string   // one line
	note      string   // further lines of the usage
	examples  []string // without the name of the program
	sameFlags bool     // the flags are those of serve, which the usage does not repeat
	task      func() task
}

// task is one run of a command, with the values of its flags.
type task interface {
	table() []setting
	run(ctx context.Context, c *console) (status int)
}

// console is the input and the output of a task.
type console struct {
	command        *command
	arguments      []string
	environment    func(string) string
	stdout, stderr io.Writer
}

// commands lists the subcommands in the order of the usage. The first one needs no word.
func commands() []command {
	return []command{
		{name: "serve", help: "Serve the mock of the API. This is the default.",
			note:     "A page at /_mock/ui shows accounts, requests and faults: http://127.0.0.1:8420/_mock/ui.",
			examples: []string{"", "serve -addr 127.0.0.1:0 -seed 1", "serve -webhook http://localhost:3000/webhooks -webhook-secret whsec_…"},
			task:     func() task { return newSettings() }},
		{name: "healthcheck", help: "Check the server on this machine.", sameFlags: true,
			note: "Uses the address, TLS and control token of the server.\n" +
				"Exit status: 0 healthy, 1 unhealthy, 2 bad flag.",
			examples: []string{"healthcheck", "healthcheck -addr 127.0.0.1:9000"},
			task:     func() task { return &probe{newSettings()} }},
		conformanceCommand(),
		triggerCommand(),
		checkFixturesCommand(),
		openAPICommand(),
		{name: "version", help: "Print the version.", examples: []string{"version"},
			task: func() task { return printVersion{} }},
	}
}

// run runs the program until ctx ends.
func run(ctx context.Context, args []string, environment func(string) string, stdout, stderr io.Writer) int {
	c := &console{environment: environment, stdout: stdout, stderr: stderr}
	rest, err := c.find(args)
	if err != nil {
		return c.fail(exitBadFlags, err)
	}
	task := c.command.task()
	c.arguments, err = parse(task.table(), rest, environment)
	if err == nil {
		err = c.command.check(c.arguments)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		printUsage(stderr, c.command, task.table())
		return exitOK
	case errors.Is(err, errVersion):
		return printVersion{}.run(ctx, c)
	case err != nil:
		return c.fail(exitBadFlags, err)
	}
	return task.run(ctx, c)
}

// find sets the command that the arguments begin with, and returns the rest. The words
// "help NAME" stand for "NAME -h".
func (c *console) find(args []string) (rest []string, err error) {
	all := commands()
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		c.command = &all[0]
		return args, nil
	}
	if args[0] == "help" {
		return c.find(append(slices.Clone(args[1:]), "-h"))
	}
	args = fullName(args)
	for i := range all {
		words := strings.Fields(all[i].name)
		if len(args) >= len(words) && slices.Equal(words, args[:len(words)]) {
			c.command = &all[i]
			return args[len(words):], nil
		}
	}
	return nil, unknownCommand(args)
}

// fullName completes "fixtures -h" to the only command that begins with the word.
func fullName(args []string) []string {
	if len(args) == 2 && args[0] == "fixtures" && (args[1] == "-h" || args[1] == "-help" || args[1] == "--help") {
		return []string{"fixtures", "check", args[1]}
	}
	return args
}

// unknownCommand suggests the command that is nearest to the arguments.
func unknownCommand(args []string) error {
	names := []string{"help"}
	for _, command := range commands() {
		names = append(names, command.name)
	}
	word := args[0]
	near := input.Nearest(word, names)
	if len(args) > 1 && near == "" {
		near = input.Nearest(word+" "+args[1], names)
	}
	for _, name := range names {
		if strings.HasPrefix(name, word+" ") {
			near = name
			if len(args) > 1 && !strings.HasPrefix(args[1], "-") {
				word += " " + args[1]
			}
		}
	}
	if near != "" {
		near = " (did you mean " + near + "?)"
	}
	return fmt.Errorf("unknown command %s%s: see stateset-mock -h", quote.Short(word), near)
}

// check reports missing and additional arguments.
func (c *command) check(arguments []string) error {
	switch want := len(c.arguments); {
	case len(arguments) > want && want == 0:
		return fmt.Errorf("unexpected argument %s: only flags are allowed here, see -h", quote.Short(arguments[0]))
	case len(arguments) > want:
		return fmt.Errorf("unexpected argument %s after %s, see -h", quote.Short(arguments[want]), c.arguments[want-1])
	case len(arguments) < want:
		return fmt.Errorf("%s is missing, see -h", c.arguments[len(arguments)])
	}
	return nil
}

// fail prints an error with the name of the command, and returns the status.
func (c *console) fail(status int, err error) int {
	name := ""
	if c.command != nil && c.command.name != "serve" {
		name = c.command.name + ": "
	}
	fmt.Fprintf(c.stderr, "stateset-mock: %s%v\n", name, err)
	return status
}

// printVersion is the command version.
type printVersion struct{}

func (printVersion) table() []setting { return nil }

func (printVersion) run(_ context.Context, c *console) int {
	fmt.Fprintf(c.stdout, "stateset-mock %s\n", stateset.Version)
	return exitOK
}
