package native

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"yusuan/extract"
)

// The library trusts cross references: a damaged one makes it fail, loop or
// recurse, and objects in compressed streams are decompressed again for each
// access. So it is given a file with a cross-reference table of ours: read
// leniently, mended by looking for the objects where it is wrong, with the
// objects of compressed streams written out behind the file.

const (
	maxObjectNumber = 1<<23 - 1 // what PDF itself allows
	maxSections     = 4096      // cross-reference sections of one file
)

// place says where an object is: at an offset of the file, or in a stream.
type objectPlace struct {
	offset int
	gen    int
	stream int // number of the object stream; 0 for none
}

// structure is the file as its cross references, or a search, tell it.
type structure struct {
	doc     *document
	data    []byte
	objects map[int]objectPlace
	trailer map[string][]byte // entries as written, of the newest trailer first
	mended  bool
	crypt   *decrypter
}

// readStructure finds all objects of the file: by its cross references, or,
// if these are damaged or not to be trusted, by a search.
func (d *document) readStructure(search bool) (*structure, error) {
	s := &structure{doc: d, data: d.data, objects: map[int]objectPlace{}, trailer: map[string][]byte{}}
	err := s.followXrefs()
	if search || err != nil || s.trailer["Root"] == nil || !s.verify() {
		if err := s.search(); err != nil {
			return nil, err
		}
	}
	if e := s.trailer["Encrypt"]; e != nil {
		if s.crypt, err = s.newDecrypter(e); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// followXrefs reads the sections from the last startxref backwards.
func (s *structure) followXrefs() error {
	i := bytes.LastIndex(s.data, []byte("startxref"))
	if i < 0 {
		return errors.New("no startxref")
	}
	off, _, ok := readInt(s.data, i+len("startxref"))
	if !ok {
		return errors.New("no offset after startxref")
	}
	seen := map[int]bool{}
	for todo := []int{off}; len(todo) > 0; {
		off, todo = todo[0], todo[1:]
		if seen[off] {
			continue
		}
		seen[off] = true
		if len(seen) > maxSections {
			return errors.New("too many cross-reference sections")
		}
		dict, err := s.section(off)
		if err != nil {
			return err
		}
		for k, v := range dict {
			if s.trailer[k] == nil {
				s.trailer[k] = v
			}
		}
		for _, k := range []string{"XRefStm", "Prev"} {
			if n, _, ok := readInt(dict[k], 0); ok {
				todo = append(todo, n)
			}
		}
	}
	return nil
}

// section reads one cross-reference table or stream and gives its dictionary.
func (s *structure) section(off int) (map[string][]byte, error) {
	if off < 0 || off >= len(s.data) {
		return nil, errors.New("cross-reference offset beyond the file")
	}
	at := skipSpace(s.data, off)
	if bytes.HasPrefix(s.data[at:], []byte("xref")) {
		return s.table(at + 4)
	}
	_, _, body, ok := objectHeader(s.data, at)
	if !ok {
		return nil, errors.New("no cross-reference section at its offset")
	}
	return s.xrefStream(body)
}

func (s *structure) table(at int) (map[string][]byte, error) {
	for {
		at = skipSpace(s.data, at)
		if bytes.HasPrefix(s.data[at:], []byte("trailer")) {
			dict, _, ok := dictAt(s.data, at+7)
			if !ok {
				return nil, errors.New("no trailer dictionary")
			}
			return dict, nil
		}
		first, n := 0, 0
		var ok bool
		if first, at, ok = readInt(s.data, at); ok {
			n, at, ok = readInt(s.data, at)
		}
		if !ok {
			return nil, errors.New("damaged cross-reference table")
		}
		for i := range n {
			var off, gen int
			if off, at, ok = readInt(s.data, at); ok {
				gen, at, ok = readInt(s.data, at)
			}
			at = skipSpace(s.data, at)
			if !ok || at >= len(s.data) || s.data[at] != 'n' && s.data[at] != 'f' {
				return nil, errors.New("damaged cross-reference entry")
			}
			if s.data[at] == 'n' {
				s.set(first+i, objectPlace{offset: off, gen: gen})
			} else {
				s.set(first+i, objectPlace{offset: -1})
			}
			at++
		}
	}
}

// set keeps the newest place of an object: sections are read from the newest.
func (s *structure) set(num int, p objectPlace) {
	if num < 0 || num > maxObjectNumber {
		return
	}
	if _, ok := s.objects[num]; !ok {
		s.objects[num] = p
	}
}

func (s *structure) xrefStream(body int) (map[string][]byte, error) {
	dict, data, err := s.plainStream(body, nil, 0, 0)
	if err != nil {
		return nil, err
	}
	w := intArray(dict["W"])
	if len(w) < 3 || w[0] < 0 || w[1] < 0 || w[2] < 0 || w[0] > 8 || w[1] > 8 || w[2] > 8 {
		return nil, errors.New("cross-reference stream without widths")
	}
	index := intArray(dict["Index"])
	if len(index) < 2 {
		size, _, _ := readInt(dict["Size"], 0)
		index = []int{0, size}
	}
	row := w[0] + w[1] + w[2]
	if row == 0 {
		return nil, errors.New("cross-reference stream without widths")
	}
	for len(index) >= 2 {
		first, n := index[0], index[1]
		index = index[2:]
		for i := 0; i < n && len(data) >= row; i++ {
			kind := 1
			if w[0] > 0 {
				kind = bigEndian(data[:w[0]])
			}
			a, b := bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:row])
			data = data[row:]
			switch kind {
			case 0:
				s.set(first+i, objectPlace{offset: -1})
			case 1:
				s.set(first+i, objectPlace{offset: a, gen: b})
			case 2:
				s.set(first+i, objectPlace{stream: a})
			}
		}
	}
	return dict, nil
}

