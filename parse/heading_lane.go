package parse

import (
	"fmt"
	"strings"

	"yusuan/parse/form"
)

// lanes numbers the side-by-side tables: a label column after a figure column
// begins the next.
func (h *heading) lanes() {
	lane, measured, labelled := 0, false, false
	for i := range h.cols {
		c := &h.cols[i]
		switch c.Role {
		case "measure":
			measured = true
		case "ignore":
		default:
			if measured && labelled {
				lane++
				measured = false
			}
			labelled = true
		}
		c.lane = lane
	}
	// A lane without figures is no table beside another: its texts (备注) are
	// of the lane before.
	if lane > 0 && !measured {
		for i := range h.cols {
			if h.cols[i].lane == lane {
				h.cols[i].lane = lane - 1
				h.cols[i].Role = "ignore"
			}
		}
		lane--
	}
	if lane == 0 {
		for i := range h.cols {
			h.cols[i].Lane = ""
		}
		return
	}
	taken := map[string]bool{}
	for l := 0; l <= lane; l++ {
		name := h.laneName(l, taken)
		taken[name] = true
		for i := range h.cols {
			if h.cols[i].lane == l {
				h.cols[i].Lane = name
			}
		}
	}
}

// laneName is what the headings call a lane. No two lanes of a table have one
// name: where several sides list expenditure, those by economic class list it
// by use, and further ones are numbered.
func (h *heading) laneName(lane int, taken map[string]bool) string {
	name, economic := "", false
	for i := range h.cols {
		if c := &h.cols[i]; c.lane == lane {
			if c.Lane != "" {
				name = c.Lane
			}
			economic = economic || c.Role != "measure" && strings.HasPrefix(form.SchemeOf(c.Path), "economic")
		}
	}
	if name == "" || !taken[name] {
		return name
	}
	if economic {
		name = "use"
	}
	for n, first := 2, name; taken[name]; n++ {
		name = fmt.Sprintf("%s%d", first, n)
	}
	return name
}

// remarks makes remarks of texts under headings that the forms do not know,
// beside names of 科目 or projects: they name no row.
func (h *heading) remarks() {
	named := map[int]bool{}
	for i := range h.cols {
		if c := &h.cols[i]; c.known && (c.Role == "name" || c.Role == "project") {
			named[c.lane] = true
		}
	}
	for i := range h.cols {
		if c := &h.cols[i]; c.Role == "item" && !c.known && len(c.heads) > 0 && named[c.lane] {
			c.Role = "unit"
		}
	}
}

// secondCodes makes remarks of the codes and names of a second classification
// that a lane prints beside the first (部门预算 and 政府预算经济分类): they are no
// part of the row's code.
func (h *heading) secondCodes() {
	type group struct {
		lane int
		path string
	}
	first := map[int]group{}
	second := map[int]bool{} // lanes whose second classification has begun
	for i := range h.cols {
		c := &h.cols[i]
		switch c.Role {
		case "code":
			at := group{c.lane, c.codeGroup()}
			have, seen := first[c.lane]
			switch {
			case !seen:
				first[c.lane] = at
			case (have != at || c.part == 1) && h.named(c.lane, i):
				second[c.lane] = true
			}
			if second[c.lane] {
				c.Role = "unit"
			}
		case "name":
			if second[c.lane] || h.otherScheme(c, i) {
				c.Role = "unit"
			}
		case "measure":
			second[c.lane] = false
		}
	}
}

// otherScheme reports whether a column of names is of another classification
// than the names before it in its lane.
func (h *heading) otherScheme(c *leaf, i int) bool {
	scheme := form.SchemeOf(c.Path)
	for k := range h.cols[:i] {
		if b := &h.cols[k]; b.lane == c.lane && b.Role == "name" && scheme != "" {
			if other := form.SchemeOf(b.Path); other != "" && other != scheme {
				return true
			}
		}
	}
	return false
}

// codeGroup is the heading that the parts of one code share.
func (c *leaf) codeGroup() string {
	if c.part > 0 && len(c.heads) > 1 {
		return strings.Join(c.heads[:len(c.heads)-1], "/")
	}
	return strings.Join(c.heads, "/")
}

// named reports whether a name of the lane stands before column i.
func (h *heading) named(lane, i int) bool {
	for k := range h.cols[:i] {
		if c := &h.cols[k]; c.lane == lane && c.Role == "name" {
			return true
		}
	}
	return false
}
