package parse

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/extract/plaintext"
	"yusuan/parse/budget"
	"yusuan/parse/form"
)

const brokenLines = "../fixtures/text/broken-lines"

// plainDocument is a text as the plaintext engine reads it.
func plainDocument(t testing.TB, data []byte) *extract.Document {
	t.Helper()
	ctx := context.Background()
	r, err := plaintext.New().Open(ctx, data, extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	doc := &extract.Document{Kind: "text", Engine: "plaintext"}
	for n := 1; n <= r.NumPages(); n++ {
		p, err := r.Page(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		doc.Pages = append(doc.Pages, p)
	}
	return doc
}

func readText(t testing.TB, data string) *Read {
	t.Helper()
	read, err := TextTables(context.Background(), plainDocument(t, []byte(data)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func source(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// cellLines lists facts as the truth files do: table, code, name, column,
// value; the column is ? where it is open.
func cellLines(read *Read) []string {
	var out []string
	for _, f := range read.Facts {
		column := f.Column
		if f.Measure == "unknown" {
			column = "?"
		}
		out = append(out, strings.Join([]string{read.Tables[f.Table].Title, f.Code, f.Name, column, strings.ReplaceAll(f.Raw, ",", "")}, "\t"))
	}
	return out
}

func tsv(t testing.TB, path string) (head []string, rows [][]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

func wantCells(t testing.TB, path string) []string {
	t.Helper()
	_, rows := tsv(t, path)
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(r[1:6], "\t"))
	}
	return out
}

func TestTextTables(t *testing.T) {
	read := readText(t, source(t, brokenLines+"/source.txt"))
	if diff := cmp.Diff(wantCells(t, brokenLines+"/want/facts.tsv"), cellLines(read)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	var tables []string
	for _, tab := range read.Tables {
		tables = append(tables, fmt.Sprintf("%s %s %s empty=%v %q", tab.Number, tab.Kind, tab.Unit, tab.Empty, tab.EmptyNote))
	}
	want := []string{
		`表一 summary 万元 empty=false ""`,
		`表二 revenue 万元 empty=false ""`,
		`表三 expenditure 万元 empty=false ""`,
		`表四 appropriation 万元 empty=false ""`,
		`表五 general_public 万元 empty=false ""`,
		`表六 general_public_basic 万元 empty=false ""`,
		`表七 project 万元 empty=false ""`,
		`表八 sangong 万元 empty=false ""`,
		`表九 government_fund 万元 empty=true "备注：当年没有用政府性基金安排的支出，此表为空表。"`,
		` performance  empty=false ""`,
	}
	if diff := cmp.Diff(want, tables); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	if len(read.Unread) > 0 {
		t.Errorf("unread: %v", read.Unread)
	}
	var split []budget.Repair
	for _, f := range read.Facts {
		for _, r := range f.Repairs {
			if r.Rule == "split-amount" {
				split = append(split, r)
			}
		}
	}
	if diff := cmp.Diff([]budget.Repair{{Rule: "split-amount", Before: "2,796.3 0", After: "2,796.30"}}, split); diff != "" {
		t.Errorf("split amounts (-want +got):\n%s", diff)
	}
}

func TestTextTargets(t *testing.T) {
	read := readText(t, source(t, brokenLines+"/source.txt"))
	var got [][]string
	for _, x := range read.Targets {
		got = append(got, []string{x.Project, x.Funds, x.Level1, x.Level2, x.Level3, x.Operator, x.Value, x.UnitTxt})
	}
	_, want := tsv(t, brokenLines+"/want/targets.tsv")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
}

// TestTextUses holds every token of a table to one use.
func TestTextUses(t *testing.T) {
	doc := plainDocument(t, []byte(source(t, brokenLines+"/source.txt")))
	forms := form.Builtin()
	lines, furniture := plainLines(doc)
	if diff := cmp.Diff([]ProseLine{{Text: "- 12 -"}}, furniture); diff != "" {
		t.Errorf("furniture (-want +got):\n%s", diff)
	}
	x := newTextReader(doc, forms)
	seen := make(map[int]bool)
	for _, r := range x.tables {
		for _, k := range r.toks {
			if len(lines[k.line].toks) == 0 {
				t.Errorf("line %d has no tokens", k.line)
			}
			seen[k.line] = true
		}
	}
	for _, i := range x.prose {
		if seen[i] {
			t.Errorf("line %d is prose and table: %q", i, lines[i].text)
		}
		seen[i] = true
	}
	for i, l := range lines {
		if len(l.toks) > 0 && !seen[i] {
			t.Errorf("line %d is nowhere: %q", i, l.text)
		}
	}
}

// wrongCells lists facts with a known measure that the truth does not have.
func wrongCells(read *Read, truth map[string]int) []string {
	left := make(map[string]int, len(truth))
	for k, n := range truth {
		left[k] = n
	}
	var out []string
	for _, f := range read.Facts {
		if f.Measure == "unknown" {
			continue
		}
		k := cellKey(read, f)
		if left[k] == 0 {
			out = append(out, k)
			continue
		}
		left[k]--
	}
	return out
}

// cellKey says what a fact is about: a label that lost a line of its words is
// the same row still, and a heading that lost its group the same column.
func cellKey(read *Read, f budget.Fact) string {
	row := f.Code
	if row == "" && !f.Total {
		row = f.Name
	}
	column := f.Column[strings.LastIndexByte(f.Column, '/')+1:]
	return strings.Join([]string{read.Tables[f.Table].Title, f.Lane, row, column, f.Amount.String()}, "\t")
}

func cellCounts(read *Read) map[string]int {
	m := make(map[string]int)
	for _, f := range read.Facts {
		m[cellKey(read, f)]++
	}
	return m
}

// TestTextDamage damages the fixture line by line. A damaged text may lose
// rows and leave columns open; it may not give another figure, row or column
// as if it were settled. DAMAGE_ALL=1 damages every line, not one in seven.
func TestTextDamage(t *testing.T) {
	text := source(t, brokenLines+"/source.txt")
	truth := cellCounts(readText(t, text))
	lines := strings.Split(text, "\n")
	for _, d := range []struct {
		name string
		do   func(lines []string, i int) []string
	}{
		{"drop", func(ls []string, i int) []string { return slices.Delete(ls, i, i+1) }},
		{"join", func(ls []string, i int) []string {
			j := i + 1
			for j < len(ls) && strings.TrimSpace(ls[j]) == "" {
				j++
			}
			if j == len(ls) {
				return nil
			}
			ls[i] += " " + strings.TrimSpace(ls[j])
			return slices.Delete(ls, i+1, j+1)
		}},
		{"split", func(ls []string, i int) []string {
			at := strings.LastIndexAny(ls[i], "0123456789")
			if at < 2 || !strings.ContainsAny(ls[i][at-1:at], ".0123456789") {
				return nil
			}
			return slices.Insert(ls, i+1, "", ls[i][at:]) // the next loop cuts the line itself
		}},
	} {
		t.Run(d.name, func(t *testing.T) {
			wrong := 0
			for i, l := range lines {
				if strings.TrimSpace(l) == "" || os.Getenv("DAMAGE_ALL") == "" && i%7 != len(d.name)%7 {
					continue
				}
				ls := d.do(slices.Clone(lines), i)
				if ls == nil {
					continue
				}
				if d.name == "split" {
					at := strings.LastIndexAny(l, "0123456789")
					ls[i] = l[:at]
				}
				for _, w := range wrongCells(readText(t, strings.Join(ls, "\n")), truth) {
					wrong++
					t.Errorf("line %d %q: %s", i+1, l, w)
				}
			}
			t.Logf("%d wrong", wrong)
		})
	}
}

// TestTextShuffle reads tables whose lines are in any order: nothing is made
// up of figures that the text does not print.
func TestTextShuffle(t *testing.T) {
	text := source(t, brokenLines+"/source.txt")
	rnd := rand.New(rand.NewSource(1))
	lines := strings.Split(text, "\n")
	printed := make(map[string]bool)
	for _, l := range lines {
		for _, w := range strings.Fields(l) {
			printed[strings.ReplaceAll(w, ",", "")] = true
		}
	}
	for n := 0; n < 20; n++ {
		rnd.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		for _, f := range readText(t, strings.Join(lines, "\n")).Facts {
			raw := strings.ReplaceAll(f.Raw, ",", "")
			joined := slices.ContainsFunc(f.Repairs, func(r budget.Repair) bool { return r.Rule == "split-amount" })
			if !printed[raw] && !joined {
				t.Errorf("shuffle %d: %q is not printed", n, f.Raw)
			}
		}
	}
}

// TestTextSides reads a table with codes on two sides: a code of the second
// side is no figure of the first.
func TestTextSides(t *testing.T) {
	read := readText(t, "一般公共预算财政拨款基本支出决算表\n单位：万元\n科目编码 科目名称 决算数 科目编码 科目名称 决算数\n"+
		"301 工资福利支出 30.50 302 商品和服务支出\n30101 基本工资 30.50 30201 办公费\n30103 奖金 30205 水费\n")
	for _, f := range read.Facts {
		if f.Raw != "30.50" {
			t.Errorf("figure %q of %s %s", f.Raw, f.Code, f.Name)
		}
	}
}

func FuzzTextTables(f *testing.F) {
	files, _ := filepath.Glob("../fixtures/text/*/source.txt")
	for _, name := range files {
		f.Add(source(f, name))
	}
	f.Add("表一\n部门收支总体情况表\n单位:万元\n合计 1.00\n")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		r, err := plaintext.New().Open(context.Background(), []byte(s), extract.Limits{})
		if err != nil {
			return
		}
		doc := &extract.Document{Kind: "text"}
		for n := 1; n <= r.NumPages(); n++ {
			p, err := r.Page(context.Background(), n)
			if err != nil {
				return
			}
			doc.Pages = append(doc.Pages, p)
		}
		read, err := TextTables(context.Background(), doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range read.Facts {
			if x.Table >= len(read.Tables) || x.Measure == "" {
				t.Fatalf("bad fact %+v", x)
			}
		}
	})
}
