package pdfium

import (
	"math"

	"github.com/klippa-app/go-pdfium/structs"

	"yusuan/extract"
)

// matrix maps x, y to a·x+c·y+e, b·x+d·y+f.
type matrix struct{ a, b, c, d, e, f float64 }

func fromPDFium(m structs.FPDF_FS_MATRIX) matrix {
	return matrix{float64(m.A), float64(m.B), float64(m.C), float64(m.D), float64(m.E), float64(m.F)}
}

// then gives the matrix that applies m first and n to what it gives.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(x, y float64) extract.Point {
	return extract.Point{X: m.a*x + m.c*y + m.e, Y: m.b*x + m.d*y + m.f}
}

// box gives the upright box around a mapped rectangle.
func (m matrix) box(x0, y0, x1, y1 float64) extract.Box {
	p := m.apply(x0, y0)
	b := extract.Box{X0: p.X, Y0: p.Y, X1: p.X, Y1: p.Y}
	for _, q := range []extract.Point{m.apply(x1, y0), m.apply(x0, y1), m.apply(x1, y1)} {
		b.X0, b.X1 = min(b.X0, q.X), max(b.X1, q.X)
		b.Y0, b.Y1 = min(b.Y0, q.Y), max(b.Y1, q.Y)
	}
	return b
}

// scale is how much longer a length gets, on average over all directions.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func intersect(a, b extract.Box) extract.Box {
	r := extract.Box{X0: max(a.X0, b.X0), Y0: max(a.Y0, b.Y0), X1: min(a.X1, b.X1), Y1: min(a.Y1, b.Y1)}
	r.X1, r.Y1 = max(r.X0, r.X1), max(r.Y0, r.Y1)
	return r
}
