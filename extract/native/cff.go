package native

import "slices"

// cffFont is what is read of a CFF font program.
type cffFont struct {
	b        []byte
	strings  [][]byte
	names    []string // by glyph; nil when the font is CID-keyed
	encoding map[int]int

	glyphs    [][]byte          // charstrings
	byCID     map[uint32]uint16 // glyphs of a CID-keyed font; nil for another
	global    [][]byte          // subroutines
	local     [][][]byte        // subroutines of each font dictionary
	dictOf    []byte            // font dictionary of each glyph; nil where there is one
	malformed bool              // its outlines cannot be read
}

// Operators of CFF dictionaries; those of two bytes are numbered 1200 and up.
const (
	opCharset     = 15
	opEncoding    = 16
	opCharStrings = 17
	opPrivate     = 18
	opSubrs       = 19
	opROS         = 1230
	opFDArray     = 1236
	opFDSelect    = 1237
)

// parseCFF reads charset, encoding and charstrings; nil when b is no CFF font.
func parseCFF(b []byte) (f *cffFont) {
	defer func() {
		if recover() != nil { // an offset beyond the data
			f = nil
		}
	}()
	if len(b) < 4 || b[0] != 1 {
		return nil
	}
	f = &cffFont{b: b}
	_, at := f.index(int(b[2]))
	tops, at := f.index(at)
	f.strings, at = f.index(at)
	if len(tops) == 0 {
		return nil
	}
	top := cffDict(tops[0])
	f.glyphs, _ = f.index(top.last(opCharStrings))
	if len(f.glyphs) == 0 {
		return f
	}
	f.readSubroutines(top, at)
	sids := f.charset(top.last(opCharset), len(f.glyphs))
	if _, cidKeyed := top[opROS]; cidKeyed {
		f.byCID = make(map[uint32]uint16, len(sids))
		for g, cid := range sids {
			f.byCID[uint32(cid)] = uint16(g)
		}
		return f
	}
	f.names = make([]string, len(sids))
	for g, sid := range sids {
		f.names[g] = f.name(sid)
	}
	f.readEncoding(top.last(opEncoding))
	return f
}

// readSubroutines reads what the charstrings call. Where that fails the font
// has no outlines; the rest of it is good.
func (f *cffFont) readSubroutines(top cffTop, global int) {
	defer func() {
		if recover() != nil { // an offset beyond the data
			f.malformed = true
		}
	}()
	f.global, _ = f.index(global)
	dicts := [][]byte{}
	if at, ok := top[opFDArray]; ok && len(at) > 0 {
		dicts, _ = f.index(at[0])
		f.readSelect(top.last(opFDSelect))
	} else {
		f.local = [][][]byte{f.privateSubrs(top)}
	}
	for _, d := range dicts {
		f.local = append(f.local, f.privateSubrs(cffDict(d)))
	}
}

// privateSubrs reads the subroutines of the Private dictionary that d names by
// its size and offset.
func (f *cffFont) privateSubrs(d cffTop) [][]byte {
	p := d[opPrivate]
	if len(p) < 2 || p[0] <= 0 {
		return nil
	}
	subrs, ok := cffDict(f.b[p[1] : p[1]+p[0]])[opSubrs]
	if !ok || len(subrs) == 0 {
		return nil
	}
	items, _ := f.index(p[1] + subrs[0])
	return items
}

// readSelect reads which font dictionary each glyph goes by.
func (f *cffFont) readSelect(at int) {
	n := len(f.glyphs)
	switch f.b[at] {
	case 0:
		f.dictOf = f.b[at+1 : at+1+n]
	case 3:
		f.dictOf = make([]byte, n)
		ranges := bigEndian(f.b[at+1 : at+3])
		for i := range ranges {
			e := f.b[at+3+3*i:]
			for g := bigEndian(e[:2]); g < min(n, bigEndian(e[3:5])); g++ {
				f.dictOf[g] = e[2]
			}
		}
	default:
		f.malformed = true
	}
}

