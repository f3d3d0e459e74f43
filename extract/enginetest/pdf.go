package enginetest

import (
	"bytes"
	"fmt"
	"strings"
)

// PDF writes small documents for tests: numbered objects, pages, a classic
// cross-reference table. The zero value is an empty document.
type PDF struct {
	objects []string
	pages   []int
	Root    string // further entries of the catalog
	Trailer string // further entries of the trailer
}

// Object numbers 1 and 2 are the catalog and the page tree.
const firstObject = 3

// Add adds an object and gives its number.
func (p *PDF) Add(object string) int {
	p.objects = append(p.objects, object)
	return firstObject + len(p.objects) - 1
}

// Stream adds a stream with the entries of its dictionary besides Length.
func (p *PDF) Stream(entries, data string) int {
	return p.Add(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data))
}

// Page adds a page of width by height points. resources is a dictionary;
// extra are further entries of the page.
func (p *PDF) Page(width, height float64, resources, content, extra string) int {
	c := p.Stream("", content)
	n := p.Add(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Resources %s /Contents %d 0 R %s >>",
		width, height, resources, c, extra))
	p.pages = append(p.pages, n)
	return n
}

// Bytes gives the document.
func (p *PDF) Bytes() []byte {
	var kids []string
	for _, n := range p.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	all := append([]string{
		fmt.Sprintf("<< /Type /Catalog /Pages 2 0 R %s >>", p.Root),
		fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " ")),
	}, p.objects...)
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(all))
	for i, o := range all {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(all)+1)
	for _, off := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(all)+1, p.Trailer, xref)
	return b.Bytes()
}

// Helvetica adds a font whose characters are all 0.556 of the em wide, and
// gives its object number.
func (p *PDF) Helvetica() int {
	w := strings.Repeat("556 ", 95)
	return p.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 /Widths [" + w + "] >>")
}
