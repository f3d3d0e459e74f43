package parse

import (
	"slices"
	"testing"
)

func TestCutLine(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"2010506统计管理 1,200 1,200", []string{"2010506", "统计管理", "1,200", "1,200"}},
		{"2040607公共法律服务 270", []string{"2040607", "公共法律服务", "270"}},
		{"住房公积金1,934,200", []string{"住房公积金", "1,934,200"}},
		{"一、财政拨款收入 8,213,460一、教育支出 397,096", []string{"一、财政拨款收入", "8,213,460", "一、教育支出", "397,096"}},
		{"368二、国防支出", []string{"368", "二、国防支出"}},
		{"12.50卫生健康支出", []string{"12.50", "卫生健康支出"}},
		{"8,213,4606,397,096", []string{"8,213,460", "6,397,096"}},
		{"1,934.202,290.80", []string{"1,934.20", "2,290.80"}},
		{"1,934.20万元", []string{"1,934.20万元"}},
		{"1,200平方米", []string{"1,200平方米"}},
		{"2026年", []string{"2026年"}},
		{"12一般公共服务", []string{"12一般公共服务"}},
	}
	for _, test := range tests {
		var got []string
		for _, tok := range cutLine(test.line, 0) {
			got = append(got, tok.raw)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("cutLine(%q) = %q, want %q", test.line, got, test.want)
		}
	}
}
