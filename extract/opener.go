package extract

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// Mode says which engines read the pages of a PDF.
type Mode string

// The modes.
const (
	Auto       Mode = "auto"   // native, pdfium where native cannot
	NativeOnly Mode = "native" // native alone
	PDFiumOnly Mode = "pdfium" // pdfium alone
	Both       Mode = "both"   // as auto, and every page is read with both and compared
)

// Inspector says what a PDF says of itself and mends it in memory. Its failure
// is never a reason to reject a document.
type Inspector interface {
	Inspect(ctx context.Context, data []byte, lim Limits) (Info, error)
	// Repair returns the document decrypted (with the empty user password) and
	// with a sound cross-reference table, and a note of what was done.
	Repair(ctx context.Context, data []byte, lim Limits) (mended []byte, note string, err error)
}

// Renderer is a Reader that draws its pages.
type Renderer interface {
	// RenderPNG draws page n, counted from 1, as a PNG.
	RenderPNG(ctx context.Context, n int, dpi float64) ([]byte, error)
}

// Warner is a Reader that says what is wrong with a document as a whole.
type Warner interface {
	Warnings() []string
}

// ErrNoSecond says that no second engine can read the document.
var ErrNoSecond = errors.New("no second engine")

// Opener reads documents with the engines it is given. An engine that is nil
// is not used. The zero Mode is Auto.
type Opener struct {
	Native, PDFium, Plain Engine
	Inspect               Inspector
	Limits                Limits
	Mode                  Mode
}

// Opened is a document that was read, and can be read again.
type Opened struct {
	Doc *Document
	// Comparisons holds, in mode Both, one for each page that both engines read.
	Comparisons []Comparison

	opener   *Opener
	textless int    // pages without text that pdfium was asked about
	byNative bool   // native reads the document, pdfium single pages
	data     []byte // as given
	mended   []byte // as repaired; nil where that was not needed
	native   Reader // nil until opened
	pdfium   Reader
	nativeNo error // why native cannot be opened
	pdfiumNo error
	plain    Reader
}

