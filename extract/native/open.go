package native

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

// document is one open file with what was parsed of it so far.
type document struct {
	lim      extract.Limits
	deadline time.Time
	data     []byte
	rd       *pdf.Reader
	crypt    *decrypter    // nil for a document that is not encrypted
	starts   []objectStart // objects by offset, for decryption
	pages    []pageObject
	layers   layers
	warnings []string // what is wrong with the structure of the file
	inflated int64    // bytes decompressed so far

	fonts   map[string]*font  // by reference, or by the text of a direct dictionary
	alike   map[string]string // text of the shapes that fonts draw; nil until asked for
	streams map[string][]byte
	inflate inflater
}

type objectStart struct{ offset, num, gen int }

// pageObject is a page with what it inherits from the tree above it.
type pageObject struct {
	v         pdf.Value
	resources pdf.Value
	media     pdf.Value
	crop      pdf.Value
	rotate    int
}

// readOften bounds what the library reads of a file, bytes; 64 times its size
// is added.
const readOften = 1 << 30

// readBudget is the io.ReaderAt given to the library. It ends loops of damaged
// cross references, which read the same bytes for ever.
type readBudget struct {
	data   []byte
	behind []byte // what stands behind data
	left   int64
}

func (b *readBudget) ReadAt(p []byte, off int64) (int, error) {
	var n int
	if off >= 0 && off < int64(len(b.data)) {
		n = copy(p, b.data[off:])
	}
	if rest := off + int64(n) - int64(len(b.data)); rest >= 0 && rest < int64(len(b.behind)) {
		n += copy(p[n:], b.behind[rest:])
	}
	b.left -= int64(n) + 64
	if b.left < 0 {
		panic(thrown{fmt.Errorf("file read over and over: %w", extract.ErrLimit)})
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func openDocument(ctx context.Context, data []byte, lim extract.Limits) (*document, error) {
	body, err := trimFile(data)
	if err != nil {
		return nil, err
	}
	d := &document{
		lim: lim, deadline: time.Now().Add(lim.Time), data: body,
		fonts: map[string]*font{}, streams: map[string][]byte{},
	}
	err = d.load(ctx, false)
	if err != nil && errors.Is(err, extract.ErrMalformed) {
		d.pages = nil
		if d.load(ctx, true) == nil {
			return d, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// load reads the objects and the page tree; with search, the objects are
// looked for although the cross references seemed sound.
func (d *document) load(ctx context.Context, search bool) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = panicError(x, extract.ErrMalformed)
		}
	}()
	st, err := d.readStructure(search)
	if err != nil {
		return err
	}
	d.warnings = nil
	if st.mended {
		d.warnings = append(d.warnings, "cross references are damaged: objects were looked for, some may be lost")
	}
	behind, err := st.rewrite()
	if err != nil {
		return err
	}
	if d.crypt = st.crypt; d.crypt != nil {
		d.starts = d.starts[:0]
		for num, p := range st.objects {
			if p.offset >= 0 {
				d.starts = append(d.starts, objectStart{p.offset, num, p.gen})
			}
		}
		slices.SortFunc(d.starts, func(a, b objectStart) int { return cmp.Compare(a.offset, b.offset) })
	}
	size := int64(len(d.data) + len(behind))
	d.rd, err = pdf.NewReader(&readBudget{data: d.data, behind: behind, left: readOften + 64*size}, size)
	if err != nil {
		return fmt.Errorf("%v: %w", err, extract.ErrMalformed)
	}
	root := d.rd.Trailer().Key("Root").Key("Pages")
	if root.Kind() != pdf.Dict {
		return fmt.Errorf("no page tree: %w", extract.ErrMalformed)
	}
	if err := d.walkPages(ctx, root, pageObject{}, 0); err != nil {
		return err
	}
	if n := root.Key("Count"); n.Kind() == pdf.Integer && int64(len(d.pages)) < n.Int64() {
		d.warnings = append(d.warnings, fmt.Sprintf("pages are lost: %d of %d are there", len(d.pages), n.Int64()))
	}
	d.layers = readLayers(d.rd.Trailer().Key("Root"))
	if len(d.pages) == 0 {
		return fmt.Errorf("no pages: %w", extract.ErrMalformed)
	}
	return nil
}

// trimFile cuts what stands before the header and after the last %%EOF, and
// makes the header one that the library accepts.
func trimFile(data []byte) ([]byte, error) {
	const headerWindow = 1024
	i := bytes.Index(data[:min(len(data), headerWindow)], []byte("%PDF-"))
	if i < 0 {
		return nil, extract.ErrNotPDF
	}
	data = data[i:]
	if j := bytes.LastIndex(data, []byte("%%EOF")); j >= 0 {
		data = data[:j+5]
	}
	const header = "%PDF-1.7\n"
	if len(data) > len(header) && (data[8] != '\n' && data[8] != '\r' || data[5] != '1') {
		data = append([]byte(nil), data...)
		copy(data, header)
	}
	return data, nil
}

func (d *document) walkPages(ctx context.Context, node pdf.Value, up pageObject, depth int) error {
	if depth > d.lim.Depth {
		return fmt.Errorf("page tree deeper than %d: %w", d.lim.Depth, extract.ErrLimit)
	}
	d.checkTime(ctx)
	p := up
	p.v = node
	if v := node.Key("Resources"); v.Kind() == pdf.Dict {
		p.resources = v
	}
	if v := node.Key("MediaBox"); v.Len() == 4 {
		p.media = v
	}
	if v := node.Key("CropBox"); v.Len() == 4 {
		p.crop = v
	}
	if v := node.Key("Rotate"); v.Kind() == pdf.Integer || v.Kind() == pdf.Real {
		p.rotate = int(v.Float64())
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Kind() != pdf.Dict {
			return nil
		}
		if len(d.pages) >= d.lim.Pages {
			return fmt.Errorf("more than %d pages: %w", d.lim.Pages, extract.ErrLimit)
		}
		d.pages = append(d.pages, p)
		return nil
	}
	for i := 0; i < kids.Len(); i++ {
		kid, ok := safeIndex(kids, i)
		if !ok {
			continue
		}
		if err := d.walkPages(ctx, kid, p, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// safeIndex reads an element that may be damaged.
func safeIndex(v pdf.Value, i int) (e pdf.Value, ok bool) {
	defer func() {
		if x := recover(); x != nil {
			if t, is := x.(thrown); is {
				panic(t)
			}
			e, ok = pdf.Value{}, false
		}
	}()
	return v.Index(i), true
}

// safeKey reads an entry that may be damaged; damage reads as null.
func safeKey(v pdf.Value, key string) (e pdf.Value) {
	defer func() {
		if x := recover(); x != nil {
			if t, is := x.(thrown); is {
				panic(t)
			}
			e = pdf.Value{}
		}
	}()
	return v.Key(key)
}

// pageSpace gives the size of the page as shown and the matrix from its user
// space to ours: points, origin top left, y down.
func (p *pageObject) pageSpace() (w, h float64, rotate int, m matrix) {
	box := rect(p.media)
	if box.X1-box.X0 < 1 || box.Y1-box.Y0 < 1 {
		box = extract.Box{X1: 612, Y1: 792}
	}
	if c := rect(p.crop); c.X1-c.X0 >= 1 && c.Y1-c.Y0 >= 1 {
		c.X0, c.Y0 = math.Max(c.X0, box.X0), math.Max(c.Y0, box.Y0)
		c.X1, c.Y1 = math.Min(c.X1, box.X1), math.Min(c.Y1, box.Y1)
		if c.X1-c.X0 >= 1 && c.Y1-c.Y0 >= 1 {
			box = c
		}
	}
	rotate = ((p.rotate/90*90)%360 + 360) % 360
	w, h = box.X1-box.X0, box.Y1-box.Y0
	switch rotate {
	case 90:
		w, h = h, w
		m = matrix{0, 1, 1, 0, -box.Y0, -box.X0}
	case 180:
		m = matrix{-1, 0, 0, 1, box.X1, -box.Y0}
	case 270:
		w, h = h, w
		m = matrix{0, -1, -1, 0, box.Y1, box.X1}
	default:
		m = matrix{1, 0, 0, -1, -box.X0, box.Y1}
	}
	if u := safeKey(p.v, "UserUnit").Float64(); u > 0 && u != 1 {
		w, h = w*u, h*u
		m = m.mul(matrix{u, 0, 0, u, 0, 0})
	}
	return w, h, rotate, m
}

func rect(v pdf.Value) extract.Box {
	if v.Len() != 4 {
		return extract.Box{}
	}
	a, b, c, e := v.Index(0).Float64(), v.Index(1).Float64(), v.Index(2).Float64(), v.Index(3).Float64()
	return extract.Box{X0: math.Min(a, c), Y0: math.Min(b, e), X1: math.Max(a, c), Y1: math.Max(b, e)}
}

// matrix maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// mul is m first, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// box is the bounding box of a rectangle after m.
func (m matrix) box(x0, y0, x1, y1 float64) extract.Box {
	ax, ay := m.apply(x0, y0)
	bx, by := m.apply(x1, y0)
	cx, cy := m.apply(x1, y1)
	dx, dy := m.apply(x0, y1)
	return extract.Box{
		X0: min(ax, bx, cx, dx), Y0: min(ay, by, cy, dy),
		X1: max(ax, bx, cx, dx), Y1: max(ay, by, cy, dy),
	}
}

func matrixOf(v pdf.Value) matrix {
	if v.Len() != 6 {
		return identity
	}
	var n [6]float64
	for i := range n {
		n[i] = v.Index(i).Float64()
	}
	return matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
}