func bigEndian(b []byte) int {
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return n
}

// verify reports whether the objects stand where the cross references say,
// and the catalog is among them.
func (s *structure) verify() bool {
	for num, p := range s.objects {
		if p.stream > 0 {
			if o, ok := s.objects[p.stream]; !ok || o.stream > 0 {
				return false
			}
			continue
		}
		if p.offset < 0 {
			continue
		}
		n, gen, _, ok := objectHeader(s.data, p.offset)
		if !ok || n != num || gen != p.gen {
			return false
		}
	}
	root, _, ok := readInt(s.trailer["Root"], 0)
	p, found := s.objects[root]
	return ok && found && (p.stream > 0 || p.offset >= 0)
}

// objectStream decodes an object stream: the numbers of its objects, the
// offsets of these, and the text they stand in.
func (s *structure) objectStream(num int) (nums, offs []int, text []byte, err error) {
	p, ok := s.objects[num]
	if !ok || p.stream > 0 || p.offset < 0 {
		return nil, nil, nil, fmt.Errorf("object stream %d is missing: %w", num, extract.ErrMalformed)
	}
	_, _, body, ok := objectHeader(s.data, p.offset)
	if !ok {
		return nil, nil, nil, fmt.Errorf("object stream %d is missing: %w", num, extract.ErrMalformed)
	}
	dict, text, err := s.plainStream(body, s.crypt, num, p.gen)
	if err != nil && len(text) == 0 {
		return nil, nil, nil, err
	}
	n, _, _ := readInt(dict["N"], 0)
	first, _, ok := readInt(dict["First"], 0)
	if !ok || first < 0 || first > len(text) || n > len(text) {
		return nil, nil, nil, fmt.Errorf("object stream %d: %w", num, extract.ErrMalformed)
	}
	at := 0
	for range n {
		var a, b int
		if a, at, ok = readInt(text, at); ok {
			b, at, ok = readInt(text, at)
		}
		if !ok || b < 0 || first+b > len(text) {
			break
		}
		nums, offs = append(nums, a), append(offs, first+b)
	}
	return nums, offs, text, nil
}

// rewrite gives what is to stand behind the file: the objects of its streams,
// and a cross-reference table of all objects.
func (s *structure) rewrite() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('\n')
	byStream := map[int]bool{}
	size := 0
	for num, p := range s.objects {
		if p.stream > 0 {
			byStream[p.stream] = true
		}
		size = max(size, num+1)
	}
	streams := make([]int, 0, len(byStream))
	for n := range byStream {
		streams = append(streams, n)
	}
	slices.Sort(streams)
	for _, n := range streams {
		s.doc.checkDeadline()
		if err := s.spill(&out, n); err != nil && !errors.Is(err, extract.ErrMalformed) {
			return nil, err
		}
	}
	if s.mended {
		s.copyUnended(&out)
	}
	nums := make([]int, 0, len(s.objects))
	for num, p := range s.objects {
		if p.stream == 0 && p.offset > 0 && p.gen >= 0 && p.gen < 1<<16 {
			nums = append(nums, num)
		}
	}
	slices.Sort(nums)
	xref := len(s.data) + out.Len()
	out.WriteString("xref\n0 1\n0 65535 f \n")
	for i := 0; i < len(nums); {
		j := i + 1
		for j < len(nums) && nums[j] == nums[j-1]+1 {
			j++
		}
		fmt.Fprintf(&out, "%d %d\n", nums[i], j-i)
		for _, num := range nums[i:j] {
			p := s.objects[num]
			var line [48]byte
			b := strconv.AppendInt(line[:0], int64(p.offset), 10)
			b = append(b, ' ')
			b = strconv.AppendInt(b, int64(p.gen), 10)
			out.Write(append(b, " n \n"...))
		}
		i = j
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n", size, s.trailer["Root"], xref)
	return out.Bytes(), nil
}

// copyUnended writes out objects whose endobj is missing: the library does not
// take them.
func (s *structure) copyUnended(out *bytes.Buffer) {
	for num, p := range s.objects {
		if p.stream > 0 || p.offset < 0 || p.offset >= len(s.data) {
			continue
		}
		_, _, body, ok := objectHeader(s.data, p.offset)
		if !ok {
			continue
		}
		end := valueEnd(s.data, body)
		rest := s.data[skipSpace(s.data, end):]
		if bytes.HasPrefix(rest, []byte("endobj")) || bytes.HasPrefix(rest, []byte("stream")) {
			continue
		}
		s.objects[num] = objectPlace{offset: len(s.data) + out.Len(), gen: p.gen}
		fmt.Fprintf(out, "%d %d obj\n", num, p.gen)
		out.Write(s.data[body:end])
		out.WriteString("\nendobj\n")
	}
}

// spill writes out the objects of one stream.
func (s *structure) spill(out *bytes.Buffer, stream int) error {
	nums, offs, text, err := s.objectStream(stream)
	if err != nil {
		return err
	}
	sorted := slices.Clone(offs)
	slices.Sort(sorted)
	for i, num := range nums {
		if p, ok := s.objects[num]; !ok || p.stream != stream {
			continue
		}
		end := len(text)
		if k, _ := slices.BinarySearch(sorted, offs[i]+1); k < len(sorted) {
			end = sorted[k]
		}
		s.objects[num] = objectPlace{offset: len(s.data) + out.Len()}
		fmt.Fprintf(out, "%d 0 obj\n", num)
		out.Write(text[offs[i]:end])
		out.WriteString("\nendobj\n")
	}
	return nil
}
