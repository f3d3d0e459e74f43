package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

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
