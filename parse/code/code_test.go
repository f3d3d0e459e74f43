package code

import (
	"fmt"
	"slices"
	"testing"
)

func TestLists(t *testing.T) {
	for s, atLeast := range map[Scheme]int{Functional: 1800, EconomicDept: 200, EconomicGov: 70, Revenue: 40} {
		rows, err := readCSV("data/" + string(s) + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) < atLeast || len(All(s, 0)) != len(rows) {
			t.Errorf("%s: %d rows in the file, %d in the list", s, len(rows), len(All(s, 0)))
		}
		once := map[string]bool{}
		for _, c := range All(s, 0) {
			key := fmt.Sprint(c.Code, c.Name, c.From)
			if once[key] {
				t.Errorf("%s: %s %s of %d stands twice", s, c.Code, c.Name, c.From)
			}
			once[key] = true
			if c.Name == "" || c.Evidence.rank() < 0 || Level(c.Code) == "" {
				t.Errorf("%s: bad row %+v", s, c)
			}
			if p := Parent(c.Code); p != "" && len(Names(s, p)) == 0 && c.Evidence == Observed {
				t.Errorf("%s %s %s: parent %s is not listed", s, c.Code, c.Name, p)
			}
		}
	}
	if z := zoneList(); len(z.kinds) == 0 || len(z.named) == 0 {
		t.Errorf("zones: %+v", z)
	}
	for name, code := range zoneList().named {
		if _, ok := RegionByCode(code); !ok {
			t.Errorf("zone %s lies in %s, which no division is", name, code)
		}
	}
	if n := len(regionList().byCode); n < 6800 {
		t.Errorf("%d regions", n)
	}
	for _, l := range Links() {
		if l.Until == 0 || l.From <= l.Until || !slices.Contains([]string{"rename", "move", "reuse"}, l.Kind) || l.Evidence.rank() < 0 {
			t.Errorf("bad link %+v", l)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, x := range []struct {
		s    Scheme
		code string
		year int
		name string
	}{
		{Functional, "207", 2018, "文化体育与传媒支出"},
		{Functional, "207", 2019, "文化旅游体育与传媒支出"},
		{Functional, "210", 2017, "医疗卫生与计划生育支出"},
		{Functional, "210", 0, "卫生健康支出"},
		{Functional, "20805", 2019, "行政事业单位离退休"},
		{Functional, "20805", 2024, "行政事业单位养老支出"},
		{Functional, "2080505", 2024, "机关事业单位基本养老保险缴费支出"},
		{EconomicDept, "30311", 2017, "住房公积金"},
		{EconomicDept, "30311", 2024, "代缴社会保险费"},
		{EconomicDept, "30113", 2024, "住房公积金"},
		{Functional, "2989999", 2024, ""},
		{Functional, "22006", 2023, ""},
	} {
		c, ok := Lookup(x.s, x.code, x.year)
		if c.Name != x.name || ok != (x.name != "") {
			t.Errorf("%s %s %d: got %q %v, want %q", x.s, x.code, x.year, c.Name, ok, x.name)
		}
	}
}

func TestByName(t *testing.T) {
	for _, x := range []struct {
		s    Scheme
		name string
		year int
		code string
	}{
		{Functional, "机关事业单位基本养老保险缴费支出", 2024, "2080505"},
		{Functional, "文化体育与传媒支出", 2025, "207"}, // an old name, still printed
		{Functional, "社会保障和就业", 2024, "208"},
		{Functional, "其它卫生健康支出", 2024, "21099"},
		{EconomicDept, "公务用车运行费", 2024, "30231"},
		{EconomicDept, "因公出国(境)费", 2024, "30212"},
		{EconomicDept, "住房公积金", 2024, "30113"},
		{EconomicDept, "住房公积金", 2017, "30311"},
	} {
		cs := ByName(x.s, x.name, x.year)
		if len(cs) == 0 || cs[0].Code != x.code {
			t.Errorf("%s %d: got %+v, want %s", x.name, x.year, cs, x.code)
		}
	}
	if cs := ByName(Functional, "没有这个科目", 2024); cs != nil {
		t.Errorf("an unknown name gives %+v", cs)
	}
}

func TestJudge(t *testing.T) {
	for _, x := range []struct {
		s    Scheme
		code string
		name string
		year int
		want Verdict
	}{
		{Functional, "2080505", "机关事业单位基本养老保险缴费支出", 2024, Agrees},
		{Functional, "2080505", "基本养老保险", 2020, Abbreviated},
		{Functional, "207", "文化体育与传媒支出", 2025, OldName},
		{Functional, "20805", "行政事业单位离退休", 2020, OldName},
		{EconomicDept, "30203", "水费", 2024, Mismatch},
		{EconomicDept, "30301", "退休费", 2024, Mismatch}, // the name of 30302
		{EconomicDept, "30301", "离休人员费", 2024, Abbreviated},
		{EconomicDept, "30231", "公务用车运行费", 2024, Agrees},
		{Functional, "2080502", "行政单位医疗", 2024, Mismatch},
		{Functional, "2990099", "随便", 2024, Unlisted},
		{Functional, "21004", "基本建设", 2024, Unlisted}, // recall may label, never accuse
	} {
		if got, c := Judge(x.s, x.code, x.name, x.year); got != x.want {
			t.Errorf("%s %s %s: got %s on %+v, want %s", x.s, x.code, x.name, got, c, x.want)
		}
	}
}

func TestAcross(t *testing.T) {
	kinds := func(ls []Link) (out []string) {
		for _, l := range ls {
			out = append(out, l.Kind+">"+l.Next)
		}
		return out
	}
	for _, x := range []struct {
		s        Scheme
		code     string
		from, to int
		want     []string
	}{
		{Functional, "207", 2018, 2019, []string{"rename>207"}},
		{Functional, "207", 2019, 2020, nil},
		{EconomicDept, "30311", 2017, 2018, []string{"move>30113"}},
		{EconomicDept, "30311", 2017, 2021, []string{"move>30113", "reuse>30311"}},
		{Functional, "2040405", 2017, 2019, []string{"rename>2040405", "move>2040410"}},
	} {
		if got := kinds(Across(x.s, x.code, x.from, x.to)); !slices.Equal(got, x.want) {
			t.Errorf("%s %d %d: got %v, want %v", x.code, x.from, x.to, got, x.want)
		}
	}
	if got := Into(EconomicDept, "30113", 2017, 2018); len(got) != 1 || got[0].Code != "30311" {
		t.Errorf("into 30113: %+v", got)
	}
}

func TestRegion(t *testing.T) {
	for text, want := range map[string]string{
		"上海市普陀区财政局2024年度部门决算":  "310107",
		"江苏省人民检察院":             "320000",
		"中共江苏省委办公厅":            "320000",
		"江苏省人大常委会办公厅":          "320000",
		"普陀区司法局":               "", // two districts bear the name
		"高新区（新市区）人力资源和社会保障局":   "650104",
		"德江县机关事务中心":            "520626",
		"怀远县河溜镇人民政府":           "340321",
		"西藏自治区公安厅":             "540000",
		"朝阳区民政局":               "",
		"红河州水利局":               "532500",
		"甘南州夏河县水利局":            "623027",
		"北京市朝阳区民政局":            "110105",
		"浙江省台州市三门县公安局":         "331022",
		"财政部":                  "",
		"新疆乌鲁木齐高新区（新市区）":       "650104",
		"梧州市农产品质量安全综合检测中心":     "450400",
		"江西省南昌市东湖区":            "360102",
		"鄂州市卫生健康委员会":           "420700",
		"贯彻执行国家、自治区和乌鲁木齐市有关规定": "650100",
		"湛江经济技术开发区东简街道办事处":     "440800", // zones have no codes: the city is theirs
		"安徽省宣城高新技术产业开发区管委会":    "341800",
		"平山经济开发区管理委员会":         "130131",
		"重庆两江新区财政局":            "500157",
		"建设经济开发区和工业园区":         "",
	} {
		got, ok := Region(text)
		if got.Code != want || ok != (want != "") {
			t.Errorf("%s: got %s %s (%s), want %q", text, got.Code, got.Name, got.Evidence, want)
		}
	}
	for code, want := range map[string]string{"310107": "上海市普陀区", "650104": "新疆维吾尔自治区乌鲁木齐市新市区", "520626": "贵州省铜仁市德江县", "320000": "江苏省", "999999": ""} {
		if got := FullName(code); got != want {
			t.Errorf("FullName(%s) = %s, want %s", code, got, want)
		}
	}
	if got, _ := RegionIn("普陀区司法局", "310000"); got.Code != "310107" {
		t.Errorf("in 310000: %+v", got)
	}
	if got, ok := Region("闸北区教育局"); !ok || got.Code != "310108" || !slices.Equal(got.Successors, []string{"310106"}) {
		t.Errorf("a retired district: %+v", got)
	}
}
