package resolve_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract/resolve"
)

// fill sets every field that v has, so that a field which the binary form
// forgets is found out.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*resolve.Review]() {
			return // said of what is kept, and no part of it
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.String:
		v.SetString(strings.Repeat("ä", *n%3+1))
	case reflect.Int:
		v.SetInt(int64(*n - 5))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 7)
	case reflect.Bool:
		v.SetBool(true)
	}
}

func filled() resolve.Extraction {
	var x resolve.Extraction
	n := 0
	fill(reflect.ValueOf(&x).Elem(), &n)
	return x
}

func TestExtractionSurvivesBinary(t *testing.T) {
	for name, x := range map[string]resolve.Extraction{"every field": filled(), "nothing": {}} {
		b, err := x.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back, names resolve.Extraction
		if err := back.UnmarshalBinary(b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d := cmp.Diff(x, back); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if err := names.UnmarshalNames(b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range back.Claims {
			back.Claims[i].Evidence = nil
		}
		if d := cmp.Diff(back, names); d != "" {
			t.Errorf("%s, names alone: %s", name, d)
		}
	}
}

// Whatever the bytes are, reading them ends with an extraction or an error, and
// an extraction that was read is written as itself.
func FuzzExtraction(f *testing.F) {
	x := filled()
	whole, err := x.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	for cut := range whole {
		f.Add(whole[:cut])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var x resolve.Extraction
		if x.UnmarshalBinary(b) != nil {
			return
		}
		again, err := x.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back resolve.Extraction
		if err := back.UnmarshalBinary(again); err != nil {
			t.Fatal(err)
		}
		third, _ := back.MarshalBinary()
		if !bytes.Equal(again, third) {
			t.Error("the form written is not stable")
		}
	})
}
