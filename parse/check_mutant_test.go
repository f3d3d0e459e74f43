package parse

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// A mutation changes one thing in a document, as a slip of the pen or of a
// reader would, and tells which facts it touched. It returns false where it
// cannot be made or changes nothing.
type mutation struct {
	name string
	make func(r *rand.Rand, doc *budget.Document) ([]int, bool)
}

// pick chooses a fact that prints a figure other than zero.
func pick(r *rand.Rand, doc *budget.Document) int {
	for range 1000 {
		if i := r.IntN(len(doc.Facts)); doc.Facts[i].Printed == budget.PrintedValue && doc.Facts[i].Measure != "unknown" {
			return i
		}
	}
	panic("no figure in the document")
}

// put prints another figure in a fact.
func put(f *budget.Fact, raw string) bool {
	amount, printed, err := budget.ParseAmount(raw, f.Unit)
	if err != nil || amount.Equal(f.Amount) && printed == f.Printed {
		return false
	}
	f.Raw, f.Amount, f.Printed = raw, amount, printed
	return true
}

func onRaw(change func(r *rand.Rand, raw []byte) string) func(*rand.Rand, *budget.Document) ([]int, bool) {
	return func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		i := pick(r, doc)
		raw := strings.ReplaceAll(doc.Facts[i].Raw, ",", "")
		return []int{i}, put(&doc.Facts[i], change(r, []byte(raw)))
	}
}

// digitAt gives the place of a random digit.
func digitAt(r *rand.Rand, raw []byte) int {
	for {
		if i := r.IntN(len(raw)); raw[i] >= '0' && raw[i] <= '9' {
			return i
		}
	}
}

var mutations = []mutation{
	{"one digit", onRaw(func(r *rand.Rand, raw []byte) string {
		i := digitAt(r, raw)
		raw[i] = '0' + (raw[i]-'0'+byte(1+r.IntN(9)))%10
		return string(raw)
	})},
	{"two digits changed over", onRaw(func(r *rand.Rand, raw []byte) string {
		i := digitAt(r, raw)
		j := i + 1
		if j < len(raw) && raw[j] == '.' {
			j++
		}
		if j < len(raw) {
			raw[i], raw[j] = raw[j], raw[i]
		}
		return string(raw)
	})},
	{"ten times", func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		i := pick(r, doc)
		f := &doc.Facts[i]
		raw := strings.ReplaceAll(f.Raw, ",", "")
		return []int{i}, put(f, shift(raw, 1-2*r.IntN(2)))
	}},
	{"ten thousand times", func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		i := pick(r, doc)
		raw := strings.ReplaceAll(doc.Facts[i].Raw, ",", "")
		return []int{i}, put(&doc.Facts[i], shift(raw, 4))
	}},
	{"sign", onRaw(func(r *rand.Rand, raw []byte) string { return "-" + string(raw) })},
	{"digit lost", onRaw(func(r *rand.Rand, raw []byte) string {
		i := digitAt(r, raw)
		return strings.TrimSuffix(string(raw[:i])+string(raw[i+1:]), ".")
	})},
	{"row above copied", func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		f := doc.Facts[pick(r, doc)]
		var touched []int
		for i := range doc.Facts {
			g := &doc.Facts[i]
			if g.Table != f.Table || g.Row != f.Row || g.Lane != f.Lane {
				continue
			}
			for j := range doc.Facts {
				h := &doc.Facts[j]
				if h.Table == g.Table && h.Lane == g.Lane && h.Row == g.Row-1 && h.Measure == g.Measure && put(g, h.Raw) {
					touched = append(touched, i)
					break
				}
			}
		}
		return touched, len(touched) > 0
	}},
	{"row dropped", func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		f := doc.Facts[pick(r, doc)]
		doc.Facts = slices.DeleteFunc(doc.Facts, func(g budget.Fact) bool {
			return g.Table == f.Table && g.Row == f.Row && g.Lane == f.Lane
		})
		return nil, true
	}},
	{"column copied", func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		f := doc.Facts[pick(r, doc)]
		to := ""
		for _, g := range doc.Facts {
			if g.Table == f.Table && g.Lane == f.Lane && g.Measure != f.Measure && g.Measure != "unknown" {
				to = g.Measure
				break
			}
		}
		var touched []int
		for i := range doc.Facts {
			g := &doc.Facts[i]
			if g.Table != f.Table || g.Lane != f.Lane || g.Measure != to {
				continue
			}
			for _, h := range doc.Facts {
				if h.Table == g.Table && h.Lane == g.Lane && h.Row == g.Row && h.Measure == f.Measure && put(g, h.Raw) {
					touched = append(touched, i)
					break
				}
			}
		}
		return touched, len(touched) > 0
	}},
	{"figures of two rows changed over", func(r *rand.Rand, doc *budget.Document) ([]int, bool) {
		i := pick(r, doc)
		for j := i + 1; j < len(doc.Facts); j++ {
			f, g := &doc.Facts[i], &doc.Facts[j]
			if f.Table == g.Table && f.Lane == g.Lane && f.Measure == g.Measure && g.Printed == budget.PrintedValue {
				a, b := f.Raw, g.Raw
				return []int{i, j}, put(f, b) && put(g, a)
			}
		}
		return nil, false
	}},
}

