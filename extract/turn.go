package extract

import "math"

// Turns counts glyphs by the quarter turns, clockwise, that their text is
// turned from upright on the page as shown.
type Turns [4]int

// minTurned is how many glyphs a page must hold to be turned with its text, and
// turnedShare the part of them, of 100, that must be turned alike.
const minTurned, turnedShare = 20, 60

// Add counts a glyph whose text runs in the direction (dx, dy) on the page.
func (t *Turns) Add(dx, dy float64) {
	switch {
	case math.Abs(dx) >= math.Abs(dy) && dx >= 0:
		t[0]++
	case math.Abs(dx) >= math.Abs(dy):
		t[2]++
	case dy > 0:
		t[1]++
	default:
		t[3]++
	}
}

// Page gives the quarter turns that the text of the page as a whole is turned;
// 0 where it stands upright or no direction prevails.
func (t *Turns) Page() int {
	all := t[0] + t[1] + t[2] + t[3]
	for k := 1; k < len(t); k++ {
		if all >= minTurned && 100*t[k] >= turnedShare*all {
			return k
		}
	}
	return 0
}

// Upright gives the matrix (a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x +
// d·y + f) that turns a page of width w and height h back by quarter turns, and
// its size then.
func Upright(quarters int, w, h float64) (m [6]float64, width, height float64) {
	switch quarters {
	case 1:
		return [6]float64{0, -1, 1, 0, 0, w}, h, w
	case 2:
		return [6]float64{-1, 0, 0, -1, w, h}, w, h
	case 3:
		return [6]float64{0, 1, -1, 0, h, 0}, h, w
	}
	return [6]float64{1, 0, 0, 1, 0, 0}, w, h
}
