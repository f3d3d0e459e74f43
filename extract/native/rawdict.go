package native

import (
	"bytes"
	"fmt"

	"yusuan/extract"
)

// Reading of objects as written, for cross references and encryption, before
// the library sees the file.

func skipSpace(b []byte, at int) int {
	for at < len(b) {
		switch {
		case isSpace(b[at]):
			at++
		case b[at] == '%':
			for at < len(b) && b[at] != '\n' && b[at] != '\r' {
				at++
			}
		default:
			return at
		}
	}
	return len(b)
}

// readInt reads a whole number after white space.
func readInt(b []byte, at int) (n, end int, ok bool) {
	at = skipSpace(b, max(at, 0))
	start := at
	neg := false
	if at < len(b) && (b[at] == '+' || b[at] == '-') {
		neg = b[at] == '-'
		at++
	}
	from := at
	for at < len(b) && b[at] >= '0' && b[at] <= '9' {
		if n < 1<<50 {
			n = n*10 + int(b[at]-'0')
		}
		at++
	}
	if at == from {
		return 0, start, false
	}
	if neg {
		n = -n
	}
	return n, at, true
}

// valueEnd gives the end of the value that begins at at.
func valueEnd(b []byte, at int) int {
	lx := lexer{src: b, pos: at}
	depth := 0
	for {
		before := lx.pos
		t := lx.next()
		switch t.kind {
		case kEnd:
			return len(b)
		case kOpen:
			depth++
		case kClose:
			depth--
		case kNumber:
			if depth == 0 { // a reference has two numbers and R
				_, next, ok := readInt(b, lx.pos)
				if r := skipSpace(b, next); ok && r < len(b) && b[r] == 'R' && (r+1 == len(b) || !regular[b[r+1]]) {
					return r + 1
				}
			}
		}
		if depth < 0 {
			return before
		}
		if depth == 0 {
			return lx.pos
		}
	}
}

// dictAt reads the dictionary at at: its entries as written, and its end.
func dictAt(b []byte, at int) (map[string][]byte, int, bool) {
	at = skipSpace(b, at)
	if !bytes.HasPrefix(b[at:], []byte("<<")) {
		return nil, at, false
	}
	at += 2
	m := map[string][]byte{}
	for {
		at = skipSpace(b, at)
		if at >= len(b) {
			return m, at, false
		}
		if b[at] == '>' {
			return m, min(at+2, len(b)), true
		}
		if b[at] != '/' {
			return m, at, len(m) > 0
		}
		lx := lexer{src: b, pos: at}
		key := string(lx.name())
		from := skipSpace(b, lx.pos)
		if from < len(b) && b[from] == '>' && !bytes.HasPrefix(b[from:], []byte("<<")) {
			at = from
			continue // a key without a value
		}
		at = valueEnd(b, from)
		m[key] = b[from:at]
	}
}

func intArray(b []byte) []int {
	at := skipSpace(b, 0)
	if at >= len(b) || b[at] != '[' {
		return nil
	}
	at++
	var out []int
	for {
		n, end, ok := readInt(b, at)
		if !ok {
			return out
		}
		out, at = append(out, n), end
	}
}

// stringOf decodes a string as written.
func stringOf(b []byte) []byte {
	lx := lexer{src: b}
	if t := lx.next(); t.kind == kString {
		return bytes.Clone(t.b)
	}
	return nil
}

// nameOf decodes a name as written.
func nameOf(b []byte) string {
	lx := lexer{src: b}
	if t := lx.next(); t.kind == kName {
		return string(t.b)
	}
	return ""
}

// plainStream decodes a stream of the file's structure: Flate with a
// predictor, or nothing. crypt is nil for what is never encrypted.
func (s *structure) plainStream(body int, crypt *decrypter, num, gen int) (map[string][]byte, []byte, error) {
	dict, at, ok := dictAt(s.data, body)
	if !ok {
		return nil, nil, fmt.Errorf("stream without a dictionary: %w", extract.ErrMalformed)
	}
	at = skipSpace(s.data, at)
	if !bytes.HasPrefix(s.data[at:], []byte("stream")) {
		return nil, nil, fmt.Errorf("stream without data: %w", extract.ErrMalformed)
	}
	at += len("stream")
	if at < len(s.data) && s.data[at] == '\r' {
		at++
	}
	if at < len(s.data) && s.data[at] == '\n' {
		at++
	}
	n := s.lengthOf(dict["Length"])
	raw := streamBytes(s.data, at, n)
	if crypt != nil {
		var err error
		if raw, err = crypt.stream(raw, num, gen); err != nil {
			return dict, nil, err
		}
	}
	filter := nameOf(bytes.TrimLeft(dict["Filter"], "[ \r\n\t"))
	if filter == "" {
		return dict, raw, nil
	}
	parms := map[string][]byte{}
	if p := bytes.TrimLeft(dict["DecodeParms"], "[ \r\n\t"); len(p) > 0 {
		parms, _, _ = dictAt(p, 0)
	}
	number := func(key string) int64 {
		n, _, _ := readInt(parms[key], 0)
		return int64(n)
	}
	data, err := s.doc.decode(filter, number, raw)
	return dict, data, err
}

// lengthOf reads /Length, which may be a reference; -1 when it is not known.
func (s *structure) lengthOf(b []byte) int {
	n, end, ok := readInt(b, 0)
	if !ok {
		return -1
	}
	if _, _, ref := readInt(b, end); !ref {
		return n
	}
	p, ok := s.objects[n]
	if !ok || p.stream > 0 {
		return -1
	}
	if _, _, body, ok := objectHeader(s.data, p.offset); ok {
		if n, _, ok = readInt(s.data, body); ok {
			return n
		}
	}
	return -1
}

// streamBytes gives the data of a stream that begins at at. A length that
// does not lead to endstream is not believed.
func streamBytes(data []byte, at, n int) []byte {
	if n >= 0 && at+n <= len(data) {
		tail := data[at+n : min(at+n+32, len(data))]
		if bytes.HasPrefix(bytes.TrimLeft(tail, "\r\n \t\x00"), []byte("endstream")) {
			return data[at : at+n]
		}
	}
	end := bytes.Index(data[at:], []byte("endstream"))
	if end < 0 {
		if n >= 0 && at+n <= len(data) {
			return data[at : at+n]
		}
		return data[at:]
	}
	raw := data[at : at+end]
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	return bytes.TrimSuffix(raw, []byte("\r"))
}
