// Package gcpace sets how much memory a server may allocate between two garbage
// collections. Small heaps are collected rarely, and large ones do not double.
//
//	gcpace.go  Start, and the percentage for a heap
package gcpace
