package native

import "testing"

func TestOwnEncoding(t *testing.T) {
	tests := []struct {
		font, text, want string
	}{
		{"Wingdings", "\uf0fe", "☑"},
		{"Wingdings-Regular", "\uf0a8", "□"},
		{"Wingdings 2", "\uf052", "☑"},
		{"Wingdings 2", "\uf0a3", "□"},
		{"SymbolMT", "\uf0b7", "•"},
		{"Wingdings", "√", "√"},             // it is said to be another
		{"Wingdings 2", "\uf021", "\uf021"}, // a picture that is not listed
		{"SimSun", "\uf0fe", "\uf0fe"},
	}
	for _, tt := range tests {
		if got := ownEncoding(tt.font).shown(tt.text); got != tt.want {
			t.Errorf("%s shows %q for %q, want %q", tt.font, got, tt.text, tt.want)
		}
	}
	// Each picture of Wingdings stands at its own code, so that no run is short.
	for c, want := range map[int]rune{0x20: ' ', 0x3f: '✍', 0x41: '✌', 0x5e: '♈', 0x6e: '■', 0x7e: '🙷', 0x81: '①', 0x9f: '•', 0xab: '★', 0xb7: '🕐', 0xd8: '➢', 0xe0: '→', 0xf0: '⇨', 0xfb: '✗'} {
		if got := wingdings()[c]; got != want {
			t.Errorf("Wingdings %#x: %q, want %q", c, got, want)
		}
	}
}
