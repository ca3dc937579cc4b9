// Package ui has the files of the page at /_mock/ui. The page is a client of the control
// interface, without a build step: the files are served as they are.
//
//	ui.go             finds a file by its path
//	files/index.html  the page: its views, forms and shortcuts
//	files/page.css    the style, light and dark
//	files/page.js     calls the control interface and shows the responses
//	files/icon.svg    the icon
//
// The script sets texts only by textContent and attributes, never as HTML, because
// metadata, descriptions and URLs may contain markup.
package ui
