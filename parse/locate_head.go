package parse

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"yusuan/parse/form"
)

// How far above its grid the lines that name a table may stand.
const (
	maxHeadLines = 8   // lines that may be title, unit, publisher
	maxHeadRunes = 48  // longer lines are text
	lineGapEm    = 1.9 // widest gap between two lines of one title or note, times the font size
)

// yearLine is a line that names the year and nothing else: （2023年度）, 预算年度：2022.
var yearLine = regexp.MustCompile(`^[(（〔\[]?(?:(?:预算|决算)?年度[:：](20[0-9]{2})年?|(20[0-9]{2})(?:年度?|年预算|年度预算))[)）〕\]]?$`)

// headLine reads one line above (or in the top rows of) a grid. It reports
// false for a line that says nothing of the kind.
func (r *Region) headLine(text string, forms *form.Catalog) bool {
	known := false
	if u, ok := forms.UnitLine(text); ok {
		if r.Unit == "" {
			r.Unit = u
		}
		known = true
	}
	if u, ok := forms.CountLine(text); ok {
		if r.Count == "" {
			r.Count = u
		}
		known = true
	}
	if d, ok := forms.DepartmentLine(text); ok {
		if r.Department == "" {
			r.Department = d
		}
		known = true
	}
	if n, ok := form.NumberLine(text); ok {
		if r.Number == "" {
			r.Number = tight(n)
		}
		known = true
	}
	if y := yearLine.FindStringSubmatch(tight(text)); y != nil {
		if r.Year == 0 {
			r.Year, _ = strconv.Atoi(y[1] + y[2])
		}
		known = true
	}
	return known
}

func (r *Region) setTitle(ms []form.Match) {
	r.Matches = ms
	r.Title = tight(ms[0].Title)
	if r.Number == "" {
		r.Number = tight(ms[0].Number)
	}
	if r.Year == 0 {
		r.Year = ms[0].Year
	}
}

// sentence reports whether a line is running text.
func sentence(text string) bool {
	t := tight(text)
	if len([]rune(t)) > maxHeadRunes {
		return true
	}
	return strings.ContainsAny(t, "。；") || strings.HasSuffix(t, "，") || strings.HasSuffix(t, "：") && len([]rune(t)) > 20
}

// takeHead looks upwards from grid k for title, number, unit and publisher, on
// this page and, from the first grid of a page, at the end of the page before.
func (r *Region) takeHead(items []pageItem, k int, forms *form.Catalog) {
	page := items[k].page
	above := r.linesAbove(items, k, forms)
	title := -1 // place of the title in above
	if r.Title == "" {
		if title = r.findTitle(above, forms); title < 0 {
			title = r.findNumbered(above, page, forms)
		}
	}
	last := title
	if title < 0 {
		// Without a title only lines that say unit, publisher or number count.
		last = r.untitled(above, page, forms)
	} else if title+1 < len(above) {
		if n, ok := form.NumberLine(above[title+1].Text); ok {
			if r.Number == "" {
				r.Number = tight(n)
			}
			last = title + 1
		}
	}
	for title >= 0 && last+1 < len(above) && beside(above[last+1], above[title]) && (Region{}).reads(above[last+1].Text, forms) {
		last++ // the unit at the end of the title's own line, set a little higher
	}
	if title >= 0 && unitHeadsPage(above, last+1, forms) {
		last++
	}
	for n, l := range above[:last+1] {
		if unit := unitBehind.FindString(l.Text); n == title && unit != "" {
			r.headLine(unit, forms)
		} else if n != title {
			r.headLine(l.Text, forms)
		}
		l.used = true
		r.Head = append(r.Head, *l)
	}
	for _, l := range above[last+1:] {
		r.Broken = r.Broken || tight(l.Text) != ""
	}
}

// unitBehind is the unit at the end of a title's line.
var unitBehind = regexp.MustCompile(`[（(]?(?:金额)?单位[:：][^:：]*$`)

// unitHeadsPage reports whether the line at n is a unit alone at the head of a
// page, so that it belongs to the title below it.
func unitHeadsPage(above []*Line, n int, forms *form.Catalog) bool {
	if n == 0 || n >= len(above) || n+1 == maxHeadLines || above[n].Page != above[n-1].Page || !knownUnit(above[n].Text, forms) {
		return false
	}
	return n+1 == len(above) || above[n+1].Page != above[n].Page
}

