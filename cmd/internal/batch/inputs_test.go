package batch

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"yusuan/store"
)

// list gives what Each makes of inputs, one line each: the name under dir,
// "job" or why not, and the hints.
func list(t *testing.T, dir string, in Inputs) []string {
	t.Helper()
	if real, err := filepath.EvalSymlinks(dir); err == nil && real != dir {
		t.Fatalf("%s is behind a link", dir)
	}
	var out []string
	err := in.Each(context.Background(), func(i Input) error {
		s := strings.TrimPrefix(i.Name, dir+"/") + ": "
		switch {
		case i.Skipped != "":
			s += i.Skipped
		case i.Trouble != "":
			s += "TROUBLE " + strings.ReplaceAll(i.Trouble, dir+"/", "")
		default:
			s += "job"
			data, err := i.Job.Load(1 << 20)
			if err != nil {
				t.Errorf("%s: %v", i.Name, err)
			}
			if h, n, err := i.hash(); err != nil || h != sum(data) || n != int64(len(data)) {
				t.Errorf("%s: hash %s, %d bytes, %v; loaded %d bytes", i.Name, h, n, err, len(data))
			}
		}
		for _, h := range i.Hints {
			s += " " + h.Field + "=" + h.Value
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	somePDF  = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n")
	someText = []byte("部门预算公开 一、收支总表")
	someHTML = []byte("<!DOCTYPE html><html><body>404</body></html>")
)

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.pdf", somePDF)
	write(t, dir, "b.txt", someText)
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(someText)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "c.TXT", gbk)
	write(t, dir, "d.pdf", someHTML)
	write(t, dir, "e.doc", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...))
	write(t, dir, "f", somePDF) // without a name for its kind
	write(t, dir, "g.md", someText)
	write(t, dir, "h.pdf", nil) // an aborted download
	write(t, dir, "i.pdf", []byte("\x00\x01\x02\x03"))
	write(t, dir, "j.png", []byte("\x89PNG\r\n\x1a\n"))
	write(t, dir, "k.txt", someText[:len(someText)-1]) // cut within a character
	write(t, dir, "l.bin", []byte("\x00\x01\x02\x03"))
	write(t, dir, "深/deeper/预算.pdf", somePDF)
	want := []string{"a.pdf: job", "b.txt: job", "c.TXT: job", "d.pdf: web page (HTML)", "e.doc: older office document", "f: job",
		"g.md: text, not named .txt", "h.pdf: job", "i.pdf: job", "j.png: PNG image", "k.txt: job", "l.bin: unknown binary file", "深/deeper/预算.pdf: job"}
	if diff := gocmp.Diff(want, list(t, dir, Inputs{Paths: []string{dir}})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// A trailing slash changes nothing but the doubled one.
	if diff := gocmp.Diff(want, list(t, dir, Inputs{Paths: []string{dir + "/"}})); diff != "" {
		t.Errorf("trailing slash (-want +got)\n%s", diff)
	}
	// Named alone, text is read whatever it is called.
	if diff := gocmp.Diff([]string{"g.md: job", "d.pdf: job"}, list(t, dir, Inputs{Paths: []string{dir + "/g.md", dir + "/d.pdf"}})); diff != "" {
		t.Errorf("named (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff([]string{"a.pdf: job", "d.pdf: job", "h.pdf: job", "i.pdf: job"}, list(t, dir, Inputs{Paths: []string{dir + "/[a-i].pdf"}})); diff != "" {
		t.Errorf("glob (-want +got)\n%s", diff)
	}
	bracket := write(t, dir, "[2024].pdf", somePDF)
	if diff := gocmp.Diff([]string{"[2024].pdf: job"}, list(t, dir, Inputs{Paths: []string{bracket}})); diff != "" {
		t.Errorf("a name that looks like a pattern (-want +got)\n%s", diff)
	}
}

// TestOlderOffice has the directory of a file, which tells what wrote it, far
// from its beginning, where it is not, and beyond the end.
func TestOlderOffice(t *testing.T) {
	made := func(stream string, sector int) []byte {
		data := make([]byte, 40<<10)
		copy(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
		binary.LittleEndian.PutUint16(data[30:], 9)
		binary.LittleEndian.PutUint32(data[48:], uint32(sector))
		for i, r := range stream {
			binary.LittleEndian.PutUint16(data[(61+1)*512+2*i:], uint16(r))
		}
		return data
	}
	dir := t.TempDir()
	write(t, dir, "a.pdf", made("WordDocument", 61))
	write(t, dir, "b", made("Workbook", 61))
	write(t, dir, "c.doc", made("WordDocument", 3))
	write(t, dir, "d.doc", made("WordDocument", 1<<31))
	want := []string{"a.pdf: Word document (.doc)", "b: Excel workbook (.xls)", "c.doc: older office document", "d.doc: older office document"}
	if diff := gocmp.Diff(want, list(t, dir, Inputs{Paths: []string{dir}})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.pdf", somePDF)
	for p, ok := range map[string]bool{"a.pdf": true, "*.pdf": true, "": true, "b.pdf": false, "*.txt": false, "[": false} {
		if err := (Inputs{Paths: []string{filepath.Join(dir, p), "-"}}).Check(); (err == nil) != ok {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestNamesOfAnyBytes(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("file names of any bytes: only where the system has them")
	}
	dir := t.TempDir()
	for _, name := range []string{"\xd4\xa4\xcb\xe3.pdf", "a\x1b[2Jb.pdf", "line\nbreak.pdf", " spaces .pdf", "-dash.pdf"} {
		write(t, dir, name, somePDF)
	}
	for _, l := range list(t, dir, Inputs{Paths: []string{dir}}) {
		if !strings.HasSuffix(l, ": job") {
			t.Errorf("%q", l)
		}
	}
}

func TestLinks(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	write(t, dir, "in/a.pdf", somePDF)
	write(t, out, "b.pdf", somePDF)
	write(t, out, "more/c.pdf", somePDF)
	for from, to := range map[string]string{
		"1-file.pdf": out + "/b.pdf", "2-folder": out, "3-again": out, "4-inside": dir + "/in", "5-self": dir, "6-nothing": dir + "/none",
	} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Skip("links: ", err)
		}
	}
	if err := os.Symlink(dir, filepath.Join(out, "back")); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, n := range []string{"1-file.pdf", "2-folder", "3-again", "4-inside", "5-self", "6-nothing"} {
		want = append(want, n+": link, not followed")
	}
	want = append(want, "in/a.pdf: job")
	if diff := gocmp.Diff(want, list(t, dir, Inputs{Paths: []string{dir}})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	anyway := ": link to a folder that is read anyway"
	want = []string{"1-file.pdf: job", "2-folder/b.pdf: job", "2-folder/back" + anyway, "2-folder/more/c.pdf: job", "3-again" + anyway, "4-inside" + anyway,
		"5-self" + anyway, "6-nothing: TROUBLE link that leads nowhere", "in/a.pdf: job"}
	if diff := gocmp.Diff(want, list(t, dir, Inputs{Paths: []string{dir}, Follow: true})); diff != "" {
		t.Errorf("followed (-want +got)\n%s", diff)
	}
	// A link that the user names is meant.
	if diff := gocmp.Diff([]string{"2-folder/b.pdf: job", "2-folder/back: link, not followed", "2-folder/more/c.pdf: job"}, list(t, dir, Inputs{Paths: []string{dir + "/2-folder"}})); diff != "" {
		t.Errorf("named link (-want +got)\n%s", diff)
	}
}

func TestSince(t *testing.T) {
	dir := t.TempDir()
	old := write(t, dir, "old.pdf", somePDF)
	write(t, dir, "new.pdf", somePDF)
	day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(old, day, day); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff([]string{"new.pdf: job", "old.pdf: not changed since"}, list(t, dir, Inputs{Paths: []string{dir}, Since: day.Add(time.Hour)})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

type zipped struct {
	name string
	data []byte
	edit func(*zip.FileHeader)
}

func archive(t *testing.T, entries ...zipped) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.edit != nil {
			e.edit(h)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchive(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("某局/2024年预算.pdf")
	if err != nil {
		t.Fatal(err)
	}
	inner := archive(t, zipped{name: "x.pdf", data: somePDF})
	data := archive(t,
		zipped{name: "a.pdf", data: somePDF},
		zipped{name: gbk, data: somePDF, edit: func(h *zip.FileHeader) { h.NonUTF8 = true }},
		zipped{name: "folder/", data: nil},
		zipped{name: "folder/b.txt", data: someText},
		zipped{name: "../../etc/passwd.pdf", data: somePDF},
		zipped{name: `..\up.pdf`, data: somePDF},
		zipped{name: `/abs.pdf`, data: somePDF},
		zipped{name: `C:\windows.pdf`, data: somePDF},
		zipped{name: "notes: of 10:30.pdf", data: somePDF},
		zipped{name: "page.html", data: someHTML},
		zipped{name: "inner.zip", data: inner},
		zipped{name: "sheet.xlsx", data: archive(t, zipped{name: "xl/workbook.xml", data: []byte("<x/>")})},
		zipped{name: "link.pdf", data: []byte("/etc/passwd"), edit: func(h *zip.FileHeader) { h.SetMode(os.ModeSymlink | 0o777) }},
		zipped{name: "bomb.pdf", data: append(bytes.Clone(somePDF), make([]byte, 4<<20)...)},
		zipped{name: "locked.pdf", data: somePDF, edit: func(h *zip.FileHeader) { h.Flags |= 1 }},
		zipped{name: "pad.bin", data: noise(1 << 18)}, // keeps the whole from looking like a bomb
	)
	dir := t.TempDir()
	write(t, dir, "sub/all.zip", data)
	want := []string{
		"a.pdf: job", "某局/2024年预算.pdf: job", "folder/b.txt: job",
		"../../etc/passwd.pdf: TROUBLE path that leads out of the archive", `..\up.pdf: TROUBLE path that leads out of the archive`,
		"/abs.pdf: TROUBLE path that leads out of the archive", `C:\windows.pdf: TROUBLE path that leads out of the archive`,
		"notes: of 10:30.pdf: job", "page.html: web page (HTML)", "inner.zip: TROUBLE archive inside an archive", "sheet.xlsx: Excel workbook (.xlsx)",
		"link.pdf: not a regular file", "bomb.pdf: TROUBLE entry packed more than 200 times, refused as a bomb", "locked.pdf: TROUBLE entry needs a password",
		"pad.bin: unknown binary file",
	}
	for i := range want {
		want[i] = "sub/all.zip!" + want[i]
	}
	if diff := gocmp.Diff(want, list(t, dir, Inputs{Paths: []string{dir}})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, name := range []string{"sub/all.zip!某局/2024年预算.pdf", "sub/all.zip!a.pdf"} {
		if got, err := LoadNamed(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, somePDF) {
			t.Errorf("%s loaded again: %q, %v", name, got, err)
		}
	}
	if _, err := LoadNamed(filepath.Join(dir, "sub/all.zip!none.pdf")); err == nil {
		t.Error("an entry that is not there was loaded")
	}
}

// noise is bytes that do not pack.
func noise(n int) []byte {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return b
}

func TestArchivesRefused(t *testing.T) {
	dir := t.TempDir()
	whole := archive(t, zipped{name: "a.pdf", data: somePDF})
	write(t, dir, "cut.zip", whole[:len(whole)-30])
	var many []zipped
	for i := range 40 {
		many = append(many, zipped{name: fmt.Sprint(i, ".pdf"), data: make([]byte, 1<<20)})
	}
	write(t, dir, "many.zip", archive(t, many...))
	flipped := bytes.Clone(whole)
	flipped[bytes.Index(flipped, []byte("a.pdf"))+8] ^= 0xff // in the packed bytes
	write(t, dir, "rotten.zip", flipped)
	got := list(t, dir, Inputs{Paths: []string{dir}})
	want := []string{"cut.zip: TROUBLE damaged archive: zip: not a valid zip file", "many.zip: TROUBLE archive unpacks to more than 200 times its size, refused as a bomb"}
	if len(got) != 3 {
		t.Fatal(got)
	}
	if diff := gocmp.Diff(want, got[:2]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !strings.HasPrefix(got[2], "rotten.zip!a.pdf: TROUBLE damaged entry: ") {
		t.Error(got[2])
	}
}

func TestList(t *testing.T) {
	dir := t.TempDir()
	a, b := write(t, dir, "a.pdf", somePDF), write(t, dir, "sub/b.txt", someText)
	write(t, dir, "z.zip", archive(t, zipped{name: "c.pdf", data: somePDF}))
	for _, c := range []struct {
		name, list string
		want       []string
	}{
		{"paths", a + "\r\n\n" + dir + "/none.pdf\n" + b, []string{"a.pdf: job", "none.pdf: TROUBLE not there", "sub/b.txt: job"}},
		{"tabs", "\ufeffpath\tyear\turl\tother\n" + a + "\t2024\thttps://example.org/a\tx\n" + dir + "/sub\t2023\n" + dir + "/z.zip\t2022\n",
			[]string{"a.pdf: job year=2024 url=https://example.org/a", "sub/b.txt: job year=2023", "z.zip!c.pdf: job year=2022"}},
		{"json", `{"path": "` + a + `", "year": 2024, "region": "310107", "organization": "某局", "x": {}}` + "\n" + b, []string{"a.pdf: job region=310107 organization=某局 year=2024", "sub/b.txt: job"}},
		{"empty", "\n\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := list(t, dir, Inputs{Paths: []string{"-"}, Stdin: strings.NewReader(c.list)})
			if diff := gocmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	for _, c := range []struct{ list, want string }{
		{a + "\n{not json\n", "list line 2: "},
		{`{"year": 2024}`, "list line 1: no path"},
		{"path\tyear\n\t2024\n", "list line 2: no path"},
		{strings.Repeat("x", maxListLine+1), "list: "},
	} {
		err := (Inputs{Paths: []string{"-"}, Stdin: strings.NewReader(c.list)}).Each(t.Context(), func(Input) error { return nil })
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%.40q: %v, want %s", c.list, err, c.want)
		}
	}
}

// TestHints reads a document with hints, new and known: they are kept beside
// it and held against it.
func TestHints(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.txt", fixture(t, textFixture))
	db := filepath.Join(dir, "x.db")
	for i, l := range []string{"path\tyear\turl\n" + a + "\t2020\thttps://example.org/a\n", `{"path": "` + a + `", "year": 1999, "organization": "别的局"}`} {
		if _, err := outcomes(t, t.Context(), db, Options{Inputs: Inputs{Paths: []string{"-"}, Stdin: strings.NewReader(l)}}); err != nil {
			t.Fatal(err)
		}
		st, err := store.OpenReader(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := st.Documents(t.Context(), store.Filter{})
		if err != nil || len(docs) != 1 {
			t.Fatal(docs, err)
		}
		hints, err := st.Hints(t.Context(), docs[0].ID)
		st.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, h := range hints {
			got[h.Field] = h.Value + " " + h.Agrees
		}
		want := map[string]string{"year": "2020 holds", "url": "https://example.org/a unknown"}
		if i == 1 {
			want = map[string]string{"year": "1999 fails", "organization": "别的局 fails", "url": "https://example.org/a unknown"}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("list %d: (-want +got)\n%s", i, diff)
		}
		if docs[0].Year != 2020 || docs[0].URL != "https://example.org/a" {
			t.Errorf("list %d: year %d, url %s", i, docs[0].Year, docs[0].URL)
		}
	}
}
