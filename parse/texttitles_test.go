package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/parse/form"
)

// textPages makes a document of the pages of a text.
func textPages(pages ...string) *extract.Document {
	doc := &extract.Document{Kind: "text"}
	for i, p := range pages {
		page := &extract.Page{Number: i + 1}
		for _, l := range strings.Split(p, "\n") {
			page.Lines = append(page.Lines, extract.Line{Text: l})
		}
		doc.Pages = append(doc.Pages, page)
	}
	return doc
}

func TestTitlesBelow(t *testing.T) {
	const (
		caption = "部门：南湾县档案馆 单位：万元\n"
		first   = "公开01表\n" + caption + "合计 基本支出 项目支出\n12.50 8.00 4.50\n支出预算总表"
		second  = "公开02表\n" + caption + "功能科目代码 功能科目名称 金额\n合计 12.50\n201 一般公共服务支出 12.50\n财政拨款支出预算表"
		above1  = "支出预算总表\n" + caption + "合计 基本支出 项目支出\n12.50 8.00 4.50"
		above2  = "财政拨款支出预算表\n" + caption + "功能科目代码 功能科目名称 金额\n合计 12.50\n201 一般公共服务支出 12.50"
	)
	raised := []string{"公开01表 支出预算总表 3", "公开02表 财政拨款支出预算表 2"}
	for _, tc := range []struct {
		name   string
		pages  []string
		want   []string // number, title, figures
		unsure bool
	}{
		{"above", []string{above1, above2}, []string{" 支出预算总表 3", " 财政拨款支出预算表 2"}, false},
		{"above, no pages", []string{above1 + "\n" + above2}, []string{" 支出预算总表 3", " 财政拨款支出预算表 2"}, false},
		{"below", []string{first, second}, raised, false},
		{"below, no pages", []string{first + "\n" + second}, raised, false},
		{"one of each", []string{above1, second}, []string{" 支出预算总表 3"}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := newTextReader(textPages(tc.pages...), form.Builtin())
			var got []string
			for _, r := range x.tables {
				figures := 0
				for _, k := range r.toks {
					if k.isMoney() {
						figures++
					}
				}
				got = append(got, r.match.Number+" "+r.match.Title+" "+string(rune('0'+figures)))
			}
			if !tc.unsure {
				if d := cmp.Diff(tc.want, got); d != "" {
					t.Errorf("(-want +got)\n%s", d)
				}
			}
			if x.mistitled != tc.unsure {
				t.Errorf("unsure %v, want %v", x.mistitled, tc.unsure)
			}
		})
	}
}
