package native

import (
	"cmp"
	"math"
	"slices"
)

// The figures of a font are of one height and stand on one line, and mostly one
// after another in the order of the font. What looks like most of them, so
// placed, is them.

const (
	widestFigure  = 0.85 // width by height
	sameHeight    = 0.06 // of the height: how much figures differ in height and place
	surely        = 0.5  // likeness of a figure that is told by its looks alone
	surelyBetter  = 0.15 // how much less any other figure may be like it
	fewFigures    = 5    // different ones that must be told for any to count
	mostStrangers = 0.25 // for each figure, shapes as high that are none
	figuresInRow  = 10
)

// figureShape is a glyph that may be a figure.
type figureShape struct {
	glyph uint16
	shape *shape
	like  [figuresInRow]float64 // how much it is like each figure
	digit byte                  // the figure it is, 0 while not known
}

// findFigures gives the figures and the signs between them among the glyphs of a
// font, by what they look like; an empty map where that is not clear.
func findFigures(p fontProgram, slant float64) map[uint16]byte {
	found := map[uint16]byte{}
	var signs, shapes []figureShape
	for g := 1; g < p.count() && g <= math.MaxUint16; g++ {
		s := p.shape(uint16(g))
		if s == nil {
			continue
		}
		s = s.upright(slant)
		signs = append(signs, figureShape{glyph: uint16(g), shape: s})
		if w, h := s.size(); w < widestFigure*h {
			shapes = append(shapes, figureShape{glyph: uint16(g), shape: s, like: s.figures()})
		}
	}
	figures := rowOfFigures(shapes)
	if figures == nil {
		figures = clearFigures(shapes)
	}
	if len(figures) == 0 {
		return found
	}
	for _, f := range figures {
		found[f.glyph] = f.digit
	}
	_, height := figures[0].shape.size()
	foot := figures[0].shape.box[1]
	for _, s := range signs {
		if c := s.shape.sign(foot, height); c != 0 && found[s.glyph] == 0 {
			found[s.glyph] = c
		}
	}
	return found
}

// rowOfFigures finds the ten figures one after another; nil where no place, or
// more than one, is like it.
func rowOfFigures(shapes []figureShape) []figureShape {
	byGlyph := map[uint16]*figureShape{}
	for i := range shapes {
		byGlyph[shapes[i].glyph] = &shapes[i]
	}
	var found []figureShape
	tried := map[uint16]bool{}
	for i := range shapes {
		for k := range uint16(figuresInRow) {
			first := shapes[i].glyph - k
			if shapes[i].glyph <= k || tried[first] {
				continue
			}
			tried[first] = true
			row := figuresFrom(first, byGlyph)
			if row == nil {
				continue
			}
			if found != nil {
				return nil
			}
			found = row
		}
	}
	return found
}

// figuresFrom gives the figures that the ten glyphs from first on are; nil where
// too few of those that are there look like them, or any like another.
func figuresFrom(first uint16, byGlyph map[uint16]*figureShape) []figureShape {
	var row []figureShape
	agree := 0
	for k := range uint16(figuresInRow) {
		f := byGlyph[first+k]
		if f == nil {
			continue
		}
		digit := '0' + byte(k)
		like, other := f.shape.looksLike(digit)
		if other || len(row) > 0 && !f.shape.level(row[0].shape) {
			return nil
		}
		if like == digit {
			agree++
		}
		row = append(row, figureShape{glyph: f.glyph, shape: f.shape, digit: digit})
	}
	if agree < fewFigures || agree < len(row)-1 {
		return nil
	}
	return row
}

// clearFigures gives the glyphs that are each clearly one figure, among shapes of
// one height that are nearly all figures; nil where that is not so.
func clearFigures(shapes []figureShape) []figureShape {
	var best []figureShape
	for i := range shapes {
		if shapes[i].best(nil) == 0 {
			continue
		}
		var level []figureShape
		for _, f := range shapes {
			if f.shape.level(shapes[i].shape) {
				level = append(level, f)
			}
		}
		claimed := map[byte]bool{}
		clear := claim(level, claimed)
		if clear < fewFigures {
			continue
		}
		claim(level, claimed) // what the others leave
		known := slices.DeleteFunc(level, func(f figureShape) bool { return f.digit == 0 })
		strangers := float64(len(level) - len(known))
		if strangers <= mostStrangers*float64(len(known)) && len(known) > len(best) {
			best = known
		}
	}
	return best
}

// claim gives each glyph the figure that it, and no other, is clearly like among
// those not yet claimed. It returns how many it gave.
func claim(level []figureShape, claimed map[byte]bool) int {
	by := map[byte][]int{}
	for i := range level {
		if level[i].digit != 0 {
			continue
		}
		if d := level[i].best(claimed); d != 0 {
			by[d] = append(by[d], i)
		}
	}
	n := 0
	for d, who := range by {
		if len(who) == 1 {
			level[who[0]].digit = d
			claimed[d] = true
			n++
		}
	}
	return n
}

