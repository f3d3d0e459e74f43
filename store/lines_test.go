package store

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRowLabel(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"一、一般公共服务支出", "一般公共服务支出"},
		{"（二）政府性基金", "政府性基金"},
		{"1.一般公共预算", "一般公共预算"},
		{"其中：公务接待费", "公务接待费"},
		{"三公经费", "三公经费"},
		{"“三公”经费", "三公经费"},
		{"中央支出", "中央支出"},
		{"2019年收入总计", "收入总计"},
		{"收 入 总 计", "收入总计"},
		{"十一、 节能", "节能"},
		{"12", "12"},
	} {
		if got := rowLabel(c.in); got != c.want {
			t.Errorf("%s: %s, want %s", c.in, got, c.want)
		}
	}
}

func fig(kind, code, name string, amount int64) figure {
	f := figure{lineKey: lineKey{kind: kind, measure: "total", code: code}, name: name, amount: amount}
	if code == "" {
		f.label = rowLabel(name)
	}
	return f
}

// side is a figure of one side of a table.
func side(lane, name string, amount int64) figure {
	f := fig("s", "", name, amount)
	f.lane = lane
	return f
}

func TestPair(t *testing.T) {
	l := newLinks([]CodeLink{
		{FromCode: "2040405", ToCode: "2040410", Year: 2019, Kind: LinkSuccessor, Evidence: "list 2019"},
		{FromCode: "30311", FromName: "住房公积金", ToCode: "30311", ToName: "代缴社会保险费", Year: 2018, Kind: LinkReused, Evidence: "list 2018"},
		{FromCode: "2011101", ToCode: "2019999", ToName: "其他", Year: 2019, Kind: LinkSuccessor, Evidence: "merged"},
		{FromCode: "2011102", ToCode: "2019999", ToName: "其他", Year: 2019, Kind: LinkSuccessor, Evidence: "merged"},
		{FromCode: "20805", ToCode: "20805", Year: 2020, Kind: LinkRenamed, Evidence: "list 2020"},
	})
	type row struct{ now, prior, link, evidence string }
	for _, c := range []struct {
		name       string
		prior, now []figure
		from, to   int
		want       []row
	}{
		{"same, new, gone", []figure{fig("g", "201", "甲", 1), fig("g", "202", "乙", 2)}, []figure{fig("g", "201", "甲", 3), fig("g", "203", "丙", 4)}, 2018, 2019,
			[]row{{"201", "201", "same", ""}, {"203", "", "new", ""}, {"", "202", "gone", ""}}},
		{"successor", []figure{fig("g", "2040405", "公诉", 1)}, []figure{fig("g", "2040410", "检察监督", 2)}, 2018, 2019, []row{{"2040410", "2040405", "successor", "list 2019"}}},
		{"successor a year late", []figure{fig("g", "2040405", "公诉", 1)}, []figure{fig("g", "2040410", "检察监督", 2)}, 2019, 2020, []row{{"2040410", "2040405", "successor", "list 2019"}}},
		{"successor years ago", []figure{fig("g", "2040405", "公诉", 1)}, []figure{fig("g", "2040410", "检察监督", 2)}, 2022, 2023, []row{{"2040410", "", "new", ""}, {"", "2040405", "gone", ""}}},
		{"both codes in use", []figure{fig("g", "2040405", "公诉", 1)}, []figure{fig("g", "2040405", "公诉", 1), fig("g", "2040410", "检察监督", 2)}, 2018, 2019,
			[]row{{"2040405", "2040405", "same", ""}, {"2040410", "", "new", ""}}},
		{"merged", []figure{fig("g", "2011101", "甲", 1), fig("g", "2011102", "乙", 1)}, []figure{fig("g", "2019999", "丙", 2)}, 2018, 2019,
			[]row{{"2019999", "", "new", ""}, {"", "2011101", "gone", "to 2019999 其他 (merged)"}, {"", "2011102", "gone", "to 2019999 其他 (merged)"}}},
		{"reused", []figure{fig("g", "30311", "住房公积金", 1)}, []figure{fig("g", "30311", "代缴社会保险费", 2)}, 2017, 2018,
			[]row{{"30311", "", "reused", "list 2018"}, {"", "30311", "gone", ""}}},
		{"old list kept in use", []figure{fig("g", "30311", "住房公积金", 1)}, []figure{fig("g", "30311", "住房公积金", 2)}, 2017, 2018, []row{{"30311", "30311", "same", ""}}},
		{"renamed by the list", []figure{fig("g", "20805", "行政事业单位离退休", 1)}, []figure{fig("g", "20805", "行政事业单位养老支出", 2)}, 2019, 2020, []row{{"20805", "20805", "renamed", "list 2020"}}},
		{"renamed by the publisher", []figure{fig("g", "20805", "甲", 1)}, []figure{fig("g", "20805", "乙", 2)}, 2012, 2013, []row{{"20805", "20805", "renamed", "printed as 甲"}}},
		{"table not there", []figure{fig("h", "201", "甲", 1)}, []figure{fig("g", "201", "甲", 3)}, 2018, 2019, []row{{"201", "", "none", ""}}},
		{"another name of the quantity", []figure{side("revenue", "收入总计", 1), side("expenditure", "支出总计", 1), side("revenue", "1.一般公共预算资金", 1), side("revenue", "上年结转资金", 1)},
			[]figure{side("revenue", "一、一般公共预算财政拨款收入", 2), side("revenue", "年初结转和结余", 2), side("revenue", "总计", 2), side("expenditure", "总计", 2)}, 2024, 2024,
			[]row{{"一般公共预算财政拨款收入", "一般公共预算资金", "renamed", "printed as 1.一般公共预算资金"}, {"年初结转和结余", "", "new", ""}, {"总计", "收入总计", "renamed", "printed as 收入总计"}, {"总计", "支出总计", "renamed", "printed as 支出总计"}, {"", "上年结转资金", "gone", ""}}},
		{"two rows of the quantity", []figure{side("revenue", "当年收入小计", 1), side("revenue", "本年收入合计", 2)}, []figure{side("revenue", "本年收入小计", 2)}, 2018, 2019,
			[]row{{"本年收入小计", "", "new", ""}, {"", "当年收入小计", "gone", ""}, {"", "本年收入合计", "gone", ""}}},
		{"its own name first", []figure{side("revenue", "当年收入小计", 1), side("revenue", "本年收入合计", 2)}, []figure{side("revenue", "本年收入合计", 2)}, 2018, 2019,
			[]row{{"本年收入合计", "本年收入合计", "same", ""}, {"", "当年收入小计", "gone", ""}}},
		{"by label", []figure{fig("s", "", "一、收入总计", 1)}, []figure{fig("s", "", "收入总计", 3)}, 2018, 2019, []row{{"收入总计", "收入总计", "same", ""}}},
	} {
		key := func(f *figure) string {
			if f == nil {
				return ""
			}
			return f.code + f.label
		}
		var got []row
		pairs, err := pair(c.prior, c.now, c.from, c.to, l)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pairs {
			got = append(got, row{key(p.now), key(p.prior), p.link, p.evidence})
		}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestDistinct(t *testing.T) {
	type row struct {
		label  string
		amount int64
	}
	project := func(name, column string, amount int64) figure {
		return figure{lineKey: lineKey{kind: "project", measure: "total", code: "2010199"}, name: name, column: column, amount: amount}
	}
	for _, c := range []struct {
		name string
		in   []figure
		want []row
	}{
		{"printed twice", []figure{project("甲", "c", 5), project("甲", "c", 5)}, []row{{"", 5}}},
		{"by name", []figure{project("甲", "c", 5), project("乙", "c", 6)}, []row{{"甲", 5}, {"乙", 6}}},
		{"by column", []figure{project("甲", "2017年预算数", 5), project("甲", "2017年决算数", 6)}, []row{{"甲/预算数", 5}, {"甲/决算数", 6}}},
		{"not at all", []figure{project("甲", "c", 5), project("甲", "c", 6), project("乙", "c", 7)}, []row{{"乙", 7}}},
	} {
		var got []row
		for _, f := range distinct(c.in) {
			got = append(got, row{f.label, f.amount})
		}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestCurrent(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []version
		want []int64
	}{
		{"younger file", []version{{1, "read", "2018-01-01", "a", "", []string{"g"}, 3}, {2, "read", "2018-02-01", "b", "", []string{"g"}, 3}}, []int64{2}},
		{"better read", []version{{1, "read", "2018-01-01", "a", "", []string{"g"}, 3}, {2, "partial", "2018-02-01", "b", "", []string{"g"}, 3}}, []int64{1}},
		{"hash decides last", []version{{2, "read", "", "b", "", []string{"g"}, 3}, {1, "read", "", "a", "", []string{"g"}, 3}}, []int64{1}},
		{"tables and prose apart", []version{{1, "read", "", "a", "", nil, 3}, {2, "read", "", "b", "", []string{"g", "s"}, 0}}, []int64{1, 2}},
		{"further tables apart", []version{{1, "read", "", "a", "", []string{"s"}, 3}, {2, "read", "", "b", "", []string{"g"}, 0}}, []int64{1, 2}},
		{"failed beside read", []version{{1, "failed", "2019", "a", "", nil, 0}, {2, "read", "", "b", "", []string{"g"}, 0}}, []int64{2}},
		{"failed alone", []version{{1, "failed", "", "a", "", nil, 0}}, []int64{1}},
	} {
		chosen := current(c.in)
		var got []int64
		for _, id := range []int64{1, 2} {
			if chosen[id] {
				got = append(got, id)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		a, b, want int64
		ok         bool
	}{{5, 3, 2, true}, {3, 5, -2, true}, {math.MaxInt64, -1, 0, false}, {math.MinInt64, 1, 0, false}, {-1, math.MinInt64, math.MaxInt64, true}} {
		got, ok := difference(c.a, c.b)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%d - %d: %d %v", c.a, c.b, got, ok)
		}
	}
}

// TestLines saves three years out of order: each stands beside the one before.
func TestLines(t *testing.T) {
	s := open(t)
	y17 := expenditure("甲局", 2017, line{"", "合计", "10", "4", "6"}, line{"2040405", "公诉", "10", "4", "6"})
	y18 := expenditure("甲局", 2018, line{"", "总计", "12", "5", "7"}, line{"2040405", "公诉", "12", "5", "7"})
	y19 := expenditure("甲局", 2019, line{"", "合计", "11", "5", "6"}, line{"2040410", "检察监督", "11", "5", "6"})
	save(t, s, y18, y17, y19)
	type row struct {
		Year   int
		Code   string
		Amount *int64
		Prior  *int64
		Change *int64
		Link   string
	}
	p := func(n int64) *int64 { n *= 1_000_000; return &n }
	read := func() (got []row) {
		t.Helper()
		rows, err := s.DB().Query(`SELECT year, code, amount, prior_amount, change, link FROM lines WHERE measure = 'total' ORDER BY year, code`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var r row
			if err := rows.Scan(&r.Year, &r.Code, &r.Amount, &r.Prior, &r.Change, &r.Link); err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		return got
	}
	want := []row{
		{2017, "", p(10), nil, nil, "none"}, {2017, "2040405", p(10), nil, nil, "none"},
		{2018, "", p(12), p(10), p(2), "same"}, {2018, "2040405", p(12), p(10), p(2), "same"},
		{2019, "", p(11), p(12), p(-1), "same"}, {2019, "2040405", nil, p(12), nil, "gone"}, {2019, "2040410", p(11), nil, nil, "new"},
	}
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Errorf("lines (-want +got)\n%s", diff)
	}

	lists := Lists{Links: []CodeLink{{Scheme: "functional", FromCode: "2040405", ToCode: "2040410", Year: 2019, Kind: LinkSuccessor, Evidence: "e"}}}
	if err := s.SeedLists(t.Context(), lists); err != nil {
		t.Fatal(err)
	}
	want = append(want[:5], row{2019, "2040410", p(11), p(12), p(-1), "successor"})
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Errorf("with a successor (-want +got)\n%s", diff)
	}

	// Another version of 2018, younger: 2018 and 2019 follow it.
	again := expenditure("甲局", 2018, line{"", "总计", "20", "5", "15"}, line{"2040405", "公诉", "20", "5", "15"})
	again.Modified = full().Modified
	again.Region, again.RegionName = "990000", "某市" // known from this one only
	save(t, s, again)
	want = []row{
		{2017, "", p(10), nil, nil, "none"}, {2017, "2040405", p(10), nil, nil, "none"},
		{2018, "", p(20), p(10), p(10), "same"}, {2018, "2040405", p(20), p(10), p(10), "same"},
		{2019, "", p(11), p(20), p(-9), "same"}, {2019, "2040410", p(11), p(20), p(-9), "successor"},
	}
	if diff := cmp.Diff(want, read()); diff != "" {
		t.Errorf("with another version (-want +got)\n%s", diff)
	}
	docs, err := s.Documents(t.Context(), Filter{Years: []int{2018}})
	if err != nil {
		t.Fatal(err)
	}
	flags := map[string]bool{}
	for _, d := range docs {
		flags[d.SHA256] = d.Current
	}
	if diff := cmp.Diff(map[string]bool{y18.SHA256: false, again.SHA256: true}, flags); diff != "" {
		t.Errorf("current (-want +got)\n%s", diff)
	}
	sound(t, s)
}
