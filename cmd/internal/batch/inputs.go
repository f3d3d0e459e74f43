package batch

import (
	"archive/zip"
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yusuan/extract"
	"yusuan/store"
)

// Job is one document to be read.
type Job struct {
	Name  string // as messages and the database call it: path, or archive!entry
	Path  string // file on disk
	Entry int    // 1-based place in the archive Path; 0 for a file of its own
	Hints []store.Hint
}

// Input is one thing met among the inputs: a job, or something passed over.
type Input struct {
	Job
	Skipped string // why it is no job, "" for a job
}

// Bounds of what an archive may hold.
const (
	archiveEntries = 200_000 // entries of one archive
	archiveRatio   = 200     // times that an entry may be larger than its packed bytes
	archiveSlack   = 1 << 20 // bytes below which the ratio does not count
)

// sniffBytes is how much of a file is looked at to tell its kind.
const sniffBytes = 4096

// Inputs lists what is to be read.
type Inputs struct {
	Paths  []string  // files, folders, archives, globs; "-" reads a list from Stdin
	Stdin  io.Reader // list of inputs, see ReadList
	Follow bool      // go through links that lead out of a folder
	Bytes  int64     // largest document; 0: the default of extract.Limits
}

// Each calls yield for every input in a fixed order until it returns an error
// or the inputs end. An error of Each names a path that is not there, or is
// yield's own.
func (in Inputs) Each(ctx context.Context, yield func(Input) error) error {
	in.Bytes = cmp.Or(in.Bytes, extract.Limits{}.WithDefaults().Bytes)
	for _, p := range in.Paths {
		if p == "-" {
			for item, err := range ReadList(in.Stdin) {
				if err != nil {
					return err
				}
				if err := in.path(ctx, item.Path, item.Hints, yield); err != nil {
					if !errors.Is(err, fs.ErrNotExist) {
						return err
					}
					// A list goes on past a path that is not there.
					if err := yield(Input{Job: Job{Name: item.Path, Path: item.Path}, Skipped: "not there"}); err != nil {
						return err
					}
				}
			}
			continue
		}
		paths := []string{p}
		if _, err := os.Lstat(p); err != nil && strings.ContainsAny(p, "*?[") {
			matches, globErr := filepath.Glob(p)
			if globErr != nil {
				return fmt.Errorf("%s: %w", p, globErr)
			}
			if len(matches) > 0 {
				paths = matches
			}
		}
		for _, p := range paths {
			if err := in.path(ctx, p, nil, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// path lists one path named by the user.
func (in Inputs) path(ctx context.Context, p string, hints []store.Hint, yield func(Input) error) error {
	info, err := os.Stat(p)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return in.file(ctx, p, true, hints, yield)
	}
	root, err := filepath.EvalSymlinks(p)
	if err != nil {
		return err
	}
	return in.folder(ctx, p, []string{root}, yield)
}

// folder walks a folder. trail holds the real paths of the folders gone into
// through links, so that a link to a folder above ends.
func (in Inputs) folder(ctx context.Context, dir string, trail []string, yield func(Input) error) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch {
		case err != nil:
			if yieldErr := yield(Input{Job: Job{Name: p, Path: p}, Skipped: "cannot be opened: " + err.Error()}); yieldErr != nil {
				return yieldErr
			}
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			return in.link(ctx, p, trail, yield)
		case !d.Type().IsRegular():
			return yield(Input{Job: Job{Name: p, Path: p}, Skipped: "not a regular file"})
		}
		return in.file(ctx, p, false, nil, yield)
	})
}

// link passes over a link, unless links are followed.
func (in Inputs) link(ctx context.Context, p string, trail []string, yield func(Input) error) error {
	skip := func(why string) error { return yield(Input{Job: Job{Name: p, Path: p}, Skipped: why}) }
	real, err := filepath.EvalSymlinks(p)
	if err != nil {
		return skip("link to nothing")
	}
	if !in.Follow {
		return skip("link, not followed")
	}
	info, err := os.Stat(real)
	if err != nil {
		return skip("link to nothing")
	}
	if !info.IsDir() {
		return in.file(ctx, p, false, nil, yield)
	}
	for _, above := range trail {
		if real == above || strings.HasPrefix(above, real+string(filepath.Separator)) {
			return skip("link to a folder above it")
		}
	}
	// Walking the link itself would stop at it: walk what it leads to, under its name.
	return filepath.WalkDir(real, func(q string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return skip("cannot be opened: " + err.Error())
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			return in.link(ctx, q, append(slices.Clone(trail), real), yield)
		case !d.Type().IsRegular():
			return nil
		}
		return in.file(ctx, q, false, nil, yield)
	})
}

