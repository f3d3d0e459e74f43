package native

import (
	"math"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

// Bits of an annotation's /F entry: it is not seen.
const annotHidden, annotNoView = 1 << 1, 1 << 5

// annotations draws what lies over the page and is seen as part of it: text
// typed onto it, filled-in form fields, stamps.
func (ip *interp) annotations(list pdf.Value) {
	for i := 0; i < list.Len(); i++ {
		a, ok := safeIndex(list, i)
		if !ok || a.Kind() != pdf.Dict {
			continue
		}
		switch safeKey(a, "Subtype").Name() {
		case "FreeText", "Widget", "Stamp":
		default:
			continue
		}
		if safeKey(a, "F").Int64()&(annotHidden|annotNoView) != 0 {
			continue
		}
		form := safeKey(safeKey(a, "AP"), "N")
		if form.Kind() == pdf.Dict { // one appearance for each state
			form = safeKey(form, safeKey(a, "AS").Name())
		}
		switch {
		case form.Kind() == pdf.Stream:
			ip.appearance(form, rect(safeKey(a, "Rect")))
		case safeKey(a, "V").Kind() == pdf.String && safeKey(a, "V").RawString() != "":
			ip.damage("a form field has a value that the file does not draw")
		}
	}
}

// appearance draws a form so that its box fills the annotation's rectangle.
func (ip *interp) appearance(form pdf.Value, to extract.Box) {
	bb := rect(safeKey(form, "BBox"))
	from := matrixOf(safeKey(form, "Matrix")).box(bb.X0, bb.Y0, bb.X1, bb.Y1)
	w, h := from.X1-from.X0, from.Y1-from.Y0
	if w <= 0 || h <= 0 || math.IsNaN(w+h) {
		return
	}
	sx, sy := (to.X1-to.X0)/w, (to.Y1-to.Y0)/h
	gs := ip.gs
	ip.gs.ctm = matrix{sx, 0, 0, sy, to.X0 - from.X0*sx, to.Y0 - from.Y0*sy}.mul(gs.ctm)
	ip.form(form, &resources{})
	ip.gs = gs
}
