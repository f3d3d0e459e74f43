package native

import (
	"sort"
	"strings"
	"unicode/utf16"
)

// cmap is a parsed CMap: a ToUnicode map, or the encoding of a composite font.
type cmap struct {
	spaces []codespace
	chars  map[uint32]string // bfchar: code → text
	ranges []textRange       // bfrange, by lo
	cids   map[uint32]uint32 // cidchar
	cidRng []cidRange        // cidrange, by lo
	use    string            // usecmap
	wmode  int
}

type codespace struct {
	n      int // bytes
	lo, hi uint32
}

// textRange maps lo…hi to text, the last character of which counts up.
type textRange struct {
	lo, hi uint32
	text   string
}

type cidRange struct{ lo, hi, cid uint32 }

// maxMapped bounds the entries of one CMap: a map of all 2-byte codes fits.
const maxMapped = 1 << 18

// parseCMap reads a CMap. It takes what it understands and never fails.
func parseCMap(src []byte) *cmap {
	m := &cmap{chars: map[uint32]string{}}
	lx := lexer{src: src}
	var (
		args []operand
		last operand
	)
	for {
		t := lx.next()
		if t.kind == kEnd {
			break
		}
		if t.kind != kOperator {
			if t.kind == kOpen && len(args)%3 == 2 {
				// bfrange with an array of texts: expand here
				m.arrayRange(&lx, args[len(args)-2:])
				args = args[:len(args)-2]
				continue
			}
			if len(args) < 4096 {
				args = append(args, t)
			}
			last = t
			continue
		}
		switch string(t.b) {
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				if n := len(args[i].b); n > 0 && n <= 4 && len(m.spaces) < 256 {
					m.spaces = append(m.spaces, codespace{n, codeOf(args[i].b), codeOf(args[i+1].b)})
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args) && len(m.chars) < maxMapped; i += 2 {
				m.chars[codeOf(args[i].b)] = bfText(args[i+1])
			}
		case "endbfrange":
			for i := 0; i+2 < len(args) && len(m.ranges) < maxMapped; i += 3 {
				m.ranges = append(m.ranges, textRange{codeOf(args[i].b), codeOf(args[i+1].b), bfText(args[i+2])})
			}
		case "endcidchar":
			if m.cids == nil {
				m.cids = map[uint32]uint32{}
			}
			for i := 0; i+1 < len(args) && len(m.cids) < maxMapped; i += 2 {
				m.cids[codeOf(args[i].b)] = uint32(args[i+1].n)
			}
		case "endcidrange":
			for i := 0; i+2 < len(args) && len(m.cidRng) < maxMapped; i += 3 {
				m.cidRng = append(m.cidRng, cidRange{codeOf(args[i].b), codeOf(args[i+1].b), uint32(args[i+2].n)})
			}
		case "usecmap":
			m.use = string(last.b)
		case "def":
			if n := len(args); n >= 2 && string(args[n-2].b) == "WMode" {
				m.wmode = int(args[n-1].n)
			}
		}
		args = args[:0]
	}
	sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].lo < m.ranges[j].lo })
	sort.SliceStable(m.cidRng, func(i, j int) bool { return m.cidRng[i].lo < m.cidRng[j].lo })
	return m
}

func (m *cmap) arrayRange(lx *lexer, ends []operand) {
	lo, hi := codeOf(ends[0].b), codeOf(ends[1].b)
	for c := lo; ; c++ {
		t := lx.next()
		if t.kind == kClose || t.kind == kEnd {
			return
		}
		if c <= hi && c >= lo && len(m.chars) < maxMapped {
			m.chars[c] = bfText(t)
		}
	}
}

func codeOf(b []byte) uint32 {
	var c uint32
	for _, x := range b[:min(len(b), 4)] {
		c = c<<8 | uint32(x)
	}
	return c
}

// bfText reads the target of a mapping: UTF-16BE, or a glyph name.
func bfText(t operand) string {
	if t.kind == kName {
		return nameText(string(t.b))
	}
	b := t.b
	if len(b) == 1 {
		return string(rune(b[0]))
	}
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(u))
}

// text gives what a ToUnicode map says of a code.
func (m *cmap) text(c uint32) (string, bool) {
	if s, ok := m.chars[c]; ok {
		return s, true
	}
	i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].lo > c }) - 1
	for ; i >= 0; i-- {
		r := &m.ranges[i]
		if c > r.hi {
			const overlap = 64 // ranges looked at behind the nearest
			if i+overlap < len(m.ranges) {
				break
			}
			continue
		}
		rs := []rune(r.text)
		if len(rs) == 0 {
			return "", true
		}
		rs[len(rs)-1] += rune(c - r.lo)
		return string(rs), true
	}
	return "", false
}

func (m *cmap) cid(c uint32) (uint32, bool) {
	if v, ok := m.cids[c]; ok {
		return v, true
	}
	i := sort.Search(len(m.cidRng), func(i int) bool { return m.cidRng[i].lo > c }) - 1
	if i >= 0 && c <= m.cidRng[i].hi {
		return m.cidRng[i].cid + c - m.cidRng[i].lo, true
	}
	return 0, false
}

// codec tells how a predefined CMap writes characters.
type codec uint8

const (
	codecNone    codec = iota
	codecTwo           // two bytes a code, the code is the CID
	codecGBK           // one or two bytes of GBK
	codecGB18030       // one, two or four bytes of GB 18030
	codecUCS2          // two bytes of UCS-2
	codecUTF16         // UTF-16, surrogates are four bytes
	codecUTF8
	codecUTF32
	codecSJIS
	codecEUCJP
	codecJIS // JIS X 0208 in seven bits
	codecUHC
	codecBig5
	codecGB7    // GB 2312 in seven bits
	codecSpaces // by the codespace ranges of an embedded CMap
)

// predefined reads the name of a CMap.
func predefined(name string) (c codec, vertical bool) {
	vertical = strings.HasSuffix(name, "-V") || name == "V"
	switch {
	case strings.HasPrefix(name, "Identity"):
		return codecTwo, vertical
	case strings.HasPrefix(name, "GBK2K"):
		return codecGB18030, vertical
	case strings.HasPrefix(name, "GBK"), strings.HasPrefix(name, "GB-EUC"), strings.HasPrefix(name, "GBpc-EUC"):
		return codecGBK, vertical
	case strings.Contains(name, "UCS2"):
		return codecUCS2, vertical
	case strings.Contains(name, "UTF16"):
		return codecUTF16, vertical
	case strings.Contains(name, "UTF8"):
		return codecUTF8, vertical
	case strings.Contains(name, "UTF32"):
		return codecUTF32, vertical
	}
	set, _ := charsetOf(name)
	return set.codec, vertical
}

// halfWidthASCII reports whether a predefined CMap of Adobe-GB1 shows ASCII
// with the half-width glyphs, not the proportional ones.
func halfWidthASCII(name string) bool {
	for _, p := range []string{"GBK-EUC", "GB-EUC"} {
		if strings.HasPrefix(name, p+"-") {
			return true
		}
	}
	return false
}
