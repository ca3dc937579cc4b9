// Package repocheck holds tests of the whole module: what public packages export, and
// which modules a program links.
package repocheck
