package parse

import (
	"strings"

	"yusuan/parse/code"
)

// quantity is one quantity that a paragraph speaks of, with all that is said of it.
type quantity struct {
	subject string // as printed
	parent  string // path of the quantities it is part of, joined by "/"
	amount  string
	unit    string
	at      int // rune position of the amount, or of the first thing said
	end     int // where the amount ends
	lines   []*remark
	goesOn  *quantity // the quantity of the paragraph before that this is
	before  string    // the sentence that said its amount there
	again   bool      // a later paragraph goes on with it

	keyed, keyOf string // key of subject keyOf
}

// key is subjectKey of the subject, worked out once.
func (g *quantity) key() string {
	if g.keyOf != g.subject || g.keyed == "" {
		g.keyed, g.keyOf = subjectKey(g.subject), g.subject
	}
	return g.keyed
}

func (g *quantity) path() string {
	if g.parent == "" {
		return g.subject
	}
	if g.subject == "" {
		return g.parent
	}
	return g.parent + "/" + g.subject
}

// changed reports whether a change was said of the quantity.
func (g *quantity) changed() bool {
	for _, l := range g.lines {
		if l.change {
			return true
		}
	}
	return false
}

// remark is one comparison of a quantity, with a share or completion beside it.
type remark struct {
	of         *quantity
	base       *baseWord
	baseAmount string
	change     bool
	direction  string
	delta      string
	deltaUnit  string
	percent    string
	share      string
	whole      string
	done       string
	reason     string
	weak       bool // the reason was opened by 主要是 alone
	at         int
}

func joinPath(a, b string) string {
	if a == "" || a == b {
		return b
	}
	if b == "" {
		return a
	}
	return a + "/" + b
}

func (r *reader) parentFor(subject string) string {
	parent := r.parent
	if parent == "" {
		parent = r.outerParent()
	}
	if lv := r.doc.levelsAbove(subject); lv != "" {
		return lv
	}
	whole := lastPart(parent)
	if strings.HasSuffix(subject, "支出") && strings.HasSuffix(whole, "收入") || strings.HasSuffix(subject, "收入") && strings.HasSuffix(whole, "支出") {
		return "" // no spending is part of a revenue
	}
	if classNamed(subject, r.year) && classNamed(whole, r.year) {
		return "" // no class of 科目 is part of another
	}
	if bothSides(subject) && !bothSides(whole) && (strings.Contains(whole, "收入") || strings.Contains(whole, "支出")) {
		return "" // 收入支出总体 is no part of 支出总计
	}
	if sameSubject(parent, subject) || strings.HasSuffix(parent, "/"+subject) {
		return ""
	}
	return parent
}

// classNamed reports whether a name is that of a class of spending by function.
func classNamed(name string, year int) bool {
	for _, c := range code.ByName(code.Functional, string(foldRunes([]rune(name))), year) {
		if len(c.Code) == code.Class {
			return true
		}
	}
	return false
}

func (r *reader) newLine(g *quantity) *remark {
	l := &remark{of: g, at: g.at}
	g.lines = append(g.lines, l)
	return l
}

// lineFor is the line of g that takes a comparison with the current base.
func (r *reader) lineFor(g *quantity) *remark {
	for _, l := range g.lines {
		if l.change || r.base == nil && l.done != "" {
			continue
		}
		if l.base == nil || r.base == nil || sameBase(l.base, r.base) {
			if r.base != nil && l.base == nil {
				b := *r.base
				l.base = &b
			}
			return l
		}
	}
	l := r.newLine(g)
	if r.base != nil {
		b := *r.base
		l.base = &b
	}
	return l
}

// lookBack is how many quantities back a subject named again is looked for.
const lookBack = 60

func (r *reader) find(subject string) *quantity {
	words, key := subjectWords(subject), subjectKey(subject)
	for i := len(r.groups) - 1; i >= max(0, len(r.groups)-lookBack); i-- {
		if g := r.groups[i]; words != "" && subjectWords(g.subject) == words {
			return g
		}
	}
	for i := len(r.groups) - 1; i >= max(0, len(r.groups)-lookBack); i-- {
		if g := r.groups[i]; g.subject != "" && sameKey(key, g.key()) && (!r.priorText(g.subject) || r.priorText(subject)) {
			return g
		}
	}
	return nil
}

func (r *reader) newSaid(subject string) *quantity {
	at := 0
	if r.verb != nil {
		at = r.verb.from
	} else if r.base != nil {
		at = r.base.at
	}
	g := &quantity{subject: subject, parent: r.parentFor(subject), at: at}
	r.groups = append(r.groups, g)
	if r.reason == nil {
		r.cur = g
	}
	return g
}
