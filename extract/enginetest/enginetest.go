// Package enginetest is the suite that every engine for PDF passes: small files
// that each show one trouble, and what a page must then hold.
//
// The files stand in fixtures/pdf, beside the code that makes them. What they
// must give was worked out from the drawing operators by hand, not read off an
// engine.
package enginetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"

	"yusuan/extract"
)

// Tolerance within which places and sizes must be right, in points.
const Tolerance = 0.15

// Run is a piece of text whose glyphs follow one another along a line. ASCII
// glyphs are half as wide as the font is high, all others as wide as high.
type Run struct {
	Text    string
	X, Base float64 // origin of the first glyph on the page
	Size    float64
	Scale   float64 // of the widths; 0 means 1
	Up      bool    // runs up the page
	Down    bool    // runs down the page
	Raw     string  // where it is not Text
	Flags   extract.Flag
}

// Case is one file and the page it must give.
type Case struct {
	File          string
	Width, Height float64
	Rotate        int
	Text, Aside   []Run
	Rulings       []extract.Ruling
	Images        []extract.Box
	NeedsOCR      bool // said by an Opener

	// MayFail: an engine alone may say that it cannot open the file; an Opener
	// with all engines must read it. Err is what even that says.
	MayFail bool
	Err     error
	// MayMiss: an engine may leave the glyphs unmapped, but must not guess.
	MayMiss bool
}

// Cases lists all files.
func Cases() []Case {
	cases := slices.Concat(structureCases(), textCases(), placeCases(), ruleCases())
	for i := range cases {
		if c := &cases[i]; c.Width == 0 {
			c.Width, c.Height = 300, 200
		}
	}
	return cases
}

