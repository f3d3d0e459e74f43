package native

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gb1Row tells that the cells of a row of GB 2312, from first to last, are
// the CIDs of Adobe-GB1 from cid on. row and cells are bytes of EUC-CN.
type gb1Row struct {
	row, first, last byte
	cid              uint32
}

// gb1Symbols are the rows before the ideographs, which are not filled.
var gb1Symbols = []gb1Row{
	{0xa1, 0xa1, 0xfe, 96}, {0xa2, 0xb1, 0xe2, 190}, {0xa2, 0xe5, 0xee, 240}, {0xa2, 0xf1, 0xfc, 250},
	{0xa3, 0xa1, 0xfe, 262}, {0xa4, 0xa1, 0xf3, 356}, {0xa5, 0xa1, 0xf6, 439}, {0xa6, 0xa1, 0xb8, 525},
	{0xa6, 0xc1, 0xf5, 549}, {0xa7, 0xa1, 0xc1, 602}, {0xa7, 0xd1, 0xf1, 635}, {0xa8, 0xa1, 0xc0, 668},
	{0xa8, 0xc5, 0xea, 700}, {0xa9, 0xa4, 0xef, 738},
}

// The ideographs: 94 cells a row, but for the last row of level 1.
const (
	gb1Level1     = 940  // b0a1
	gb1Level2     = 4695 // d8a1
	gb1Level2End  = 7703 // after f7fe
	gb1Proportion = 1    // the space of the proportional ASCII; the rest follows
	gb1Half       = 814  // ! of the half-width ASCII; the rest follows
	gb1HalfSpace  = 7716
	gb1RowCells   = 94
)

// adobeGB1 gives the character of a CID of Adobe-GB1: ASCII and GB 2312; 0
// for the others.
func adobeGB1(collection string, cid uint32) rune {
	if collection != "Adobe-GB1" {
		return 0
	}
	switch {
	case cid >= gb1Proportion && cid < gb1Proportion+95:
		return rune(' ' + cid - gb1Proportion)
	case cid >= gb1Half && cid < gb1Half+94:
		return rune('!' + cid - gb1Half)
	case cid == gb1HalfSpace:
		return ' '
	case cid >= gb1Level1 && cid < gb1Level2:
		return gbRune(0xb0+byte((cid-gb1Level1)/gb1RowCells), 0xa1+byte((cid-gb1Level1)%gb1RowCells))
	case cid >= gb1Level2 && cid < gb1Level2End:
		return gbRune(0xd8+byte((cid-gb1Level2)/gb1RowCells), 0xa1+byte((cid-gb1Level2)%gb1RowCells))
	}
	for _, r := range gb1Symbols {
		if cid >= r.cid && cid <= r.cid+uint32(r.last-r.first) {
			return gbRune(r.row, r.first+byte(cid-r.cid))
		}
	}
	return 0
}

func gbRune(a, b byte) rune {
	t, err := simplifiedchinese.GB18030.NewDecoder().Bytes([]byte{a, b})
	if err != nil {
		return 0
	}
	r, _ := utf8.DecodeRune(t)
	if r == utf8.RuneError || r >= 0xe000 && r <= 0xf8ff {
		return 0
	}
	return r
}
