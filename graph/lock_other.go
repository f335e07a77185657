//go:build aix || solaris || illumos || (!unix && !windows)

package graph

import "os"

// lockFile does nothing: these systems have no lock that ends with the process.
func lockFile(*os.File) error { return nil }

func isLocked(error) bool { return false }

func isDiskFull(error) bool { return false }

func isReadOnly(error) bool { return false }
