package native

import (
	"testing"
	"time"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

// fuzzLimits keep one input short.
var fuzzLimits = extract.Limits{Pages: 50, PageGlyphs: 20_000, Decompressed: 16 << 20, Time: 5 * time.Second}

// Any bytes give an error or pages, within the limits.
func FuzzOpen(f *testing.F) {
	f.Add(figures())
	f.Add(packed())
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R]/Count 1>>endobj trailer<</Root 1 0 R>>"))
	f.Add([]byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Prev 9/Size 1>>\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		r, err := New().Open(t.Context(), data, fuzzLimits)
		if err == nil {
			for n := 1; n <= r.NumPages(); n++ {
				p, err := r.Page(t.Context(), n)
				if err == nil && len(p.Glyphs)+len(p.Aside) > fuzzLimits.PageGlyphs {
					t.Errorf("page %d: %d glyphs", n, len(p.Glyphs)+len(p.Aside))
				}
			}
		}
		const slack = 2 // the clock is looked at now and then
		if d := time.Since(start); d > slack*fuzzLimits.Time {
			t.Errorf("took %v", d)
		}
	})
}

// Any content stream gives a page; every glyph is finite and placed once.
func FuzzContent(f *testing.F) {
	for _, s := range []string{
		"BT /F1 10 Tf 20 30 Td [(1) -100 <32>] TJ (3) ' 1 2 (4) \" ET",
		"q 2 0 0 2 1 1 cm 0 0 9 9 re W n 1 w 0 0 m 9 0 l S Q",
		"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "/X Do", "<<", "[", "(", "/OC /A BDC", "1e9 Tz 0 Tf 1 0 0 0 0 0 Tm",
	} {
		f.Add([]byte(s))
	}
	var doc enginetest.PDF
	font := doc.Helvetica()
	doc.Page(200, 100, "<< /Font << /F1 3 0 R >> >>", "", "")
	_ = font
	data := doc.Bytes()
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := openDocument(t.Context(), data, fuzzLimits.WithDefaults())
		if err != nil {
			t.Fatal(err)
		}
		p := &extract.Page{Width: 200, Height: 100}
		ip := &interp{doc: d, ctx: t.Context(), page: p, warned: map[string]bool{}}
		ip.gs = gstate{ctm: matrix{1, 0, 0, -1, 0, 100}, scale: 1, lineWidth: 1, clip: extract.Box{X1: 200, Y1: 100}}
		func() {
			defer func() {
				if x := recover(); x != nil {
					if _, ok := x.(thrown); !ok {
						panic(x)
					}
				}
			}()
			ip.run(content, &resources{dict: d.pages[0].resources})
			ip.finish()
		}()
		for _, g := range p.Glyphs {
			if !(g.X0 <= g.X1 && g.Y0 <= g.Y1) {
				t.Errorf("box of %q: %v %v %v %v", g.Text, g.X0, g.Y0, g.X1, g.Y1)
			}
		}
		for _, r := range p.Rulings {
			if !(r.X0 <= r.X1 && r.Y0 <= r.Y1) || r.X0 != r.X1 && r.Y0 != r.Y1 {
				t.Errorf("ruling %+v", r)
			}
		}
	})
}

// Any bytes give a CMap whose answers are bounded.
func FuzzCMap(f *testing.F) {
	f.Add([]byte(toUnicode))
	f.Add([]byte("1 begincidrange <00> <ff> 0 endcidrange /WMode 1 def /GBK-EUC-H usecmap"))
	f.Add([]byte("1 beginbfrange <0000> <ffff> [<0041> 1 beginbfchar"))
	f.Fuzz(func(t *testing.T, src []byte) {
		m := parseCMap(src)
		if len(m.chars) > maxMapped || len(m.ranges) > maxMapped+4096 {
			t.Errorf("%d characters, %d ranges", len(m.chars), len(m.ranges))
		}
		for _, c := range []uint32{0, 1, 0x41, 0x3000, 0xffff} {
			m.text(c)
			m.cid(c)
		}
	})
}
