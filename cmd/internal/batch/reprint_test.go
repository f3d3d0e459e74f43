package batch

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/parse/budget"
)

// A misprint draws another text where a figure stands on the page.
type misprint struct {
	name     string
	reported int // of a hundred that must be reported; it only rises
	named    int // of a hundred whose place a finding must name; it only rises
	change   func(r *rand.Rand, raw string) string
}

var misprints = []misprint{
	{"one digit", 95, 95, func(r *rand.Rand, s string) string {
		b := []byte(s)
		i := anyDigit(r, b)
		b[i] = '0' + (b[i]-'0'+byte(1+r.IntN(9)))%10
		return string(b)
	}},
	{"last digit by one", 80, 70, func(_ *rand.Rand, s string) string {
		b := []byte(s)
		if last := &b[len(b)-1]; *last < '9' {
			*last++
		} else {
			*last--
		}
		return string(b)
	}},
	{"point moved", 100, 90, func(_ *rand.Rand, s string) string {
		i := strings.IndexByte(s, '.')
		if i < 2 || s[i-1] == ',' {
			return s
		}
		return s[:i-1] + "." + s[i-1:i] + s[i+1:]
	}},
	{"minus", 100, 100, func(_ *rand.Rand, s string) string { return "-" + s }},
	{"letter for a digit", 100, 95, func(_ *rand.Rand, s string) string { return strings.Replace(s, "0", "O", 1) }},
	{"comma for the point", 100, 95, func(_ *rand.Rand, s string) string { return strings.Replace(s, ".", ",", 1) }},
	{"blank", 75, 70, func(*rand.Rand, string) string { return "" }},
	{"zero", 98, 95, func(*rand.Rand, string) string { return "0.00" }},
}

func anyDigit(r *rand.Rand, b []byte) int {
	for {
		if i := r.IntN(len(b)); b[i] >= '0' && b[i] <= '9' {
			return i
		}
	}
}

// glyphsIn gives the glyphs of a place of a page, in the order of drawing.
func glyphsIn(p *extract.Page, s budget.Span) []int {
	const slack = 0.1 // points
	var out []int
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		x, y := (g.X0+g.X1)/2, (g.Y0+g.Y1)/2
		if x > s.X0-slack && x < s.X1+slack && y > s.Y0-slack && y < s.Y1+slack && strings.TrimSpace(g.Text) != "" {
			out = append(out, i)
		}
	}
	return out
}

// reprint draws another text in place of a figure, ending where it ended; it
// does nothing with figures that are broken over lines.
func reprint(pages []*extract.Page, f *budget.Fact, now string) bool {
	at := slices.IndexFunc(pages, func(p *extract.Page) bool { return p.Number == f.Page })
	if at < 0 {
		return false
	}
	p := pages[at]
	was := glyphsIn(p, f.Span)
	text := ""
	for _, i := range was {
		text += p.Glyphs[i].Text
		if p.Glyphs[i].Base != p.Glyphs[was[0]].Base {
			return false
		}
	}
	if len(was) == 0 || text != strings.Join(strings.Fields(f.Raw), "") {
		return false
	}
	last := p.Glyphs[was[len(was)-1]]
	width := (last.X1 - p.Glyphs[was[0]].X0) / float64(len(was))
	var drawn []extract.Glyph
	for k := range len(now) {
		g := last
		g.Text, g.Raw = now[k:k+1], now[k:k+1]
		g.X1 -= width * float64(len(now)-1-k)
		g.X0 = g.X1 - width
		drawn = append(drawn, g)
	}
	var out []extract.Glyph
	for i, g := range p.Glyphs {
		if i == was[0] {
			out = append(out, drawn...)
		}
		if !slices.Contains(was, i) {
			out = append(out, g)
		}
	}
	p.Glyphs = out
	return true
}

// TestMisprints draws one proven figure of each fixture otherwise, in several
// ways, and reads it again: it must be reported, at its place for the most part.
func TestMisprints(t *testing.T) {
	if testing.Short() {
		t.Skip("reads every fixture many times, one after another")
	}
	const perFile, seed = 2, 20261124
	type tally struct{ made, reported, named, proven int }
	byKind := map[string]*tally{}
	for _, folder := range []string{"documents", "provinces"} {
		files, err := filepath.Glob(filepath.Join(fixtures, folder, "*.pdf"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no documents in %s: %v", folder, err)
		}
		for _, file := range files {
			if strings.Contains(file, "errors") {
				continue
			}
			pages := readPages(t, file)
			sound := parsePages(t, copyPages(pages))
			for k, m := range misprints {
				if byKind[m.name] == nil {
					byKind[m.name] = &tally{}
				}
				n := byKind[m.name]
				r := rand.New(rand.NewPCG(seed, uint64(k)))
				for range perFile {
					f := provenFact(r, sound)
					if f == nil {
						continue
					}
					now, misprinted := m.change(r, f.Raw), copyPages(pages)
					if now == f.Raw || !reprint(misprinted, f, now) {
						continue
					}
					doc := parsePages(t, misprinted)
					n.made++
					if len(doc.Unread) > len(sound.Unread) || len(failing(doc)) > len(failing(sound)) {
						n.reported++
					}
					if namesPlace(doc, f.Span) {
						n.named++
					}
					if provenAt(doc, f.Span) {
						n.proven++
						if m.name != "last digit by one" {
							t.Logf("%s, page %d, %s %s %s: %s is proven as %q, %s", filepath.Base(file), f.Page, f.Code, f.Name, f.Measure, f.Raw, now, m.name)
						}
					}
				}
			}
		}
	}
	for _, m := range misprints {
		n := byKind[m.name]
		t.Logf("%-20s %+v", m.name, *n)
		if n.made < 20 {
			t.Errorf("%s: made %d times only", m.name, n.made)
		}
		if n.reported*100 < m.reported*n.made || n.named*100 < m.named*n.made {
			t.Errorf("%s: %d of %d reported, %d named; want %d and %d of a hundred", m.name, n.reported, n.made, n.named, m.reported, m.named)
		}
		if n.proven > n.made-n.reported {
			t.Errorf("%s: %d are proven, and only %d are not reported", m.name, n.proven, n.made-n.reported)
		}
	}
}

// touches reports whether two places of a page overlap.
func touches(a, b budget.Span) bool {
	return a.Page == b.Page && a.X0 < b.X1 && b.X0 < a.X1 && a.Y0 < b.Y1-1 && b.Y0 < a.Y1-1
}

// namesPlace reports whether a failure is said of a place or disputes what
// stands there.
func namesPlace(doc *budget.Document, at budget.Span) bool {
	return slices.ContainsFunc(doc.Findings, func(f budget.Finding) bool {
		return f.Status == budget.Fails && (touches(f.Span, at) || touches(f.Other, at))
	}) || slices.ContainsFunc(doc.Facts, func(f budget.Fact) bool { return f.Status == budget.StatusDisputed && touches(f.Span, at) })
}

func provenAt(doc *budget.Document, at budget.Span) bool {
	return slices.ContainsFunc(doc.Facts, func(f budget.Fact) bool { return f.Status == budget.StatusProven && touches(f.Span, at) })
}
