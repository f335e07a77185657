//go:build !amd64

package model

const vectors = false

// The functions of vector_amd64.go, which are not called here.

func sumVector(acc *uint64, q, off int, arena []uint64, at []int32, rows []byte, kept []int32) {}

func dotVector(scores []int32, fours []int16, hid []uint64, bias []int32) {}
