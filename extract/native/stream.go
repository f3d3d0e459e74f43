package native

import (
	"bytes"
	"compress/lzw"
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

func unhexAll(raw []byte) []byte {
	out := make([]byte, 0, len(raw)/2+1)
	hi, half := byte(0), false
	for _, c := range raw {
		if c == '>' {
			break
		}
		x := unhex(c)
		if x < 0 {
			continue
		}
		if half {
			out = append(out, hi<<4|byte(x))
		}
		hi, half = byte(x), !half
	}
	if half {
		out = append(out, hi<<4)
	}
	return out
}

// cleanASCII85 drops white space, the "<~" before and the "~>" behind.
func cleanASCII85(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	raw = bytes.TrimPrefix(bytes.TrimLeft(raw, "\x00\t\n\f\r "), []byte("<~"))
	for _, c := range raw {
		if c == '~' {
			break
		}
		if c >= '!' && c <= 'u' || c == 'z' {
			out = append(out, c)
		}
	}
	return out
}

func (d *document) unrun(raw []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(raw); {
		n := int(raw[i])
		i++
		switch {
		case n == 128:
			return out, nil
		case n < 128:
			j := min(i+n+1, len(raw))
			out = append(out, raw[i:j]...)
			d.count(j - i)
			i = j
		case i < len(raw):
			for range 257 - n {
				out = append(out, raw[i])
			}
			d.count(257 - n)
			i++
		}
	}
	return out, nil
}

// unlzw decodes PDF's LZW: most significant bit first, codes of 9 to 12 bits,
// growing one code early unless the stream says otherwise.
func (d *document) unlzw(raw []byte, early bool) ([]byte, error) {
	if !early {
		// The standard library grows its codes late, as this variant does.
		rd := lzw.NewReader(bytes.NewReader(raw), lzw.MSB, 8)
		defer rd.Close()
		return d.limitedRead(nil, rd)
	}
	const clear, eod, maxCodes = 256, 257, 4096
	var (
		prefix [maxCodes]int16
		suffix [maxCodes]byte
		length [maxCodes]int
		out    []byte
		bits   uint32
		nbits  uint
		width  uint = 9
		next        = 258
		prev        = -1
	)
	for i := range 256 {
		suffix[i], length[i], prefix[i] = byte(i), 1, -1
	}
	emit := func(code int) {
		n := length[code]
		d.count(n)
		at := len(out)
		out = append(out, make([]byte, n)...)
		for k := n - 1; k >= 0; k-- {
			out[at+k] = suffix[code]
			code = int(prefix[code])
		}
	}
	for i := 0; ; {
		for nbits < width {
			if i >= len(raw) {
				return out, nil
			}
			bits, nbits, i = bits<<8|uint32(raw[i]), nbits+8, i+1
		}
		code := int(bits >> (nbits - width) & (1<<width - 1))
		nbits -= width
		switch {
		case code == eod:
			return out, nil
		case code == clear:
			width, next, prev = 9, 258, -1
			continue
		case prev < 0:
			if code > 255 {
				return out, fmt.Errorf("lzw: bad code: %w", extract.ErrMalformed)
			}
			emit(code)
			prev = code
			continue
		case code > next || next >= maxCodes && code >= maxCodes:
			return out, fmt.Errorf("lzw: bad code: %w", extract.ErrMalformed)
		}
		at := len(out)
		if code < next {
			emit(code)
		} else {
			emit(prev)
			out = append(out, out[at])
			d.count(1)
		}
		if next < maxCodes {
			prefix[next], suffix[next], length[next] = int16(prev), out[at], length[prev]+1
			next++
		}
		if next+1 >= 1<<width && width < 12 {
			width++
		}
		prev = code
	}
}

// unpredict undoes the PNG and TIFF predictors.
func (d *document) unpredict(parms parameters, data []byte) ([]byte, error) {
	pred := parms("Predictor")
	if pred <= 1 {
		return data, nil
	}
	number := func(key string, def int64) int {
		n := parms(key)
		if n <= 0 || n > 1<<20 {
			n = def
		}
		return int(n)
	}
	colors, bpc, columns := number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)
	bpp := max(1, (colors*bpc+7)/8)
	row := (colors*bpc*columns + 7) / 8
	if row <= 0 {
		return data, fmt.Errorf("predictor without columns: %w", extract.ErrMalformed)
	}
	if pred == 2 {
		if bpc == 8 {
			for at := 0; at+row <= len(data); at += row {
				for i := bpp; i < row; i++ {
					data[at+i] += data[at+i-bpp]
				}
			}
		}
		return data, nil
	}
	out := data[:0]
	var up []byte
	for at := 0; at < len(data); at += row + 1 {
		kind := data[at]
		line := data[at+1 : min(at+1+row, len(data))]
		for i := range line {
			var left, above, corner byte
			if i >= bpp {
				left = line[i-bpp]
			}
			if up != nil {
				above = up[i]
				if i >= bpp {
					corner = up[i-bpp]
				}
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += above
			case 3:
				line[i] += byte((int(left) + int(above)) / 2)
			case 4:
				line[i] += paeth(left, above, corner)
			}
		}
		start := len(out)
		out = append(out, line...) // moves the line back over the kind bytes
		up = out[start:]
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// entries splits the printed form of a dictionary into its entries as
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
