package native

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"

	"yusuan/extract"
)

// inflater keeps one zlib reader for all streams of a document.
type inflater struct {
	zr  io.ReadCloser
	src bytes.Reader
}

// stream gives the decoded bytes of v. What could be decoded of a damaged
// stream is returned together with the error.
func (d *document) stream(v pdf.Value) ([]byte, error) {
	if v.Kind() != pdf.Stream {
		return nil, nil
	}
	raw, err := d.rawStream(v)
	if err != nil {
		return nil, err
	}
	filter, parms := v.Key("Filter"), v.Key("DecodeParms")
	switch filter.Kind() {
	case pdf.Name:
		return d.decode(filter.Name(), intsOf(parms), raw)
	case pdf.Array:
		for i := 0; i < filter.Len(); i++ {
			p := parms
			if parms.Kind() == pdf.Array {
				p = parms.Index(i)
			}
			raw, err = d.decode(filter.Index(i).Name(), intsOf(p), raw)
			if err != nil {
				return raw, err
			}
		}
	}
	return raw, nil
}

// rawStream gives the bytes of the file between stream and endstream. The
// library prints a stream as its dictionary, "@" and the offset of its data.
func (d *document) rawStream(v pdf.Value) ([]byte, error) {
	s := v.String()
	off, err := strconv.ParseInt(s[strings.LastIndexByte(s, '@')+1:], 10, 64)
	if err != nil || off < 0 || off > int64(len(d.data)) {
		return nil, fmt.Errorf("stream without an offset: %w", extract.ErrMalformed)
	}
	raw := streamBytes(d.data, int(off), int(length(v)))
	if d.crypt == nil || safeKey(v, "Type").Name() == "XRef" {
		return raw, nil
	}
	num, gen, ok := d.objectAt(int(off))
	if !ok {
		return nil, fmt.Errorf("encrypted stream of no object: %w", extract.ErrMalformed)
	}
	return d.crypt.stream(raw, num, gen)
}

// length reads /Length; -1 when it is not known.
func length(v pdf.Value) int64 {
	if n := safeKey(v, "Length"); n.Kind() == pdf.Integer {
		return n.Int64()
	}
	return -1
}

// objectAt gives the object that holds an offset of the file.
func (d *document) objectAt(off int) (num, gen int, ok bool) {
	i := sort.Search(len(d.starts), func(i int) bool { return d.starts[i].offset > off }) - 1
	if i < 0 {
		return 0, 0, false
	}
	return d.starts[i].num, d.starts[i].gen, true
}

// parameters reads a whole number of a decode dictionary; 0 when absent.
type parameters func(key string) int64

func intsOf(v pdf.Value) parameters {
	return func(key string) int64 {
		if key == earlyChange && safeKey(v, key).Kind() != pdf.Integer {
			return 1
		}
		return safeKey(v, key).Int64()
	}
}

const earlyChange = "EarlyChange"

func (d *document) decode(name string, parms parameters, raw []byte) ([]byte, error) {
	switch name {
	case "FlateDecode", "Fl":
		out, err := d.inflateBytes(raw)
		if err != nil && len(out) == 0 {
			return nil, err
		}
		out, perr := d.unpredict(parms, out)
		return out, errors.Join(err, perr)
	case "LZWDecode", "LZW":
		out, err := d.unlzw(raw, parms(earlyChange) != 0)
		if err != nil && len(out) == 0 {
			return nil, err
		}
		out, perr := d.unpredict(parms, out)
		return out, errors.Join(err, perr)
	case "ASCIIHexDecode", "AHx":
		return unhexAll(raw), nil
	case "ASCII85Decode", "A85":
		return d.limitedRead(make([]byte, 0, len(raw)), ascii85.NewDecoder(bytes.NewReader(cleanASCII85(raw))))
	case "RunLengthDecode", "RL":
		return d.unrun(raw)
	case "Crypt":
		return raw, nil
	}
	return nil, fmt.Errorf("filter %s: %w", name, errFilter)
}

// errFilter says that a stream is compressed in a way only pictures are.
var errFilter = errors.New("not supported")

func (d *document) inflateBytes(raw []byte) ([]byte, error) {
	d.inflate.src.Reset(raw)
	var err error
	if d.inflate.zr == nil {
		d.inflate.zr, err = zlib.NewReader(&d.inflate.src)
	} else {
		err = d.inflate.zr.(zlib.Resetter).Reset(&d.inflate.src, nil)
	}
	if err != nil {
		d.inflate.zr = nil
		return nil, fmt.Errorf("flate: %v: %w", err, extract.ErrMalformed)
	}
	return d.limitedRead(make([]byte, 0, 4*len(raw)+512), d.inflate.zr)
}

// limitedRead appends all of rd to buf and counts it against the document's
// limit of decompressed bytes.
func (d *document) limitedRead(buf []byte, rd io.Reader) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := rd.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		d.count(n)
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, fmt.Errorf("stream ends after %d bytes: %v: %w", len(buf), err, extract.ErrMalformed)
		}
	}
}

func (d *document) count(n int) {
	d.inflated += int64(n)
	if d.inflated > d.lim.Decompressed {
		panic(thrown{fmt.Errorf("more than %d bytes after decompression: %w", d.lim.Decompressed, extract.ErrLimit)})
	}
}

// written, so that a reference ("12 0 R") can name what it points to: the
// library gives no other way to tell which object a value is.
func entries(v pdf.Value) map[string]string {
	s := v.String()
	if !strings.HasPrefix(s, "<<") {
		return nil
	}
	out := map[string]string{}
	s = s[2:]
	for len(s) > 0 && s[0] != '>' {
		if s[0] == ' ' {
			s = s[1:]
			continue
		}
		if s[0] != '/' {
			return out
		}
		end := strings.IndexByte(s, ' ')
		if end < 0 {
			return out
		}
		key := s[1:end]
		s = s[end+1:]
		n := entryEnd(s)
		out[key] = s[:n]
		s = s[n:]
	}
	return out
}

// entryEnd gives the length of the first value in s.
func entryEnd(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if quoted {
			if c == '\\' {
				i++
			} else if c == '"' {
				quoted = false
			}
			continue
		}
		switch {
		case c == '"':
			quoted = true
		case c == '[' || c == '<':
			depth++
		case c == ']' || c == '>':
			if depth == 0 {
				return i
			}
			depth--
		case c == ' ' && depth == 0 && i+1 < len(s) && s[i+1] == '/':
			return i
		}
	}
	return len(s)
}
