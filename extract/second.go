package extract

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Second reads page n with the engine that did not read it before and lays it
// out. The error is ErrNoSecond where there is none.
func (d *Opened) Second(ctx context.Context, n int) (*Page, error) {
	if n < 1 || n > len(d.Doc.Pages) {
		return nil, fmt.Errorf("page %d of %d", n, len(d.Doc.Pages))
	}
	if d.Doc.Kind != string(KindPDF) {
		return nil, ErrNoSecond
	}
	open := d.openPDFium
	if e := d.opener.PDFium; e != nil && d.Doc.Pages[n-1].Engine == e.Name() {
		open = d.openNative
	}
	r, err := open(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSecond, err)
	}
	p, err := readPage(ctx, r, n)
	if err != nil {
		return nil, fmt.Errorf("page %d: %w", n, err)
	}
	p.Reason = "second opinion"
	LayoutPage(p)
	furnish(p, d.Doc.Pages[n-1])
	return p, nil
}

// SecondOpinion reads page n again with the other engine and compares. A in
// the comparison is the reading that the document holds.
func (d *Opened) SecondOpinion(ctx context.Context, n int) (Comparison, error) {
	p, err := d.Second(ctx, n)
	if err != nil {
		return Comparison{}, err
	}
	return SecondOpinion(d.Doc.Pages[n-1], p), nil
}

// sameLinePt is how far apart, in points, two engines may see one line.
const sameLinePt = 2.0

// furnish moves the lines of p that are furniture in first, another reading of
// the same page, to its furniture: one page alone does not tell.
func furnish(p, first *Page) {
	kept := p.Lines[:0:0]
	for _, l := range p.Lines {
		if slices.ContainsFunc(first.Furniture, func(f Line) bool {
			return math.Abs(f.Base-l.Base) <= sameLinePt && f.X0 <= l.X1+sameLinePt && l.X0 <= f.X1+sameLinePt
		}) {
			p.Furniture = append(p.Furniture, l)
		} else {
			kept = append(kept, l)
		}
	}
	p.Lines = kept
}

// compareAll reads every page with the other engine too, in the mode that asks
// for it.
func (d *Opened) compareAll(ctx context.Context) error {
	if d.opener.Mode != Both || d.Doc.Kind != string(KindPDF) {
		return nil
	}
	for n := 1; n <= len(d.Doc.Pages); n++ {
		c, err := d.SecondOpinion(ctx, n)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			d.warn(fmt.Sprintf("page %d: no second opinion: %v", n, err))
			continue
		}
		d.Comparisons = append(d.Comparisons, c)
	}
	return nil
}
