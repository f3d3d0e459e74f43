package batch

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"yusuan/parse"
	"yusuan/parse/budget"
)

// A slip changes one thing in a document that was read, and reports whether
// it is one that an identity or a statement that holds covers.
type slipOf struct {
	name string
	make func(r *rand.Rand, doc *budget.Document) bool
}

// provenFact chooses a figure that an identity proves, one without blanks: a
// sum that is off may lack what a blank of it ought to print.
func provenFact(r *rand.Rand, doc *budget.Document) *budget.Fact {
	if len(doc.Facts) == 0 {
		return nil
	}
	full := map[int]bool{}
	for _, f := range doc.Findings {
		for _, at := range f.Facts {
			full[at] = full[at] || f.Status == budget.Holds && !strings.Contains(f.Evidence, "∅")
		}
	}
	for range 1000 {
		i := r.IntN(len(doc.Facts))
		if f := &doc.Facts[i]; full[i] && f.Status == budget.StatusProven && f.Printed == budget.PrintedValue {
			return f
		}
	}
	return nil
}

func onFact(change func(f *budget.Fact)) func(*rand.Rand, *budget.Document) bool {
	return func(r *rand.Rand, doc *budget.Document) bool {
		f := provenFact(r, doc)
		if f == nil {
			return false
		}
		change(f)
		return true
	}
}

