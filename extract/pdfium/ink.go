package pdfium

import (
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"yusuan/extract"
)

// textColor notes whether text is drawn in white or in nothing.
func (w *walker) textColor(o references.FPDF_PAGEOBJECT, mode enums.FPDF_TEXT_RENDERMODE, t *textObject) {
	if mode != enums.FPDF_TEXTRENDERMODE_FILL && mode != enums.FPDF_TEXTRENDERMODE_FILL_CLIP {
		return
	}
	c, err := w.inst.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o})
	if err != nil {
		return
	}
	t.invisible = t.invisible || c.FillColor.A < faintAlpha
	t.white = min(c.FillColor.R, c.FillColor.G, c.FillColor.B) >= whiteAt
}

// Opacity, of 255, below which nothing is seen, and from which on nothing is
// seen through.
const faintAlpha, solidAlpha = 13, 242

// area notes a box that is painted on now.
func (w *walker) area(a extract.Area, clip extract.Box) {
	a.Order = len(w.texts)
	w.areas = extract.AppendArea(w.areas, a, clip)
}

// fillArea notes what a filled path covers, when it is larger than a line.
func (w *walker) fillArea(o references.FPDF_PAGEOBJECT, fill bool, ctm matrix, clip extract.Box) {
	if !fill {
		return
	}
	const least = 3 // points
	size, err := w.inst.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o})
	if err != nil {
		return
	}
	b := ctm.box(float64(size.Left), float64(size.Bottom), float64(size.Right), float64(size.Top))
	if b.X1-b.X0 < least || b.Y1-b.Y0 < least {
		return
	}
	c, err := w.inst.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o})
	if err != nil || c.FillColor.A < faintAlpha {
		return
	}
	m, err := w.inst.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil {
		return
	}
	a := extract.Area{
		Order: len(w.texts),
		White: min(c.FillColor.R, c.FillColor.G, c.FillColor.B) >= whiteAt,
		Solid: c.FillColor.A >= solidAlpha && !w.transparent(o),
	}
	w.areas = extract.AppendFill(w.areas, w.subpaths(o, fromPDFium(m.Matrix).then(ctm)), a, w.clip(o, ctm, clip))
}

// transparent reports whether something below an object may show through it.
func (w *walker) transparent(o references.FPDF_PAGEOBJECT) bool {
	t, err := w.inst.FPDFPageObj_HasTransparency(&requests.FPDFPageObj_HasTransparency{PageObject: o})
	return err != nil || t.HasTransparency
}
