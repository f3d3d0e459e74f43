package native

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

// figures is a document of one page that shows 12.50.
func figures() []byte {
	var doc enginetest.PDF
	f := doc.Helvetica()
	doc.Page(200, 100, fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", f), "BT /F1 10 Tf 20 30 Td (12.50) Tj ET", "")
	return doc.Bytes()
}

func deflate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// packed is the same document with all objects but the content in an object
// stream, and a cross-reference stream.
func packed() []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 200 100] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	var head, body string
	for i, o := range objects {
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += o + " "
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	at5 := b.Len()
	content := "BT /F1 10 Tf 20 30 Td (12.50) Tj ET"
	fmt.Fprintf(&b, "5 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(content), content)
	at6 := b.Len()
	z := deflate(head + body)
	fmt.Fprintf(&b, "6 0 obj\n<< /Type /ObjStm /N 4 /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(head), len(z), z)
	at7 := b.Len()
	rows := "\x00\x00\x00\x00"
	for i := range objects {
		rows += string([]byte{2, 0, 6, byte(i)})
	}
	for _, at := range []int{at5, at6, at7} {
		rows += string([]byte{1, byte(at >> 8), byte(at), 0})
	}
	z = deflate(rows)
	fmt.Fprintf(&b, "7 0 obj\n<< /Type /XRef /Size 8 /Root 1 0 R /W [1 2 1] /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", len(z), z, at7)
	return b.Bytes()
}

func TestDamaged(t *testing.T) {
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte {
			if !bytes.Contains(b, []byte(old)) {
				panic("nothing to damage: " + old)
			}
			return bytes.Replace(b, []byte(old), []byte(new), 1)
		}
	}
	tests := []struct {
		name   string
		data   []byte
		damage func([]byte) []byte
	}{
		{"sound", figures(), func(b []byte) []byte { return b }},
		{"object stream", packed(), func(b []byte) []byte { return b }},
		{"object stream without cross references", packed(), replace("startxref", "startxxxx")},
		{"no startxref", figures(), replace("startxref", "startxxxx")},
		{"wrong startxref", figures(), func(b []byte) []byte {
			i := bytes.LastIndex(b, []byte("startxref"))
			return append(b[:i:i], "startxref\n7\n%%EOF"...)
		}},
		{"offsets shifted", figures(), replace("%PDF-1.7\n", "%PDF-1.7\n% one more line\n")},
		{"bytes before the header", figures(), func(b []byte) []byte { return append([]byte("HTTP/1.1 200 OK\r\n\r\n"), b...) }},
		{"bytes after the end", figures(), func(b []byte) []byte { return append(b, strings.Repeat("\x00", 3000)...) }},
		{"end cut off", figures(), func(b []byte) []byte { return b[:bytes.LastIndex(b, []byte("xref\n0"))] }},
		{"no endobj", figures(), replace("\nendobj\n3 0 obj", "\n3 0 obj")},
		{"table goes in circles", figures(), func(b []byte) []byte {
			at := bytes.LastIndex(b, []byte("xref\n0"))
			return bytes.Replace(b, []byte("trailer\n<<"), fmt.Appendf(nil, "trailer\n<< /Prev %d", at), 1)
		}},
		{"huge numbers in the table", figures(), replace("xref\n0 ", "xref\n4000000000 1\n0000000000 65535 f \n0 ")},
		{"wrong stream length", figures(), replace("/Length 35", "/Length 3")},
		{"version 2.0", figures(), replace("%PDF-1.7", "%PDF-2.0")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := readPage(t, tt.damage(bytes.Clone(tt.data)), 1)
			if got := text(p.Glyphs); got != "12.50" {
				t.Errorf("text %q, want 12.50", got)
			}
		})
	}
}

// An object stream that claims to lie within itself must not be followed.
func TestObjectStreamInItself(t *testing.T) {
	data := packed()
	at := bytes.Index(data, []byte("7 0 obj"))
	rows := "\x00\x00\x00\x00"
	for range 6 {
		rows += string([]byte{2, 0, 6, 0})
	}
	b := data[:at:at]
	b = fmt.Appendf(b, "7 0 obj\n<< /Type /XRef /Size 7 /Root 1 0 R /W [1 2 1] /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", len(rows), rows, at)
	p := readPage(t, b, 1) // found by searching
	if got := text(p.Glyphs); got != "12.50" {
		t.Errorf("text %q, want 12.50", got)
	}
}

func TestDecompressedLimit(t *testing.T) {
	var doc enginetest.PDF
	z := deflate(strings.Repeat(" ", 1<<20))
	form := doc.Stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Filter /FlateDecode", z)
	doc.Page(200, 100, fmt.Sprintf("<< /XObject << /X %d 0 R >> >>", form), strings.Repeat("/X Do ", 100), "")
	r, err := New().Open(t.Context(), doc.Bytes(), extract.Limits{Decompressed: 10 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Page(t.Context(), 1); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("error %v, want one of a limit", err)
	}
}

func TestFormRecursion(t *testing.T) {
	var doc enginetest.PDF
	f := doc.Helvetica()
	// The form's number is the next one: it draws itself.
	doc.Stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << /Font << /F1 %d 0 R >> /XObject << /X %d 0 R >> >>", f, f+1),
		"BT /F1 10 Tf 20 30 Td (1) Tj ET q 1 0 0 1 1 1 cm /X Do Q")
	doc.Page(200, 100, fmt.Sprintf("<< /XObject << /X %d 0 R >> >>", f+1), "/X Do", "")
	p := readPage(t, doc.Bytes(), 1)
	if len(p.Glyphs) == 0 || len(p.Warnings) == 0 {
		t.Errorf("%d glyphs, warnings %q: want some of both", len(p.Glyphs), p.Warnings)
	}
}

