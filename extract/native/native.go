// Package native reads PDF documents with an interpreter of its own over the
// object access of ledongthuc/pdf. It is the default engine: no start-up, no
// cgo, every glyph with the place the content stream gives it.
//
// The library is used for objects alone (Reader, Value); its text functions
// are never called. Streams are decoded here, fonts and CMaps are parsed once
// a document, content streams are interpreted directly from bytes.
//
//	open.go      bytes → objects, page tree, limits
//	stream.go    raw streams, filters
//	lex.go       tokens of content streams and CMaps
//	interp.go    operators, graphics state, forms
//	show.go      text state → glyphs
//	path.go      paths → rulings, clip
//	font*.go     fonts: codes → text and widths
//	signs.go     the fonts of signs that have an encoding of their own: Symbol, Wingdings
//	cmap.go      ToUnicode and encoding CMaps; cjk.go those of national character sets
//	truetype.go  embedded font programs: glyph → character; post.go by its name
//	mismatch.go  what a ToUnicode map says against what the font draws
//	cff.go       CFF font programs: names, charset; charstring.go draws them
//	shape.go     what a glyph that draws a digit looks like
//	outline.go   codes without a meaning: what other fonts draw alike
//	figures.go   which glyphs of a font are its figures, by their looks
//
// What it cannot do is said in Page.Warnings or flagged on the glyph; the
// caller decides whether another engine should read the page.
package native

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"yusuan/extract"
)

type engine struct{}

// New returns the engine. It has no state and may be used by many goroutines.
func New() extract.Engine { return engine{} }

func (engine) Name() string { return "native" }

// Open reads the structure of the document. Its error wraps ErrNotPDF,
// ErrEncrypted, ErrMalformed or ErrLimit.
func (engine) Open(ctx context.Context, data []byte, lim extract.Limits) (r extract.Reader, err error) {
	lim = lim.WithDefaults()
	if int64(len(data)) > lim.Bytes {
		return nil, fmt.Errorf("%d bytes, at most %d: %w", len(data), lim.Bytes, extract.ErrLimit)
	}
	defer func() {
		if x := recover(); x != nil {
			r, err = nil, panicError(x, extract.ErrMalformed)
		}
	}()
	d, err := openDocument(ctx, data, lim)
	if err != nil {
		return nil, err
	}
	return &reader{doc: d}, nil
}

type reader struct{ doc *document }

func (r *reader) NumPages() int { return len(r.doc.pages) }

// Warnings implements extract.Warner.
func (r *reader) Warnings() []string { return r.doc.warnings }

func (r *reader) Close() error {
	r.doc = &document{}
	return nil
}

// Page reads page n, from 1. A panic below becomes an error that wraps
// ErrMalformed, a limit one that wraps ErrLimit.
func (r *reader) Page(ctx context.Context, n int) (p *extract.Page, err error) {
	if n < 1 || n > len(r.doc.pages) {
		return nil, fmt.Errorf("page %d: document has %d pages", n, len(r.doc.pages))
	}
	defer func() {
		if x := recover(); x != nil {
			p, err = nil, fmt.Errorf("page %d: %w", n, panicError(x, extract.ErrMalformed))
		}
	}()
	p, err = r.doc.readPage(ctx, n)
	if err != nil {
		return nil, fmt.Errorf("page %d: %w", n, err)
	}
	return p, nil
}

// panicError makes an error of what a library panicked with; errors that were
// thrown on purpose (limits, cancellation) keep their identity.
func panicError(x any, kind error) error {
	if t, ok := x.(thrown); ok {
		return t.err
	}
	if debugPanics {
		fmt.Printf("%v\n%s\n", x, debug.Stack())
	}
	if e, ok := x.(error); ok {
		return fmt.Errorf("%v: %w", e, kind)
	}
	return fmt.Errorf("%v: %w", x, kind)
}

// debugPanics prints the stack of a recovered panic; for developing only.
const debugPanics = false

// thrown carries an error up through the library to the engine's edge.
type thrown struct{ err error }

func (d *document) checkTime(ctx context.Context) {
	if err := ctx.Err(); err != nil {
		panic(thrown{err})
	}
	d.checkDeadline()
}

func (d *document) checkDeadline() {
	if time.Now().After(d.deadline) {
		panic(thrown{fmt.Errorf("longer than %v: %w", d.lim.Time, extract.ErrLimit)})
	}
}
