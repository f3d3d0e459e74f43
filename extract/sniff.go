package extract

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is what the first bytes of a file show it to be.
type Kind string

// The kinds that an Opener reads. Any other Kind is a short English name of
// the format, for the error message.
const (
	KindPDF  Kind = "pdf"
	KindText Kind = "text"
)

// headerSpan is how far from its start, in bytes, a PDF may begin: mail
// gateways and web servers put their own lines before it.
const headerSpan = 1024

// Sniff tells what a file is by its content; names lie.
func Sniff(data []byte) Kind {
	if hasHeader(data) || bytes.HasPrefix(data, []byte("%PDF")) {
		return KindPDF
	}
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return m.kind
		}
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "empty file"
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return sniffOLE(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return sniffZip(data)
	case hasObjects(data):
		return KindPDF
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "WebP image"
	}
	if k := sniffMarkup(data); k != "" {
		return k
	}
	if looksLikeText(data) {
		return KindText
	}
	return "unknown binary file"
}

func hasHeader(data []byte) bool {
	return bytes.Contains(data[:min(len(data), headerSpan)], []byte("%PDF-"))
}

// hasObjects reports whether data is what is left of a PDF whose beginning was
// lost: it holds objects and ends as one.
func hasObjects(data []byte) bool {
	const tailSpan = 2048
	tail := data[max(0, len(data)-tailSpan):]
	return bytes.Contains(tail, []byte("startxref")) && bytes.Contains(data, []byte(" obj")) && bytes.Contains(data, []byte("endobj"))
}

var magics = []struct {
	prefix string
	kind   Kind
}{
	{"\x89PNG\r\n\x1a\n", "PNG image"},
	{"\xFF\xD8\xFF", "JPEG image"},
	{"GIF87a", "GIF image"},
	{"GIF89a", "GIF image"},
	{"II*\x00", "TIFF image"},
	{"MM\x00*", "TIFF image"},
	{"Rar!\x1a\x07", "RAR archive"},
	{"7z\xBC\xAF\x27\x1C", "7-Zip archive"},
	{"\x1F\x8B", "gzip file"},
	{`{\rtf`, "RTF document"},
	{"%!PS", "PostScript file"},
	{"SQLite format 3\x00", "SQLite database"},
	{"\x7FELF", "program"},
}

// sniffOLE tells the older office formats apart by the names in their
// directory, which are UTF-16.
func sniffOLE(data []byte) Kind {
	for _, d := range []struct {
		name string
		kind Kind
	}{
		{"WordDocument", "Word document (.doc)"},
		{"Workbook", "Excel workbook (.xls)"},
		{"Book", "Excel workbook (.xls)"},
		{"PowerPoint Document", "PowerPoint file (.ppt)"},
	} {
		if bytes.Contains(data, utf16le(d.name)) {
			return d.kind
		}
	}
	return "older office document"
}

func utf16le(s string) []byte {
	var b []byte
	for _, r := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return b
}

// sniffZip tells the formats that are zip archives apart by the names of
// their members.
func sniffZip(data []byte) Kind {
	for _, d := range []struct {
		name string
		kind Kind
	}{
		{"word/", "Word document (.docx)"},
		{"xl/", "Excel workbook (.xlsx)"},
		{"ppt/", "PowerPoint file (.pptx)"},
		{"OFD.xml", "OFD document"},
		{"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument file"},
	} {
		if bytes.Contains(data, []byte(d.name)) {
			return d.kind
		}
	}
	return "zip archive"
}

// markupSpan is how many bytes of a text are looked at for markup.
const markupSpan = 2048

func sniffMarkup(data []byte) Kind {
	head := bytes.TrimPrefix(data[:min(len(data), markupSpan)], []byte("\xEF\xBB\xBF"))
	head = bytes.ToLower(bytes.TrimSpace(head))
	switch {
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")):
		return "web page (HTML)"
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<!--")):
		if bytes.Contains(head, []byte("<html")) {
			return "web page (HTML)"
		}
		return "XML file"
	case bytes.HasPrefix(head, []byte("<")) &&
		(bytes.Contains(head, []byte("<head")) || bytes.Contains(head, []byte("<body")) || bytes.Contains(head, []byte("<script"))):
		return "web page (HTML)"
	case bytes.HasPrefix(head, []byte("mime-version:")):
		return "web archive (MHTML)"
	}
	return ""
}

// maxControlShare is the share of control characters, of all bytes, up to
// which a file still counts as text.
const maxControlShare = 0.005

// looksLikeText reports whether data is UTF-8, UTF-16 with or without a byte
// order mark, or GB18030, with hardly any control characters.
func looksLikeText(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return len(data)%2 == 0
	}
	if little, ok := UTF16Order(data); ok {
		return looksLikeUTF16(data, little)
	}
	control := 0
	for _, c := range data {
		switch {
		case c == 0:
			return false
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f':
			control++
		}
	}
	if float64(control) > maxControlShare*float64(len(data)) {
		return false
	}
	return utf8.Valid(data) || validGB18030(data)
}

// UTF16Order recognises UTF-16 without a byte order mark, and which half of a
// unit comes first: line ends, spaces and figures have a zero byte, always in
// the same half.
func UTF16Order(data []byte) (little, ok bool) {
	const look = 4096
	head := data[:min(len(data), look)]
	var even, odd int
	for i, c := range head {
		switch {
		case c != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	const few = 0.02 // of the units: less says nothing
	const most = 3   // ideographs like 一 have a zero byte in the other half
	least := max(1, int(few*float64(len(head))/2))
	switch {
	case odd >= least && odd > most*even:
		return true, true
	case even >= least && even > most*odd:
		return false, true
	}
	return false, false
}

// looksLikeUTF16 reports whether data read as UTF-16 holds hardly anything that
// is neither drawn nor space.
func looksLikeUTF16(data []byte, little bool) bool {
	if len(data)%2 != 0 {
		return false
	}
	var order binary.ByteOrder = binary.BigEndian
	if little {
		order = binary.LittleEndian
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	odd := 0
	for _, r := range utf16.Decode(units) {
		if r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			odd++
		}
	}
	return float64(odd) <= maxControlShare*float64(len(units))
}

// validGB18030 checks the shape of the bytes: one, two or four to a character.
// A character cut off at the end is forgiven.
func validGB18030(b []byte) bool {
	for len(b) > 0 {
		switch c := b[0]; {
		case c < 0x80:
			b = b[1:]
		case c == 0x80 || c == 0xFF:
			return false
		case len(b) < 2:
			return true
		case b[1] >= 0x40 && b[1] != 0x7F && b[1] != 0xFF:
			b = b[2:]
		case b[1] < 0x30 || b[1] > 0x39:
			return false
		case len(b) < 4:
			return true
		case b[2] >= 0x81 && b[2] != 0xFF && b[3] >= 0x30 && b[3] <= 0x39:
			b = b[4:]
		default:
			return false
		}
	}
	return true
}