// shift moves the point of a figure n places to the right.
func shift(raw string, n int) string {
	d, err := decimal.NewFromString(raw)
	if err != nil {
		return raw
	}
	_, frac, _ := strings.Cut(raw, ".")
	return d.Shift(int32(n)).StringFixed(int32(len(frac)))
}

// clone copies what a mutation may change.
func clone(doc *budget.Document) *budget.Document {
	out := *doc
	out.Tables = slices.Clone(doc.Tables)
	out.Facts = slices.Clone(doc.Facts)
	out.Findings = nil
	return &out
}

// TestMutants changes one figure, row or column at a time in sound documents.
// A mutant is covered when an identity that closed, with figures on both
// sides, held one of the changed cells and the change is larger than the
// identity's tolerance; a covered mutant must be reported, on the cell that
// was changed, and no changed cell may count as proven.
func TestMutants(t *testing.T) {
	const perDocument, seed = 120, 20260701
	type tally struct{ made, covered, reported, exact, provenWrong int }
	byKind := map[string]*tally{}
	var all tally
	files, _ := filepath.Glob(wantFolder + "/*.facts.tsv")
	if os.Getenv("CORPUS") != "" {
		files, _ = filepath.Glob("../../shared/corpus/truth/[jsx]*.tsv")
	}
	for _, file := range files {
		if strings.Contains(file, "errors") || strings.Contains(file, "other") {
			continue
		}
		sound := tsvDocument(t, file)
		Check(sound, Options{})
		for _, f := range failures(sound) {
			if f.Severity != budget.SeverityNote {
				t.Errorf("%s: sound, but %s: %s", filepath.Base(file), f.Severity, f.Message)
			}
		}
		r := rand.New(rand.NewPCG(seed, uint64(len(sound.Facts))))
		for i := range perDocument {
			m := mutations[i%len(mutations)]
			doc := clone(sound)
			touched, ok := m.make(r, doc)
			if !ok {
				continue
			}
			n := byKind[m.name]
			if n == nil {
				n = &tally{}
				byKind[m.name] = n
			}
			n.made++
			all.made++
			if !throwsOff(sound, doc, touched, m.name) {
				continue
			}
			n.covered++
			all.covered++
			Check(doc, Options{})
			reported, disputed, wrong := false, 0, 0
			for _, f := range failures(doc) {
				if f.Severity == budget.SeverityNote && len(touched) > 1 {
					continue
				}
				if len(touched) == 0 || slices.ContainsFunc(touched, func(i int) bool { return slices.Contains(f.Facts, i) }) {
					reported = true
				}
			}
			for _, f := range doc.Facts {
				if f.Status == budget.StatusDisputed {
					disputed++
				}
			}
			for _, i := range touched {
				if doc.Facts[i].Status == budget.StatusProven && changed(sound, doc, i) {
					wrong++
				}
			}
			if reported {
				n.reported++
				all.reported++
			} else if os.Getenv("VERBOSE") != "" {
				t.Logf("%s: unreported %s: %s", filepath.Base(file), m.name, describe(sound, doc, touched))
			}
			if wrong > 0 {
				n.provenWrong++
				all.provenWrong++
				if os.Getenv("VERBOSE") != "" {
					t.Logf("%s: proven though changed, %s: %s", filepath.Base(file), m.name, describe(sound, doc, touched))
				}
			}
			if len(touched) == 1 && disputed == 1 && doc.Facts[touched[0]].Status == budget.StatusDisputed {
				n.exact++
				all.exact++
			}
		}
	}
	for _, m := range mutations {
		t.Logf("%-34s %+v", m.name, *byKind[m.name])
	}
	t.Logf("%-34s %+v", "all", all)
	if all.covered < 500 {
		t.Errorf("%d covered mutants, want 500", all.covered)
	}
	if all.reported*100 < 99*all.covered {
		t.Errorf("%d of %d covered mutants reported, want 99 %%", all.reported, all.covered)
	}
	if all.provenWrong*100 > all.covered {
		t.Errorf("%d mutants left a changed cell proven", all.provenWrong)
	}
}

