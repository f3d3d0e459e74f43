package native

import (
	"bytes"
	"compress/lzw"
	"fmt"

	"yusuan/extract"
)

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