// index reads an INDEX structure: its items and where it ends.
func (f *cffFont) index(at int) ([][]byte, int) {
	n := bigEndian(f.b[at : at+2])
	if n == 0 {
		return nil, at + 2
	}
	size := int(f.b[at+2])
	offset := func(i int) int { return bigEndian(f.b[at+3+i*size : at+3+(i+1)*size]) }
	base := at + 3 + (n+1)*size - 1
	items := make([][]byte, 0, n)
	for i := range n {
		items = append(items, f.b[base+offset(i):base+offset(i+1)])
	}
	return items, base + offset(n)
}

// cffTop is a dictionary: the integer operands of each operator.
type cffTop map[int][]int

// last gives the last operand of an operator; 0 where there is none.
func (t cffTop) last(op int) int {
	if v := t[op]; len(v) > 0 {
		return v[len(v)-1]
	}
	return 0
}

// cffDict reads a dictionary; real numbers are taken for 0.
func cffDict(b []byte) cffTop {
	m := cffTop{}
	var args []int
	for i := 0; i < len(b); {
		c := int(b[i])
		switch {
		case c <= 21:
			if c == 12 {
				i++
				c = 1200 + int(b[i])
			}
			m[c] = args
			args = nil
			i++
		case c == 28:
			args = append(args, int(int16(bigEndian(b[i+1:i+3]))))
			i += 3
		case c == 29:
			args = append(args, int(int32(bigEndian(b[i+1:i+5]))))
			i += 5
		case c == 30: // a real number
			for i++; b[i]&0xf != 0xf && b[i]>>4 != 0xf; i++ {
			}
			args = append(args, 0)
			i++
		case c <= 246:
			args = append(args, c-139)
			i++
		case c <= 250:
			args = append(args, (c-247)*256+int(b[i+1])+108)
			i += 2
		case c <= 254:
			args = append(args, -(c-251)*256-int(b[i+1])-108)
			i += 2
		default:
			i++
		}
	}
	return m
}

// charset gives the string of each glyph.
func (f *cffFont) charset(at, glyphs int) []int {
	sids := make([]int, 1, glyphs)
	if at <= 2 { // predefined; ISOAdobe in effect
		for g := 1; g < glyphs; g++ {
			sids = append(sids, g)
		}
		return sids
	}
	format := f.b[at]
	at++
	for len(sids) < glyphs {
		sid := bigEndian(f.b[at : at+2])
		at += 2
		left := 0
		switch format {
		case 1:
			left = int(f.b[at])
			at++
		case 2:
			left = bigEndian(f.b[at : at+2])
			at += 2
		}
		for k := 0; k <= left && len(sids) < glyphs; k++ {
			sids = append(sids, sid+k)
		}
	}
	return sids
}

func (f *cffFont) name(sid int) string {
	if std := cffNamesBySID(); sid < len(std) {
		return std[sid]
	}
	if i := sid - cffStandardStrings; i >= 0 && i < len(f.strings) {
		return string(f.strings[i])
	}
	return ""
}

// readEncoding reads which glyph a code shows; nil stands for the standard
// encoding.
func (f *cffFont) readEncoding(at int) {
	if at <= 1 {
		return
	}
	f.encoding = map[int]int{}
	format := f.b[at] & 0x7f
	n := int(f.b[at+1])
	at += 2
	g := 1
	for range n {
		code, left := int(f.b[at]), 0
		at++
		if format == 1 {
			left = int(f.b[at])
			at++
		}
		for k := 0; k <= left; k++ {
			f.encoding[code+k] = g
			g++
		}
	}
}

// glyphNamed gives the glyph of a name; 0 where there is none.
func (f *cffFont) glyphNamed(name string) uint16 {
	return uint16(max(0, slices.Index(f.names, name)))
}

// namesByCode gives the glyph names by code; nil when there are none.
func (f *cffFont) namesByCode() map[int]string {
	if f == nil || f.names == nil {
		return nil
	}
	m := map[int]string{}
	if f.encoding == nil {
		return standardNames()
	}
	for c, g := range f.encoding {
		if g < len(f.names) {
			m[c] = f.names[g]
		}
	}
	return m
}

// namesByGlyph gives the glyph names by glyph index; nil when there are none.
func (f *cffFont) namesByGlyph() map[int]string {
	if f == nil || f.names == nil {
		return nil
	}
	m := map[int]string{}
	for g, n := range f.names {
		m[g] = n
	}
	return m
}
