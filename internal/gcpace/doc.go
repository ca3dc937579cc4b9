// Package gcpace sets how much memory a server may allocate between two garbage
// collections. Heaps of moderate size stay small, and the others are collected rarely.
//
//	gcpace.go  Start, and the percentage for a heap
package gcpace
