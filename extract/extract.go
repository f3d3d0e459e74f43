// Package extract turns one document into pages of positioned glyphs, lines
// and ruling lines. It knows nothing of budgets.
//
// An Engine opens the bytes of a document and reads it page by page. Engines
// return what can be read: what they cannot read is said in the page's
// Warnings and kept in its Aside glyphs, never dropped.
//
// Geometry everywhere is in points (1/72 inch), origin at the top left of the
// page as shown (after CropBox and /Rotate), y growing downwards. A page whose
// text lies on its side or upside down is turned until it can be read.
package extract

import (
	"context"
	"errors"
	"time"
)

// Kinds of failure that a caller tells apart. They come wrapped with the file
// and page they belong to.
var (
	ErrEncrypted = errors.New("document needs a password")
	ErrMalformed = errors.New("document is damaged")
	ErrNotPDF    = errors.New("not a PDF document")
	ErrNoText    = errors.New("page has no text, needs OCR")
	ErrLimit     = errors.New("limit exceeded")
)

// Limits bound what one document may cost. A zero field means its default.
type Limits struct {
	Bytes        int64         // size of the file; default 256 MiB
	Pages        int           // default 3000
	PageGlyphs   int           // glyphs drawn on one page; default 400 000
	Depth        int           // nesting of objects and forms; default 32
	Decompressed int64         // bytes after decompression, whole document; default 2 GiB
	Time         time.Duration // wall time for the whole document; default 120 s
}

// WithDefaults fills zero fields with the defaults.
func (l Limits) WithDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = 256 << 20
	}
	if l.Pages == 0 {
		l.Pages = 3000
	}
	if l.PageGlyphs == 0 {
		l.PageGlyphs = 400_000
	}
	if l.Depth == 0 {
		l.Depth = 32
	}
	if l.Decompressed == 0 {
		l.Decompressed = 2 << 30
	}
	if l.Time == 0 {
		l.Time = 120 * time.Second
	}
	return l
}

// Engine reads one kind of document.
type Engine interface {
	// Name is what the engine column of an export says: native, pdfium, plaintext.
	Name() string
	// Open reads the structure of a document. The error wraps one of the
	// sentinels of this package where one fits.
	Open(ctx context.Context, data []byte, lim Limits) (Reader, error)
}

// Reader gives the pages of an open document. It is used by one goroutine.
type Reader interface {
	NumPages() int
	// Page reads page n, counted from 1. It returns what could be read with
	// Warnings; an error means nothing could.
	Page(ctx context.Context, n int) (*Page, error)
	Close() error
}

// Flag marks a glyph that is not plain text of the page.
type Flag uint8

const (
	Unmapped  Flag = 1 << iota // no Unicode mapping is known; Text is U+FFFD
	Invisible                  // text rendering mode 3 or 7
	EdgeCut                    // the page edge cuts through it (still text)
	Outside                    // wholly outside the page
	Hidden                     // nobody sees it: outside the clip path, of a layer that is off, covered, white on white
	Covered                    // Hidden by something painted over it
	Stamp                      // drawn large across other text or rules: a watermark, no part of it; set by LayoutPage
	White                      // drawn in white, and not yet held against what lies below it
)

// Glyph is one drawn character, or several where one glyph stands for several
// (ligatures).
type Glyph struct {
	Text string // normalised: NFKC, CJK radicals mended, full-width forms folded
	Raw  string // as the font's mapping gives it

	X0, Y0, X1, Y1 float64 // box: advance width by font ascent and descent
	Base           float64 // y of the baseline
	Size           float64 // font size as shown
	Font           string  // base font name without subset prefix
	Vertical       bool    // drawn top to bottom: the text runs down the page
	Flags          Flag
}

// Ruling is one visible straight line, horizontal (Y0 == Y1) or vertical
// (X0 == X1), with X0 <= X1 and Y0 <= Y1. Collinear pieces that touch are merged.
type Ruling struct {
	X0, Y0, X1, Y1 float64
	Width          float64 // thickness, points
}

// Horizontal reports whether the ruling runs left to right.
func (r Ruling) Horizontal() bool { return r.Y0 == r.Y1 && r.X1 > r.X0 }

// Box is a rectangle, X0 <= X1, Y0 <= Y1.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Line is one line of text. In plain text the box is all zeros and there are
// no glyphs.
type Line struct {
	Text   string // glyphs in reading order; a space where the gap between two is wide; plain text keeps full-width signs
	Box           // of all glyphs
	Base   float64
	Glyphs []int // indices into Page.Glyphs in reading order; nil in plain text
}

// Page is one page as read by one engine.
type Page struct {
	Number        int     // from 1, as a viewer counts
	Width, Height float64 // as shown
	Rotate        int     // the page's /Rotate: 0, 90, 180, 270
	Turned        int     // degrees clockwise that its text was turned as shown; the geometry is of the page turned back
	Glyphs        []Glyph // the text of the page, in the order it was drawn
	Aside         []Glyph // read, but no part of the page's text: Invisible, Outside, Hidden
	Rulings       []Ruling
	Images        []Box

	// Lines and Furniture are filled in by Layout: the text of the page in
	// lines from top to bottom, page numbers and running heads apart.
	Lines     []Line
	Furniture []Line
	Printed   int // the number printed on the page, by Layout; 0 where none is

	Engine   string   // which engine read it
	Reason   string   // why this engine and not the default one; empty for the default
	NeedsOCR bool     // no text, and an image covers most of the page
	Warnings []string // what the engine could not read
	Damaged  bool     // what was read may be wrong, and not only too little; Warnings say why
	Outlines int      // filled curved shapes of the size of letters
}

// Info is what a document says of itself. Nothing in it is evidence for facts.
type Info struct {
	Producer, Creator, Title string
	Created, Modified        time.Time // zero where absent or unreadable
	Encrypted                bool
	PDFVersion               string
	Validation               string // pdfcpu's relaxed validation: "ok", or its complaint
	Pages                    int    // as pdfcpu counts; 0 where it cannot
	Boxes                    []PageSize
}

// PageSize is the size of a run of pages, in points, as shown.
type PageSize struct {
	Pages         int
	Width, Height float64
	Rotate        int // 0, 90, 180, 270
}

// Document is a whole document as read.
type Document struct {
	SHA256 string // of the bytes, lower-case hex
	File   string // as the user named it
	Bytes  int64
	Kind   string // "pdf" or "text"
	Info   Info
	Pages  []*Page
	Engine string // engine that read most pages
	// Warnings of the document as a whole: repaired, decrypted, engine changed.
	Warnings []string
}