// file tells what one file is by its content. In folders, text counts only
// where the name ends in .txt: other text is notes, lists, sources.
func (in Inputs) file(ctx context.Context, p string, named bool, hints []store.Hint, yield func(Input) error) error {
	skip := func(why string) error { return yield(Input{Job: Job{Name: p, Path: p}, Skipped: why}) }
	f, err := os.Open(p)
	if err != nil {
		return skip("cannot be opened: " + err.Error())
	}
	defer f.Close()
	head := make([]byte, sniffBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return skip("cannot be read: " + err.Error())
	}
	kind := extract.Sniff(wholeRunes(head[:n]))
	switch {
	case kind == extract.KindPDF, kind == extract.KindText && (named || strings.EqualFold(filepath.Ext(p), ".txt")):
		return yield(Input{Job: Job{Name: p, Path: p, Hints: hints}})
	case strings.HasPrefix(string(head[:n]), "PK\x03\x04"):
		// Office files are archives too: only one that calls itself an archive is opened.
		if named || strings.EqualFold(filepath.Ext(p), ".zip") {
			return in.archive(ctx, p, yield)
		}
		return skip(string(kind))
	case named && strings.EqualFold(filepath.Ext(p), ".pdf"):
		// Said to be a document by name: reading it gives the reason why it is none.
		return yield(Input{Job: Job{Name: p, Path: p, Hints: hints}})
	case kind == extract.KindText:
		return skip("text, not named .txt")
	}
	return skip(string(kind))
}

// archive lists the documents of a zip archive.
func (in Inputs) archive(ctx context.Context, p string, yield func(Input) error) error {
	z, err := zip.OpenReader(p)
	if err != nil {
		return yield(Input{Job: Job{Name: p, Path: p}, Skipped: "damaged archive: " + err.Error()})
	}
	defer z.Close()
	if len(z.File) > archiveEntries {
		return yield(Input{Job: Job{Name: p, Path: p}, Skipped: fmt.Sprintf("archive of %d entries, at most %d are read", len(z.File), archiveEntries)})
	}
	for i, f := range z.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.FileInfo().IsDir() {
			continue
		}
		name := entryName(f)
		job := Job{Name: p + "!" + name, Path: p, Entry: i + 1}
		if why := in.refuse(f, name); why != "" {
			if err := yield(Input{Job: job, Skipped: why}); err != nil {
				return err
			}
			continue
		}
		if err := yield(Input{Job: job}); err != nil {
			return err
		}
	}
	return nil
}

// refuse says why an entry is not read, "" where it is.
func (in Inputs) refuse(f *zip.File, name string) string {
	clean := path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))
	switch {
	case strings.Contains("/"+strings.ReplaceAll(name, `\`, "/")+"/", "/../"), path.IsAbs(name), strings.Contains(name, ":"), clean == "/":
		return "path that leads out of the archive"
	case !f.Mode().IsRegular():
		return "not a regular file"
	case f.UncompressedSize64 > uint64(in.Bytes):
		return fmt.Sprintf("entry of %d bytes, at most %d are read", f.UncompressedSize64, in.Bytes)
	case f.UncompressedSize64 > archiveSlack && f.UncompressedSize64/max(f.CompressedSize64, 1) > archiveRatio:
		return fmt.Sprintf("entry packed more than %d times, refused as a bomb", archiveRatio)
	case f.Flags&1 != 0:
		return "entry needs a password"
	}
	head, err := entryHead(f)
	if err != nil {
		return "damaged entry: " + err.Error()
	}
	kind := extract.Sniff(head)
	switch {
	case kind == extract.KindPDF, kind == extract.KindText && strings.EqualFold(path.Ext(name), ".txt"):
		return ""
	case kind == extract.KindText:
		return "text, not named .txt"
	case strings.HasPrefix(string(head), "PK\x03\x04") && strings.EqualFold(path.Ext(name), ".zip"):
		return "archive inside an archive"
	}
	return string(kind)
}

func entryHead(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, sniffBytes)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return wholeRunes(head[:n]), nil
}

// wholeRunes leaves out a character of UTF-8 that the end of a file's head cuts.
func wholeRunes(head []byte) []byte {
	if len(head) < sniffBytes {
		return head
	}
	for cut := 0; cut < utf8.UTFMax; cut++ {
		if whole := head[:len(head)-cut]; utf8.Valid(whole) {
			return whole
		}
	}
	return head
}

// entryName gives an entry's name: archives made on Chinese Windows hold names
// in GBK without saying so.
func entryName(f *zip.File) string {
	if !f.NonUTF8 || utf8.ValidString(f.Name) {
		return f.Name
	}
	if name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
		return name
	}
	return f.Name
}

// Load reads the bytes of a job, at most limit of them.
func (j Job) Load(limit int64) ([]byte, error) {
	if j.Entry == 0 {
		f, err := os.Open(j.Path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readAtMost(f, limit)
	}
	z, err := zip.OpenReader(j.Path)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if j.Entry > len(z.File) {
		return nil, fmt.Errorf("%s: the archive changed while it was read", j.Path)
	}
	r, err := z.File[j.Entry-1].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readAtMost(r, limit)
}

// readAtMost reads one byte more than the limit where there are more, so that
// the reader of documents sees and names the limit.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	return io.ReadAll(bufio.NewReader(io.LimitReader(r, limit+1)))
}

// LoadNamed reads a document again by the name it has in the database.
func LoadNamed(name string) ([]byte, error) {
	limit := extract.Limits{}.WithDefaults().Bytes
	data, err := Job{Path: name}.Load(limit)
	archive, entry, inside := strings.Cut(name, "!")
	if err == nil || !inside {
		return data, err
	}
	z, zipErr := zip.OpenReader(archive)
	if zipErr != nil {
		return nil, err
	}
	defer z.Close()
	for i, f := range z.File {
		if entryName(f) == entry {
			return Job{Path: archive, Entry: i + 1}.Load(limit)
		}
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}
