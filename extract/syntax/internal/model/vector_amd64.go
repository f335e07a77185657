package model

import "golang.org/x/sys/cpu"

var vectors = cpu.X86.HasAVX2

// sumVector is [Net.sum] for q words at acc, a multiple of 16.
func sumVector(acc *uint64, q, off int, arena []uint64, at []int32, rows []byte, kept []int32) {
	sumAVX2(acc, q, off, first(arena), first(at), len(at), first(rows), first(kept), len(kept))
}

// dotVector is [Net.scores] with the weights in fours.
func dotVector(scores []int32, fours []int16, hid []uint64, bias []int32) {
	dotAVX2(&scores[0], &fours[0], &hid[0], len(hid), &bias[0], len(scores)/4)
}

func first[T any](s []T) *T {
	if len(s) == 0 {
		return nil
	}
	return &s[0]
}

//go:noescape
func sumAVX2(acc *uint64, q, off int, arena *uint64, at *int32, n int, rows *byte, kept *int32, m int)

//go:noescape
func dotAVX2(scores *int32, fours *int16, hid *uint64, q int, bias *int32, groups int)