// best gives the figure that a shape is clearly like, those claimed left out; 0
// for none.
func (f *figureShape) best(claimed map[byte]bool) byte {
	digit, best, next := byte(0), 0.0, 0.0
	for i, l := range f.like {
		switch d := '0' + byte(i); {
		case claimed[d]:
		case l > best:
			digit, best, next = d, l, best
		default:
			next = max(next, l)
		}
	}
	if best < surely || best < next+surelyBetter {
		return 0
	}
	return digit
}

// figures gives how much a shape is like each figure. The hole of a 6 is below
// the middle, that of a 9 above.
func (s *shape) figures() (like [figuresInRow]float64) {
	holes, ok := s.holes()
	if !ok || holes >= len(figurePatterns) {
		return like
	}
	if w, h := s.size(); holes == 0 && w < narrowOne*h {
		like[1] = surely + surelyBetter
		return like
	}
	ink := s.ink()
	for _, f := range figurePatterns[holes] {
		like[f.digit-'0'] = max(like[f.digit-'0'], likeTo(&ink, f.pattern))
	}
	if holes == 1 {
		if s.holeLow() {
			like[9] = 0
		} else {
			like[6] = 0
		}
	}
	return like
}

// holeLow reports whether the middle of the smallest contour is in the lower half
// of the shape.
func (s *shape) holeLow() bool {
	hole := slices.MinFunc(s.contours, func(a, b []point) int { return cmp.Compare(math.Abs(area(a)), math.Abs(area(b))) })
	b := boxOf(hole)
	return b[1]+b[3] < s.box[1]+s.box[3]
}

func (s *shape) size() (w, h float64) { return s.box[2] - s.box[0], s.box[3] - s.box[1] }

// level reports whether two shapes stand on one line and are of one height.
func (s *shape) level(o *shape) bool {
	_, h := o.size()
	return math.Abs(s.box[1]-o.box[1]) < sameHeight*h && math.Abs(s.box[3]-o.box[3]) < sameHeight*h
}

// upright undoes a slant: how far to the right a point stands for each unit up.
func (s *shape) upright(slant float64) *shape {
	if slant == 0 {
		return s
	}
	contours := make([][]point, len(s.contours))
	for i, c := range s.contours {
		contours[i] = make([]point, len(c))
		for k, p := range c {
			contours[i][k] = point{p.x - slant*p.y, p.y}
		}
	}
	return &shape{contours: contours, box: boxOf(slices.Concat(contours...))}
}

// Places and sizes of the signs, in parts of the height of the figures.
const (
	dotSize     = 0.3  // a point is no larger
	tailBelow   = 0.06 // a comma reaches so far below the figures
	tailTop     = 0.35 // and no higher above their foot
	dashHeight  = 0.2
	dashLow     = 0.2 // a minus stands between these
	dashHigh    = 0.65
	dashLength  = 0.8 // longer ones are dashes
	bracketTall = 1.05
	bracketWide = 0.5
	bracketBend = 0.15 // of its width: how far its middle is from its ends
)

// sign gives the sign between figures of a height that stand on foot; 0 for none.
func (s *shape) sign(foot, height float64) byte {
	if len(s.contours) != 1 {
		return 0
	}
	w, h := s.size()
	w, h = w/height, h/height
	bottom, top := (s.box[1]-foot)/height, (s.box[3]-foot)/height
	switch {
	case h < dotSize && w < dotSize && math.Abs(bottom) < tailBelow && max(w, h) < 1.6*min(w, h):
		return '.'
	case bottom < -tailBelow && top < tailTop && top > 0 && w < tailTop && h < 2*tailTop:
		return ','
	case h < dashHeight && w > 1.5*h && w < dashLength && bottom > dashLow && top < dashHigh:
		return '-'
	case h > bracketTall && w < bracketWide:
		return s.bracket()
	}
	return 0
}

// bracket tells which round bracket a shape is; 0 for none.
func (s *shape) bracket() byte {
	w, h := s.size()
	var mid, ends, nm, ne float64
	for _, p := range s.contours[0] {
		if y := (p.y - s.box[1]) / h; y > 1.0/3 && y < 2.0/3 {
			mid, nm = mid+p.x, nm+1
		} else {
			ends, ne = ends+p.x, ne+1
		}
	}
	switch bend := (mid/nm - ends/ne) / w; {
	case nm == 0 || ne == 0:
		return 0
	case bend < -bracketBend:
		return '('
	case bend > bracketBend:
		return ')'
	}
	return 0
}
