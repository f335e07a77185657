//go:build !goexperiment.simd || !amd64

package main

import "math"

// The plain forms of the functions in vec_simd.go. They add in the same order
// and so give the same model, but take about five times as long.

func add(y, x []float32) {
	for k, v := range x[:len(y)] {
		y[k] += v
	}
}

func axpy(y []float32, a float32, x []float32) {
	for k, v := range x[:len(y)] {
		y[k] += float32(a * v)
	}
}

func dot(y, x []float32) float32 {
	var l [8]float32
	for len(y) >= 8 && len(x) >= 8 {
		for k := range l {
			l[k] += float32(y[k] * x[k])
		}
		y, x = y[8:], x[8:]
	}
	return l[0] + l[1] + l[2] + l[3] + l[4] + l[5] + l[6] + l[7]
}

func adagrad(w, sq, g []float32, rate float32) {
	for k, d := range g {
		sq[k] += float32(d * d)
		w[k] -= float32(d*rate) / float32(math.Sqrt(float64(sq[k]+1e-3)))
		g[k] = 0
	}
}
