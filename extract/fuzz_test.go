package extract_test

import (
	"bytes"
	"errors"
	"image/png"
	"testing"
	"time"

	"yusuan/extract"
	"yusuan/extract/enginetest"
	"yusuan/extract/inspect"
	"yusuan/extract/native"
	"yusuan/extract/plaintext"
)

func pngSize(t *testing.T, b []byte) (int, int) {
	t.Helper()
	c, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return c.Width, c.Height
}

// FuzzOpen: whatever the bytes, an error of a known kind or pages within the
// limits. PDFium is left out: it is not ours, and too slow for this.
func FuzzOpen(f *testing.F) {
	for _, c := range enginetest.Cases() {
		f.Add(enginetest.Read(f, c.File))
	}
	f.Add([]byte("合计 1,234.50\f第2页\n"))
	f.Add([]byte("\xFF\xFE\x08\x54"))
	lim := extract.Limits{Bytes: 1 << 20, Pages: 20, PageGlyphs: 20_000, Depth: 16, Decompressed: 8 << 20, Time: 5 * time.Second}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := extract.Opener{Native: native.New(), Plain: plaintext.New(), Inspect: inspect.Inspector{}, Limits: lim}
		d, err := o.Open(t.Context(), "f", data)
		if err != nil {
			for _, kind := range []error{extract.ErrEncrypted, extract.ErrMalformed, extract.ErrNotPDF, extract.ErrLimit} {
				if errors.Is(err, kind) {
					return
				}
			}
			t.Fatalf("error of no kind: %v", err)
		}
		defer d.Close()
		if n := len(d.Doc.Pages); n == 0 || n > lim.Pages {
			t.Fatalf("%d pages", n)
		}
		for i, p := range d.Doc.Pages {
			if p.Number != i+1 && !(p.Number == 0 && d.Doc.Kind == string(extract.KindText)) || len(p.Glyphs)+len(p.Aside) > lim.PageGlyphs {
				t.Fatalf("page %d is numbered %d and has %d glyphs", i+1, p.Number, len(p.Glyphs)+len(p.Aside))
			}
		}
	})
}
