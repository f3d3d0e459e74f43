package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"yusuan/parse/budget"
)

// synthetic makes document n of a population: bodies with five years each,
// about 200 facts, 40 statements and 40 checks.
func synthetic(n int) *budget.Document {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	const yearsEach = 5
	body, year := n/yearsEach, 2019+n%yearsEach
	name := fmt.Sprintf("某市第%d区%s局", body, []string{"财政", "教育", "卫生健康", "人力资源和社会保障", "农业农村"}[body%5])
	var lines []line
	total := 0.0
	for class := 201; class < 211; class++ {
		for item := range 3 {
			amount := float64(r.IntN(1_000_000)) / 100
			total += amount
			lines = append(lines, line{fmt.Sprintf("%d%02d%02d", class, 1+item, 1+r.IntN(2)), fmt.Sprintf("类%d的第%d项养老事务支出", class, item), fmt.Sprintf("%.2f", amount), fmt.Sprintf("%.2f", amount/2), fmt.Sprintf("%.2f", amount/2)})
		}
	}
	lines = append(lines, line{"", "合计", fmt.Sprintf("%.2f", total), "", ""})
	d := expenditure(name, year, lines...)
	d.SHA256 = hash(fmt.Sprint("synthetic", n))
	d.Region, d.RegionName = fmt.Sprintf("%06d", 110000+body%3000*10), fmt.Sprintf("第%d区", body%3000)
	d.Tables = append(d.Tables, budget.Table{Kind: "expenditure", Title: fmt.Sprintf("%d年部门支出预算总表", year), Unit: "万元"})
	for _, f := range d.Facts[:len(d.Facts):len(d.Facts)] {
		f.Table = 1
		d.Facts = append(d.Facts, f)
	}
	for i := range 40 {
		amount := d.Facts[i*3%90].Raw
		d.Claims = append(d.Claims, claim(budget.Claim{Subject: d.Facts[i*3%90].Name, Code: d.Facts[i*3%90].Code, Amount: amount, Direction: "增加", Delta: fmt.Sprintf("%d.%02d", r.IntN(500), r.IntN(100)),
			Reason: "人员经费调整", Base: "prior_budget", Status: budget.Unknown,
			Sentence: fmt.Sprintf("%s%d年%s预算%s万元，比上年预算数增加%d万元，主要原因是人员经费政策性调整以及新增项目支出。", name, year, d.Facts[i*3%90].Name, amount, r.IntN(500))}))
		d.Findings = append(d.Findings, budget.Finding{Check: "rows-sum", Severity: budget.SeverityError, Status: budget.Holds, Table: "general_public", Title: "一般公共预算支出表",
			Code: d.Facts[i*3%90].Code, Expected: amount, Actual: amount, Tolerance: "50", Span: d.Facts[0].Span, Facts: []int{i, i + 1, i + 2, i + 3}})
	}
	return d
}

// TestScale loads many documents and states time and bytes a document along
// the way, and how long questions take at the end. YUSUAN_SCALE is how many;
// 300 where it is not set. Limits are those the commands promise.
func TestScale(t *testing.T) {
	n := 300
	if v := os.Getenv("YUSUAN_SCALE"); v != "" {
		var err error
		if n, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	} else if testing.Short() {
		t.Skip("loads hundreds of documents")
	}
	path := filepath.Join(t.TempDir(), "b.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	size := func() int64 {
		t.Helper()
		var bytes int64
		if err := s.DB().QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes); err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	step := max(n/10, 1)
	last, lastSize := time.Now(), size()
	for i := range n {
		save(t, s, synthetic(i))
		if (i+1)%step == 0 {
			now, bytes := time.Now(), size()
			t.Logf("%7d documents: %6.2f ms, %6.0f bytes a document", i+1, float64(now.Sub(last).Microseconds())/1000/float64(step), float64(bytes-lastSize)/float64(step))
			last, lastSize = now, bytes
		}
	}
	t.Logf("%.1f MB", float64(size())/1e6)
	name := synthetic(n / 2).Organization
	for _, c := range []struct {
		what  string
		limit time.Duration
		run   func() (int, error)
	}{
		{"compare", 100 * time.Millisecond, func() (int, error) {
			got, err := s.Compare(t.Context(), CompareOptions{Organization: name})
			return len(got), err
		}},
		{"movers", time.Second, func() (int, error) { got, err := s.Movers(t.Context(), MoverOptions{}); return len(got), err }},
		{"movers of a region", time.Second, func() (int, error) {
			got, err := s.Movers(t.Context(), MoverOptions{LineFilter: LineFilter{Region: "110010"}})
			return len(got), err
		}},
		{"movers of a class", time.Second, func() (int, error) {
			got, err := s.Movers(t.Context(), MoverOptions{Code: "208"})
			return len(got), err
		}},
		{"search of a word in all", 200 * time.Millisecond, func() (int, error) { got, err := s.Search(t.Context(), "养老", 0); return len(got), err }},
		{"search of a rare text", 200 * time.Millisecond, func() (int, error) { got, err := s.Search(t.Context(), name, 0); return len(got), err }},
		{"search of a phrase", 200 * time.Millisecond, func() (int, error) {
			got, err := s.Search(t.Context(), "人员经费政策性调整", 0)
			return len(got), err
		}},
		{"one quantity of a year", time.Second, func() (int, error) {
			got, err := s.Across(t.Context(), ExpenditureTotal, LineFilter{Years: []int{2020}})
			return len(got), err
		}},
	} {
		start := time.Now()
		got, err := c.run()
		took := time.Since(start)
		t.Logf("%-24s %8.1f ms, %d results", c.what, float64(took.Microseconds())/1000, got)
		if err != nil || got == 0 {
			t.Errorf("%s: %d results, %v", c.what, got, err)
		}
		if took > c.limit {
			t.Errorf("%s took %v, more than %v", c.what, took, c.limit)
		}
	}
}

func BenchmarkSave(b *testing.B) {
	s := open(b)
	i := 0
	for b.Loop() {
		if err := s.Save(b.Context(), synthetic(i)); err != nil {
			b.Fatal(err)
		}
		i++
	}
	var bytes float64
	if err := s.DB().QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(bytes/float64(i), "B/document")
}
