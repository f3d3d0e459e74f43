package native

import (
	"maps"
	"slices"
	"testing"
)

// Two glyphs of one width that a map calls by one figure, and that look
// different, are not both that figure.
func TestAlike(t *testing.T) {
	font := func(shapes ...string) *trueType {
		f := &trueType{tables: map[string][]byte{"loca": {0, 0}}, chars: map[uint16]rune{}}
		for _, s := range shapes {
			f.tables["glyf"] = append(f.tables["glyf"], s...)
			n := len(f.tables["glyf"]) / 2
			f.tables["loca"] = append(f.tables["loca"], byte(n>>8), byte(n))
		}
		return f
	}
	for _, c := range []struct {
		name   string
		shapes []string // by glyph
		said   map[uint32]string
		widths map[uint32]float64
		want   []uint32
	}{
		{"3 said to be 8", []string{"", "333333", "888888", "5555"}, map[uint32]string{1: "8", 2: "8", 3: "5"}, nil, []uint32{1, 2}},
		{"the same shape twice", []string{"", "888888", "888888"}, map[uint32]string{1: "8", 2: "8"}, nil, nil},
		{"a narrow figure beside a wide one", []string{"", "88", "888888"}, map[uint32]string{1: "8", 2: "8"}, map[uint32]float64{1: 0.25}, nil},
		{"letters", []string{"", "aa", "bb"}, map[uint32]string{1: "a", 2: "a"}, nil, nil},
	} {
		comp := &composite{codec: codecTwo, dw: 0.5, widths: c.widths, tu: &cmap{chars: c.said}, program: font(c.shapes...)}
		m := comp.compare()
		if got := slices.Sorted(maps.Keys(m.alike)); !slices.Equal(got, c.want) {
			t.Errorf("%s: codes %v, want %v", c.name, got, c.want)
		}
	}
}
