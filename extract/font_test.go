package extract

import "testing"

func TestFontName(t *testing.T) {
	for in, want := range map[string]string{
		"SimSun":           "SimSun",
		"ABCDEF+SimSun":    "SimSun",
		"\xCB\xCE\xCC\xE5": "宋体",
		"":                 "",
	} {
		if got := FontName(in); got != want {
			t.Errorf("FontName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFontHeight(t *testing.T) {
	for _, tt := range []struct {
		name               string
		a, d, wantA, wantD float64
	}{
		{"believed", 0.8, -0.2, 0.8, -0.2},
		{"descent without its sign", 0.8, 0.2, 0.8, -0.2},
		{"nothing", 0, 0, 0.88, -0.12},
		{"ornament", 1.49, -0.43, 0.88, -0.12},
	} {
		if a, d := FontHeight(tt.a, tt.d); a != tt.wantA || d != tt.wantD {
			t.Errorf("%s: %v %v, want %v %v", tt.name, a, d, tt.wantA, tt.wantD)
		}
	}
}
