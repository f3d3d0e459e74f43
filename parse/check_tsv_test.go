package parse

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// tsvDocument builds a document from rows of page, table, code, name, column
// and value, as the tables stage would leave it: columns read by the forms,
// rows counted, total rows marked, blanks left out.
func tsvDocument(t testing.TB, file string) *budget.Document {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	forms := form.Builtin()
	doc := &budget.Document{File: filepath.Base(file), Phase: budget.PhaseBudget}
	if strings.Contains(file, "_final") {
		doc.Phase = budget.PhaseFinal
	}
	type raw struct {
		page                            int
		title, code, name, column, text string
	}
	var rows []raw
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 6 || c[0] == "page" {
			continue
		}
		page, _ := strconv.Atoi(c[0])
		rows = append(rows, raw{page, c[1], c[2], c[3], c[4], c[5]})
	}
	at := map[string]int{}
	coded := map[string]bool{}
	paths := map[string][][]string{}
	for _, r := range rows {
		if _, ok := at[r.title]; !ok {
			kind := "unknown"
			if m := forms.Title(r.title); len(m) > 0 {
				kind = m[0].Kind
			}
			at[r.title] = len(doc.Tables)
			doc.Tables = append(doc.Tables, budget.Table{Kind: kind, Title: r.title})
		}
		coded[r.title] = coded[r.title] || r.code != ""
		known := false
		for _, p := range paths[r.title] {
			known = known || strings.Join(p, "/") == r.column
		}
		if !known {
			paths[r.title] = append(paths[r.title], strings.Split(r.column, "/"))
		}
	}
	columns := map[string]form.Column{}
	for title, ps := range paths {
		k := at[title]
		cols, ok := forms.Columns(doc.Tables[k].Kind, doc.Phase, 0, ps)
		for i, p := range ps {
			c := cols[i]
			if !ok[i] {
				c.Measure = "unknown"
			}
			columns[title+"\t"+strings.Join(p, "/")] = c
			doc.Tables[k].Columns = append(doc.Tables[k].Columns, budget.Column{Path: strings.Join(p, "/"), Role: "measure", Measure: c.Measure, Lane: c.Lane})
		}
	}
	// 元 where most figures of a table need it: disclosures in 万元 print two
	// decimals and none over a few million.
	large := map[string]bool{}
	for _, r := range rows {
		whole, _, _ := strings.Cut(strings.TrimPrefix(r.text, "-"), ".")
		large[r.title] = large[r.title] || len(whole) >= 7
	}
	lastKey, n := map[int]string{}, map[int]int{}
	for _, r := range rows {
		k := at[r.title]
		col := columns[r.title+"\t"+r.column]
		unit := "万元"
		if large[r.title] {
			unit = "元"
		}
		doc.Tables[k].Unit = unit
		if key := col.Lane + "\t" + r.code + "\t" + r.name; key != lastKey[k] {
			lastKey[k] = key
			n[k]++
		}
		amount, printed, err := budget.ParseAmount(r.text, unit)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		doc.Facts = append(doc.Facts, budget.Fact{
			Table: k, Row: n[k], Lane: col.Lane, Code: r.code, Name: r.name, Measure: col.Measure, Column: r.column,
			Total:  forms.Total(r.name) || coded[r.title] && r.code == "" && r.name != "" && col.Lane == "",
			Amount: amount, Unit: unit, Raw: r.text, Printed: printed, Span: budget.Span{Page: r.page},
		})
	}
	return doc
}

// tally counts the facts of a document by status.
func tally(doc *budget.Document) map[budget.Status]int {
	out := map[budget.Status]int{}
	for _, f := range doc.Facts {
		out[f.Status]++
	}
	return out
}

// failures gives the findings that fail.
func failures(doc *budget.Document) []budget.Finding {
	var out []budget.Finding
	for _, f := range doc.Findings {
		if f.Status == budget.Fails {
			out = append(out, f)
		}
	}
	return out
}
