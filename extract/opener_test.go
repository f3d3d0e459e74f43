package extract

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// script is an engine that reads what it is told to.
type script struct {
	name  string
	fail  error
	pages []Page
	opens *int
}

func (s script) Name() string { return s.name }

func (s script) Open(context.Context, []byte, Limits) (Reader, error) {
	if s.opens != nil {
		*s.opens++
	}
	if s.fail != nil {
		return nil, s.fail
	}
	return s, nil
}

func (s script) NumPages() int { return len(s.pages) }
func (s script) Close() error  { return nil }

func (s script) Page(_ context.Context, n int) (*Page, error) {
	p := s.pages[n-1]
	if p.Rotate < 0 { // how the script says "panic"
		panic("bad operator")
	}
	p.Number, p.Engine = n, s.name
	return &p, nil
}

func page(text string, warnings ...string) Page {
	p := Page{Width: 100, Height: 100, Warnings: warnings}
	for i, r := range text {
		g := Glyph{Text: string(r), Raw: string(r), X0: 5 * float64(i), X1: 5 * float64(i+1), Y1: 10, Base: 8, Size: 10}
		if r == '\uFFFD' {
			g.Flags = Unmapped
		}
		p.Glyphs = append(p.Glyphs, g)
	}
	return p
}

func text(p *Page) string {
	var b strings.Builder
	for _, g := range p.Glyphs {
		b.WriteString(g.Text)
	}
	return b.String()
}

var pdfBytes = []byte("%PDF-1.4\n")

