package inspect

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yusuan/extract"
	"yusuan/extract/enginetest"
)

func TestInspect(t *testing.T) {
	page := []extract.PageSize{{Pages: 1, Width: 300, Height: 200}}
	tests := []struct {
		file string
		want extract.Info
		err  error
	}{
		{"plain.pdf", extract.Info{PDFVersion: "1.7", Validation: "ok", Pages: 1, Boxes: page}, nil},
		{"object-streams.pdf", extract.Info{PDFVersion: "1.7", Validation: "ok", Pages: 1, Boxes: page}, nil},
		{"aes256.pdf", extract.Info{PDFVersion: "1.7", Validation: "ok", Pages: 1, Boxes: page, Encrypted: true}, nil},
		{"rotate90.pdf", extract.Info{PDFVersion: "1.7", Validation: "ok", Pages: 1, Boxes: []extract.PageSize{{Pages: 1, Width: 270, Height: 180, Rotate: 90}}}, nil},
		{"password.pdf", extract.Info{Encrypted: true}, extract.ErrEncrypted},
		{"no-xref.pdf", extract.Info{PDFVersion: "1.7", Validation: "ok", Pages: 1, Boxes: page}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			got, err := Inspector{}.Inspect(t.Context(), enginetest.Read(t, tt.file), extract.Limits{})
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if tt.err != nil {
				if got.Validation == "" {
					t.Error("no complaint in Validation")
				}
				got.Validation = ""
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("info (-want +got):\n%s", diff)
			}
		})
	}
}

// Not our own bytes to trust: whatever comes, an error and no panic.
func TestInspectJunk(t *testing.T) {
	for _, data := range []string{"", "%PDF-1.7", "%PDF-1.7\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF"} {
		if info, err := (Inspector{}).Inspect(t.Context(), []byte(data), extract.Limits{}); err == nil {
			t.Errorf("Inspect(%q) = %+v without an error", data, info)
		}
		if b, _, err := (Inspector{}).Repair(t.Context(), []byte(data), extract.Limits{}); err == nil {
			t.Errorf("Repair(%q) = %q without an error", data, b)
		}
	}
}

func TestRepair(t *testing.T) {
	for _, tt := range []struct{ file, note string }{
		{"aes256.pdf", "decrypted in memory with the empty password"},
		{"broken-xref.pdf", "rewritten in memory with a new cross-reference table"},
	} {
		b, note, err := Inspector{}.Repair(t.Context(), enginetest.Read(t, tt.file), extract.Limits{})
		if err != nil || note != tt.note {
			t.Errorf("%s: note %q, error %v; want %q", tt.file, note, err, tt.note)
			continue
		}
		info, err := Inspector{}.Inspect(t.Context(), b, extract.Limits{})
		if err != nil || info.Encrypted || info.Pages != 1 {
			t.Errorf("%s: mended to %+v, %v", tt.file, info, err)
		}
	}
}

func TestBounded(t *testing.T) {
	_, err := bounded(t.Context(), func(context.Context) (int, error) { panic("deep") })
	if !errors.Is(err, extract.ErrMalformed) {
		t.Errorf("panic gives %v, want ErrMalformed", err)
	}
}

func TestDecodeText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"ascii", "Writer 7", "Writer 7"},
		{"utf16", "\xFE\xFF\x98\x84\x7B\x97", "预算"},
		{"utf8 with mark", "\xEF\xBB\xBF预算", "预算"},
		{"gbk", "2020 \xD4\xA4\xCB\xE3.doc", "2020 预算.doc"},
		{"gbk as digits", "<D4A4CBE32E646F63>", "预算.doc"},
		{"latin", "Caf\xE9 \xA9", "Café ©"},
		{"angle brackets", "<draft>", "<draft>"},
		{"control characters", "a\x00b\r\n", "ab"},
	} {
		if got := decodeText([]byte(tt.in)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	for in, want := range map[string]time.Time{
		"D:20240218153324+08'00'": time.Date(2024, 2, 18, 7, 33, 24, 0, time.UTC),
		"D:2024":                  time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		"yesterday":               {},
	} {
		if got := date(in); !got.Equal(want) {
			t.Errorf("date(%q) = %v, want %v", in, got, want)
		}
	}
}
