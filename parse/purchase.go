package parse

import (
	"strings"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// field is the text of a row in the column that holds one thing: a measure of
// role text (category, economic, item, method, …) or a role of its own.
func (s *draft) field(raw *rawRow, role, measure string) (string, bool) {
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.lane != raw.lane || c.Role != role || role == "text" && c.Measure != measure {
			continue
		}
		t := &raw.cells[i]
		return t.printed(), !t.over
	}
	return "", false
}

func (s *draft) hasField(role, measure string) bool {
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.Role != role || role == "text" && c.Measure != measure {
			continue
		}
		for k := range s.rows {
			if !s.rows[k].cells[i].empty() {
				return true
			}
		}
	}
	return false
}

// purchases reads a procurement table: a tree whose levels stand in columns of
// their own, or set in in one. Rows above others sum them.
func (s *draft) purchases(table int, unit string, forms *form.Catalog) (out []budget.Purchase, unread []budget.Unread) {
	items := s.hasField("text", "item")
	var category, project, economic string
	var levels []purchaseRow
	n := 0
	for k := range s.rows {
		raw := &s.rows[k]
		amount := s.totalCell(raw)
		p := budget.Purchase{Table: table, Span: raw.span, Unit: unit}
		own, _ := s.field(raw, "text", "category")
		sub, subNew := s.field(raw, "project", "")
		eco, ecoNew := s.field(raw, "text", "economic")
		p.Item, _ = s.field(raw, "text", "item")
		p.Method, _ = s.field(raw, "text", "method")
		sum := own != "" && forms.Total(own)
		switch {
		case sum:
			category, project, economic = "", "", ""
		case own != "" && own != category:
			category, project, economic = own, "", ""
		}
		if sub != "" && subNew && sub != project {
			project, economic = sub, ""
		}
		if eco != "" && ecoNew {
			economic = eco
		}
		p.Category, p.Project, p.Economic = category, project, economic
		if sum {
			p.Category = own
		}
		p.Total = sum || items && p.Item == ""
		if amount != nil {
			p.Raw, p.Span = amount.raw(), amount.span
			var err error
			if p.Amount, p.Printed, err = budget.ParseAmount(amount.tight(), unit); err != nil {
				unread = append(unread, budget.Unread{Kind: "table", Text: p.Raw, Why: err.Error(), Span: p.Span})
				p.Printed = ""
			}
		} else {
			p.Printed = budget.PrintedBlank
		}
		if own == "" && sub == "" && eco == "" && p.Item == "" && p.Raw == "" {
			continue
		}
		n++
		p.Row = n
		out, levels = append(out, p), append(levels, s.purchaseRow(raw))
	}
	markSums(out, levels)
	return out, unread
}

// totalCell is the cell of the first column of money, the one of 合计 before
// others.
func (s *draft) totalCell(raw *rawRow) *drawnText {
	best := -1
	for i := range s.head.cols {
		c := &s.head.cols[i]
		if c.lane != raw.lane || c.Role != "measure" || !raw.cells[i].here {
			continue
		}
		if best < 0 || c.Measure == "total" && s.head.cols[best].Measure != "total" {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return &raw.cells[best]
}

// memberUnits reads a list of member units.
func (s *draft) memberUnits(forms *form.Catalog) []budget.MemberUnit {
	var out []budget.MemberUnit
	for k := range s.rows {
		raw := &s.rows[k]
		u := budget.MemberUnit{Span: raw.span}
		for i := range s.head.cols {
			v, text := raw.cells[i].printed(), raw.cells[i].tight()
			switch c := &s.head.cols[i]; {
			case v == "":
			case c.Role == "unit" && u.Name == "":
				u.Name = v
			case digits.MatchString(text) && u.Number == "":
				u.Number = text
			case c.Role == "name" || c.Role == "item":
				if u.Name == "" {
					u.Name = v
				}
			case !digits.MatchString(text):
				u.Kind = strings.TrimSpace(u.Kind + " " + v)
			}
		}
		if u.Name != "" && !forms.Placeholder(u.Name) && strings.Trim(u.Name, "….·。") != "" {
			out = append(out, u)
		}
	}
	return out
}
