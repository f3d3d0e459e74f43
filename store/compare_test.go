package store

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func claim(c budget.Claim) budget.Claim {
	c.Unit, c.Page = "万元", 7
	if c.Sentence == "" {
		c.Sentence = c.Subject + c.Amount + c.Direction + c.Delta
	}
	return c
}

// short is a row as one line.
func short(r ComparedRow) string {
	cell := func(c Cell) string {
		switch {
		case !c.Known:
			return "none"
		case c.Implied:
			return "~" + Yuan(c.Fen).Shift(-4).String()
		}
		return Yuan(c.Fen).Shift(-4).String()
	}
	s := fmt.Sprintf("%s %s%s %s: %s → %s", r.Kind, r.Code, r.Name, r.Measure, cell(r.Prior), cell(r.Now))
	if r.HasChange {
		s += fmt.Sprintf(" (%s", Yuan(r.Change).Shift(-4))
		if r.Percent.Valid {
			s += ", " + r.Percent.Decimal.String() + "%"
		}
		s += ")"
	}
	s += " " + r.Link
	if st := r.Stated; st != nil {
		s += fmt.Sprintf(" | %s %s %s: %s %s", st.Direction, st.Delta, st.Percent, st.Verdict, st.Why)
	}
	return s
}

func shorts(cs []Comparison) []string {
	var out []string
	for _, c := range cs {
		out = append(out, fmt.Sprintf("%s %s %d %s - %d %s", c.Organization, c.Scope, c.From.Year, c.From.Phase, c.To.Year, c.To.Phase))
		for _, r := range c.Rows {
			if r.Measure == "total" || r.Kind == "" {
				out = append(out, short(r))
			}
		}
	}
	return out
}

