//go:build goexperiment.simd && amd64

package main

import "simd/archsimd"

// add adds x to y; lengths are equal and multiples of eight.
func add(y, x []float32) {
	for len(y) >= 8 && len(x) >= 8 {
		archsimd.LoadFloat32x8Slice(y).Add(archsimd.LoadFloat32x8Slice(x)).StoreSlice(y)
		y, x = y[8:], x[8:]
	}
}

// axpy adds a times x to y.
func axpy(y []float32, a float32, x []float32) {
	v := archsimd.BroadcastFloat32x8(a)
	for len(y) >= 8 && len(x) >= 8 {
		archsimd.LoadFloat32x8Slice(y).Add(archsimd.LoadFloat32x8Slice(x).Mul(v)).StoreSlice(y)
		y, x = y[8:], x[8:]
	}
}

// dot is the sum of products, in eight sums that are added up at the end.
func dot(y, x []float32) float32 {
	var s archsimd.Float32x8
	for len(y) >= 8 && len(x) >= 8 {
		s = s.Add(archsimd.LoadFloat32x8Slice(y).Mul(archsimd.LoadFloat32x8Slice(x)))
		y, x = y[8:], x[8:]
	}
	var l [8]float32
	s.Store(&l)
	return l[0] + l[1] + l[2] + l[3] + l[4] + l[5] + l[6] + l[7]
}

// adagrad takes a step of size rate against the gradient g, which it clears;
// sq sums the squares of the gradients so far.
func adagrad(w, sq, g []float32, rate float32) {
	r, e := archsimd.BroadcastFloat32x8(rate), archsimd.BroadcastFloat32x8(1e-3)
	var zero archsimd.Float32x8
	for len(w) >= 8 && len(sq) >= 8 && len(g) >= 8 {
		d := archsimd.LoadFloat32x8Slice(g)
		q := archsimd.LoadFloat32x8Slice(sq).Add(d.Mul(d))
		q.StoreSlice(sq)
		archsimd.LoadFloat32x8Slice(w).Sub(d.Mul(r).Div(q.Add(e).Sqrt())).StoreSlice(w)
		zero.StoreSlice(g)
		w, sq, g = w[8:], sq[8:], g[8:]
	}
}