// changed reports whether a mutation changed a fact by more than rounding.
func changed(sound, doc *budget.Document, i int) bool {
	f := &sound.Facts[i]
	two := decimal.NewFromInt(2)
	return doc.Facts[i].Amount.Sub(f.Amount).Abs().GreaterThan(ulp(decimals(f), f.Unit).Mul(two))
}

// throwsOff reports whether an identity that closed is thrown off by more than
// its tolerance.
func throwsOff(sound, doc *budget.Document, touched []int, name string) bool {
	l := newLedger(sound, form.Builtin().Identities())
	eqs := l.equations()
	if name == "row dropped" {
		return loses(l, eqs, sound, doc)
	}
	for _, e := range eqs {
		if !e.proves() {
			continue
		}
		off := decimal.Zero
		for side, addends := range [][]addend{e.left, e.right} {
			for _, a := range addends {
				if slices.Contains(touched, a.fact) {
					d := doc.Facts[a.fact].Amount.Sub(sound.Facts[a.fact].Amount)
					if a.minus != (side == 1) {
						d = d.Neg()
					}
					off = off.Add(d)
				}
			}
		}
		if off.Abs().GreaterThan(e.tol.Add(e.tol)) {
			return true
		}
	}
	return false
}

// loses reports whether the row that doc lacks is one of several parts of a sum
// and nothing stands below it that would take its place.
func loses(l *ledger, eqs []*equation, sound, doc *budget.Document) bool {
	kept := map[[2]int]bool{}
	for _, f := range doc.Facts {
		kept[[2]int{f.Table, f.Row}] = true
	}
	gone := func(a addend) bool {
		f := sound.Facts[max(a.fact, a.line.first)]
		return !kept[[2]int{f.Table, f.Row}]
	}
	part, whole := false, false
	for _, e := range eqs {
		if !e.proves() || e.id.Rule == form.RuleColumns {
			continue
		}
		valued := 0
		for _, a := range e.right {
			if !gone(a) && l.valued(a.cell) {
				valued++
			}
		}
		for _, a := range e.right {
			part = part || gone(a) && l.valued(a.cell) && valued > 0 && !gone(e.left[0])
		}
		whole = whole || e.id.Rule != form.RuleEqual && gone(e.left[0])
	}
	return part && !whole
}

func describe(sound, doc *budget.Document, touched []int) string {
	var b strings.Builder
	for _, i := range touched {
		f := doc.Facts[i]
		if len(touched) > 4 && (f.Status != budget.StatusProven || !changed(sound, doc, i)) {
			continue
		}
		fmt.Fprintf(&b, "%s %s %s %s %s: %s → %s (%s); ", doc.Tables[f.Table].Kind, f.Lane, f.Code, f.Name, f.Measure, sound.Facts[i].Raw, f.Raw, f.Status)
	}
	if len(touched) == 0 {
		for i := range sound.Facts {
			if i >= len(doc.Facts) || doc.Facts[i].Raw != sound.Facts[i].Raw || doc.Facts[i].Code != sound.Facts[i].Code || doc.Facts[i].Measure != sound.Facts[i].Measure {
				f := sound.Facts[i]
				fmt.Fprintf(&b, "lost %s %s %s %s %s", sound.Tables[f.Table].Kind, f.Lane, f.Code, f.Name, f.Raw)
				break
			}
		}
	}
	return b.String()
}
