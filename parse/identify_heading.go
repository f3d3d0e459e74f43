package parse

import "strings"

const headingLines = 3 // lines that a heading may be wrapped over

// headingYear finds the fiscal year that a heading names, and how many lines
// the heading takes: the first that make one together. A heading does not go
// on after its last word, over a page end, or into a line that opens another.
func (id *identifier) headingYear(ls []docLine) (year, lines int) {
	text := ""
	for n, l := range ls[:min(len(ls), headingLines)] {
		line := strings.TrimSpace(l.text)
		style, _ := ordinalOf(line)
		if n == 0 && style == 0 || n > 0 && (style > 0 || l.Page != ls[0].Page) {
			break
		}
		text += line
		if y := id.forms.HeadingYear(text); y != 0 {
			return y, n + 1
		}
		if headingTail.MatchString(line) || strings.ContainsAny(line, "。；;：:") {
			break
		}
	}
	return 0, 0
}
