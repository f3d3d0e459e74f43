package native

import (
	"encoding/binary"
)

// trueType is what is needed of an embedded TrueType or OpenType font: which
// character a glyph stands for, and whether it draws anything.
type trueType struct {
	tables  map[string][]byte
	chars   map[uint16]rune   // glyph → character, from the Unicode cmap
	symbols map[uint16]uint16 // code → glyph, from a (3,0) or (1,0) cmap
	longLoc bool
	cff     *cffFont // the outlines of an OpenType font that has them there
}

// parseTrueType reads the directory and the cmap; nil when it is none.
func parseTrueType(b []byte) *trueType {
	if len(b) < 12 {
		return nil
	}
	if string(b[:4]) == "ttcf" && len(b) >= 16 {
		off := int(binary.BigEndian.Uint32(b[12:]))
		if off < 0 || off+12 > len(b) {
			return nil
		}
		return parseDirectory(b, off)
	}
	return parseDirectory(b, 0)
}

func parseDirectory(b []byte, at int) *trueType {
	n := int(binary.BigEndian.Uint16(b[at+4:]))
	f := &trueType{tables: map[string][]byte{}, chars: map[uint16]rune{}, symbols: map[uint16]uint16{}}
	for i := 0; i < n; i++ {
		e := at + 12 + 16*i
		if e+16 > len(b) {
			break
		}
		off, size := int64(binary.BigEndian.Uint32(b[e+8:])), int64(binary.BigEndian.Uint32(b[e+12:]))
		if off > int64(len(b)) {
			continue
		}
		f.tables[string(b[e:e+4])] = b[off:min(off+size, int64(len(b)))]
	}
	if len(f.tables) == 0 {
		return nil
	}
	if h := f.tables["head"]; len(h) >= 52 {
		f.longLoc = binary.BigEndian.Uint16(h[50:]) != 0
	}
	f.readCmap(f.tables["cmap"])
	if t := f.tables["CFF "]; len(t) > 0 {
		f.cff = parseCFF(t)
	}
	return f
}

func (f *trueType) readCmap(t []byte) {
	if len(t) < 4 {
		return
	}
	n := int(binary.BigEndian.Uint16(t[2:]))
	for i := 0; i < n && 4+8*i+8 <= len(t); i++ {
		e := t[4+8*i:]
		platform, encoding := binary.BigEndian.Uint16(e), binary.BigEndian.Uint16(e[2:])
		off := int64(binary.BigEndian.Uint32(e[4:]))
		if off+4 > int64(len(t)) {
			continue
		}
		unicode := platform == 0 || platform == 3 && (encoding == 1 || encoding == 10)
		eachMapping(t[off:], func(c uint32, g uint16) {
			if g == 0 {
				return
			}
			if unicode {
				if old, ok := f.chars[g]; !ok || betterChar(rune(c), old) {
					f.chars[g] = rune(c)
				}
				return
			}
			if c >= 0xf000 && c <= 0xf0ff {
				c -= 0xf000
			}
			if c < 256 {
				if _, ok := f.symbols[uint16(c)]; !ok || platform == 3 {
					f.symbols[uint16(c)] = g
				}
			}
		})
	}
}

// betterChar prefers the ordinary character where several share a glyph.
func betterChar(a, b rune) bool {
	return charRank(a) < charRank(b) || charRank(a) == charRank(b) && a < b
}

func charRank(r rune) int {
	switch {
	case r == 0xa0 || r == 0xad || r >= 0x2000 && r <= 0x200f:
		return 2
	case r >= 0x2e80 && r <= 0x2fdf, r >= 0xf900 && r <= 0xfaff, r >= 0x2f800 && r <= 0x2fa1f:
		return 2 // radicals, compatibility ideographs
	case r >= 0xe000 && r <= 0xf8ff, r >= 0xf0000:
		return 3
	}
	return 1
}

