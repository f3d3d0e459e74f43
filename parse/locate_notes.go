package parse

import (
	"math"
	"strings"

	"yusuan/parse/form"
)

const maxNoteLines = 12 // lines below a grid that its note may run over

// takeNotes looks downwards from grid k for notes.
func (r *Region) takeNotes(items []pageItem, k int, forms *form.Catalog) {
	open := false
	var prev *Line
	for i := k + 1; i < len(items) && i <= k+maxNoteLines; i++ {
		l := items[i].line
		if l == nil || l.Page != items[k].page {
			break
		}
		t := tight(l.Text)
		switch {
		case forms.Note(l.Text):
			open = true
		case !open && (forms.EmptyNote(l.Text) || bracketNote(t)):
			open = false
		case open && (len(forms.Title(l.Text)) > 0 || (Region{}).reads(l.Text, forms)):
			return
		case open && l.Y0-prev.Y1 < lineGapEm*math.Max(l.Size, 1) && math.Abs(l.Size-prev.Size) < 1:
		default:
			return
		}
		l.used = true
		r.Notes = append(r.Notes, *l)
		prev = l
	}
}

// bracketNote is a short remark in brackets: (无政府性基金支出).
func bracketNote(t string) bool {
	t = strings.NewReplacer("(", "（", ")", "）").Replace(t)
	return strings.HasPrefix(t, "（") && strings.HasSuffix(t, "）") && len([]rune(t)) < 40
}
