package main

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

func TestCommandHelp(t *testing.T) {
	t.Parallel()
	general := runWith(t, nil, "-h").stderr
	names := map[string]bool{}
	for _, command := range commands() {
		require.False(t, names[command.name], "%s is twice in the table", command.name)
		names[command.name] = true
		require.Contains(t, general, "  "+command.name+" ")
		require.Contains(t, general, command.help)
		words := strings.Fields(command.name)
		got := runWith(t, nil, append(words, "-h")...)
		require.Equal(t, exitOK, got.status)
		require.Empty(t, got.stdout)
		require.Contains(t, got.stderr, "usage: stateset-mock ")
		require.NotEmpty(t, command.examples, command.name)
		for _, example := range command.examples {
			require.True(t, strings.HasPrefix(example, command.name) || command.name == "serve", example)
			require.Contains(t, got.stderr, strings.TrimSpace("  stateset-mock "+example)+"\n")
		}
		require.Equal(t, got, runWith(t, nil, append([]string{"help"}, words...)...))
		require.NotRegexp(t, "(?m) $", got.stderr)
	}
	require.Equal(t, general, runWith(t, nil, "help").stderr)
	require.Equal(t, general, runWith(t, nil, "serve", "-h").stderr)
}

func TestEveryFlagOfACommandIsDescribed(t *testing.T) {
	t.Parallel()
	for _, command := range commands() {
		got := runWith(t, nil, append(strings.Fields(command.name), "-h")...)
		for _, s := range command.task().table() {
			described := strings.Contains(got.stderr, "  "+strings.TrimSpace("-"+s.name+" "+s.value)+"\n") && strings.Contains(got.stderr, s.variable()+"\n")
			require.NotEqual(t, command.sameFlags, described, "%s -%s", command.name, s.name)
		}
	}
}

func TestUnknownCommands(t *testing.T) {
	t.Parallel()
	for word, suggestion := range map[string]string{
		"srve": " (did you mean serve?)", "versoin": " (did you mean version?)", "healtcheck": " (did you mean healthcheck?)",
		"Serve": " (did you mean serve?)", "hlep": " (did you mean help?)", "x": "", "sk_test_hunter2hunter2": "",
	} {
		got := runWith(t, nil, word, "-addr", ":0")
		require.Equal(t, exitBadFlags, got.status, word)
		require.Regexp(t, `^stateset-mock: unknown command "[^"]+"`, got.stderr)
		require.Contains(t, got.stderr, `"`+suggestion+": see stateset-mock -h\n")
		require.Equal(t, exitBadFlags, runWith(t, nil, "help", word).status)
	}
	for want, args := range map[string][]string{
		`"fixtures"`: {"fixtures"}, `"fixtures chek"`: {"fixtures", "chek"}, `"fixture"`: {"fixture", "check"},
	} {
		require.Equal(t, "stateset-mock: unknown command "+want+" (did you mean fixtures check?): see stateset-mock -h\n", runWith(t, nil, args...).stderr)
	}
	require.Equal(t, runWith(t, nil, "help", "fixtures", "check"), runWith(t, nil, "help", "fixtures"))
}

func TestArguments(t *testing.T) {
	t.Parallel()
	c := command{arguments: []string{"TYPE", "FILE"}}
	require.NoError(t, c.check([]string{"a", "b"}))
	require.EqualError(t, c.check([]string{"a"}), "FILE is missing, see -h")
	require.EqualError(t, c.check([]string{"a", "b", "c"}), `unexpected argument "c" after FILE, see -h`)
	var first string
	got, err := parse([]setting{{name: "to", value: "URL", set: text(&first)}}, []string{"a", "-to", "x", "b"}, noEnvironment)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, got)
	require.Equal(t, "x", first, "a flag may follow an argument")
	require.Equal(t, outcome{exitBadFlags, "", "stateset-mock: version: unexpected argument \"x\": only flags are allowed here, see -h\n"}, runWith(t, nil, "version", "x"))
}

func TestVersion(t *testing.T) {
	t.Parallel()
	want := outcome{exitOK, "stateset-mock " + stateset.Version + "\n", ""}
	for _, args := range [][]string{{"version"}, {"-version"}, {"serve", "-version"}, {"healthcheck", "-version"}} {
		require.Equal(t, want, runWith(t, nil, args...), args)
	}
}

func TestServeIsTheDefault(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"-addr", "127.0.0.1:0"}, {"serve", "-addr", "127.0.0.1:0"}} {
		var stdout, stderr strings.Builder
		require.Equal(t, exitOK, run(ctx, args, noEnvironment, &stdout, &stderr), args)
		require.Contains(t, stdout.String(), "stateset-mock listening on http://127.0.0.1:")
	}
}
