package extract_test

import (
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/extract/enginetest"
	"yusuan/extract/native"
)

// What a page shows and what can be read of it differ: the page says so.
func TestDoubt(t *testing.T) {
	for _, c := range []struct {
		file, text, warning string
		damaged             bool
	}{
		{"tampered-map.pdf", "1,234.501,234.50", "its map and its glyphs differ", true},
		{"cut-content.pdf", "12", "ends in the middle", true},
		{"bare-field.pdf", "12", "a form field has a value", true},
		{"cut-table.pdf", "112355", "cuts off 3 glyphs", true},
		{"plain.pdf", "123.45合计1,234.50", "", false},
		{"outside.pdf", "459", "cuts off 1 glyphs", true},
		{"no-tounicode.pdf", "合计1,234.50", "", false},
		{"covered.pdf", "22557788", "4 figures are painted over", false},
	} {
		o := extract.Opener{Native: native.New()}
		d, err := o.Open(t.Context(), c.file, enginetest.Read(t, c.file))
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		p := d.Doc.Pages[0]
		var text strings.Builder
		for _, g := range p.Glyphs {
			text.WriteString(g.Text)
		}
		said := strings.Join(p.Warnings, "; ")
		if text.String() != c.text || p.Damaged != c.damaged || !strings.Contains(said, c.warning) || c.warning == "" && said != "" {
			t.Errorf("%s: %q, damaged %v, warnings %q; want %q, %v, %q", c.file, &text, p.Damaged, said, c.text, c.damaged, c.warning)
		}
	}
}
