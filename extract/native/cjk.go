package native

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// charset is what a predefined CMap that writes a national character set needs
// beside its codec.
type charset struct {
	prefix string // of the name of the CMap
	codec  codec
	half   uint32 // CID of the half-width space, where ASCII is so wide; 0 where it is proportional
}

// charsets are the predefined CMaps of Japan, Korea and Taiwan, and of GB 2312
// in seven bits.
var charsets = []charset{
	{"90ms-RKSJ-", codecSJIS, 231}, {"90msp-RKSJ-", codecSJIS, 0}, {"90pv-RKSJ-", codecSJIS, 0}, {"83pv-RKSJ-", codecSJIS, 0},
	{"Add-RKSJ-", codecSJIS, 231}, {"Ext-RKSJ-", codecSJIS, 231}, {"78-RKSJ-", codecSJIS, 231}, {"RKSJ-", codecSJIS, 231},
	{"EUC-", codecEUCJP, 231}, {"78-EUC-", codecEUCJP, 231}, {"Add-", codecJIS, 0}, {"Ext-", codecJIS, 0}, {"78-", codecJIS, 0},
	{"KSC-EUC-", codecUHC, 8094}, {"KSCms-UHC-HW-", codecUHC, 8094}, {"KSCms-UHC-", codecUHC, 0}, {"KSCpc-EUC-", codecUHC, 0},
	{"B5pc-", codecBig5, 0}, {"ETenms-B5-", codecBig5, 0}, {"ETen-B5-", codecBig5, 13648}, {"HKscs-B5-", codecBig5, 0},
	{"GB-", codecGB7, 0},
}

// charsetOf finds the character set that a predefined CMap writes.
func charsetOf(name string) (charset, bool) {
	if name == "H" || name == "V" {
		return charset{codec: codecJIS}, true
	}
	for _, c := range charsets {
		if rest, ok := strings.CutPrefix(name, c.prefix); ok && (rest == "H" || rest == "V") {
			return c, true
		}
	}
	return charset{}, false
}

// encodingOf gives the encoding that the codes of a codec are written in; nil
// where they are no national character set.
func encodingOf(c codec) encoding.Encoding {
	switch c {
	case codecGBK, codecGB18030, codecGB7:
		return simplifiedchinese.GB18030
	case codecSJIS:
		return japanese.ShiftJIS
	case codecEUCJP, codecJIS:
		return japanese.EUCJP
	case codecUHC:
		return korean.EUCKR
	case codecBig5:
		return traditionalchinese.Big5
	}
	return nil
}

// decodeCharset reads one code of a national character set; those of seven bits
// are the same with their high bits set.
func decodeCharset(c codec, s []byte) rune {
	if len(s) == 1 && s[0] < 0x80 {
		return rune(s[0])
	}
	if len(s) == 1 && (c == codecGBK || c == codecGB18030) {
		return utf8.RuneError
	}
	if c == codecJIS || c == codecGB7 {
		s = []byte{s[0] | 0x80, s[len(s)-1] | 0x80}
	}
	t, err := encodingOf(c).NewDecoder().Bytes(s)
	if err != nil {
		return utf8.RuneError
	}
	r, n := utf8.DecodeRune(t)
	if n != len(t) {
		return utf8.RuneError
	}
	return r
}

// charsetLen gives how many bytes the code has that begins with a byte.
func charsetLen(c codec, first byte) int {
	switch c {
	case codecJIS, codecGB7:
		return 2
	case codecSJIS:
		if first >= 0x81 && first <= 0x9f || first >= 0xe0 && first <= 0xfc {
			return 2
		}
		return 1
	case codecEUCJP:
		if first == 0x8e || first >= 0xa1 && first <= 0xfe {
			return 2
		}
		return 1
	}
	if first >= 0x81 && first <= 0xfe {
		return 2
	}
	return 1
}
