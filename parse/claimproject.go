package parse

import (
	"fmt"
	"regexp"
	"strings"

	"yusuan/parse/budget"
)

// describe reads the description of a project: labels with their text, or
// headings with the paragraphs under them.
func (r *reader) describe() {
	c := r.doc
	text := string(r.p.text)
	_, n := ordinalOf(text)
	head := strings.Trim(string(r.p.text[n:]), " ：:")
	if r.p.heading && isField(r.fold(head)) {
		if n := r.fold(head); n == "项目概述" || n == "项目概况" || c.described == "" {
			c.projects++
			c.described = fmt.Sprintf("项目（%d）", c.projects)
			c.unnamed = projectTitle.ReplaceAllString(c.title, "")
		}
		c.field = head
		return
	}
	labels := r.labels()
	switch {
	case len(labels) > 0:
		c.field = ""
	case r.p.heading:
		if r.p.ordinal == 0 {
			c.title = text
		}
		if r.p.ordinal <= 2 {
			c.field, c.described = "", ""
		}
		return
	case c.field != "" && c.described != "":
		if c.unnamed != "" {
			r.stated = append(r.stated, budget.Stated{Key: c.described + "/项目名称", Value: c.unnamed, Sentence: c.title, Span: r.p.spanAt(0)})
			c.unnamed = ""
		}
		r.stated = append(r.stated, budget.Stated{Key: c.described + "/" + c.field, Value: text, Sentence: text, Span: r.p.spanAt(0)})
		return
	}
	for k, l := range labels {
		to := len(r.p.text)
		if k+1 < len(labels) {
			to = labels[k+1].from
		}
		name := string(r.s[l.from:l.to])
		if name == "项目名称" {
			c.projects++
			c.described = fmt.Sprintf("项目（%d）", c.projects)
			if m := projectOrdinal.FindString(string(r.p.text[:l.from])); m != "" {
				c.described = "项目" + m
			}
		}
		if c.described == "" {
			continue
		}
		value := string(r.p.text[l.to+1 : to])
		if k+1 < len(labels) {
			value = projectOrdinal.ReplaceAllString(value, "") // of the next
		}
		value = strings.Trim(value, " .；;")
		if bare := strings.TrimRight(value, "。"); len([]rune(bare)) <= shortValue && !strings.ContainsAny(bare, "。，；,;") {
			value = bare
		}
		st := budget.Stated{Key: c.described + "/" + string(r.p.text[l.from:l.to]), Value: value, Sentence: string(r.p.text[l.from:to]), Span: r.p.spanAt(l.from)}
		if m := perHead.FindStringSubmatch(string(foldRunes([]rune(value)))); m != nil {
			st.Value, st.Unit = m[2], "元/人/"+m[1] // 每人每月1200元
		} else if toks := tokenize(foldRunes([]rune(strings.TrimRight(value, "。")))); !strings.HasSuffix(st.Key, "情况") && len(toks) == 1 && (toks[0].kind == tMoney || toks[0].kind == tCount) {
			st.Value, st.Unit = toks[0].num, toks[0].unit
		}
		r.stated = append(r.stated, st)
	}
}

// statedSpan is a label, without its colon.
type statedSpan struct{ from, to int }

// labels finds the labels of a paragraph: those of the vocabulary, and while a
// project is described any short one that the paragraph begins with.
func (r *reader) labels() []statedSpan {
	var out []statedSpan
	_, n := ordinalOf(string(r.p.text))
	begin := n
	for i := n; i < len(r.s); i++ {
		switch r.s[i] {
		case ':':
			name := string(r.s[begin:i])
			if w := fieldAtEnd(name); w != "" && w != name && (w == "项目名称" || r.doc.described != "" && !noField.MatchString(name)) {
				// the line end that parted it from the text before is lost
				begin, name = i-len([]rune(w)), w
			}
			if isField(name) && (r.doc.described != "" || name == "项目名称" || len(out) > 0) ||
				begin == n && r.doc.described != "" && i-begin <= statedLabel && i > begin && labelled(string(r.s[begin:i+1])) {
				out = append(out, statedSpan{begin, i})
			}
			begin = i + 1
		case '。', ';', ' ':
			begin = i + 1
		}
	}
	return out
}

// perHead is a rate a head and month: 每人每月1200元.
var perHead = regexp.MustCompile(`^[每一]人[每一]个?(月|年|天)([\d.]+)元$`)