func TestFilters(t *testing.T) {
	const content = "BT /F1 10 Tf 20 30 Td (12.50) Tj ET"
	lzwCodes := func() string { // clear, each byte as itself, end of data: 9 bits each
		var bits, n uint
		var out []byte
		put := func(code uint) {
			bits, n = bits<<9|code, n+9
			for n >= 8 {
				out = append(out, byte(bits>>(n-8)))
				n -= 8
			}
		}
		put(256)
		for i := range len(content) {
			put(uint(content[i]))
		}
		put(257)
		if n > 0 {
			out = append(out, byte(bits<<(8-n)))
		}
		return string(out)
	}
	up := "" // PNG predictors, 7 columns: none, sub, up, average, paeth in turn
	prev := make([]byte, 7)
	for i := 0; i < len(content); i += 7 {
		row := []byte(content[i:min(i+7, len(content))])
		kind := i / 7 % 5
		up += string([]byte{byte(kind)})
		for k, c := range row {
			var left, corner byte
			if k > 0 {
				left, corner = row[k-1], prev[k-1]
			}
			switch kind {
			case 1:
				c -= left
			case 2:
				c -= prev[k]
			case 3:
				c -= byte((int(left) + int(prev[k])) / 2)
			case 4:
				c -= paeth(left, prev[k], corner)
			}
			up += string([]byte{c})
		}
		prev = row
	}
	tests := []struct{ name, entries, data string }{
		{"flate", "/Filter /FlateDecode", deflate(content)},
		{"flate, abbreviated array", "/Filter [/Fl]", deflate(content)},
		{"flate cut short", "/Filter /FlateDecode", deflate(content + strings.Repeat(" % padding", 50))[:60]},
		{"predictors", "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 7 >>", deflate(up)},
		{"hex", "/Filter /ASCIIHexDecode", fmt.Sprintf("%x>", content)},
		{"hex then flate", "/Filter [/ASCIIHexDecode /FlateDecode]", fmt.Sprintf("%x>", deflate(content))},
		{"run length", "/Filter /RunLengthDecode", string([]byte{byte(len(content) - 1)}) + content + "\x80"},
		{"lzw", "/Filter /LZWDecode", lzwCodes()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var doc enginetest.PDF
			f := doc.Helvetica()
			c := doc.Stream(tt.entries, tt.data)
			doc.Page(200, 100, fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", f), "", fmt.Sprintf("/Contents %d 0 R", c))
			p := readPage(t, doc.Bytes(), 1)
			if got := text(p.Glyphs); got != "12.50" {
				t.Errorf("text %q, want 12.50; warnings %q", got, p.Warnings)
			}
		})
	}
}

func TestLayers(t *testing.T) {
	var doc enginetest.PDF
	f := doc.Helvetica()
	shown, hidden := doc.Add("<< /Type /OCG /Name (a) >>"), doc.Add("<< /Type /OCG /Name (b) >>")
	both := doc.Add(fmt.Sprintf("<< /Type /OCMD /OCGs [%d 0 R %d 0 R] >>", shown, hidden))
	doc.Root = fmt.Sprintf("/OCProperties << /OCGs [%d 0 R %d 0 R] /D << /OFF [%d 0 R] >> >>", shown, hidden, hidden)
	doc.Page(200, 100, fmt.Sprintf("<< /Font << /F1 %d 0 R >> /Properties << /A %d 0 R /B %d 0 R /C %d 0 R >> >>", f, shown, hidden, both),
		"BT /F1 10 Tf 20 30 Td /OC /A BDC (1) Tj EMC /OC /B BDC (2) Tj /Span BMC (3) Tj EMC EMC /OC /C BDC (4) Tj EMC (5) Tj ET", "")
	p := readPage(t, doc.Bytes(), 1)
	if text(p.Glyphs) != "145" || text(p.Aside) != "23" {
		t.Errorf("text %q aside %q, want 145 and 23", text(p.Glyphs), text(p.Aside))
	}
}

func TestAnnotations(t *testing.T) {
	var doc enginetest.PDF
	f := doc.Helvetica()
	form := doc.Stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 50 20] /Resources << /Font << /F1 %d 0 R >> >>", f), "BT /F1 10 Tf 5 5 Td (7) Tj ET")
	typed := doc.Add(fmt.Sprintf("<< /Type /Annot /Subtype /FreeText /Rect [100 40 200 80] /AP << /N %d 0 R >> >>", form))
	unseen := doc.Add(fmt.Sprintf("<< /Type /Annot /Subtype /FreeText /F 2 /Rect [0 0 50 20] /AP << /N %d 0 R >> >>", form))
	doc.Page(200, 100, "<< >>", "", fmt.Sprintf("/Annots [%d 0 R %d 0 R]", typed, unseen))
	p := readPage(t, doc.Bytes(), 1)
	if len(p.Glyphs) != 1 || p.Glyphs[0].X0 != 110 || p.Glyphs[0].Base != 50 || p.Glyphs[0].Size != 20 {
		t.Errorf("glyphs %+v, want one 7 at 110, 50 of 20 points", p.Glyphs)
	}
}
