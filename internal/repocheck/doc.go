// Package repocheck tests the module as a whole: the exports of public packages, and the
// modules that a program links.
package repocheck
