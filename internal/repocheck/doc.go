// Package repocheck tests the module as a whole: the exports of public packages, the
// modules that a program links, the links of Markdown files, and the wording of comments
// and guides.
package repocheck