// heldClaim chooses a statement that holds and that covers a slip of the kind.
func heldClaim(r *rand.Rand, doc *budget.Document, covers func(*budget.Claim) bool) *budget.Claim {
	var fit []*budget.Claim
	for i := range doc.Claims {
		if c := &doc.Claims[i]; c.Status == budget.Holds && covers(c) {
			fit = append(fit, c)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return fit[r.IntN(len(fit))]
}

func onClaim(covers func(*budget.Claim) bool, change func(*budget.Claim)) func(*rand.Rand, *budget.Document) bool {
	return func(r *rand.Rand, doc *budget.Document) bool {
		c := heldClaim(r, doc, covers)
		if c == nil {
			return false
		}
		change(c)
		return true
	}
}

// times multiplies a printed figure, keeping its decimals.
func times(s string, n int64) string {
	d, err := decimal.NewFromString(s)
	if err != nil {
		return s
	}
	_, frac, _ := strings.Cut(s, ".")
	return d.Mul(decimal.NewFromInt(n)).StringFixed(int32(len(frac)))
}

func number(s string) bool {
	d, err := decimal.NewFromString(s)
	return err == nil && d.IsPositive()
}

var slipsOfPrint = []slipOf{
	{"figure doubled", onFact(func(f *budget.Fact) { f.Amount = f.Amount.Mul(decimal.NewFromInt(2)) })},
	{"figure ten times", onFact(func(f *budget.Fact) { f.Amount = f.Amount.Mul(decimal.NewFromInt(10)) })},
	{"yuan for 万元", onFact(func(f *budget.Fact) { f.Amount = f.Amount.Div(decimal.NewFromInt(10000)) })},
	{"sign", onFact(func(f *budget.Fact) { f.Amount = f.Amount.Neg() })},
	{"row doubled", func(r *rand.Rand, doc *budget.Document) bool {
		f := provenFact(r, doc)
		if f == nil || len(f.Code) != 7 || doc.Tables[f.Table].Kind == "project" {
			return false
		}
		for _, g := range slices.Clone(doc.Facts) {
			if g.Table == f.Table && g.Row == f.Row && g.Lane == f.Lane {
				g.Row += 1000
				doc.Facts = append(doc.Facts, g)
			}
		}
		return true
	}},
	{"row lost", func(r *rand.Rand, doc *budget.Document) bool {
		f := provenFact(r, doc)
		if f == nil || len(f.Code) != 7 || doc.Tables[f.Table].Kind == "project" {
			return false
		}
		siblings := map[string]bool{}
		for i := range doc.Facts {
			if g := &doc.Facts[i]; g.Table == f.Table && len(g.Code) == 7 && g.Code[:5] == f.Code[:5] && g.Printed == budget.PrintedValue {
				siblings[g.Code] = true
			}
		}
		if len(siblings) < 2 {
			return false // nothing else would be summed: the row above stands for it
		}
		gone := *f
		doc.Facts = slices.DeleteFunc(doc.Facts, func(g budget.Fact) bool { return g.Table == gone.Table && g.Row == gone.Row && g.Lane == gone.Lane })
		return true
	}},
	{"said ten times", onClaim(func(c *budget.Claim) bool { return c.Against != "" && number(c.Amount) },
		func(c *budget.Claim) { c.Amount = times(c.Amount, 10) })},
	{"said in yuan", onClaim(func(c *budget.Claim) bool { return c.Against != "" && number(c.Amount) && c.Unit == "万元" },
		func(c *budget.Claim) { c.Unit = "元" })},
	{"percent", onClaim(func(c *budget.Claim) bool {
		return number(c.Percent) && number(c.Amount) && (number(c.Delta) || number(c.BaseAmount)) && (c.Direction == "增加" || c.Direction == "减少")
	}, func(c *budget.Claim) { c.Percent = times(c.Percent, 10) })},
	{"direction", onClaim(func(c *budget.Claim) bool {
		return number(c.Amount) && number(c.BaseAmount) && c.Amount != c.BaseAmount && (c.Direction == "增加" || c.Direction == "减少")
	}, func(c *budget.Claim) {
		c.Direction = map[string]string{"增加": "减少", "减少": "增加"}[c.Direction]
	})},
	{"no change", onClaim(func(c *budget.Claim) bool {
		return number(c.Amount) && number(c.BaseAmount) && c.Amount != c.BaseAmount && (c.Direction == "增加" || c.Direction == "减少")
	}, func(c *budget.Claim) { c.Direction, c.Delta, c.Percent = "持平", "", "" })},
	{"verbal comparison", onClaim(func(c *budget.Claim) bool {
		return number(c.Amount) && number(c.BaseAmount) && c.Amount != c.BaseAmount && (c.Direction == "大于" || c.Direction == "小于")
	}, func(c *budget.Claim) {
		c.Direction = map[string]string{"大于": "小于", "小于": "大于"}[c.Direction]
	})},
	{"completion", onClaim(func(c *budget.Claim) bool {
		return number(c.Completion) && number(c.Amount) && number(c.BaseAmount) && c.Base == "initial_budget"
	}, func(c *budget.Claim) { c.Completion = times(c.Completion, 2) })},
	{"difference", onClaim(func(c *budget.Claim) bool {
		return number(c.Delta) && number(c.Amount) && number(c.Percent) && (c.Direction == "增加" || c.Direction == "减少")
	}, func(c *budget.Claim) { c.Delta = times(c.Delta, 10) })},
}

// TestReadMutants reads the fixtures of all folders, makes one slip at a time
// in what was read, figures and statements, and expects it to be reported;
// unchanged they report no more than they did.
func TestReadMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every fixture many times, one after another")
	}
	const perKind, seed = 6, 20260702
	type tally struct{ covered, reported int }
	byKind := map[string]*tally{}
	var all tally
	var files []string
	for _, folder := range []string{"documents", "provinces", "variants"} {
		found, err := filepath.Glob(filepath.Join(fixtures, folder, "*.pdf"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no documents in %s: %v", folder, err)
		}
		files = append(files, found...)
	}
	sound := map[string]*budget.Document{"both amounts": bothAmounts()}
	for _, file := range files {
		if strings.Contains(file, "errors") || pending[filepath.Base(file)] {
			continue
		}
		if doc := readFixture(t, file); len(doc.Facts) > 0 {
			sound[filepath.Base(file)] = doc
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sound)) {
		sound := sound[name]
		before := failing(checkedAgain(sound))
		if read := failing(sound); len(before) > len(read) {
			t.Errorf("%s: checked again, %v", name, before)
		}
		r := rand.New(rand.NewPCG(seed, uint64(len(sound.Facts))))
		for _, s := range slipsOfPrint {
			if byKind[s.name] == nil {
				byKind[s.name] = &tally{}
			}
			for range perKind {
				doc := *sound
				doc.Facts, doc.Claims, doc.Findings = slices.Clone(sound.Facts), slices.Clone(sound.Claims), slices.Clone(sound.Findings)
				if !s.make(r, &doc) {
					continue
				}
				byKind[s.name].covered++
				all.covered++
				after := failing(checkedAgain(&doc))
				if slices.ContainsFunc(after, func(f string) bool { return !slices.Contains(before, f) }) {
					byKind[s.name].reported++
					all.reported++
				} else {
					t.Logf("%s: %s is not reported", name, s.name)
				}
			}
		}
	}
	for _, s := range slipsOfPrint {
		t.Logf("%-20s %+v", s.name, *byKind[s.name])
	}
	t.Logf("%-20s %+v", "all", all)
	for _, kind := range []string{"direction", "no change", "percent", "said ten times"} {
		if byKind[kind].covered == 0 {
			t.Errorf("no %s slip is covered", kind)
		}
	}
	if all.covered < 500 || all.reported*100 < all.covered*99 {
		t.Errorf("%d of %d slips reported, want 99 %% of 500 at least", all.reported, all.covered)
	}
}

// bothAmounts is a text that prints both amounts of each change, as those of
// the fixtures do not.
func bothAmounts() *budget.Document {
	doc := &budget.Document{Year: 2024, Phase: budget.PhaseBudget}
	var prose []parse.ProseLine
	for line := range strings.Lines(`一、会议及培训支出情况说明
印刷费2023年当年预算执行数为81.50万元，2024年预算安排97.80万元，比2023年预算执行数增加20.00%。
邮寄费2023年当年预算执行数为40.00万元，2024年预算安排31.20万元，比2023年预算执行数减少22.00%。
差旅费12.60万元，较上年9.00万元增加3.60万元，增长40.00%。
会议费5.55万元，较上年8.00万元减少2.45万元，下降30.63%。
`) {
		prose = append(prose, parse.ProseLine{Text: strings.TrimSpace(line)})
	}
	doc.Claims, _ = parse.Claims(prose, doc.Year, doc.Phase)
	parse.CompareClaims(doc, nil)
	return doc
}

// checkedAgain runs the checks of figures and statements on what was read.
func checkedAgain(d *budget.Document) *budget.Document {
	doc := *d
	doc.Facts, doc.Claims, doc.Findings = slices.Clone(d.Facts), slices.Clone(d.Claims), slices.Clone(d.Findings)
	parse.Check(&doc, parse.Options{})
	parse.CompareClaims(&doc, nil)
	return &doc
}

// failing lists what fails in a document.
func failing(doc *budget.Document) []string {
	var out []string
	for _, f := range doc.Findings {
		if f.Status == budget.Fails {
			out = append(out, fmt.Sprint(f.Check, " ", f.Severity, " ", f.Message))
		}
	}
	return out
}
