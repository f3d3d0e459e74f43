package form

import (
	"strings"
	"testing"
)

func TestIdentities(t *testing.T) {
	d, err := ParseIdentities(identitiesTOML)
	if err != nil {
		t.Fatal(err)
	}
	for spelled, want := range map[string]string{
		"本年收入合计": "current", "总计": "grand", "年初财政拨款结转和结余": "carry_in",
		"一般公共预算财政拨款": "general_public", "行政运行": "",
	} {
		if got := d.LabelOf(spelled); got != want {
			t.Errorf("LabelOf(%s) = %q, want %q", spelled, got, want)
		}
	}
}

func TestParseIdentitiesMistakes(t *testing.T) {
	_, err := ParseIdentities(`
[[label]]
id = "grand"
spelled = ["合计"]
[[label]]
id = "current"
spelled = ["合计"]
[[identity]]
id = "a"
check = "x"
rule = "magic"
severity = "loud"
colour = "red"
zh = "甲"
en = "a"
[[identity]]
id = "a"
check = "y"
rule = "equal"
left = ["summary/revenue/grand"]
right = ["summary//nowhere/total"]
zh = "乙"
en = "b"
`)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"unknown key", "is already grand", `unknown rule "magic"`, `unknown severity "loud"`, "doubled", "is not table/lane/row/measure", `unknown row "nowhere"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

func TestParsePlace(t *testing.T) {
	p, err := ParsePlace(" ?government_fund//code:30217/total")
	if err != nil || p != (Place{"government_fund", "", "code:30217", "total", true}) || p.Code() != "30217" {
		t.Errorf("got %+v %v", p, err)
	}
}