// linesAbove lists the lines above grid k that may belong to it, the nearest
// first. Running text ends them.
func (r *Region) linesAbove(items []pageItem, k int, forms *form.Catalog) []*Line {
	var above []*Line
	for i := k - 1; i >= 0 && len(above) < maxHeadLines; i-- {
		l := items[i].line
		if l == nil || items[k].page-items[i].page > 1 || l.used {
			break
		}
		if sentence(l.Text) && !knownHead(l.Text, forms) {
			r.Broken = true
			break
		}
		above = append(above, l)
	}
	return above
}

// findTitle takes the nearest line, or pair of lines, that is a title and gives
// its place, -1 where none is.
func (r *Region) findTitle(above []*Line, forms *form.Catalog) int {
	for n, l := range above {
		ms := forms.Title(l.Text)
		if knownUnit(l.Text, forms) {
			ms = forms.Title(unitBehind.ReplaceAllString(l.Text, ""))
		}
		if n+1 < len(above) && wraps(above[n+1], l, forms) {
			if both := forms.Title(above[n+1].Text + l.Text); len(both) > 0 && (len(ms) == 0 || both[0].Sure >= form.ByRule) {
				r.setTitle(both)
				return n + 1
			}
		}
		if len(ms) > 0 {
			r.setTitle(ms)
			return n
		}
	}
	return -1
}

// findNumbered takes a numbered heading right above the grid (三、支出总表) for
// its title.
func (r *Region) findNumbered(above []*Line, page int, forms *form.Catalog) int {
	const within = 4 // lines
	for n, l := range above[:min(len(above), within)] {
		if l.Page != page {
			break
		}
		if ms := forms.Contents(l.Text); len(ms) > 0 {
			r.setTitle(ms)
			return n
		}
		if n+1 < len(above) && above[n+1].Page == l.Page && !(Region{}).reads(l.Text, forms) {
			if ms := forms.Contents(above[n+1].Text + l.Text); len(ms) > 0 {
				r.setTitle(ms)
				return n + 1
			}
		}
	}
	return -1
}

// untitled gives the place of the last line that belongs to a grid whose title
// no form knows. A line that stands like a title is taken for one.
func (r *Region) untitled(above []*Line, page int, forms *form.Catalog) int {
	last := -1
	for n, l := range above {
		if l.Page != page {
			break
		}
		if (Region{}).reads(l.Text, forms) {
			last = n
			continue
		}
		if r.Title == "" && titleLike(l, r.Grid) {
			r.Title, last = tight(l.Text), n
			if ms := forms.Bare(l.Text); len(ms) > 0 {
				r.setTitle(ms)
			}
		}
		break
	}
	return last
}

// wraps reports whether two lines may be one title: the same size, one below
// the other, the upper no title and no line of another kind.
func wraps(upper, lower *Line, forms *form.Catalog) bool {
	if upper.Page != lower.Page || math.Abs(upper.Size-lower.Size) > 1 || lower.Y0-upper.Y1 > lineGapEm*math.Max(upper.Size, 1) {
		return false
	}
	for _, l := range []*Line{upper, lower} {
		if (Region{}).reads(l.Text, forms) {
			return false
		}
	}
	return len(forms.Title(upper.Text)) == 0 && len(forms.Contents(upper.Text)) == 0
}

// reads reports whether a line is one of those that stand above tables.
func (r Region) reads(text string, forms *form.Catalog) bool { return r.headLine(text, forms) }

func knownUnit(text string, forms *form.Catalog) bool {
	_, ok := forms.UnitLine(text)
	return ok
}

func knownHead(text string, forms *form.Catalog) bool {
	return (Region{}).reads(text, forms) || len(forms.Title(text)) > 0
}

// titleLike reports whether a line that no form knows stands like a title: in
// the middle above its grid, short, ending like a name.
func titleLike(l *Line, g *Grid) bool {
	t := tight(l.Text)
	n := len([]rune(t))
	if n < 3 || n > maxHeadRunes || strings.ContainsAny(t, "。；，：:") {
		return false
	}
	mid := math.Abs((l.X0+l.X1)/2-(g.X0+g.X1)/2) < 0.08*(g.X1-g.X0)
	return strings.HasSuffix(t, "表") || mid && n <= 30
}