// Read gives the bytes of a file of fixtures/pdf.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the working directory")
		}
		dir = up
	}
	b, err := os.ReadFile(filepath.Join(dir, "fixtures", "pdf", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Exercise runs the suite on one engine.
func Exercise(t *testing.T, e extract.Engine) {
	for _, c := range Cases() {
		t.Run(strings.TrimSuffix(c.File, ".pdf"), func(t *testing.T) {
			r, err := e.Open(t.Context(), Read(t, c.File), extract.Limits{})
			if c.Err != nil {
				if !errors.Is(err, c.Err) && !(c.MayFail && errors.Is(err, extract.ErrMalformed)) {
					t.Errorf("Open = %v, want %v", err, c.Err)
				}
				return
			}
			if err != nil {
				if c.MayFail && (errors.Is(err, extract.ErrMalformed) || errors.Is(err, extract.ErrEncrypted)) {
					t.Skipf("not for %s alone: %v", e.Name(), err)
				}
				t.Fatalf("Open: %v", err)
			}
			defer r.Close()
			if r.NumPages() != 1 {
				t.Fatalf("%d pages, want 1", r.NumPages())
			}
			p, err := r.Page(t.Context(), 1)
			if err != nil {
				t.Fatalf("Page: %v", err)
			}
			if p.Engine != e.Name() {
				t.Errorf("engine %q, want %q", p.Engine, e.Name())
			}
			Check(t, c, p)
		})
	}
	t.Run("limits", func(t *testing.T) { limits(t, e) })
	t.Run("bad-calls", func(t *testing.T) { badCalls(t, e) })
}

func limits(t *testing.T, e extract.Engine) {
	data := Read(t, "plain.pdf")
	if _, err := e.Open(t.Context(), data, extract.Limits{Bytes: 100}); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("Open of %d bytes with a limit of 100 = %v, want ErrLimit", len(data), err)
	}
	r, err := e.Open(t.Context(), data, extract.Limits{PageGlyphs: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Page(t.Context(), 1); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("Page with more than 3 glyphs = %v, want ErrLimit", err)
	}
}

func badCalls(t *testing.T, e extract.Engine) {
	for _, data := range []string{"%PDF-1.4\nnothing more\n", "%PDF-1.7\n%%EOF\n", "%PDF-1.4\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF"} {
		if r, err := e.Open(t.Context(), []byte(data), extract.Limits{}); !errors.Is(err, extract.ErrMalformed) {
			t.Errorf("Open(%q) = %v, %v; want ErrMalformed", data, r, err)
		}
	}
	r, err := e.Open(t.Context(), Read(t, "plain.pdf"), extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{-1, 0, 2} {
		if p, err := r.Page(t.Context(), n); err == nil {
			t.Errorf("Page(%d) = %v, want an error", n, p)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Page(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Page with a context that has ended = %v, want context.Canceled", err)
	}
	r.Close()
	if err := r.Close(); err != nil {
		t.Errorf("second Close = %v", err)
	}
}

// Check compares a page with what the case says.
func Check(t *testing.T, c Case, p *extract.Page) {
	t.Helper()
	if !near(p.Width, c.Width) || !near(p.Height, c.Height) || p.Rotate != c.Rotate {
		t.Errorf("page is %.1f by %.1f rotated %d, want %.1f by %.1f rotated %d", p.Width, p.Height, p.Rotate, c.Width, c.Height, c.Rotate)
	}
	if diff := gocmp.Diff(glyphs(c.Text, c.MayMiss, p.Glyphs), seen(p.Glyphs)); diff != "" {
		t.Errorf("glyphs (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff(glyphs(c.Aside, c.MayMiss, p.Aside), seen(p.Aside)); diff != "" {
		t.Errorf("glyphs aside (-want +got):\n%s", diff)
	}
	if len(p.Rulings) != len(c.Rulings) {
		t.Errorf("rulings %v, want %v", p.Rulings, c.Rulings)
	} else {
		got, want := sorted(p.Rulings), sorted(c.Rulings)
		for i := range got {
			g, w := got[i], want[i]
			if !near(g.X0, w.X0) || !near(g.Y0, w.Y0) || !near(g.X1, w.X1) || !near(g.Y1, w.Y1) || !near(g.Width, w.Width) {
				t.Errorf("ruling %v, want %v", g, w)
			}
		}
	}
	if len(p.Images) != len(c.Images) {
		t.Errorf("images %v, want %v", p.Images, c.Images)
	} else {
		for i, g := range p.Images {
			w := c.Images[i]
			if !near(g.X0, w.X0) || !near(g.Y0, w.Y0) || !near(g.X1, w.X1) || !near(g.Y1, w.Y1) {
				t.Errorf("image %v, want %v", g, w)
			}
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= Tolerance }

func sorted(rs []extract.Ruling) []extract.Ruling {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, func(a, b extract.Ruling) int {
		return cmp.Or(cmp.Compare(math.Round(a.Y0), math.Round(b.Y0)), cmp.Compare(a.X0, b.X0), cmp.Compare(a.X1, b.X1))
	})
	return rs
}

// show describes a glyph in one line, places to the nearest half point.
func show(g extract.Glyph) string {
	half := func(v float64) float64 { return math.Round(v*2) / 2 }
	raw := ""
	if g.Raw != g.Text {
		raw = " raw " + g.Raw
	}
	return fmt.Sprintf("%s%s x %.1f to %.1f base %.1f size %.1f flags %d", g.Text, raw, half(g.X0), half(g.X1), half(g.Base), half(g.Size), g.Flags)
}

func seen(gs []extract.Glyph) []string {
	out := []string{}
	for _, g := range gs {
		if strings.TrimSpace(g.Text) == "" {
			continue
		}
		if g.Flags&extract.Unmapped != 0 {
			g.Raw = g.Text // whatever an engine keeps there
		}
		out = append(out, show(g))
	}
	slices.Sort(out)
	return out
}

// glyphs spells out runs. Where the engine may miss, the glyphs it missed
// count as wanted so.
func glyphs(runs []Run, mayMiss bool, got []extract.Glyph) []string {
	missed := mayMiss && len(got) > 0 && !slices.ContainsFunc(got, func(g extract.Glyph) bool { return g.Flags&extract.Unmapped == 0 })
	out := []string{}
	for _, r := range runs {
		raw := []rune(cmp.Or(r.Raw, r.Text))
		at := 0.0
		for i, c := range []rune(r.Text) {
			w := r.Size
			if raw[i] < 0x80 || r.Flags&extract.Unmapped != 0 {
				w /= 2
			}
			w *= cmp.Or(r.Scale, 1)
			g := extract.Glyph{Text: string(c), Raw: string(raw[i]), Base: r.Base, Size: r.Size, Flags: r.Flags, X0: r.X + at, X1: r.X + at + w}
			if r.Up {
				// The box lies on its side: ascent 0.8 to the left, descent 0.2.
				g.X0, g.X1, g.Base = r.X-0.8*r.Size, r.X+0.2*r.Size, r.Base-at
			}
			if r.Down {
				g.X0, g.X1, g.Base = r.X-0.2*r.Size, r.X+0.8*r.Size, r.Base+at
			}
			at += w
			if unicode.IsSpace(c) {
				continue
			}
			if missed {
				g.Text, g.Raw = "\uFFFD", "\uFFFD"
				g.Flags |= extract.Unmapped
			}
			out = append(out, show(g))
		}
	}
	slices.Sort(out)
	return out
}
