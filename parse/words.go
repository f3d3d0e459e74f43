package parse

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"yusuan/extract"
)

// How glyphs make words and words make lines, in font sizes.
const (
	wordGapEm  = 0.30 // a wider gap between two glyphs ends the word
	wordBackEm = 0.55 // a glyph that starts further back than this starts a new word
	baseTolEm  = 0.30 // baselines of one line differ by less
	spaceGapEm = 0.60 // a wider gap between two words is printed as a space
)

// Word is a run of glyphs drawn one after the other without a gap. Text has no
// white space.
type Word struct {
	Text    string // normalised: what the stages read
	Printed string // as printed, full-width signs kept: what names and headings say
	extract.Box
	Base    float64 // y of the baseline, points
	Size    float64 // font size, points
	Glyphs  []int   // indices into the page's glyphs, in drawing order
	Upright bool    // drawn top to bottom
}

// CX and CY give the middle of the word.
func (w *Word) CX() float64 { return (w.X0 + w.X1) / 2 }
func (w *Word) CY() float64 { return (w.Y0 + w.Y1) / 2 }

func isBlank(s string) bool { return strings.TrimFunc(s, unicode.IsSpace) == "" }

// words gathers the glyphs that use admits into words; stamps are none.
func words(p *extract.Page, use func(i int) bool) []Word {
	var out []Word
	open := false
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if isBlank(g.Text) {
			open = false
			continue
		}
		if g.Flags&extract.Stamp != 0 || use != nil && !use(i) {
			continue
		}
		if open {
			w := &out[len(out)-1]
			size := math.Max(w.Size, g.Size)
			if w.Upright == g.Vertical && joins(w, g, size) {
				w.add(i, g)
				continue
			}
		}
		w := Word{Box: extract.Box{X0: g.X0, Y0: g.Y0, X1: g.X1, Y1: g.Y1}, Base: g.Base, Size: g.Size, Upright: g.Vertical}
		w.add(i, g)
		out = append(out, w)
		open = true
	}
	return out
}

func joins(w *Word, g *extract.Glyph, size float64) bool {
	if w.Upright {
		return math.Abs(g.X0-w.X0) < baseTolEm*size && g.Y0-w.Y1 < wordGapEm*size && g.Y0-w.Y1 > -wordBackEm*size
	}
	return math.Abs(g.Base-w.Base) < baseTolEm*size && g.X0-w.X1 < wordGapEm*size && g.X0-w.X1 > -wordBackEm*size
}

func (w *Word) add(i int, g *extract.Glyph) {
	w.Text += strings.Join(strings.Fields(g.Text), "")
	w.Printed += printed(g)
	w.Glyphs = append(w.Glyphs, i)
	w.X0, w.X1 = math.Min(w.X0, g.X0), math.Max(w.X1, g.X1)
	w.Y0, w.Y1 = math.Min(w.Y0, g.Y0), math.Max(w.Y1, g.Y1)
	w.Size = math.Max(w.Size, g.Size)
}

// printed is the text of a glyph as printed, without white space.
func printed(g *extract.Glyph) string {
	s := g.Text
	if g.Raw != "" && g.Raw != s && g.Flags&extract.Unmapped == 0 {
		s = extract.Printed(g.Raw)
	}
	return strings.Join(strings.Fields(s), "")
}

// part returns the word of the glyphs from a up to b.
func (w *Word) part(p *extract.Page, a, b int) Word {
	var out Word
	for k, i := range w.Glyphs[a:b] {
		g := &p.Glyphs[i]
		if k == 0 {
			out = Word{Box: extract.Box{X0: g.X0, Y0: g.Y0, X1: g.X1, Y1: g.Y1}, Base: g.Base, Size: g.Size, Upright: w.Upright}
		}
		out.add(i, g)
	}
	return out
}

// textLine is the words of one line, left to right.
type textLine struct {
	Words []Word
	extract.Box
	Base, Size float64
}

// text joins the words, with a space where the gap is wide.
func (l *textLine) text() string { return l.join(func(w *Word) string { return w.Text }) }

// printed is text with the words as printed.
func (l *textLine) printed() string { return l.join(func(w *Word) string { return w.Printed }) }

func (l *textLine) join(text func(*Word) string) string {
	var b strings.Builder
	for i := range l.Words {
		if i > 0 && l.Words[i].X0-l.Words[i-1].X1 > spaceGapEm*l.Size {
			b.WriteByte(' ')
		}
		b.WriteString(text(&l.Words[i]))
	}
	return b.String()
}

// tight joins the words without spaces.
func (l *textLine) tight() string {
	var b strings.Builder
	for i := range l.Words {
		b.WriteString(l.Words[i].Text)
	}
	return b.String()
}

// lines sorts words into lines from top to bottom.
func textLines(ws []Word) []textLine {
	if len(ws) == 0 {
		return nil
	}
	order := make([]int, len(ws))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return ws[order[a]].Base < ws[order[b]].Base })
	var out []textLine
	for _, i := range order {
		w := ws[i]
		if n := len(out); n > 0 {
			l := &out[n-1]
			if w.Base-l.Base < baseTolEm*math.Max(math.Min(w.Size, l.Size), 4) && !w.Upright {
				l.Words = append(l.Words, w)
				l.Box = unionBox(l.Box, w.Box)
				l.Size = math.Max(l.Size, w.Size)
				continue
			}
		}
		out = append(out, textLine{Words: []Word{w}, Box: w.Box, Base: w.Base, Size: w.Size})
	}
	for i := range out {
		l := out[i].Words
		sort.SliceStable(l, func(a, b int) bool { return l[a].X0 < l[b].X0 })
	}
	return out
}

func unionBox(a, b extract.Box) extract.Box {
	return extract.Box{X0: math.Min(a.X0, b.X0), Y0: math.Min(a.Y0, b.Y0), X1: math.Max(a.X1, b.X1), Y1: math.Max(a.Y1, b.Y1)}
}

func inBox(b extract.Box, x, y float64) bool {
	return x >= b.X0 && x <= b.X1 && y >= b.Y0 && y <= b.Y1
}

// tight removes all white space.
func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}
