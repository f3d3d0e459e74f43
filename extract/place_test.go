package extract

import "testing"

func TestPlace(t *testing.T) {
	row := Box{X0: 0, Y0: 100, X1: 200, Y1: 120}
	tests := []struct {
		name  string
		glyph Box
		want  Flag
	}{
		{"shown whole", Box{10, 105, 20, 115}, 0},
		{"reaches over the edge", Box{10, 98, 20, 110}, 0},
		{"cut in half", Box{10, 113, 20, 127}, 0},
		{"only its ascent reaches in", Box{10, 118, 20, 130}, Hidden},
		{"beside the clip", Box{210, 105, 220, 115}, Hidden},
		{"no width, within", Box{10, 105, 10, 115}, 0},
		{"no width, beside", Box{210, 105, 210, 115}, Hidden},
		{"outside the page", Box{310, 105, 320, 115}, Outside},
		{"cut by the edge", Box{-4, 105, 6, 115}, EdgeCut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Page{Width: 300, Height: 400}
			clip := row
			if tt.want == EdgeCut {
				clip.X0 = -100
			}
			p.Place(Glyph{Text: "1", X0: tt.glyph.X0, Y0: tt.glyph.Y0, X1: tt.glyph.X1, Y1: tt.glyph.Y1}, clip)
			gs := append(p.Glyphs, p.Aside...)
			if len(gs) != 1 || gs[0].Flags != tt.want {
				t.Errorf("placed %+v, want flags %b", gs, tt.want)
			}
		})
	}
}
