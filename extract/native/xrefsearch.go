package native

import (
	"bytes"
	"fmt"

	"yusuan/extract"
)

// search looks for the objects themselves; of several with one number the
// last one stands. Object streams count for what is found nowhere else.
func (s *structure) search() error {
	s.mended = true
	s.objects = map[int]objectPlace{}
	old := s.trailer
	s.trailer = map[string][]byte{}
	var streams []int
	catalog := 0
	for at := 0; ; {
		i := bytes.Index(s.data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		at += i + 3
		start, ok := headerBefore(s.data, at-3)
		if !ok {
			continue
		}
		num, gen, body, ok := objectHeader(s.data, start)
		if !ok || num < 0 || num > maxObjectNumber {
			continue
		}
		s.objects[num] = objectPlace{offset: start, gen: gen}
		s.doc.checkDeadline()
		const look = 400 // bytes in which a dictionary names its type
		head := s.data[body:min(body+look, len(s.data))]
		switch {
		case bytes.Contains(head, []byte("/ObjStm")):
			streams = append(streams, num)
		case bytes.Contains(head, []byte("/XRef")):
			if dict, _, ok := dictAt(s.data, body); ok && dict["Root"] != nil {
				s.trailer = dict
			}
		case bytes.Contains(head, []byte("/Catalog")):
			catalog = num
		}
	}
	for at := len(s.data); ; {
		at = bytes.LastIndex(s.data[:at], []byte("trailer"))
		if at < 0 {
			break
		}
		if dict, _, ok := dictAt(s.data, at+7); ok && dict["Root"] != nil {
			s.trailer = dict
			break
		}
	}
	for _, k := range []string{"Root", "Encrypt", "ID", "Info"} {
		if s.trailer[k] == nil && old[k] != nil {
			s.trailer[k] = old[k]
		}
	}
	if e := s.trailer["Encrypt"]; e != nil && s.crypt == nil {
		var err error
		if s.crypt, err = s.newDecrypter(e); err != nil {
			return err
		}
	}
	for _, n := range streams {
		nums, _, _, err := s.objectStream(n)
		if err != nil {
			continue
		}
		for _, m := range nums {
			s.set(m, objectPlace{stream: n})
		}
	}
	if root, _, ok := readInt(s.trailer["Root"], 0); ok {
		if _, found := s.objects[root]; found {
			return nil
		}
	}
	if catalog == 0 {
		return fmt.Errorf("no catalog: %w", extract.ErrMalformed)
	}
	s.trailer["Root"] = fmt.Appendf(nil, "%d %d R", catalog, s.objects[catalog].gen)
	return nil
}

// headerBefore finds where "12 0 obj" begins, given where obj stands.
func headerBefore(b []byte, obj int) (int, bool) {
	i := obj
	back := func(want func(byte) bool) bool {
		from := i
		for i > 0 && want(b[i-1]) {
			i--
		}
		return i < from
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	back(isSpace)
	if !back(digit) || !back(isSpace) || !back(digit) {
		return 0, false
	}
	return i, i == 0 || !regular[b[i-1]] || !digit(b[i-1])
}

// objectHeader reads "12 0 obj" and gives where the object itself begins.
func objectHeader(b []byte, at int) (num, gen, body int, ok bool) {
	if at < 0 || at >= len(b) {
		return 0, 0, 0, false
	}
	if num, at, ok = readInt(b, at); !ok {
		return 0, 0, 0, false
	}
	if gen, at, ok = readInt(b, at); !ok {
		return 0, 0, 0, false
	}
	at = skipSpace(b, at)
	if !bytes.HasPrefix(b[at:], []byte("obj")) {
		return 0, 0, 0, false
	}
	return num, gen, at + 3, true
}
