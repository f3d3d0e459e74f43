package extract_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/extract/enginetest"
	"yusuan/extract/inspect"
	"yusuan/extract/native"
	"yusuan/extract/pdfium"
	"yusuan/extract/plaintext"
)

func opener(second extract.Engine) *extract.Opener {
	return &extract.Opener{Native: native.New(), PDFium: second, Plain: plaintext.New(), Inspect: inspect.Inspector{}}
}

// With all engines every file of the suite is read, whatever it takes.
func TestOpenerReadsTheSuite(t *testing.T) {
	second := &pdfium.Engine{}
	defer second.Close()
	for _, c := range enginetest.Cases() {
		t.Run(c.File, func(t *testing.T) {
			d, err := opener(second).Open(t.Context(), c.File, enginetest.Read(t, c.File))
			if !errors.Is(err, c.Err) {
				t.Fatalf("Open = %v, want %v", err, c.Err)
			}
			if err != nil {
				return
			}
			defer d.Close()
			p := d.Doc.Pages[0]
			enginetest.Check(t, c, p)
			if p.NeedsOCR != c.NeedsOCR {
				t.Errorf("NeedsOCR = %v, want %v", p.NeedsOCR, c.NeedsOCR)
			}
		})
	}
}

// outcome names what became of a document.
func outcome(d *extract.Opened, err error) string {
	switch {
	case errors.Is(err, extract.ErrEncrypted):
		return "password"
	case errors.Is(err, extract.ErrNotPDF):
		return "not a PDF"
	case errors.Is(err, extract.ErrLimit):
		return "limit"
	case errors.Is(err, extract.ErrMalformed):
		return "damaged"
	case err != nil:
		return "other"
	}
	ocr := false
	for _, p := range d.Doc.Pages {
		for _, g := range p.Glyphs {
			if g.Flags&extract.Unmapped == 0 {
				return "read"
			}
		}
		if len(p.Glyphs) == 0 && len(p.Lines) > 0 {
			return "read"
		}
		ocr = ocr || p.NeedsOCR
	}
	switch {
	case ocr:
		return "needs OCR"
	case len(d.Doc.Warnings) > 0:
		return "no text, said so"
	}
	return "silently empty"
}

// TestTorture reads the odd files of public test suites: no crash, no hang,
// nothing silently empty, and what PDFium opens, all engines together open.
func TestTorture(t *testing.T) {
	files, _ := filepath.Glob("../../shared/corpus/torture/*.pdf")
	if len(files) == 0 {
		t.Skip("no ../shared/corpus/torture")
	}
	if testing.Short() {
		t.Skip("long")
	}
	const slow = 20 * time.Second
	second := &pdfium.Engine{}
	defer second.Close()
	if err := second.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(f)
		start := time.Now()
		d, err := opener(second).Open(t.Context(), name, data)
		if took := time.Since(start); took > slow {
			t.Errorf("%s took %s", name, took)
		}
		o := outcome(d, err)
		got[o]++
		t.Logf("%-16s %s %v", o, name, err)
		if o == "other" || o == "silently empty" {
			t.Errorf("%s: %s: %v", name, o, err)
		}
		if err != nil && opens(t.Context(), second, data) {
			t.Errorf("%s: pdfium alone opens it: %v", name, err)
		}
		if d != nil {
			d.Close()
		}
	}
	t.Logf("%d files: %v", len(files), got)
}

func opens(ctx context.Context, e extract.Engine, data []byte) bool {
	r, err := e.Open(ctx, data, extract.Limits{})
	if err != nil {
		return false
	}
	r.Close()
	return true
}

// TestEnginesAgree reads every page of the real documents with both engines.
func TestEnginesAgree(t *testing.T) {
	files, _ := filepath.Glob("../../shared/corpus/pdf/*.pdf")
	if len(files) == 0 {
		t.Skip("no ../shared/corpus/pdf")
	}
	second := &pdfium.Engine{}
	defer second.Close()
	pages := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		o := opener(second)
		o.Mode = extract.Both
		d, err := o.Open(t.Context(), filepath.Base(f), data)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if len(d.Comparisons) != len(d.Doc.Pages) {
			t.Errorf("%s: %d pages of %d compared", d.Doc.File, len(d.Comparisons), len(d.Doc.Pages))
		}
		for _, c := range d.Comparisons {
			pages++
			if !c.Same() {
				t.Errorf("%s: %+v", d.Doc.File, c)
			}
		}
		d.Close()
	}
	t.Logf("%d pages of %d files compared", pages, len(files))
}

// Reading again with the other engine, after the document is open.
func TestSecondReading(t *testing.T) {
	second := &pdfium.Engine{}
	defer second.Close()
	d, err := opener(second).Open(t.Context(), "plain.pdf", enginetest.Read(t, "plain.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c, err := d.SecondOpinion(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(extract.Comparison{Page: 1, A: "native", B: "pdfium"}, c); diff != "" {
		t.Errorf("comparison (-want +got):\n%s", diff)
	}
	pic, err := d.RenderPNG(t.Context(), 1, 72)
	if err != nil {
		t.Fatal(err)
	}
	w, h := pngSize(t, pic)
	if w != 300 || h != 200 {
		t.Errorf("picture is %d by %d, want 300 by 200", w, h)
	}
}
