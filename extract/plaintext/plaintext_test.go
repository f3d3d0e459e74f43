package plaintext

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"yusuan/extract"
)

func TestEncodings(t *testing.T) {
	const text = "一、收入\n合计  12.50\n\n末行"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide := func(e unicode.Endianness, bom unicode.BOMPolicy) string {
		s, err := unicode.UTF16(e, bom).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tests := []struct{ name, data string }{
		{"utf-8", text},
		{"utf-8 with mark", "\uFEFF" + text},
		{"dos line ends", strings.ReplaceAll(text, "\n", "\r\n")},
		{"old mac line ends", strings.ReplaceAll(text, "\n", "\r")},
		{"gb 18030", gb},
		{"utf-16 little endian with mark", wide(unicode.LittleEndian, unicode.UseBOM)},
		{"utf-16 big endian with mark", wide(unicode.BigEndian, unicode.UseBOM)},
		{"utf-16 little endian", wide(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"utf-16 big endian", wide(unicode.BigEndian, unicode.IgnoreBOM)},
		{"line end at the end", text + "\n"},
	}
	want := []extract.Line{{Text: "一、收入"}, {Text: "合计  12.50"}, {}, {Text: "末行"}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := New().Open(t.Context(), []byte(tt.data), extract.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			p, err := r.Page(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, p.Lines); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if p.Number != 0 || len(p.Warnings) > 0 {
				t.Errorf("number %d, warnings %q", p.Number, p.Warnings)
			}
		})
	}
}

func TestPages(t *testing.T) {
	tests := []struct {
		name, data string
		numbers    []int
		last       []string
	}{
		{"none", "a\nb", []int{0}, []string{"a", "b"}},
		{"ended by a form feed", "a\n\fb\n\f", []int{1, 2}, []string{"b"}},
		{"form feed between", "a\fb", []int{1, 2}, []string{"b"}},
		{"blank page within", "a\f\fb", []int{1, 2, 3}, []string{"b"}},
		{"full width", "收入　１２．５０", []int{0}, []string{"收入 １２．５０"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := New().Open(t.Context(), []byte(tt.data), extract.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			var numbers []int
			var last []string
			for n := 1; n <= r.NumPages(); n++ {
				p, err := r.Page(t.Context(), n)
				if err != nil {
					t.Fatal(err)
				}
				numbers = append(numbers, p.Number)
				last = nil
				for _, l := range p.Lines {
					last = append(last, l.Text)
				}
			}
			if diff := cmp.Diff(tt.numbers, numbers); diff != "" {
				t.Errorf("page numbers (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.last, last); diff != "" {
				t.Errorf("last page (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name, data string
		lim        extract.Limits
		want       error
	}{
		{"binary", "\x80\x81\x00\xff\xfe\x01\x02\x80\x80\xff\xff\x00\x99", extract.Limits{}, extract.ErrNotPDF},
		{"too large", "abc", extract.Limits{Bytes: 2}, extract.ErrLimit},
		{"too many pages", "a\fb\fc", extract.Limits{Pages: 2}, extract.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New().Open(t.Context(), []byte(tt.data), tt.lim); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{"", "a\fb", "\xff\xfea\x00", "\xba\xcf\xbc\xc6", "\xef\xbb\xbfx"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := New().Open(t.Context(), data, extract.Limits{})
		if err != nil {
			return
		}
		for n := 1; n <= r.NumPages(); n++ {
			p, err := r.Page(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Lines {
				if strings.ContainsAny(l.Text, "\n\f\r") {
					t.Errorf("line %q holds a line end", l.Text)
				}
			}
		}
	})
}
