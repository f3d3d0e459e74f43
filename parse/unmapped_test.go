package parse

import (
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// A code of which a character is not known is none, neither for its row nor for
// those that leave its parts out.
func TestJoinCodeUnknown(t *testing.T) {
	part := leaf{Column: budget.Column{Role: "code"}}
	s := &draft{head: heading{cols: []leaf{part, part, part}}}
	tests := []struct {
		name   string
		parts  []string
		want   string
		unsure bool
	}{
		{"known", []string{"208", "01", ""}, "20801", false},
		{"filled down", []string{"", "", "02"}, "2080102", false},
		{"unknown", []string{"20\ufffd", "", ""}, "", true},
		{"filled with what is not known", []string{"", "01", ""}, "", true},
		{"known again", []string{"210", "05", ""}, "21005", false},
	}
	prev := map[int][]string{}
	for _, tt := range tests {
		var row Row
		if got := s.joinCode(0, tt.parts, prev, &row, nil); got != tt.want || row.Unsure != tt.unsure {
			t.Errorf("%s: code %q, unsure %v, want %q, %v", tt.name, got, row.Unsure, tt.want, tt.unsure)
		}
	}
}

// A glyph without a character that may be a figure takes the proof from its
// page; one as wide as a Chinese character does not.
func TestDistrustUnknownFigures(t *testing.T) {
	unknown := func(width float64) *extract.Page {
		return &extract.Page{Glyphs: []extract.Glyph{{Text: "\ufffd", Flags: extract.Unmapped, X1: width, Size: 10}}}
	}
	doc := &extract.Document{Pages: []*extract.Page{unknown(5), unknown(10)}}
	out := &budget.Document{Tables: []budget.Table{{Pages: []int{1}}, {Pages: []int{2}}}}
	for i, p := range doc.Pages {
		p.Number = i + 1
		out.Facts = append(out.Facts, budget.Fact{Table: i, Span: budget.Span{Page: i + 1}, Status: budget.StatusProven})
	}
	distrust(out, doc, nil)
	if a, b := out.Facts[0].Status, out.Facts[1].Status; a != budget.StatusStated || b != budget.StatusProven {
		t.Errorf("beside a narrow glyph %s, want stated; beside a wide one %s, want proven", a, b)
	}
}
