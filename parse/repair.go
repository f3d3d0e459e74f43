package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"yusuan/parse/budget"
)

var (
	gluedCode = regexp.MustCompile(`^([0-9]{7}|[0-9]{5}|[0-9]{3})([^0-9.,、．年月日%‰+\-–—/:：~～(（\]］)）_].*)$`)
	// markedCode is a code that marks set off from the name: [201]…, 201-….
	markedCode = regexp.MustCompile(`^(?:[\[［(（【]([0-9]{7}|[0-9]{5}|[0-9]{3})[\]］)）】]|([1-9][0-9]{2}(?:[0-9]{2}){0,2})[-_–—])(\p{Han}.*)$`)
	itemCode   = regexp.MustCompile(`^([0-9]{2}|[0-9]{4})([^0-9.,、．年月日%‰].*)$`)
	digits     = regexp.MustCompile(`^[0-9]+$`)
)

// repairRows turns rows as drawn into rows: codes joined, wraps undone, codes
// printed once filled down. Each change is recorded.
func (s *draft) repairRows() []Row {
	var out []Row
	prev := map[int][]string{} // by lane: the parts of the last code
	cols := s.head.cols
	for k := range s.rows {
		raw := &s.rows[k]
		row := Row{N: len(out) + 1, Span: raw.span}
		for i := range cols {
			if cols[i].lane == raw.lane && cols[i].Lane != "" {
				row.Lane = cols[i].Lane
			}
		}
		parts, stray := s.codeParts(raw, &row)
		labels := s.labels(raw, &row, stray)
		s.splitLabel(raw, &parts, labels, &row)
		row.Code = s.joinCode(raw.lane, parts, prev, &row, labels)
		row.Name, row.Parent = nameOf(labels)
		for i := range cols {
			c := &cols[i]
			t := &raw.cells[i]
			if c.Role != "measure" || c.lane != raw.lane || !t.here {
				continue
			}
			row.Cells = append(row.Cells, amountCell(i, t))
		}
		out = append(out, row)
	}
	return out
}

// codeParts reads the code columns of a row. Words in them are labels (合计
// over the columns of code and name) and come back as stray.
func (s *draft) codeParts(raw *rawRow, row *Row) (parts []string, stray rowLabel) {
	stray.role = "name"
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.lane != raw.lane || c.Role != "code" {
			continue
		}
		t := &raw.cells[i]
		v := t.tight()
		if strings.ContainsRune(v, utf8.RuneError) {
			parts = append(parts, v)
			stray.add(v, t.printed())
			continue
		}
		if v == "" || s.head.texts[v] && !digits.MatchString(v) && len([]rune(v)) == 1 {
			parts = append(parts, "")
			continue
		}
		if !digits.MatchString(v) {
			if m := codeAndName(v); m != nil {
				parts = append(parts, m[1])
				stray.add(m[2], tailAs(v, t.printed(), m[2]))
				row.Repairs = append(row.Repairs, budget.Repair{Rule: "split-label", Before: t.raw(), After: m[1] + " " + m[2]})
				continue
			}
			if m := restOfCode(strings.Join(parts, ""), v); m != nil {
				parts = append(parts, m[1])
				stray.add(m[2], tailAs(v, t.printed(), m[2]))
				continue
			}
			parts = append(parts, "")
			stray.add(v, t.printed())
			continue
		}
		if len(t.Lines) > 1 {
			row.Repairs = append(row.Repairs, budget.Repair{Rule: "joined-code", Before: t.raw(), After: v})
		}
		if t.over {
			row.Repairs = append(row.Repairs, budget.Repair{Rule: "filled-down", Before: "", After: v})
		}
		parts = append(parts, v)
	}
	return parts, stray
}

// codeAndName parts a code from the name printed behind it in one cell; nil
// where there is none.
func codeAndName(text string) []string {
	if m := markedCode.FindStringSubmatch(text); m != nil {
		return []string{text, m[1] + m[2], m[3]}
	}
	return gluedCode.FindStringSubmatch(text)
}

// restOfCode parts 款 and 项, or the 项 alone, from the name printed behind them
// in one cell, after what the columns of codes give; nil where there are none.
func restOfCode(code, text string) []string {
	m := itemCode.FindStringSubmatch(text)
	if m == nil || code == "" || len(code)+len(m[1]) > 7 {
		return nil
	}
	return m
}

// label is the text of one label column of a row.
type rowLabel struct {
	role    string
	text    string // normalised
	printed string
}

func (l *rowLabel) add(text, printed string) {
	l.text += text
	l.printed += printed
}

// tailAs is the end of printed that tail is of text. Where the two are not of
// one length, rune for rune, it is tail itself.
func tailAs(text, printed, tail string) string {
	t, p := []rune(text), []rune(printed)
	if len(t) != len(p) {
		return tail
	}
	return string(p[len(p)-len([]rune(tail)):])
}

