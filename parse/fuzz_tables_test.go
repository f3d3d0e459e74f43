package parse

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/parse/form"
)

// FuzzGrid draws a table from random choices, rules included or left out, and
// holds that every glyph of it comes out exactly once: in a cell, a heading, a
// note, a line above, or the prose.
func FuzzGrid(f *testing.F) {
	for seed := range uint64(12) {
		f.Add(seed, uint8(seed*37))
	}
	f.Fuzz(func(t *testing.T, seed uint64, drop uint8) {
		page := randomPage(seed, drop)
		forms := form.Builtin()
		regions, rest := Locate([]*extract.Page{page}, forms)
		seen := map[int]int{}
		count := func(ws []Word) {
			for i := range ws {
				for _, g := range ws[i].Glyphs {
					seen[g]++
				}
			}
		}
		for _, r := range regions {
			for i := range r.Grid.Cells {
				count(r.Grid.Cells[i].Words)
			}
			for i := range r.Head {
				count(r.Head[i].words)
			}
			for i := range r.Notes {
				count(r.Notes[i].words)
			}
			count(r.Grid.Index)
			checkTiling(t, r.Grid)
		}
		for _, l := range rest {
			count(l.words)
		}
		for i := range page.Glyphs {
			if isBlank(page.Glyphs[i].Text) {
				continue
			}
			if seen[i] != 1 {
				t.Fatalf("glyph %d %q came out %d times", i, page.Glyphs[i].Text, seen[i])
			}
		}
		doc := &extract.Document{Kind: "pdf", Pages: []*extract.Page{page}}
		out, err := Tables(t.Context(), doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := Tables(t.Context(), doc, Options{})
		if err != nil || fmt.Sprint(out.Facts) != fmt.Sprint(again.Facts) {
			t.Fatalf("the same page read twice gives other facts: %v", err)
		}
		for _, x := range out.Facts {
			if x.Raw != "" && x.Printed == "" {
				t.Fatalf("fact without a kind of print: %+v", x)
			}
		}
	})
}

// checkTiling holds that each place of a grid belongs to the cell that says so.
func checkTiling(t *testing.T, g *Grid) {
	t.Helper()
	if len(g.at) != g.NumRows() {
		t.Fatalf("grid has %d rows of places, %d of boundaries", len(g.at), g.NumRows())
	}
	for r := range g.at {
		for c := range g.at[r] {
			cell := g.At(r, c)
			if r < cell.Row || r >= cell.Row+cell.Rows || c < cell.Col || c >= cell.Col+cell.Cols {
				t.Fatalf("place %d,%d belongs to a cell at %d,%d of %d by %d", r, c, cell.Row, cell.Col, cell.Rows, cell.Cols)
			}
		}
	}
	places := 0
	for i := range g.Cells {
		places += g.Cells[i].Rows * g.Cells[i].Cols
	}
	if places != g.NumRows()*g.NumCols() {
		t.Fatalf("cells cover %d places of %d", places, g.NumRows()*g.NumCols())
	}
}

func randomPage(seed uint64, drop uint8) *extract.Page {
	rnd := rand.New(rand.NewPCG(seed, 7))
	p := newPage(1)
	p.line(200, 60, "部门支出预算总表")
	p.line(60, 80, "编制部门：云州市测绘局")
	p.line(450, 80, "单位：万元")
	words := []string{"201", "2010301", "一般公共服务支出", "行政\n运行", "合计", "1,234.50", "14,231.8\n4", "0.00", "-", "<", "^", "", "", "基本支出", "类", "12", "9,999,999,999.00", "二、外交支出"}
	cols, rows := 2+rnd.IntN(6), 2+rnd.IntN(8)
	widths := make([]float64, cols)
	for i := range widths {
		widths[i] = 30 + float64(rnd.IntN(70))
	}
	table := make([][]string, rows)
	for r := range table {
		table[r] = make([]string, cols)
		for c := range table[r] {
			w := words[rnd.IntN(len(words))]
			if r == 0 && w == "^" || c == 0 && w == "<" {
				w = ""
			}
			table[r][c] = w
		}
	}
	bottom := p.grid(60, 90, widths, table)
	p.line(60, bottom+20, "备注：无内容应公开空表并说明情况。")
	var kept []extract.Ruling
	for _, r := range p.page.Rulings {
		if uint8(rnd.UintN(256)) >= drop {
			kept = append(kept, r)
		}
	}
	p.page.Rulings = kept
	extract.LayoutPage(p.page)
	if strings.TrimSpace(p.page.Lines[0].Text) == "" {
		panic("no layout")
	}
	return p.page
}
