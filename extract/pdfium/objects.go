package pdfium

import (
	"context"
	"fmt"
	"slices"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"yusuan/extract"
)

// How far beyond the page clip boxes are followed, points.
const outsideMargin = 5000.0

// whiteAt is how light, of 255, every part of a colour must be for a line in it
// not to be seen on paper.
const whiteAt = 252

// walker reads one page.
type walker struct {
	*reader
	ctx    context.Context
	page   *extract.Page
	handle requests.Page

	texts   []textObject
	turns   extract.Turns
	widths  map[glyphKey]float64
	rulings []extract.Ruling
	areas   []extract.Area
	order   []int // of each glyph of the page: its text object
}

// textObject is what the glyphs of one text object share.
type textObject struct {
	clip            extract.Box // on the page
	size            float64     // in text space
	ascent, descent float64     // of size 1
	font            string
	invisible       bool
	white           bool
	matrix          matrix // from text space to the page; set with the first glyph
	handle          references.FPDF_FONT
}

func (w *walker) glyphsAndObjects(space matrix) error {
	text, err := w.inst.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: w.handle})
	if err != nil {
		return fmt.Errorf("%w: load text: %w", extract.ErrMalformed, err)
	}
	defer w.inst.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	chars, err := w.readChars(text.TextPage)
	if err != nil {
		return err
	}
	whole := extract.Box{X0: -outsideMargin, Y0: -outsideMargin, X1: w.page.Width + outsideMargin, Y1: w.page.Height + outsideMargin}
	count, err := w.inst.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: w.handle})
	if err != nil {
		return fmt.Errorf("%w: page objects: %w", extract.ErrMalformed, err)
	}
	for i := range count.Count {
		o, err := w.inst.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: w.handle, Index: i})
		w.refs++
		if err != nil {
			w.warn("object %d: %v", i, err)
			continue
		}
		if err := w.object(o.PageObject, space, whole, 0); err != nil {
			return err
		}
	}
	return w.placeChars(text.TextPage, chars, space)
}

func (w *walker) warn(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if !slices.Contains(w.page.Warnings, s) {
		w.page.Warnings = append(w.page.Warnings, s)
	}
}

// object reads one page object. ctm maps the space it stands in to the page,
// clip is what its surroundings show.
func (w *walker) object(o references.FPDF_PAGEOBJECT, ctm matrix, clip extract.Box, depth int) error {
	if err := w.ctx.Err(); err != nil {
		return context.Cause(w.ctx)
	}
	kind, err := w.inst.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil {
		return nil
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_TEXT:
		return w.text(o, w.clip(o, ctm, clip))
	case enums.FPDF_PAGEOBJ_PATH:
		w.path(o, ctm, clip)
	case enums.FPDF_PAGEOBJ_IMAGE:
		if m, err := w.inst.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o}); err == nil {
			b := intersect(fromPDFium(m.Matrix).then(ctm).box(0, 0, 1, 1), w.clip(o, ctm, clip))
			w.page.Images = append(w.page.Images, b)
			w.area(extract.Area{Box: b, Solid: !w.transparent(o)}, b)
		}
	case enums.FPDF_PAGEOBJ_FORM:
		return w.form(o, ctm, w.clip(o, ctm, clip), depth)
	}
	return nil
}

func (w *walker) form(o references.FPDF_PAGEOBJECT, ctm matrix, clip extract.Box, depth int) error {
	if depth >= w.lim.Depth {
		w.warn("forms nested deeper than %d", w.lim.Depth)
		return nil
	}
	m, err := w.inst.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil {
		return nil
	}
	count, err := w.inst.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
	if err != nil {
		return nil
	}
	ctm = fromPDFium(m.Matrix).then(ctm)
	for i := range count.Count {
		child, err := w.inst.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)})
		w.refs++
		if err != nil {
			continue
		}
		if err := w.object(child.PageObject, ctm, clip, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// clip gives the box of the object's clip path on the page, within outer.
func (w *walker) clip(o references.FPDF_PAGEOBJECT, ctm matrix, outer extract.Box) extract.Box {
	cp, err := w.inst.FPDFPageObj_GetClipPath(&requests.FPDFPageObj_GetClipPath{PageObject: o})
	w.refs++
	if err != nil {
		return outer
	}
	paths, err := w.inst.FPDFClipPath_CountPaths(&requests.FPDFClipPath_CountPaths{ClipPath: cp.ClipPath})
	if err != nil {
		return outer // the object has none
	}
	for i := range paths.Count {
		n, err := w.inst.FPDFClipPath_CountPathSegments(&requests.FPDFClipPath_CountPathSegments{ClipPath: cp.ClipPath, PathIndex: i})
		if err != nil {
			continue
		}
		var box extract.Box
		for j := range n.Count {
			seg, err := w.inst.FPDFClipPath_GetPathSegment(&requests.FPDFClipPath_GetPathSegment{ClipPath: cp.ClipPath, PathIndex: i, SegmentIndex: j})
			w.refs++
			if err != nil {
				continue
			}
			at, err := w.inst.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: seg.PathSegment})
			if err != nil {
				continue
			}
			p := ctm.apply(float64(at.X), float64(at.Y))
			if j == 0 {
				box = extract.Box{X0: p.X, Y0: p.Y, X1: p.X, Y1: p.Y}
			}
			box.X0, box.X1 = min(box.X0, p.X), max(box.X1, p.X)
			box.Y0, box.Y1 = min(box.Y0, p.Y), max(box.Y1, p.Y)
		}
		outer = intersect(outer, box)
	}
	return outer
}

