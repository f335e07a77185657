package main

import "golang.org/x/sys/unix"

// limitMemory bounds the memory that this process may write to, beside what it
// maps from files. A process that asks for more ends.
func limitMemory(bytes uint64) {
	// A system that refuses leaves the process unbounded, as it was.
	_ = unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: bytes, Max: bytes})
}
