// Package mockpage opens the page of the mock server in headless Chromium.
//
//	chromium_test.go  the browser: its tabs, what they log and what they request
//	page_test.go      the views of the page, the token, the keyboard, markup in data, other sites
//
// With STATESET_TEST_SCREENSHOTS=DIR the test of the views writes screenshots to the
// directory, in light and dark.
package mockpage
