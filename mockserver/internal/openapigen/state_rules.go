package main

// stateRules are the rules of operations that depend on other members, on stored objects
// or on the present. A test finds what is missing: it sends bodies that the schema allows.
var stateRules = map[string][]rule{}
