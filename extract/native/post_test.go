package native

import (
	"encoding/binary"
	"testing"
)

func TestPostName(t *testing.T) {
	post := func(glyphs int, index []uint16, names ...string) []byte {
		b := append([]byte{0, 2, 0, 0}, make([]byte, 28)...)
		b = binary.BigEndian.AppendUint16(b, uint16(glyphs))
		for _, k := range index {
			b = binary.BigEndian.AppendUint16(b, k)
		}
		for _, n := range names {
			b = append(append(b, byte(len(n))), n...)
		}
		return b
	}
	if n := len(macNames()); n != 258 {
		t.Fatalf("%d names of the Macintosh, want 258", n)
	}
	index := []uint16{0, 20, 259, 258, 257}
	f := programOf(nil, nil, nil, nil, nil)
	tests := []struct {
		name  string
		post  []byte
		glyph uint16
		want  string
	}{
		{"a figure", post(5, index, "uni5408", "uni8BA1"), 1, "1"},
		{"a name of its own", post(5, index, "uni5408", "uni8BA1"), 2, "计"},
		{"the first name of its own", post(5, index, "uni5408", "uni8BA1"), 3, "合"},
		{"the last of the Macintosh", post(5, index, "uni5408", "uni8BA1"), 4, "đ"},
		{"beyond the glyphs", post(5, index, "uni5408"), 5, ""},
		{"names that are cut", post(5, index, "uni5408"), 2, ""},
		{"of a font with other glyphs", post(6, append(index, 3)), 1, ""},
		{"without names", []byte{0, 3, 0, 0}, 1, ""},
		{"none", nil, 1, ""},
	}
	for _, tt := range tests {
		f.tables["post"] = tt.post
		if got := nameText(f.postName(tt.glyph)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