func years(t *testing.T) *Store {
	t.Helper()
	s := open(t)
	y17 := expenditure("甲局", 2017, line{"", "合计", "17,996.68", "4", "6"}, line{"2040405", "公诉", "100", "4", "6"}, line{"2010101", "行政运行", "50", "0", "0"})
	y18 := expenditure("甲局", 2018, line{"", "合计", "21,955.35", "5", "7"}, line{"2040405", "公诉", "120.50", "5", "7"}, line{"2010199", "其他", "0.00", "-", ""})
	y18.Claims = []budget.Claim{
		claim(budget.Claim{Subject: "支出预算总计", Amount: "21955.35", Direction: "增加", Delta: "3958.67", Percent: "21.95", Reason: "政策性调整"}),
		claim(budget.Claim{Subject: "公诉", Code: "2040405", Amount: "120.50", Direction: "增加", Delta: "20.50", Percent: "20.5", Base: "prior_budget"}),
		claim(budget.Claim{Subject: "会议费", Amount: "3.00", Direction: "减少", Delta: "1.00", Percent: "25", Base: "prior_budget"}),
		claim(budget.Claim{Subject: "无变化说明", Amount: "3.00"}),
	}
	y19 := expenditure("甲局", 2019, line{"", "合计", "24,169.74", "5", "6"}, line{"2040410", "检察监督", "130.5", "5", "6"})
	y19.Claims = []budget.Claim{
		claim(budget.Claim{Subject: "检察监督", Code: "2040410", Amount: "130.50", Direction: "增加", Delta: "30.50", Base: "prior_budget"}),
	}
	save(t, s, y17, y18, y19)
	if err := s.SeedLists(t.Context(), Lists{Links: []CodeLink{{Scheme: "functional", FromCode: "2040405", ToCode: "2040410", Year: 2019, Kind: LinkSuccessor, Evidence: "e"}}}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCompare(t *testing.T) {
	s := years(t)
	for _, c := range []struct {
		name string
		opt  CompareOptions
		want []string
	}{
		{"three years", CompareOptions{Organization: "甲局", Years: []int{2017, 2018, 2019}}, []string{
			"甲局 department 2016 budget - 2017 budget",
			"甲局 department 2017 budget - 2018 budget",
			"general_public 合计 total: 17996.68 → 21955.35 (3958.67, 22%) same | 增加 3958.67 21.95: fails percent is 22.00",
			"general_public 2040405公诉 total: 100 → 120.5 (20.5, 20.5%) same | 增加 20.50 20.5: holds ",
			"general_public 2010199其他 total: none → 0 new",
			"general_public 2010101行政运行 total: 50 → none gone",
			" 会议费 : ~4 → 3 (-1, -25%) stated | 减少 1.00 25: unknown agrees with itself; no document of that year",
			"甲局 department 2018 budget - 2019 budget",
			"general_public 合计 total: 21955.35 → 24169.74 (2214.39, 10.09%) same",
			"general_public 2040410检察监督 total: 120.5 → 130.5 (10, 8.3%) successor | 增加 30.50 : fails change is 10 万元",
			"general_public 2010199其他 total: 0 → none gone",
		}},
		{"years apart", CompareOptions{Organization: "甲局", Years: []int{2017, 2019}, By: ByTable}, []string{
			"甲局 department 2016 budget - 2017 budget",
			"甲局 department 2017 budget - 2019 budget",
			"general_public 合计 total: 17996.68 → 24169.74 (6173.06, 34.3%) same",
		}},
		{"by item", CompareOptions{Organization: "甲局", Years: []int{2019}, By: ByItem}, []string{
			"甲局 department 2018 budget - 2019 budget",
			"general_public 2040410检察监督 total: 120.5 → 130.5 (10, 8.3%) successor | 增加 30.50 : fails change is 10 万元",
			"general_public 2010199其他 total: 0 → none gone",
		}},
		{"nobody", CompareOptions{Organization: "乙局"}, nil},
	} {
		got, err := s.Compare(t.Context(), c.opt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, shorts(got)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestCompareImplied: last year's document is absent; its figure follows from
// the amount and the change that this year's document states.
func TestCompareImplied(t *testing.T) {
	s := open(t)
	d := expenditure("丙局", 2021, line{"", "合计", "14,461.89", "1,309.28", "13,152.61"})
	d.Claims = []budget.Claim{
		claim(budget.Claim{Subject: "一般公共预算支出合计", Amount: "14461.89", Direction: "减少", Delta: "1610.34", Reason: "人员减少", Base: "prior_budget"}),
		claim(budget.Claim{Subject: "培训费", Amount: "0", Direction: "持平", Base: "prior_budget"}),
	}
	save(t, s, d)
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "丙局", Years: []int{2021}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"丙局 department 2020 budget - 2021 budget",
		"general_public 合计 total: ~16072.23 → 14461.89 (-1610.34, -10.02%) none | 减少 1610.34 : unknown no document of that year",
		" 培训费 : ~0 → 0 (0) stated | 持平  : unknown no document of that year",
	}
	if diff := cmp.Diff(want, shorts(got)); diff != "" {
		t.Errorf("implied (-want +got)\n%s", diff)
	}
}

// TestCompareExecution: a change against last year's execution says nothing
// of last year's budget, unless it agrees.
func TestCompareExecution(t *testing.T) {
	s := open(t)
	now := expenditure("甲局", 2018, line{"2040405", "公诉", "120.50", "5", "7"})
	now.Claims = []budget.Claim{
		claim(budget.Claim{Subject: "公诉", Code: "2040405", Amount: "120.50", Direction: "减少", Delta: "3.25", Base: "prior_execution"}),
		claim(budget.Claim{Subject: "运行", Code: "2040401", Amount: "421.23", Direction: "增加", Percent: "8.12", Base: "prior_execution", BaseAmount: "389.59"}),
	}
	now.Facts = append(now.Facts, expenditure("", 2018, line{"2040401", "运行", "421.23", "", ""}).Facts...)
	save(t, s, expenditure("甲局", 2017, line{"2040405", "公诉", "100", "4", "6"}, line{"2040401", "运行", "635.1", "", ""}), now)
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "甲局", Years: []int{2018}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"甲局 department 2017 budget - 2018 budget",
		"general_public 2040405公诉 total: 100 → 120.5 (20.5, 20.5%) same | 减少 3.25 : unknown stated against prior_execution",
		"general_public 2040401运行 total: 635.1 → 421.23 (-213.87, -33.68%) same | 增加  8.12: holds against prior_execution 389.59",
	}
	if diff := cmp.Diff(want, shorts(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestHold(t *testing.T) {
	for _, c := range []struct {
		name          string
		st            Stated
		change, prior int64 // 万元 * 100
		verdict       budget.Outcome
		why           string
	}{
		{"exact", Stated{Direction: "增加", Delta: "20.50", Percent: "20.5"}, 2050, 10000, budget.Holds, ""},
		{"decrease", Stated{Direction: "减少", Delta: "20.50", Percent: "20.50"}, -2050, 10000, budget.Holds, ""},
		{"wrong way", Stated{Direction: "增加", Delta: "20.50"}, -2050, 10000, budget.Fails, "change is -20.5 万元"},
		{"last place", Stated{Direction: "增加", Delta: "20.51"}, 2050, 10000, budget.Holds, ""},
		{"one more", Stated{Direction: "增加", Delta: "20.52"}, 2050, 10000, budget.Fails, "change is 20.5 万元"},
		{"rounded to tens", Stated{Direction: "增加", Delta: "21"}, 2050, 10000, budget.Holds, ""},
		{"percent alone", Stated{Direction: "增加", Percent: "8.12"}, 3164, 38959, budget.Holds, ""},
		{"wrong percent", Stated{Direction: "增加", Delta: "3958.67", Percent: "21.95"}, 395867, 1799668, budget.Fails, "percent is 22.00"},
		{"cut off", Stated{Direction: "增加", Delta: "2228.78", Percent: "10.15"}, 222878, 2194096, budget.Holds, "percent is cut off, not rounded"},
		{"times", Stated{Direction: "增加", Delta: "2247.84", Percent: "16倍"}, 224784, 14020, budget.Holds, ""},
		{"wrong times", Stated{Direction: "增加", Delta: "2247.84", Percent: "17倍"}, 224784, 14020, budget.Fails, "percent is 16.03"},
		{"flat", Stated{Direction: "持平"}, 0, 10000, budget.Holds, ""},
		{"not flat", Stated{Direction: "持平"}, 300, 10000, budget.Fails, "change is 3 万元"},
		{"nothing said", Stated{Direction: "增加"}, 300, 10000, budget.Unknown, "no figure to hold it against"},
	} {
		c.st.Unit, c.st.claim.Amount = "万元", "1.00"
		verdict, why := c.st.hold(c.change*10_000, c.prior*10_000)
		if verdict != c.verdict || why != c.why {
			t.Errorf("%s: %s %q, want %s %q", c.name, verdict, why, c.verdict, c.why)
		}
	}
}

func TestCompareBudgetFinal(t *testing.T) {
	s := open(t)
	final := expenditure("甲局", 2018, line{"2040405", "公诉", "110", "5", "7"})
	final.Phase = budget.PhaseFinal
	final.SHA256 = hash("final")
	final.Claims = []budget.Claim{
		claim(budget.Claim{Subject: "公诉", Code: "2040405", Amount: "110", Direction: "大于", Delta: "10", Base: "initial_budget", Completion: "110"}),
		claim(budget.Claim{Subject: "公诉", Code: "2040405", Amount: "110", Direction: "增加", Delta: "99", Base: "prior_final"}),
	}
	unit := expenditure("甲局", 2018, line{"2040405", "公诉", "55", "5", "7"})
	unit.Scope = budget.ScopeUnit
	save(t, s, expenditure("甲局", 2018, line{"2040405", "公诉", "100", "4", "6"}), unit, final)
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "甲局", BudgetFinal: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"甲局 department 2018 budget - 2018 final",
		"general_public 2040405公诉 total: 100 → 110 (10, 10%) same | 大于 10 : holds ",
	}
	if diff := cmp.Diff(want, shorts(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCompareAlias(t *testing.T) {
	s := open(t)
	save(t, s, expenditure("某市卫生和计划生育委员会", 2018, line{"", "合计", "10", "4", "6"}), expenditure("某市卫生健康委员会", 2019, line{"", "合计", "12", "4", "8"}))
	alone, err := s.Compare(t.Context(), CompareOptions{Organization: "某市卫生健康委员会", Years: []int{2019}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"某市卫生健康委员会 department 2018 budget - 2019 budget"}, shorts(alone)); diff != "" {
		t.Errorf("similar names are never the same by themselves (-want +got)\n%s", diff)
	}
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "某市卫生健康委员会", Aliases: []string{"某市卫生和计划生育委员会"}, Years: []int{2019}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"某市卫生健康委员会 department 2018 budget - 2019 budget", "general_public 合计 total: 10 → 12 (2, 20%) same"}
	if diff := cmp.Diff(want, shorts(got)); diff != "" {
		t.Errorf("alias (-want +got)\n%s", diff)
	}
	similar, err := s.Similar(t.Context(), "某市卫生健康委员会", 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(similar) != 1 || similar[0].Name != "某市卫生和计划生育委员会" {
		t.Errorf("suggested %v", similar)
	}
}

func TestMovers(t *testing.T) {
	s := years(t)
	got, err := s.Movers(t.Context(), MoverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, l := range got {
		line := fmt.Sprintf("%s %d %s %s %s", l.Organization, l.Year, l.Code, Yuan(l.Change).Shift(-4), l.Link)
		if l.Stated != nil {
			line += " " + l.Stated.Delta + " " + string(l.Stated.Verdict)
		}
		lines = append(lines, line)
	}
	want := []string{"甲局 2018 2040405 20.5 same 20.50 holds", "甲局 2019 2040410 10 successor 30.50 fails"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("movers (-want +got)\n%s", diff)
	}
	for _, c := range []struct {
		name string
		opt  MoverOptions
		want int
	}{
		{"decreases", MoverOptions{Direction: -1}, 0},
		{"threshold", MoverOptions{Threshold: 15_000_000}, 1},
		{"class", MoverOptions{Code: "201"}, 0},
		{"totals", MoverOptions{By: ByTable}, 2},
		{"year", MoverOptions{LineFilter: LineFilter{Years: []int{2019}}}, 1},
		{"organization", MoverOptions{LineFilter: LineFilter{Organizations: []string{"甲局"}}}, 2},
		{"nobody", MoverOptions{LineFilter: LineFilter{Organizations: []string{"乙局"}}}, 0},
		{"region", MoverOptions{LineFilter: LineFilter{Region: "32"}}, 0},
		{"limit", MoverOptions{Limit: 1}, 1},
	} {
		got, err := s.Movers(t.Context(), c.opt)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != c.want {
			t.Errorf("%s: %d lines, want %d", c.name, len(got), c.want)
		}
	}
}

// TestCompareMerged: the publisher counts codes that are gone into the one
// that carries them on.
func TestCompareMerged(t *testing.T) {
	s := open(t)
	now := expenditure("甲局", 2018, line{"2040405", "检察监督", "1,895.00", "", ""}, line{"2040401", "运行", "1", "", ""})
	now.Claims = []budget.Claim{claim(budget.Claim{Subject: "公共安全/检察(款)检察监督(项)支出", Amount: "1895", Direction: "减少", Delta: "134", Percent: "0.66"})}
	prior := expenditure("甲局", 2017, line{"2040405", "公诉", "150", "", ""}, line{"2040404", "查办", "480", "", ""}, line{"2040406", "侦查", "100", "", ""},
		line{"2040499", "其他", "1,299", "", ""}, line{"2040401", "运行", "1", "", ""}, line{"2049901", "其他公共安全", "7", "", ""})
	save(t, s, prior, now)
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "甲局", Years: []int{2018}, Code: "2040405"})
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Compare(t.Context(), CompareOptions{Organization: "甲局", Years: []int{2018}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"甲局 department 2017 budget - 2018 budget",
		"general_public 2040405检察监督 total: 150 → 1895 (1745, 1163.33%) renamed | 减少 134 0.66: unknown holds if 2040404, 2040406, 2040499, gone, are counted in",
	}
	for name, cs := range map[string][]Comparison{"one code": got, "all": all} {
		if diff := cmp.Diff(want, shorts(cs)[:2]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	movers, err := s.Movers(t.Context(), MoverOptions{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if st := movers[0].Stated; movers[0].Code != "2040405" || st == nil || st.Verdict != budget.Unknown || st.Delta != "134" {
		t.Errorf("movers say %+v, not what compare says", st)
	}
}

// TestScopeUnsaid: a part that does not say whose it is belongs to the rest.
func TestScopeUnsaid(t *testing.T) {
	s := open(t)
	tables18 := expenditure("甲局", 2018, line{"", "合计", "10", "4", "6"})
	tables18.Scope = ""
	text18 := expenditure("甲局", 2018)
	text18.Tables, text18.Claims = nil, []budget.Claim{claim(budget.Claim{Subject: "支出总计", Amount: "10", Direction: "增加", Delta: "1"})}
	save(t, s, tables18, text18, expenditure("甲局", 2017, line{"", "合计", "9", "4", "5"}))
	got, err := s.Compare(t.Context(), CompareOptions{Organization: "甲局", Years: []int{2018}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"甲局 department 2017 budget - 2018 budget",
		"general_public 合计 total: 9 → 10 (1, 11.11%) same | 增加 1 : holds ",
	}
	if diff := cmp.Diff(want, shorts(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	movers, err := s.Movers(t.Context(), MoverOptions{By: ByTable})
	if err != nil {
		t.Fatal(err)
	}
	if len(movers) != 1 || movers[0].Change != 1_000_000 || movers[0].Scope != budget.ScopeDepartment {
		t.Errorf("movers: %+v", movers)
	}
}

func TestSubjectName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"公共安全/检察(款)行政运行(项)支出", "行政运行"},
		{"支出预算总计/公共安全（类）支出", "公共安全"},
		{"社会保障和就业支出", "社会保障和就业支出"},
		{"", ""},
	} {
		if got := subjectName(c.in); got != c.want {
			t.Errorf("%s: %s, want %s", c.in, got, c.want)
		}
	}
}
