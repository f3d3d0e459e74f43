package form

import (
	"strings"
	"testing"
)

func TestIdentities(t *testing.T) {
	d := builtinForTest(t).Identities()
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

// TestIdentityMeasures requires every measure that an identity names to be one
// that some heading gives, and every table to be a kind.
func TestIdentityMeasures(t *testing.T) {
	c := builtinForTest(t)
	known := map[string]bool{}
	for _, rows := range c.heads.byKey {
		for _, h := range rows {
			if h.role == "measure" || h.role == "base" {
				known[h.measure] = true
			}
		}
	}
	for _, m := range []string{"general_public", "government_fund"} { // a source and what it is spent on
		for _, q := range qualified {
			known[m+"_"+q] = true
		}
	}
	measure := func(id, m string, suffixes []string) {
		for _, s := range suffixes {
			m = strings.TrimSuffix(m, s)
		}
		if m != "" && m != "*" && !known[m] {
			t.Errorf("identity %s: no heading gives the measure %q", id, m)
		}
	}
	bases := []string{"_budget", "_final"}
	for _, id := range c.Identities().Identities {
		for _, k := range id.Tables {
			if c.Kind(k) == nil {
				t.Errorf("identity %s: unknown table kind %q", id.ID, k)
			}
		}
		list := append([]string{id.Total}, id.Without...)
		for _, need := range id.Need {
			list = append(list, strings.Split(need, "|")...)
		}
		list = append(list, id.Measures...)
		for _, part := range id.Parts {
			part, _ = strings.CutPrefix(part, "-")
			group, members, _ := strings.Cut(part, ">")
			list = append(append(list, group), strings.Split(members, ",")...)
		}
		for _, m := range list {
			measure(id.ID, m, bases)
		}
		for _, side := range append([][]string{id.Left, id.Right}, id.IfEqual...) {
			for _, term := range side {
				for alt := range strings.SplitSeq(term, "|") {
					p, err := ParsePlace(alt)
					if err != nil {
						t.Fatal(err)
					}
					measure(id.ID, p.Measure, bases)
					if c.Kind(p.Table) == nil {
						t.Errorf("identity %s: unknown table kind %q", id.ID, p.Table)
					}
				}
			}
		}
	}
}
