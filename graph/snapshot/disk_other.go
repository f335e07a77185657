//go:build !unix

package snapshot

// SyncDir does nothing: only Unix systems can sync a folder.
func (OS) SyncDir(string) error { return nil }
