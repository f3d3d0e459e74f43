package pdfium

import (
	"context"
	"errors"
	"fmt"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"yusuan/extract"
)

// maxRefs is how many handles a document may use up before it is opened
// afresh: the library keeps each until its instance ends.
const maxRefs = 200_000

// reader is one open document in an instance of its own.
type reader struct {
	engine *Engine
	data   []byte
	lim    extract.Limits

	inst  pdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	pages int
	refs  int   // handles used up
	dead  error // why the instance must not be touched any more
}

// Open implements extract.Engine.
func (e *Engine) Open(ctx context.Context, data []byte, lim extract.Limits) (extract.Reader, error) {
	lim = lim.WithDefaults()
	if int64(len(data)) > lim.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", extract.ErrLimit, len(data), lim.Bytes)
	}
	if _, err := e.start(ctx); err != nil {
		return nil, err
	}
	r := &reader{engine: e, data: data, lim: lim}
	if err := r.do(ctx, r.open); err != nil {
		r.Close()
		return nil, err
	}
	if r.pages > lim.Pages {
		r.Close()
		return nil, fmt.Errorf("%w: %d pages, at most %d", extract.ErrLimit, r.pages, lim.Pages)
	}
	return r, nil
}

// do runs one job in the instance and waits for it or for the context.
func (r *reader) do(ctx context.Context, job func(context.Context) error) error {
	if r.dead != nil {
		return r.dead
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	done := make(chan error, 1)
	go func() {
		defer func() {
			if x := recover(); x != nil {
				done <- fmt.Errorf("%w: pdfium panicked: %v", extract.ErrMalformed, x)
			}
		}()
		done <- job(ctx)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		r.dead = context.Cause(ctx)
		return r.dead
	}
}

func (r *reader) open(ctx context.Context) error {
	pool, err := r.engine.start(ctx)
	if err != nil {
		return err
	}
	inst, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return fmt.Errorf("pdfium instance: %w", err)
	}
	r.inst, r.refs = inst, 0
	doc, err := inst.OpenDocument(&requests.OpenDocument{File: &r.data})
	if err != nil {
		return openError(err)
	}
	r.doc = doc.Document
	count, err := inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: r.doc})
	if err != nil {
		return fmt.Errorf("%w: %w", extract.ErrMalformed, err)
	}
	r.pages = count.PageCount
	if r.pages == 0 {
		return fmt.Errorf("%w: no pages", extract.ErrMalformed)
	}
	return nil
}

func openError(err error) error {
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return extract.ErrEncrypted
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fmt.Errorf("%w: unknown kind of encryption", extract.ErrEncrypted)
	}
	return fmt.Errorf("%w: %w", extract.ErrMalformed, err)
}

// NumPages implements extract.Reader.
func (r *reader) NumPages() int { return r.pages }

// Close implements extract.Reader.
func (r *reader) Close() error {
	if r.inst == nil {
		return nil
	}
	inst := r.inst
	r.inst = nil
	if r.dead != nil {
		// The instance is still in a call; closing it would wait for that.
		go inst.Close()
		return nil
	}
	r.dead = errors.New("pdfium reader is closed")
	return inst.Close()
}

// Page implements extract.Reader.
func (r *reader) Page(ctx context.Context, n int) (*extract.Page, error) {
	if n < 1 || n > r.pages {
		return nil, fmt.Errorf("page %d of %d", n, r.pages)
	}
	var p *extract.Page
	err := r.do(ctx, func(ctx context.Context) (err error) {
		if err := r.refresh(ctx); err != nil {
			return err
		}
		p, err = r.readPage(ctx, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// refresh opens the document afresh when it has used up many handles.
func (r *reader) refresh(ctx context.Context) error {
	if r.refs < maxRefs {
		return nil
	}
	if err := r.inst.Close(); err != nil {
		return fmt.Errorf("close pdfium instance: %w", err)
	}
	return r.open(ctx)
}

// withPage runs f on page n, loaded for it alone: reading a page changes it.
func (r *reader) withPage(n int, f func(requests.Page) error) error {
	loaded, err := r.inst.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.doc, Index: n - 1})
	if err != nil {
		return fmt.Errorf("%w: load page: %w", extract.ErrMalformed, err)
	}
	defer r.inst.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	return f(requests.Page{ByReference: &loaded.Page})
}

func (r *reader) readPage(ctx context.Context, n int) (*extract.Page, error) {
	if err := r.flatten(n); err != nil {
		return nil, err
	}
	p, turns, err := r.walkPage(ctx, n, 0)
	if k := turns.Page(); err == nil && k != 0 {
		p, _, err = r.walkPage(ctx, n, k)
	}
	return p, err
}

// walkPage reads a page turned back by quarters of a turn.
func (r *reader) walkPage(ctx context.Context, n, quarters int) (*extract.Page, extract.Turns, error) {
	p := &extract.Page{Number: n, Engine: Name}
	w := walker{reader: r, ctx: ctx, page: p}
	err := r.withPage(n, func(handle requests.Page) error {
		space, err := r.pageSpace(handle, p)
		if err != nil {
			return err
		}
		t, width, height := extract.Upright(quarters, p.Width, p.Height)
		space = space.then(matrix{t[0], t[1], t[2], t[3], t[4], t[5]})
		p.Width, p.Height, p.Turned = width, height, 90*quarters
		w.handle = handle
		if err := w.glyphsAndObjects(space); err != nil {
			return err
		}
		p.HideCovered(w.areas, w.order)
		p.Glyphs = extract.MergeDoubled(p.Glyphs)
		p.Rulings = extract.MergeRulings(w.rulings)
		return nil
	})
	if err != nil {
		return nil, w.turns, err
	}
	return p, w.turns, nil
}

// flatten draws the annotations of a page (form fields, stamps) into it, as it
// is shown: PDFium's text leaves them out.
func (r *reader) flatten(n int) error {
	return r.withPage(n, func(handle requests.Page) error {
		count, err := r.inst.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: handle})
		if err != nil || count.Count == 0 {
			return nil
		}
		// Annotations that cannot be drawn are none that can be read.
		_, _ = r.inst.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: handle, Usage: requests.FPDFPage_FlattenUsageNormalDisplay})
		return nil
	})
}

// pageSpace fills in the size of the page and gives the matrix from PDF user
// space to the page as shown.
func (r *reader) pageSpace(handle requests.Page, p *extract.Page) (matrix, error) {
	box, err := r.inst.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: handle})
	if err != nil {
		return matrix{}, fmt.Errorf("%w: page box: %w", extract.ErrMalformed, err)
	}
	rot, err := r.inst.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: handle})
	if err != nil {
		return matrix{}, fmt.Errorf("%w: page rotation: %w", extract.ErrMalformed, err)
	}
	x0, x1 := float64(box.Rect.Left), float64(box.Rect.Right)
	y0, y1 := float64(box.Rect.Bottom), float64(box.Rect.Top)
	p.Width, p.Height = x1-x0, y1-y0
	p.Rotate = 90 * int(rot.PageRotation)
	switch p.Rotate {
	case 90:
		p.Width, p.Height = p.Height, p.Width
		return matrix{0, 1, 1, 0, -y0, -x0}, nil
	case 180:
		return matrix{-1, 0, 0, 1, x1, -y0}, nil
	case 270:
		p.Width, p.Height = p.Height, p.Width
		return matrix{0, -1, -1, 0, y1, x1}, nil
	}
	return matrix{1, 0, 0, -1, -x0, y1}, nil
}
