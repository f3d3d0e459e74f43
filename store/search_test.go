package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/budget"
)

func TestGrams(t *testing.T) {
	for _, c := range []struct{ in, grams, match string }{
		{"养老保险", "养老 老保 保险 险", `"养老 老保 保险"`},
		{"养老", "养老 老", `"养老"`},
		{"老", "老", "老*"},
		{"基本，养老 GDP", "基本 本 养老 老 gdp", `"基本" "养老" "gdp*"`},
		{"2080505项", "2080505 项", `"2080505" 项*`},
		{"2019 年3月", "2019 年 3 月", `"2019*" 年* "3" 月*`},
		{"“”", "", ""},
	} {
		if got := grams(c.in); got != c.grams {
			t.Errorf("grams of %s: %q, want %q", c.in, got, c.grams)
		}
		if got := match(c.in); got != c.match {
			t.Errorf("match of %s: %q, want %q", c.in, got, c.match)
		}
	}
}

func TestSearch(t *testing.T) {
	s := open(t)
	d := expenditure("甲局", 2018, line{"2080505", "机关事业单位基本养老保险缴费支出", "10", "4", "6"}, line{"2010101", "行政运行", "1", "1", ""})
	d.Claims = []budget.Claim{claim(budget.Claim{Subject: "会议费", Amount: "3", Sentence: "会议费3万元，因养老金调整而增加。", Reason: "因养老金调整"})}
	save(t, s, d, expenditure("甲局", 2019, line{"2080505", "机关事业单位基本养老保险缴费支出", "11", "4", "6"}))
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"养老", []string{"name 2019 3 机关事业单位基本养老保险缴费支出 110000", "name 2018 3 机关事业单位基本养老保险缴费支出 100000", "sentence 2018 7 会议费3万元，因养老金调整而增加。 30000"}},
		{"老", []string{"name 2019 3 机关事业单位基本养老保险缴费支出 110000", "name 2018 3 机关事业单位基本养老保险缴费支出 100000", "sentence 2018 7 会议费3万元，因养老金调整而增加。 30000"}},
		{"险缴费支出", []string{"name 2019 3 机关事业单位基本养老保险缴费支出 110000", "name 2018 3 机关事业单位基本养老保险缴费支出 100000"}},
		{"养老 会议", []string{"sentence 2018 7 会议费3万元，因养老金调整而增加。 30000"}},
		{"会议费", []string{"subject 2018 7 会议费 30000", "sentence 2018 7 会议费3万元，因养老金调整而增加。 30000"}},
		{"公共预算", []string{"title 2019 0 一般公共预算支出表 none", "title 2018 0 一般公共预算支出表 none"}},
		{"费3万", []string{"sentence 2018 7 会议费3万元，因养老金调整而增加。 30000"}},
		{"养险", nil},
		{"“", nil},
	} {
		hits, err := s.Search(t.Context(), c.query, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			amount := "none"
			if h.Amount.Valid {
				amount = h.Amount.Decimal.String()
			}
			got = append(got, fmt.Sprintf("%s %d %d %s %s", h.Field, h.Year, h.Page, h.Text, amount))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.query, diff)
		}
	}
}

// TestSearchBlocks: a text is found in every block of documents that has it,
// its subject's and its sentence's documents too, and where it stood in an
// earlier reading no more.
func TestSearchBlocks(t *testing.T) {
	s := open(t)
	const bodies = 3*useBlockDocuments + 10
	rare := map[int]bool{0: true, useBlockDocuments: true, bodies - 1: true}
	for i := range bodies {
		d := expenditure(fmt.Sprintf("第%d局", i), 2018, line{"201", "服务", "10", "", ""})
		if rare[i] {
			d.Facts[0].Name = "养马"
			d.Claims = []budget.Claim{claim(budget.Claim{Subject: "养马", Sentence: fmt.Sprintf("第%d局养马。", i)})}
		}
		save(t, s, d)
	}
	found := func() []string {
		t.Helper()
		hits, err := s.Search(t.Context(), "养马", 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.Field+" "+h.Title)
		}
		slices.Sort(got)
		return got
	}
	var want []string
	for _, field := range []string{"name", "sentence", "subject"} {
		for _, n := range []int{0, bodies - 1, useBlockDocuments} {
			want = append(want, fmt.Sprintf("%s 第%d局 2018 budget", field, n))
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, found()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	again := expenditure("第0局", 2018, line{"201", "服务", "10", "", ""})
	again.SHA256, again.Parser = hashOf(t, s, "第0局"), again.Parser+1
	save(t, s, again)
	want = slices.DeleteFunc(want, func(w string) bool { return strings.Contains(w, "第0局") })
	if diff := cmp.Diff(want, found()); diff != "" {
		t.Errorf("read anew (-want +got)\n%s", diff)
	}
}

// hashOf is the hash of a body's one document.
func hashOf(t *testing.T, s *Store, organization string) string {
	t.Helper()
	docs, err := s.Documents(t.Context(), Filter{Organizations: []string{organization}})
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d documents of %s, %v", len(docs), organization, err)
	}
	return docs[0].SHA256
}

