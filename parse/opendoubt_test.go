package parse

import (
	"slices"
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// TestMisplaced doubts tables without rules whose rows show that a column or a
// row was not found, and no others.
func TestMisplaced(t *testing.T) {
	amount := []Cell{{Raw: "5.00"}}
	for name, c := range map[string]struct {
		rows   []Row
		unread []budget.Unread
		want   bool
	}{
		"whole":               {[]Row{{Code: "20601", Name: "科技管理", Cells: amount}}, nil, false},
		"a code in a name":    {[]Row{{Name: "科技条件2060502专项", Cells: amount}}, nil, true},
		"a year in a name":    {[]Row{{Name: "项目2060年预算", Cells: amount}}, nil, false},
		"a row not sure":      {[]Row{{Name: "科技管理", Cells: amount, Unsure: true}}, nil, true},
		"a label not sure":    {[]Row{{Name: "科技管理", Unsure: true}}, nil, false},
		"a cell not a figure": {[]Row{{Name: "科技管理", Cells: amount}}, []budget.Unread{{Text: "决算数"}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := new(draft).misplaced(c.rows, c.unread); got != c.want {
				t.Errorf("misplaced %v", got)
			}
		})
	}
}

// TestDoubtWraps marks the row above the end of its name.
func TestDoubtWraps(t *testing.T) {
	amount := []Cell{{Raw: "5.00"}}
	for name, c := range map[string]struct {
		next Row
		want bool
	}{
		"the end of the name": {Row{Lane: "revenue", Name: "预算拨款", Cells: []Cell{{}}}, true},
		"the next item":       {Row{Lane: "revenue", Name: "二、其他收入", Cells: []Cell{{}}}, false},
		"with a figure":       {Row{Lane: "revenue", Name: "预算拨款", Cells: amount}, false},
		"a total":             {Row{Lane: "revenue", Name: "合计", Cells: []Cell{{}}}, false},
		"another side":        {Row{Lane: "expenditure", Name: "预算拨款"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			rows := []Row{{Lane: "revenue", Name: "一、国有资本经营", Cells: amount}, c.next}
			if doubtWraps(rows, form.Builtin().Total); rows[0].Unsure != c.want {
				t.Errorf("unsure %v", rows[0].Unsure)
			}
		})
	}
}

// TestOpenExcuse accuses nobody with the sums of a table without rules that has
// a figure among its labels, and leaves open what that figure is.
func TestOpenExcuse(t *testing.T) {
	for name, c := range map[string]struct {
		label string
		want  budget.Outcome
		open  bool
	}{
		"whole":              {"科技管理", budget.Fails, false},
		"a figure for label": {"7.00", budget.Unknown, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPage(1)
			p.line(200, 40, "部门支出总表")
			p.line(400, 60, "单位：万元")
			p.open(50, 80, []float64{70, 150, 90, 90, 90}, [][]string{
				{"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
				{"", "合计", "16.00", "9.00", "7.00"},
				{"206", "科学技术支出", "10.00", "6.00", "4.00"},
				{"20601", c.label, "10.00", "6.00", "4.00"},
				{"205", "教育支出", "5.00", "3.00", "2.00"},
			}, false)
			doc, err := Document(t.Context(), &extract.Document{Kind: "pdf", Pages: []*extract.Page{p.page}}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			failed := false
			for _, f := range doc.Findings {
				if f.Check == "hierarchy" && f.Severity == budget.SeverityError {
					failed = true
					if f.Status != c.want {
						t.Errorf("%s: %s", f.Status, f.Message)
					}
				}
			}
			open := slices.ContainsFunc(doc.Facts, func(f budget.Fact) bool { return f.Raw == c.label && f.Measure == "unknown" })
			if !failed || open != c.open {
				t.Errorf("failed %v, left open %v", failed, open)
			}
		})
	}
}

// TestLabelFigures lists figures among labels.
func TestLabelFigures(t *testing.T) {
	s := &draft{head: heading{cols: []leaf{{Column: budget.Column{Role: "item"}}, {Column: budget.Column{Role: "measure"}}}}}
	for _, name := range []string{"科技管理", "1,234.50", "0", "2060501"} {
		s.rows = append(s.rows, rawRow{cells: []drawnText{{Lines: []string{name}}, {Lines: []string{"5.00"}}}})
	}
	got := s.labelFigures()
	if len(got) != 1 || got[0].Text != "1,234.50" || got[0].Kind != "table" {
		t.Errorf("%+v", got)
	}
}

func TestMisprinted(t *testing.T) {
	for text, want := range map[string]bool{"210卫生健康支出33.O8": true, "1,2l4.50": true, "住房公积金58,90": true, "33.08": false, "1,234": false, "210卫生健康支出": false, "12": false} {
		if got := misprinted.MatchString(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