// Open reads a whole document. The error wraps ErrNotPDF, ErrEncrypted,
// ErrMalformed or ErrLimit where one fits, and names the file. A page that no
// engine can read is there, empty, with Warnings that say so. The caller
// closes what Open returns; data must not change before that.
func (o *Opener) Open(ctx context.Context, file string, data []byte) (*Opened, error) {
	lim := o.Limits.WithDefaults()
	if int64(len(data)) > lim.Bytes {
		return nil, fmt.Errorf("%s: %w: %d bytes, at most %d", file, ErrLimit, len(data), lim.Bytes)
	}
	kind := Sniff(data)
	if kind != KindPDF && kind != KindText {
		return nil, fmt.Errorf("%s: %w: %s", file, ErrNotPDF, kind)
	}
	tctx, cancel := context.WithTimeoutCause(ctx, lim.Time, fmt.Errorf("%w: wall time over %s", ErrLimit, lim.Time))
	defer cancel()

	sum, size := sha256.Sum256(data), int64(len(data))
	headless := kind == KindPDF && !hasHeader(data)
	if headless {
		data = append([]byte("%PDF-1.7\n"), data...)
	}
	d := &Opened{opener: o, data: data, Doc: &Document{
		SHA256: hex.EncodeToString(sum[:]), File: file, Bytes: size, Kind: string(kind),
	}}
	if headless {
		d.warn("the beginning of the file is missing")
	}
	var err error
	if kind == KindText {
		err = d.readText(tctx)
	} else {
		err = d.readPDF(tctx)
	}
	if err != nil {
		d.Close()
		if c := context.Cause(tctx); c != nil && !errors.Is(err, ErrLimit) {
			err = fmt.Errorf("%w (%w)", c, err)
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	d.Doc.Engine = commonest(d.Doc.Pages)
	Layout(d.Doc)
	if err := d.compareAll(ctx); err != nil {
		d.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

// Close closes the engines' readers.
func (d *Opened) Close() error {
	var errs []error
	for _, r := range []*Reader{&d.native, &d.pdfium, &d.plain} {
		if *r != nil {
			errs = append(errs, (*r).Close())
			*r = nil
		}
	}
	return errors.Join(errs...)
}

// RenderPNG draws page n, counted from 1. The error is ErrNoSecond where no
// engine can draw.
func (d *Opened) RenderPNG(ctx context.Context, n int, dpi float64) ([]byte, error) {
	r, err := d.openPDFium(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSecond, err)
	}
	if draw, ok := r.(Renderer); ok {
		return draw.RenderPNG(ctx, n, dpi)
	}
	return nil, ErrNoSecond
}

func (d *Opened) readText(ctx context.Context) error {
	if d.opener.Plain == nil {
		return fmt.Errorf("%w: plain text", ErrNotPDF)
	}
	r, err := d.opener.Plain.Open(ctx, d.data, d.opener.Limits.WithDefaults())
	if err != nil {
		return err
	}
	d.plain = r
	for n := 1; n <= r.NumPages(); n++ {
		p, err := readPage(ctx, r, n)
		if err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
		d.Doc.Pages = append(d.Doc.Pages, p)
	}
	return nil
}

func (d *Opened) readPDF(ctx context.Context) error {
	o := d.opener
	if o.Inspect != nil {
		done := make(chan Info, 1)
		go func() { done <- d.inspect(ctx) }()
		defer func() { d.Doc.Info = <-done }()
	}
	first, reason, err := d.openFirst(ctx)
	if err != nil {
		return err
	}
	lim := o.Limits.WithDefaults()
	total := first.NumPages()
	if total > lim.Pages {
		return fmt.Errorf("%w: %d pages, at most %d", ErrLimit, total, lim.Pages)
	}
	for n := 1; n <= total; n++ {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
		p, err := d.choosePage(ctx, first, n)
		if err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
		p.Reason = cmp.Or(p.Reason, reason)
		d.Doc.Pages = append(d.Doc.Pages, p)
	}
	d.tellMissing()
	return nil
}

// inspect says what the document says of itself; its failure becomes the
// complaint in Validation.
func (d *Opened) inspect(ctx context.Context) (info Info) {
	defer func() {
		if x := recover(); x != nil {
			info.Validation = fmt.Sprintf("inspection panicked: %v", x)
		}
	}()
	info, err := d.opener.Inspect.Inspect(ctx, d.data, d.opener.Limits.WithDefaults())
	if err != nil && info.Validation == "" {
		info.Validation = err.Error()
	}
	return info
}

// openFirst opens the document with the engine that is to read it, and says
// why where that is not the default one.
func (d *Opened) openFirst(ctx context.Context) (Reader, string, error) {
	mode := cmp.Or(d.opener.Mode, Auto)
	switch mode {
	case PDFiumOnly:
		r, err := d.openPDFium(ctx)
		return r, "asked for", err
	case NativeOnly, Auto, Both:
	default:
		return nil, "", fmt.Errorf("no engine mode %q: auto, native, pdfium or both", mode)
	}
	r, nativeErr := d.openNative(ctx)
	if nativeErr == nil {
		d.byNative = true
		if w, ok := r.(Warner); ok {
			d.Doc.Warnings = append(d.Doc.Warnings, w.Warnings()...)
		}
		return r, "", nil
	}
	if mode == NativeOnly || errors.Is(nativeErr, ErrLimit) || ctx.Err() != nil {
		return nil, "", nativeErr
	}
	r, err := d.openPDFium(ctx)
	if err == nil {
		reason := "native: " + nativeErr.Error()
		d.warn(reason)
		return r, reason, nil
	}
	if d.opener.PDFium == nil {
		return nil, "", nativeErr
	}
	if errors.Is(err, ErrEncrypted) || errors.Is(err, ErrLimit) {
		return nil, "", err
	}
	return nil, "", fmt.Errorf("%w; native: %w", err, nativeErr)
}

// openNative opens the document with native, mended by the inspector if it
// must be.
func (d *Opened) openNative(ctx context.Context) (Reader, error) {
	if d.native != nil || d.nativeNo != nil {
		return d.native, d.nativeNo
	}
	d.native, d.nativeNo = d.tryNative(ctx)
	return d.native, d.nativeNo
}

func (d *Opened) tryNative(ctx context.Context) (Reader, error) {
	o := d.opener
	if o.Native == nil {
		return nil, errors.New("the native engine is not there")
	}
	lim := o.Limits.WithDefaults()
	r, err := guardOpen(ctx, o.Native, d.data, lim)
	if err == nil && r.NumPages() > 0 {
		return r, nil
	}
	if err == nil {
		r.Close()
		err = fmt.Errorf("%w: no pages", ErrMalformed)
	}
	if o.Inspect == nil || errors.Is(err, ErrLimit) || ctx.Err() != nil {
		return nil, err
	}
	mended, note, rerr := o.Inspect.Repair(ctx, d.data, lim)
	if rerr != nil {
		return nil, err
	}
	r, merr := guardOpen(ctx, o.Native, mended, lim)
	if merr != nil {
		return nil, err
	}
	if r.NumPages() == 0 {
		r.Close()
		return nil, err
	}
	d.mended = mended
	d.warn(note)
	return r, nil
}

func (d *Opened) openPDFium(ctx context.Context) (Reader, error) {
	if d.pdfium != nil || d.pdfiumNo != nil {
		return d.pdfium, d.pdfiumNo
	}
	o := d.opener
	if o.PDFium == nil {
		d.pdfiumNo = errors.New("the pdfium engine is not there")
		return nil, d.pdfiumNo
	}
	d.pdfium, d.pdfiumNo = guardOpen(ctx, o.PDFium, d.data, o.Limits.WithDefaults())
	return d.pdfium, d.pdfiumNo
}

func (d *Opened) warn(s string) { d.Doc.Warnings = append(d.Doc.Warnings, s) }

// readPage reads one page and marks it where it is only a picture.
func readPage(ctx context.Context, r Reader, n int) (p *Page, err error) {
	defer func() {
		if x := recover(); x != nil {
			p, err = nil, fmt.Errorf("%w: engine panicked: %v", ErrMalformed, x)
		}
	}()
	p, err = r.Page(ctx, n)
	if err != nil {
		return nil, err
	}
	p.NeedsOCR = needsOCR(p)
	return p, nil
}

func guardOpen(ctx context.Context, e Engine, data []byte, lim Limits) (r Reader, err error) {
	defer func() {
		if x := recover(); x != nil {
			r, err = nil, fmt.Errorf("%w: %s panicked: %v", ErrMalformed, e.Name(), x)
		}
	}()
	return e.Open(ctx, data, lim)
}

// commonest names the engine that read most pages.
func commonest(pages []*Page) string {
	n, best := map[string]int{}, ""
	for _, p := range pages {
		n[p.Engine]++
		if p.Engine != "" && n[p.Engine] > n[best] || best == "" {
			best = p.Engine
		}
	}
	return best
}
