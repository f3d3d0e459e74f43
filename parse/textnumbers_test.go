package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cellLineTable is a table of two sides, a cell a line, whose rows are numbered
// from 1 and from 7.
func cellLineTable(decimals bool) string {
	cells := []string{"2018年度部门决算", "收入支出决算总表", "公开01表", "部门：青石县档案馆", "金额单位：万元",
		"收入", "支出", "项目", "行次", "金额", "项目", "行次", "金额", "栏次", "1", "栏次", "2"}
	figure := func(n int) string {
		if decimals {
			return fmt.Sprintf("%d.50", n)
		}
		return fmt.Sprint(n)
	}
	left := []string{"一、财政拨款收入", "二、上级补助收入", "三、其他收入", "本年收入合计", "年初结转和结余", "总计"}
	right := []string{"一、一般公共服务支出", "二、教育支出", "", "本年支出合计", "年末结转和结余", "总计"}
	for i := range left {
		cells = append(cells, left[i], fmt.Sprint(i+1), figure(20+i), right[i], fmt.Sprint(i+7))
		if right[i] != "" {
			cells = append(cells, figure(30+i))
		}
	}
	return strings.Join(cells, "\n\n") + "\n"
}

func TestRowNumbersACellALine(t *testing.T) {
	for _, decimals := range []bool{true, false} {
		read := readText(t, cellLineTable(decimals))
		var got []string
		for _, f := range read.Facts {
			got = append(got, f.Lane+" "+f.Name+" "+f.Raw)
		}
		want := []string{
			"revenue 一、财政拨款收入 20.50", "expenditure 一、一般公共服务支出 30.50",
			"revenue 二、上级补助收入 21.50", "expenditure 二、教育支出 31.50",
			"revenue 三、其他收入 22.50",
			"revenue 本年收入合计 23.50", "expenditure 本年支出合计 33.50",
			"revenue 年初结转和结余 24.50", "expenditure 年末结转和结余 34.50",
			"revenue 总计 25.50", "expenditure 总计 35.50",
		}
		for i := range want {
			if !decimals {
				want[i] = strings.TrimSuffix(want[i], ".50")
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("decimals %v (-want +got):\n%s", decimals, d)
		}
		if len(read.Unread) > 0 {
			t.Errorf("decimals %v: unread %+v", decimals, read.Unread)
		}
	}
}

func TestCountOn(t *testing.T) {
	var series []*rowSeries
	for i, s := range []string{"4", "1", "9", "2", "10", "2", "3"} {
		series, _ = countOn(series, i, s, 2)
	}
	var got [][]int
	for _, s := range series {
		got = append(got, s.toks)
	}
	if d := cmp.Diff([][]int{{1, 3, 6}, {2, 4}}, got); d != "" {
		t.Errorf("a figure before the first number, one that repeats (-want +got):\n%s", d)
	}
}
