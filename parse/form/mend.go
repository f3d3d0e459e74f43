package form

// mended maps characters that NFKC leaves alone: CJK radicals that PDF fonts
// give for whole characters, and traditional forms of the characters that
// titles, headings and notes use.
var mended = pairs("⻔门⻓长⻋车⻅见⻚页⻛风⻢马⻥鱼⻦鸟⻩黄⻬齐⻰龙⻄西⺠民⻁虎⻮齿⻙韦⻝食⻆角⻣骨⻤鬼⺟母⻉贝⻘青⻜飞⻨麦⻧卤" +
	"門门總总體体況况財财撥拨預预決决單单務务經经濟济級级績绩標标購购買买車车運运維维護护國国資资額额專专戶户費费團团會会" +
	"訓训補补貼贴業业營营當当稱称編编碼码類类項项數数計计萬万億亿機机關关開开執执報报種种餘余結结轉转選选說说無无應应處处區区縣县" +
	"廳厅辦办農农術术衛卫產产與与對对個个債债貸贷創创債债歲岁實实發发統统檢检審审調调險险離离養养醫医療疗環环節节設设備备")

func pairs(s string) map[rune]rune {
	m := map[rune]rune{}
	rs := []rune(s)
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]] = rs[i+1]
	}
	return m
}
