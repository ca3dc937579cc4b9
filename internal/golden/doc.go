// Package golden compares what tests produce with files in testdata. A failure shows
// the first lines that differ, never a whole file. The flag -update rewrites the files:
//
//	go test ./payments -update
package golden