// path turns a painted path into rulings.
func (w *walker) path(o references.FPDF_PAGEOBJECT, ctm matrix, clip extract.Box) {
	mode, err := w.inst.FPDFPath_GetDrawMode(&requests.FPDFPath_GetDrawMode{PageObject: o})
	if err != nil {
		return
	}
	paint := extract.Paint{
		Stroke: mode.Stroke && w.strokeSeen(o),
		Fill:   mode.FillMode != enums.FPDF_FILLMODE_NONE && w.fillSeen(o),
	}
	w.fillArea(o, mode.FillMode != enums.FPDF_FILLMODE_NONE, ctm, clip)
	if !paint.Stroke && !paint.Fill {
		return
	}
	m, err := w.inst.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil {
		return
	}
	toPage := fromPDFium(m.Matrix).then(ctm)
	if paint.Stroke {
		if width, err := w.inst.FPDFPageObj_GetStrokeWidth(&requests.FPDFPageObj_GetStrokeWidth{PageObject: o}); err == nil {
			paint.Width = float64(width.StrokeWidth) * toPage.scale()
		}
	}
	subs := w.subpaths(o, toPage)
	if len(extract.AppendRulings(nil, subs, paint, clip)) == 0 {
		return // the clip path costs more to read
	}
	w.rulings = extract.AppendRulings(w.rulings, subs, paint, w.clip(o, ctm, clip))
}

func (w *walker) strokeSeen(o references.FPDF_PAGEOBJECT) bool {
	c, err := w.inst.FPDFPageObj_GetStrokeColor(&requests.FPDFPageObj_GetStrokeColor{PageObject: o})
	return err != nil || seen(c.StrokeColor.R, c.StrokeColor.G, c.StrokeColor.B, c.StrokeColor.A)
}

func (w *walker) fillSeen(o references.FPDF_PAGEOBJECT) bool {
	c, err := w.inst.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o})
	return err != nil || seen(c.FillColor.R, c.FillColor.G, c.FillColor.B, c.FillColor.A)
}

func seen(r, g, b, a uint) bool { return a > 0 && min(r, g, b) < whiteAt }

// maxSegments bounds the pieces of a path that are looked at: a rule has few,
// a drawing has many.
const maxSegments = 4096

func (w *walker) subpaths(o references.FPDF_PAGEOBJECT, toPage matrix) []extract.Subpath {
	n, err := w.inst.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: o})
	if err != nil {
		return nil
	}
	if n.Count > maxSegments {
		w.warn("a path of %d pieces was read in part", n.Count)
	}
	var subs []extract.Subpath
	for i := range min(n.Count, maxSegments) {
		seg, err := w.inst.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: o, Index: i})
		w.refs++
		if err != nil {
			continue
		}
		kind, err := w.inst.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: seg.PathSegment})
		if err != nil {
			continue
		}
		at, err := w.inst.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: seg.PathSegment})
		if err != nil {
			continue
		}
		if kind.Type == enums.FPDF_SEGMENT_MOVETO || len(subs) == 0 {
			subs = append(subs, extract.Subpath{})
		}
		s := &subs[len(subs)-1]
		s.Points = append(s.Points, toPage.apply(float64(at.X), float64(at.Y)))
		s.Curved = append(s.Curved, kind.Type == enums.FPDF_SEGMENT_BEZIERTO)
		if c, err := w.inst.FPDFPathSegment_GetClose(&requests.FPDFPathSegment_GetClose{PathSegment: seg.PathSegment}); err == nil && c.IsClose {
			s.Closed = true
		}
	}
	return subs
}