// TestUsesMigrated: the migration that parts uses into blocks makes of the
// earlier table what saving makes.
func TestUsesMigrated(t *testing.T) {
	s := open(t)
	for i := range 2 * useBlockDocuments {
		save(t, s, expenditure(fmt.Sprintf("第%d局", i), 2018, line{"201", "服务", "10", "", ""}))
	}
	save(t, s, full())
	const uses, blocks = `SELECT * FROM text_uses`, `SELECT * FROM text_blocks`
	savedUses, savedBlocks := lookup(t, s, uses), lookup(t, s, blocks)
	text, err := migrations.ReadFile("migrations/00009_uses.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, _, _ := strings.Cut(string(text), "PRAGMA")
	before := `CREATE TABLE earlier (text_id INTEGER, field TEXT, document_id INTEGER, PRIMARY KEY (text_id, field, document_id)) WITHOUT ROWID;
		INSERT INTO earlier SELECT text_id, field, document_id FROM text_uses;
		DROP TABLE text_uses; DROP TABLE text_blocks; ALTER TABLE earlier RENAME TO text_uses`
	for _, statements := range []string{before, up} {
		if _, err := s.conn.ExecContext(t.Context(), statements); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(savedUses, lookup(t, s, uses)); diff != "" || len(savedUses) < 250 {
		t.Errorf("%d uses (-saved +migrated)\n%s", len(savedUses), diff)
	}
	if diff := cmp.Diff(savedBlocks, lookup(t, s, blocks)); diff != "" || len(savedBlocks) < 6 {
		t.Errorf("%d blocks (-saved +migrated)\n%s", len(savedBlocks), diff)
	}
}

func TestVersionDiffs(t *testing.T) {
	s := open(t)
	old := expenditure("甲局", 2018, line{"", "合计", "10", "4", "6"}, line{"201", "甲", "10", "4", "6"})
	old.Claims = []budget.Claim{claim(budget.Claim{Subject: "支出总计", Amount: "10"})}
	cur := expenditure("甲局", 2018, line{"", "合计", "12", "4", "8"}, line{"202", "甲", "12", "4", "8"})
	cur.Modified = full().Modified
	save(t, s, old, cur)
	diffs, err := s.VersionDiffs(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(diffs) != 1 || diffs[0].Old.SHA256 != old.SHA256 || diffs[0].Current.SHA256 != cur.SHA256 || len(diffs[0].Withdrawn) != 1 || diffs[0].Withdrawn[0].Amount != "10" || len(diffs[0].Added) != 0 {
		t.Fatalf("%+v", diffs)
	}
	var got []string
	for _, r := range diffs[0].Rows {
		if r.Measure == "total" {
			got = append(got, short(r))
		}
	}
	want := []string{"general_public 合计 total: 10 → 12 (2, 20%) same", "general_public 202甲 total: none → 12 new", "general_public 201甲 total: 10 → none gone"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		name, text, query string
		want              bool
	}{
		{"phrase", "主要是人员经费政策性调整。", "人员经费政策性调整", true},
		{"parts of a phrase apart", "人员经费政，费政策性调整", "人员经费政策性调整", false},
		{"words in any order", "调整了人员经费", "经费 调整", true},
		{"beginning of a number", "2021年", "202", true},
		{"middle of a number", "2021年", "021", false},
		{"letters of any case", "IT 服务", "it", true},
	} {
		if got := contains(c.text, runs(c.query)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if got, want := match("人员经费政策性"), `"人员 员经 经费 费政" "政策 策性"`; got != want {
		t.Errorf("match %s, want %s", got, want)
	}
}