func (s *draft) labels(raw *rawRow, row *Row, stray rowLabel) []rowLabel {
	var out []rowLabel
	if stray.text != "" {
		out = append(out, stray)
	}
	for i := range s.head.cols {
		c := &s.head.cols[i]
		t := &raw.cells[i]
		if c.lane != raw.lane || c.Role == "measure" || c.Role == "code" || c.Role == "ignore" || c.Role == "text" || t.empty() {
			continue
		}
		v := t.printed()
		if len(t.Seen) > 1 {
			row.Repairs = append(row.Repairs, budget.Repair{Rule: "wrapped-name", Before: strings.Join(t.Seen, "\n"), After: v})
		} else if strings.ContainsAny(t.Seen[0], " \u3000") {
			row.Repairs = append(row.Repairs, budget.Repair{Rule: "closed-spacing", Before: t.Seen[0], After: v})
		}
		out = append(out, rowLabel{role: c.Role, text: t.tight(), printed: v})
	}
	if len(out) == 0 {
		// 合计 in the column of types or numbers is the row's only name.
		for i := range s.head.cols {
			if c, t := &s.head.cols[i], &raw.cells[i]; c.lane == raw.lane && c.Role == "text" && !t.empty() && !t.over && hanText.MatchString(t.tight()) {
				return append(out, rowLabel{role: c.Role, text: t.tight(), printed: t.printed()})
			}
		}
	}
	return out
}

var hanText = regexp.MustCompile(`^\p{Han}{2,6}[:：]?$`)

// splitLabel takes a code printed before the name in one cell off it.
func (s *draft) splitLabel(raw *rawRow, parts *[]string, labels []rowLabel, row *Row) {
	code := strings.Join(*parts, "")
	if strings.ContainsRune(code, utf8.RuneError) {
		return
	}
	for i := range labels {
		l := &labels[i]
		if l.role == "project" || l.role == "unit" {
			continue
		}
		var m []string
		switch len(code) {
		case 0:
			m = codeAndName(l.text)
		case 3, 5:
			m = restOfCode(code, l.text)
		default:
			return
		}
		if m == nil {
			if codeText.MatchString(l.text) && code == "" && len(l.text) != 4 && len(l.text) != 6 && i+1 < len(labels) {
				*parts, l.text, l.printed = []string{l.text}, "", ""
				return
			}
			continue
		}
		row.Repairs = append(row.Repairs, budget.Repair{Rule: "split-label", Before: l.text, After: m[1] + " " + m[2]})
		*parts = append(*parts, m[1])
		l.text, l.printed = m[2], tailAs(l.text, l.printed, m[2])
		return
	}
}

// joinCode joins 类, 款 and 项, filling in the parts that are printed once for
// several rows. A code with a character that is not known is none, and the row
// is not sure.
func (s *draft) joinCode(lane int, parts []string, prev map[int][]string, row *Row, labels []rowLabel) string {
	code := strings.Join(parts, "")
	if code == "" {
		return ""
	}
	split := len(parts) > 1 && s.parted(lane)
	if split {
		last := prev[lane]
		first := 0
		for first < len(parts) && parts[first] == "" {
			first++
		}
		if first > 0 && first <= len(last) && len(parts[first]) == 2 {
			filled := append([]string(nil), parts...)
			whole := true
			for i := 0; i < first; i++ {
				filled[i] = last[i]
				whole = whole && last[i] != ""
			}
			if whole && (len(filled[0]) == 3 || strings.ContainsRune(strings.Join(filled[:first], ""), utf8.RuneError)) {
				before := code
				parts, code = filled, strings.Join(filled, "")
				row.Repairs = append(row.Repairs, budget.Repair{Rule: "filled-down", Before: before, After: code})
			}
		}
	}
	prev[lane] = parts
	if strings.ContainsRune(code, utf8.RuneError) {
		row.Unsure = true
		return ""
	}
	return code
}

// parted reports whether a lane prints 类, 款, 项 in columns of their own.
func (s *draft) parted(lane int) bool {
	n := 0
	for i := range s.head.cols {
		if c := &s.head.cols[i]; c.lane == lane && c.Role == "code" {
			n++
		}
	}
	return n > 1
}

// nameOf composes the row's name: the item under a group, a project after its
// 科目. What stands before the name, or over several rows, is its parent.
func nameOf(labels []rowLabel) (name, parent string) {
	var names, projects, groups []string
	for _, l := range labels {
		switch {
		case l.text == "":
		case l.role == "project":
			projects = append(projects, l.printed)
		case l.role == "unit":
			groups = append(groups, l.printed)
		default:
			names = append(names, l.printed)
		}
	}
	if len(names) > 1 {
		groups = append(groups, names[:len(names)-1]...)
		names = names[len(names)-1:]
	}
	if len(names) == 0 && len(projects) == 0 && len(groups) > 0 {
		names, groups = groups[len(groups)-1:], groups[:len(groups)-1]
	}
	return strings.Join(append(names, projects...), "/"), strings.Join(groups, "/")
}

// amountCell reads a figure, joining one that is split over lines.
func amountCell(col int, t *drawnText) Cell {
	c := Cell{Column: col, Raw: t.raw(), Span: t.span}
	if t.empty() {
		return c
	}
	joined := t.tight()
	if _, _, err := budget.ParseNumber(joined); err != nil {
		return c
	}
	switch {
	case len(t.Lines) > 1:
		c.Repairs = append(c.Repairs, budget.Repair{Rule: "split-amount", Before: strings.Join(t.Lines, "\n"), After: joined})
	case joined != t.Lines[0]:
		c.Repairs = append(c.Repairs, budget.Repair{Rule: "closed-spacing", Before: t.Lines[0], After: joined})
	}
	return c
}
