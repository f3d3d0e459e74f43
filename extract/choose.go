package extract

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// textlessPages is how many pages without text, of a document, pdfium is asked
// about: an empty page may be a failure that native does not notice.
const textlessPages = 3

// choosePage reads page n with the first engine and, in the modes that allow
// it, again with pdfium when native could not read all of it.
func (d *Opened) choosePage(ctx context.Context, first Reader, n int) (*Page, error) {
	p, err := readPage(ctx, first, n)
	if ctx.Err() != nil {
		return nil, cmp.Or(err, context.Cause(ctx))
	}
	trouble := ""
	switch {
	case err != nil:
		trouble = err.Error()
	case len(p.Glyphs) == 0 && d.textless < textlessPages:
		d.textless++
		trouble = "no text"
	default:
		trouble = pageTrouble(p)
	}
	mode := cmp.Or(d.opener.Mode, Auto)
	if trouble == "" {
		return p, nil
	}
	if d.byNative && mode != NativeOnly && d.opener.PDFium != nil {
		other, oerr := d.openPDFium(ctx)
		var q *Page
		if oerr == nil {
			q, oerr = readPage(ctx, other, n)
		}
		switch {
		case oerr != nil && ctx.Err() != nil:
			return nil, oerr
		case oerr != nil:
			trouble += "; pdfium: " + oerr.Error()
		case p == nil || readsBetter(q, p):
			q.Reason = "native: " + trouble
			if p != nil && p.Damaged { // whatever the other engine makes of it
				q.Damaged, q.Warnings = true, append(q.Warnings, p.Warnings...)
			}
			return q, nil
		}
	}
	if p == nil {
		p = &Page{Number: n, Warnings: []string{"not readable: " + trouble}}
		d.warn(fmt.Sprintf("page %d: not readable: %s", n, trouble))
	}
	return p, nil
}

// pageTrouble says what keeps a page from being wholly read; empty for none.
func pageTrouble(p *Page) string {
	if len(p.Warnings) > 0 {
		return strings.Join(p.Warnings, "; ")
	}
	if k := unmapped(p); k > 0 {
		return fmt.Sprintf("%d glyphs without a character", k)
	}
	return ""
}

// readsBetter reports whether q is the better reading of the page that p reads
// with trouble: more glyphs have a character, or as many and fewer have none.
func readsBetter(q, p *Page) bool {
	uq, up := unmapped(q), unmapped(p)
	return cmp.Or(cmp.Compare(len(q.Glyphs)-uq, len(p.Glyphs)-up), cmp.Compare(up, uq)) > 0
}

// tellMissing says of each page what of its text could not be read, and of the
// document where nothing could: no reading is silently empty.
func (d *Opened) tellMissing() {
	read := 0
	for _, p := range d.Doc.Pages {
		p.tellUnmapped()
		if len(p.Glyphs) == 0 && len(p.Aside) > 0 {
			p.addWarning(fmt.Sprintf("all %d glyphs are invisible, hidden or outside the page", len(p.Aside)))
		}
		p.doubt()
		read += len(p.Glyphs) - unmapped(p)
	}
	if read == 0 {
		d.warn(fmt.Sprintf("no text on any of %d pages", len(d.Doc.Pages)))
	}
}

func (p *Page) addWarning(s string) { p.Warnings = append(p.Warnings, s) }

// ocrImageShare is the share of the page that pictures must cover for a page
// without text to count as scanned.
const ocrImageShare = 0.3

func needsOCR(p *Page) bool {
	for _, g := range p.Glyphs {
		if g.Flags&Unmapped == 0 && strings.TrimSpace(g.Text) != "" {
			return false
		}
	}
	var covered float64
	for _, b := range p.Images {
		w := min(b.X1, p.Width) - max(b.X0, 0)
		h := min(b.Y1, p.Height) - max(b.Y0, 0)
		if w > 0 && h > 0 {
			covered += w * h
		}
	}
	return covered > 0 && covered >= ocrImageShare*p.Width*p.Height
}
