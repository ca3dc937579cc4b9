package fault

import "slices"

// presets maps names to rules.
var presets = map[string][]string{
	"flaky": {
		"* p=0.05 do=status:503 optional",
		"* p=0.05 do=reset optional",
		"* p=0.05 at=committed do=status:502 envelope=html optional",
	},
	"slow":         {"* do=delay:2s optional"},
	"outage":       {"* do=status:503 envelope=html optional"},
	"rate-limited": {"* p=0.3 do=rate-limit:1s optional"},
	"lost-answers": {"* p=0.2 at=committed do=reset optional"},
}

// PresetRules returns the rules of a preset in text, or nil.
func PresetRules(name string) []string { return slices.Clone(presets[name]) }

// Presets returns the names of the presets, sorted.
func Presets() []string {
	var names []string
	for name := range presets {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
