// Package browser runs the default client in a browser. It compiles a program for
// GOOS=js GOARCH=wasm, which headless Chromium runs. net/http uses the Fetch API only in
// a browser, so Node.js would test something else.
//
//	browser_test.go  the server of the page, the mock server and the browser
//	app/main.go      the program in the page: its calls and their results
package browser