func TestOpenChooses(t *testing.T) {
	bad := fmt.Errorf("%w: no trailer", ErrMalformed)
	tests := []struct {
		name           string
		mode           Mode
		native, pdfium script
		want           []string // engine text reason
		opens          int      // of pdfium
		err            error
	}{
		{
			name:   "native suffices",
			native: script{pages: []Page{page("12"), page("34")}},
			pdfium: script{pages: []Page{page("12"), page("34")}},
			want:   []string{"native 12 ", "native 34 "},
		},
		{
			name:   "document falls to pdfium",
			native: script{fail: bad},
			pdfium: script{pages: []Page{page("12")}},
			want:   []string{"pdfium 12 native: document is damaged: no trailer"},
			opens:  1,
		},
		{
			name:   "unmapped glyph",
			native: script{pages: []Page{page("1"), page("2\uFFFD")}},
			pdfium: script{pages: []Page{page("1"), page("23")}},
			want:   []string{"native 1 ", "pdfium 23 native: 1 glyphs without a character"},
			opens:  1,
		},
		{
			name:   "pdfium reads no better",
			native: script{pages: []Page{page("2\uFFFD")}},
			pdfium: script{pages: []Page{page("2\uFFFD")}},
			want:   []string{"native 2\uFFFD "},
			opens:  1,
		},
		{
			name:   "panic on a page",
			native: script{pages: []Page{{Rotate: -1}}},
			pdfium: script{pages: []Page{page("7")}},
			want:   []string{"pdfium 7 native: document is damaged: engine panicked: bad operator"},
			opens:  1,
		},
		{
			name:   "native alone stays with it",
			mode:   NativeOnly,
			native: script{pages: []Page{page("2\uFFFD", "unknown filter")}},
			want:   []string{"native 2\uFFFD "},
		},
		{
			name:   "pdfium alone",
			mode:   PDFiumOnly,
			native: script{pages: []Page{page("1")}},
			pdfium: script{pages: []Page{page("1")}},
			want:   []string{"pdfium 1 asked for"},
			opens:  1,
		},
		{
			name:   "no text is asked about",
			native: script{pages: []Page{page("")}},
			pdfium: script{pages: []Page{page("12")}},
			want:   []string{"pdfium 12 native: no text"},
			opens:  1,
		},
		{
			name:   "neither opens",
			native: script{fail: bad},
			pdfium: script{fail: ErrEncrypted},
			err:    ErrEncrypted,
			opens:  1,
		},
		{
			name:   "limit is final",
			native: script{fail: ErrLimit},
			err:    ErrLimit,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opens := 0
			tt.native.name, tt.pdfium.name, tt.pdfium.opens = "native", "pdfium", &opens
			o := Opener{Native: tt.native, PDFium: tt.pdfium, Mode: tt.mode}
			d, err := o.Open(t.Context(), "a.pdf", pdfBytes)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if opens != tt.opens {
				t.Errorf("pdfium opened %d times, want %d", opens, tt.opens)
			}
			if err != nil {
				return
			}
			defer d.Close()
			var got []string
			for _, p := range d.Doc.Pages {
				got = append(got, p.Engine+" "+text(p)+" "+p.Reason)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecondOpinion(t *testing.T) {
	o := Opener{
		Native: script{name: "native", pages: []Page{page("a 1,234.50 b 77")}},
		PDFium: script{name: "pdfium", pages: []Page{page("a 1,234.50 c 7 7")}},
		Mode:   Both,
	}
	d, err := o.Open(t.Context(), "a.pdf", pdfBytes)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	want := []Comparison{{
		Page: 1, A: "native", B: "pdfium",
		GlyphsA: []string{"b"}, GlyphsB: []string{"c"},
		NumbersA: []string{"77"}, NumbersB: []string{"7", "7"},
	}}
	if diff := cmp.Diff(want, d.Comparisons); diff != "" {
		t.Errorf("comparisons (-want +got):\n%s", diff)
	}
}

// What cannot be read is said, of the page and of the document.
func TestOpenTellsWhatIsMissing(t *testing.T) {
	aside := page("")
	aside.Aside = []Glyph{{Text: "x", Flags: Outside}}
	scan := page("")
	scan.Images = []Box{{0, 0, 100, 60}}
	mixed := page("合计 12,345.00 \uFFFD")
	mixed.Glyphs[0].Font = "SimSun"
	figures := page(strings.Repeat("\uFFFD", 20) + strings.Repeat(" 12,345.00 计", 5))
	for i := range 20 {
		figures.Glyphs[i].X1 += 5
		figures.Glyphs[i].Font = []string{"SimSun", "KaiTi", "SimHei", "SimSun", "FangSong"}[i%5]
	}
	o := Opener{Native: script{name: "native", pages: []Page{page("\uFFFD\uFFFD"), aside, scan, page(""), mixed, figures}}}
	d, err := o.Open(t.Context(), "a.pdf", pdfBytes)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var got []string
	for _, p := range d.Doc.Pages {
		got = append(got, fmt.Sprint(p.NeedsOCR, p.Warnings))
	}
	want := []string{
		"true [2 of 2 glyphs have no character (a font without a name 2 of 2) 2 of them may be figures]",
		"false [all 1 glyphs are invisible, hidden or outside the page]",
		"true []",
		"false []",
		"false [1 of 14 glyphs have no character (a font without a name 1 of 13) 1 of them may be figures]",
		"true [20 of 80 glyphs have no character (SimSun 8 of 8, FangSong 4 of 4, KaiTi 4 of 4, 1 more fonts)]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if len(d.Doc.Warnings) > 0 {
		t.Errorf("document: %v, want nothing: a page has text", d.Doc.Warnings)
	}
}

// A document of which nothing can be read says so as a whole.
func TestOpenTellsThatNothingIsRead(t *testing.T) {
	o := Opener{Native: script{name: "native", pages: []Page{page("\uFFFD\uFFFD"), page("")}}}
	d, err := o.Open(t.Context(), "a.pdf", pdfBytes)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if diff := cmp.Diff([]string{"no text on any of 2 pages"}, d.Doc.Warnings); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestSniff(t *testing.T) {
	tests := []struct {
		name, data string
		want       Kind
	}{
		{"pdf", "%PDF-1.7\n", KindPDF},
		{"pdf after a mail header", "X-Sent: yes\r\n\r\n%PDF-1.4", KindPDF},
		{"utf8", "收入支出决算总表\n合计 1.00\n", KindText},
		{"utf8 with mark", "\xEF\xBB\xBF合计", KindText},
		{"gb18030", "\xBA\xCF\xBC\xC6 1,234.00\f\n", KindText},
		{"utf16", "\xFF\xFE\x08\x54\xA1\x8B", KindText},
		{"utf16 without mark", "\x08\x54\xA1\x8B \x001\x00.\x000\x00\n\x00", KindText},
		{"utf16 the other way round", "\x54\x08\x8B\xA1\x00 \x001\x00.\x000\x00\n", KindText},
		{"numbers of 16 bits", "\x01\x00\x02\x00\x03\x00\x04\x00", "unknown binary file"},
		{"page saved as pdf", " <!DOCTYPE html><html>", "web page (HTML)"},
		{"lost beginning", "\x00ref 9\n5 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF", KindPDF},
		{"word", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", "Word document (.doc)"},
		{"xlsx", "PK\x03\x04....xl/workbook.xml", "Excel workbook (.xlsx)"},
		{"ofd", "PK\x03\x04....OFD.xml", "OFD document"},
		{"jpeg", "\xFF\xD8\xFF\xE0", "JPEG image"},
		{"nothing", "", "empty file"},
		{"noise", "\x00\x01\x02\x03", "unknown binary file"},
		{"latin1 is no text we know", "caf\xE9 \xFF", "unknown binary file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Sniff([]byte(tt.data)); got != tt.want {
				t.Errorf("Sniff = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	o := Opener{Limits: Limits{Bytes: 20}}
	for _, tt := range []struct {
		name, data string
		want       error
	}{
		{"web page", "<html></html>", ErrNotPDF},
		{"too large", "%PDF-1.4 0123456789 0123456789", ErrLimit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := o.Open(t.Context(), "a.pdf", []byte(tt.data))
			if d != nil || !errors.Is(err, tt.want) || !strings.HasPrefix(err.Error(), "a.pdf: ") {
				t.Errorf("Open = %v, %v; want %v naming the file", d, err, tt.want)
			}
		})
	}
}