// eachMapping walks a cmap subtable of format 0, 4, 6, 10, 12 or 13.
func eachMapping(t []byte, do func(c uint32, g uint16)) {
	u16 := func(i int) int {
		if i < 0 || i+2 > len(t) {
			return 0
		}
		return int(binary.BigEndian.Uint16(t[i:]))
	}
	u32 := func(i int) int64 {
		if i < 0 || i+4 > len(t) {
			return 0
		}
		return int64(binary.BigEndian.Uint32(t[i:]))
	}
	switch u16(0) {
	case 0:
		for c := 0; c < 256 && 6+c < len(t); c++ {
			do(uint32(c), uint16(t[6+c]))
		}
	case 4:
		seg := u16(6) / 2
		end, start, delta, offset := 14, 16+2*seg, 16+4*seg, 16+6*seg
		if offset+2*seg > len(t) {
			return
		}
		for i := 0; i < seg; i++ {
			lo, hi, d, o := u16(start+2*i), u16(end+2*i), u16(delta+2*i), u16(offset+2*i)
			for c := lo; c <= hi && c < 0xffff; c++ {
				g := c + d
				if o != 0 {
					g = u16(offset + 2*i + o + 2*(c-lo))
					if g != 0 {
						g += d
					}
				}
				do(uint32(c), uint16(g))
			}
		}
	case 6:
		first, n := u16(6), u16(8)
		for i := 0; i < n && 10+2*i+2 <= len(t); i++ {
			do(uint32(first+i), uint16(u16(10+2*i)))
		}
	case 10:
		first, n := u32(12), u32(16)
		for i := int64(0); i < n && 20+2*i+2 <= int64(len(t)); i++ {
			do(uint32(first+i), uint16(u16(int(20+2*i))))
		}
	case 12, 13:
		n := u32(12)
		many := u16(0) == 13
		for i := int64(0); i < n && 16+12*i+12 <= int64(len(t)); i++ {
			at := int(16 + 12*i)
			lo, hi, g := u32(at), u32(at+4), u32(at+8)
			if hi > 0x10ffff || hi-lo > 0xffff {
				continue
			}
			for c := lo; c <= hi; c++ {
				if many {
					do(uint32(c), uint16(g))
				} else {
					do(uint32(c), uint16(g+c-lo))
				}
			}
		}
	}
}

// outline gives the description of a glyph's shape; nil where there is none.
func (f *trueType) outline(g uint16) []byte {
	if f.cff != nil {
		return f.cff.outline(g)
	}
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to int64
	if i := 4 * int(g); f.longLoc {
		if i+8 > len(loca) {
			return nil
		}
		from, to = int64(binary.BigEndian.Uint32(loca[i:])), int64(binary.BigEndian.Uint32(loca[i+4:]))
	} else if i := 2 * int(g); i+4 <= len(loca) {
		from, to = 2*int64(binary.BigEndian.Uint16(loca[i:])), 2*int64(binary.BigEndian.Uint16(loca[i+2:]))
	}
	if from >= to || to > int64(len(glyf)) {
		return nil
	}
	return glyf[from:to]
}

// count gives how many glyphs the font has.
func (f *trueType) count() int {
	switch n := len(f.tables["loca"]); {
	case f.cff != nil:
		return f.cff.count()
	case f.longLoc:
		return n/4 - 1
	default:
		return n/2 - 1
	}
}

// shape is the outline of a glyph; nil where it cannot be told.
func (f *trueType) shape(g uint16) *shape {
	if f.cff != nil {
		return f.cff.shape(g)
	}
	return glyphShape(f.outline(g))
}

// empty reports whether a glyph is known to draw nothing.
func (f *trueType) empty(g uint16) bool {
	loca := f.tables["loca"]
	if f.longLoc {
		i := 4 * int(g)
		return i+8 <= len(loca) && binary.BigEndian.Uint32(loca[i:]) == binary.BigEndian.Uint32(loca[i+4:])
	}
	i := 2 * int(g)
	return i+4 <= len(loca) && binary.BigEndian.Uint16(loca[i:]) == binary.BigEndian.Uint16(loca[i+2:])
}
