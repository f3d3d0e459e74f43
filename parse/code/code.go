// Package code holds the 科目 lists that disclosures print, by scheme and year,
// and the codes of administrative regions.
//
// A code alone means nothing: codes are renamed, moved and used again for
// something else, so that the key is (scheme, code, year). Every row says how
// well it is known (Evidence); rows known from memory alone may label a row of
// a table, but accuse no publisher.
package code

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data
var data embed.FS

// Scheme is a classification.
type Scheme string

const (
	Functional   Scheme = "functional"    // 支出功能分类: 类 3, 款 5, 项 7 digits
	EconomicDept Scheme = "economic-dept" // 部门预算支出经济分类: 类 3, 款 5 digits
	EconomicGov  Scheme = "economic-gov"  // 政府预算支出经济分类: 类 3, 款 5 digits
	Revenue      Scheme = "revenue"       // 收入分类
)

// Schemes lists the schemes there are lists of.
var Schemes = []Scheme{Functional, EconomicDept, EconomicGov, Revenue}

// Evidence says how well a row is known.
type Evidence string

const (
	Observed     Evidence = "observed"        // printed in published documents
	Notice       Evidence = "notice"          // in a notice of the ministry
	Source       Evidence = "source"          // in a form of the ministry
	List2010     Evidence = "list2010"        // in a list of about 2009–2010
	RecallListed Evidence = "recall+list2010" // from memory, and in the list of about 2010
	Recall       Evidence = "recall"          // from memory alone
)

// Accuses reports whether the row is known well enough to say that a publisher
// is wrong.
func (e Evidence) Accuses() bool { return e == Observed || e == Notice || e == Source }

func (e Evidence) rank() int {
	return slices.Index([]Evidence{Recall, List2010, RecallListed, Source, Notice, Observed}, e)
}

// Code is one 科目 as it was named in a span of years.
type Code struct {
	Scheme   Scheme
	Code     string // digits joined
	Name     string
	From, To int  // fiscal years it was valid in; 0 is open
	Vague    bool // From or To is not sure
	Evidence Evidence
	Seen     string // years or document it was seen in
	Formerly string // its name about 2010, where another
}

// Level is 类, 款 or 项 by the length of the code; "" for none of them.
func (c Code) Level() string { return Level(c.Code) }

// Lengths of codes in digits, by level.
const (
	Class   = 3 // 类
	Section = 5 // 款
	Item    = 7 // 项
)

// Level is 类, 款 or 项 by the length of a code; "" for none of them.
func Level(code string) string {
	switch len(code) {
	case Class:
		return "类"
	case Section:
		return "款"
	case Item:
		return "项"
	}
	return ""
}

// Parent is the code one level up, "" for a 类.
func Parent(code string) string {
	if len(code) > Class {
		return code[:len(code)-2]
	}
	return ""
}

// ValidIn reports whether the row holds for a fiscal year; 0 is any year.
func (c Code) ValidIn(year int) bool {
	return year == 0 || (c.From == 0 || year >= c.From) && (c.To == 0 || year <= c.To)
}

type list struct {
	byCode map[string][]Code
	byName map[string][]Code // key is nameKey
}

var lists = sync.OnceValue(func() map[Scheme]*list {
	all := map[Scheme]*list{}
	for _, s := range Schemes {
		l := &list{byCode: map[string][]Code{}, byName: map[string][]Code{}}
		rows, err := readCSV("data/" + string(s) + ".csv")
		if err != nil {
			continue // embedded, and TestLists reads it: the scheme is unknown rather than wrong
		}
		for _, r := range rows {
			c := Code{Scheme: s, Code: r[0], Name: r[1], Evidence: Evidence(r[4]), Seen: r[5], Formerly: r[6]}
			var vf, vt bool
			c.From, vf = year(r[2])
			c.To, vt = year(r[3])
			c.Vague = vf || vt
			for _, y := range strings.Fields(c.Seen) { // seen outside its years: it held then too
				if y, err := strconv.Atoi(y); err == nil {
					if c.From > y {
						c.From = y
					}
					if c.To > 0 && c.To < y {
						c.To = y
					}
				}
			}
			l.byCode[c.Code] = append(l.byCode[c.Code], c)
			l.byName[NameKey(c.Name)] = append(l.byName[NameKey(c.Name)], c)
			if c.Formerly != "" && NameKey(c.Formerly) != NameKey(c.Name) {
				old := c
				old.Name, old.Formerly, old.From, old.To, old.Vague, old.Evidence = c.Formerly, "", 0, 2010, true, List2010
				l.byName[NameKey(old.Name)] = append(l.byName[NameKey(old.Name)], old)
			}
		}
		for _, cs := range l.byCode {
			slices.SortStableFunc(cs, func(a, b Code) int { return b.Evidence.rank() - a.Evidence.rank() })
		}
		all[s] = l
	}
	return all
})

func readCSV(name string) ([][]string, error) {
	f, err := data.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows[1:], nil
}

func year(s string) (y int, vague bool) {
	s, vague = strings.CutSuffix(s, "?")
	y, _ = strconv.Atoi(s)
	return y, vague && y > 0
}

// Lookup returns the best known row for a code in a fiscal year, 0 being the
// latest. Not ok means the list does not have the code in that year, which is
// no proof that it did not exist: the lists are not complete.
func Lookup(s Scheme, code string, year int) (Code, bool) {
	l := lists()[s]
	if l == nil {
		return Code{}, false
	}
	var best Code
	found := false
	for _, c := range l.byCode[code] {
		if !c.ValidIn(year) {
			continue
		}
		if !found || year == 0 && later(c, best) {
			best, found = c, true
		}
	}
	return best, found
}

func later(a, b Code) bool {
	at, bt := a.To, b.To
	if at == 0 {
		at = 9999
	}
	if bt == 0 {
		bt = 9999
	}
	return at > bt
}

// Names returns every row for a code, of all years, the best known first.
func Names(s Scheme, code string) []Code {
	if l := lists()[s]; l != nil {
		return slices.Clone(l.byCode[code])
	}
	return nil
}

// ByName returns the rows whose name a printed name gives: same spelling but
// for the habits of publishers (其它, 支出 left out, brackets). Old names are
// found too. Rows valid in the year (0: any) come first; rows of other years
// follow, for publishers keep old names for years.
func ByName(s Scheme, name string, year int) []Code {
	l := lists()[s]
	if l == nil {
		return nil
	}
	cs := slices.Clone(l.byName[NameKey(name)])
	slices.SortStableFunc(cs, func(a, b Code) int {
		if x, y := a.ValidIn(year), b.ValidIn(year); x != y {
			if x {
				return -1
			}
			return 1
		}
		return b.Evidence.rank() - a.Evidence.rank()
	})
	return cs
}

// All returns the rows of a scheme valid in a fiscal year (0: all), by code.
func All(s Scheme, year int) []Code {
	l := lists()[s]
	if l == nil {
		return nil
	}
	var cs []Code
	for _, rows := range l.byCode {
		for _, c := range rows {
			if c.ValidIn(year) {
				cs = append(cs, c)
			}
		}
	}
	slices.SortFunc(cs, func(a, b Code) int {
		if a.Code != b.Code {
			return strings.Compare(a.Code, b.Code)
		}
		return a.From - b.From
	})
	return cs
}
