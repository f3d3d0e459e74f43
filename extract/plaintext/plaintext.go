// Package plaintext reads text that was already extracted from a document:
// lines without boxes. It knows encodings and page breaks, nothing of layout;
// what stood in a table is for others to find out from the text.
package plaintext

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yusuan/extract"
)

type engine struct{}

// New returns the engine. It has no state.
func New() extract.Engine { return engine{} }

func (engine) Name() string { return "plaintext" }

// Open decodes the text: UTF-8, UTF-16 or GB 18030, with or without a byte
// order mark. Form feeds end pages. A text without them is one page, the
// Number of which is 0: nobody knows on which page of its document it stood.
// The error wraps ErrNotPDF for what is no text, or ErrLimit.
func (engine) Open(ctx context.Context, data []byte, lim extract.Limits) (extract.Reader, error) {
	lim = lim.WithDefaults()
	if int64(len(data)) > lim.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", extract.ErrLimit, len(data), lim.Bytes)
	}
	text, warning, err := decode(data)
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > lim.Decompressed {
		return nil, fmt.Errorf("%w: %d bytes of text, at most %d", extract.ErrLimit, len(text), lim.Decompressed)
	}
	// A form feed ends a page: what follows the last one is no page of its
	// own when it is blank.
	pages := strings.Split(text, "\f")
	if n := len(pages); n > 1 && strings.TrimSpace(pages[n-1]) == "" {
		pages = pages[:n-1]
	}
	if len(pages) > lim.Pages {
		return nil, fmt.Errorf("%w: %d pages, at most %d", extract.ErrLimit, len(pages), lim.Pages)
	}
	return &reader{pages: pages, numbered: strings.Contains(text, "\f"), warning: warning}, nil
}

type reader struct {
	pages    []string
	numbered bool
	warning  string
}

func (r *reader) NumPages() int { return len(r.pages) }

func (r *reader) Close() error {
	r.pages = nil
	return nil
}

// Page gives page n, from 1. Its Lines are all lines of the text, blank ones
// too: they separate paragraphs and tables. Tabs and runs of spaces stay, but
// for the spaces at the end of a line.
func (r *reader) Page(ctx context.Context, n int) (*extract.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if n < 1 || n > len(r.pages) {
		return nil, fmt.Errorf("page %d of %d", n, len(r.pages))
	}
	p := &extract.Page{Engine: "plaintext"}
	if r.numbered {
		p.Number = n
	}
	if r.warning != "" {
		p.Warnings = []string{r.warning}
	}
	text := strings.TrimSuffix(r.pages[n-1], "\n")
	if text == "" {
		return p, nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		p.Lines = append(p.Lines, extract.Line{Text: extract.Printed(strings.TrimRight(line, " \r\u3000\u00a0"))})
	}
	return p, nil
}

const replaced = string(utf8.RuneError)

// decode turns the bytes into UTF-8 with lines ended by "\n". The warning
// tells of bytes that are no text in the encoding found.
func decode(data []byte) (text, warning string, err error) {
	var b []byte
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		b = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		b, err = utf16(data[2:], unicode.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		b, err = utf16(data[2:], unicode.BigEndian)
	case utf8.Valid(data) && !bytes.ContainsRune(data, 0):
		b = data
	default:
		if little, ok := extract.UTF16Order(data); ok {
			e := unicode.BigEndian
			if little {
				e = unicode.LittleEndian
			}
			b, err = utf16(data, e)
			break
		}
		b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		const bad = 0.05 // of the characters: then it was not GB 18030
		if n := bytes.Count(b, []byte(replaced)); err == nil && (float64(n) > bad*float64(len(b)/3+1) || bytes.ContainsRune(b, 0)) {
			return "", "", fmt.Errorf("%w: no text in UTF-8, UTF-16 or GB 18030", extract.ErrNotPDF)
		}
	}
	if err != nil {
		return "", "", fmt.Errorf("%w: %v", extract.ErrNotPDF, err)
	}
	text = strings.ToValidUTF8(string(b), replaced)
	if n := strings.Count(text, replaced); n > 0 {
		warning = fmt.Sprintf("%d characters of the text cannot be read", n)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.NewReplacer("\r", "\n", "\u2028", "\n", "\u0085", "\n").Replace(text)
	return text, warning, nil
}

func utf16(data []byte, e unicode.Endianness) ([]byte, error) {
	return unicode.UTF16(e, unicode.IgnoreBOM).NewDecoder().Bytes(data)
}
