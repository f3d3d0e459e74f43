package extract

import "testing"

func TestPrinted(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"brackets", "维修（护）费", "维修（护）费"},
		{"half width", "维修(护)费", "维修(护)费"},
		{"figures", "１，２３４．５０", "１，２３４．５０"},
		{"wide space", "合　计：", "合 计："},
		{"kangxi radical", "⼀⾏；", "一行；"},
		{"compatibility ideograph", "（\uf90a）", "（金）"},
		{"vertical brackets", "︵境︶", "（境）"},
		{"zero width", "1\u200b2，", "12，"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Printed(tt.in); got != tt.want {
				t.Errorf("Printed(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if got, want := Normalize(Printed(tt.in)), Normalize(tt.in); got != want {
				t.Errorf("Normalize(Printed(%q)) = %q, want %q", tt.in, got, want)
			}
		})
	}
}

func TestNormalize(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"ascii", "1,234.56", "1,234.56"},
		{"ideographs", "合计", "合计"},
		{"full width", "（１２３．４５％）", "(123.45%)"},
		{"wide space", "合　计", "合 计"},
		{"kangxi radical", "⼀⾏", "一行"},
		{"kangxi door", "专⼾", "专户"},
		{"supplement radical", "⻔⻓", "门长"},
		{"compatibility ideograph", "\uf90a", "金"},
		{"circled number stays", "①", "①"},
		{"raised number stays", "m²", "m²"},
		{"squared unit stays", "㎡", "㎡"},
		{"fraction stays", "½", "½"},
		{"ellipsis stays", "…", "…"},
		{"mixed", "⼀①２", "一①2"},
		{"ligature", "\ufb01", "fi"},
		{"zero width", "1\u200b2", "12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Normalize(tt.in); got != tt.want {
				t.Errorf("Normalize(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if got := Normalize(Normalize(tt.in)); got != tt.want {
				t.Errorf("twice: %q, want %q", got, tt.want)
			}
		})
	}
}
