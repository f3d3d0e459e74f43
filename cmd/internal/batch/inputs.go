package batch

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"yusuan/extract"
	"yusuan/store"
)

// Job is one document to be read.
type Job struct {
	Name  string // as messages and the database call it: path, or archive!entry
	Path  string // file on disk
	Entry int    // 1-based place in the archive Path; 0 for a file of its own
	Kind  extract.Kind
	Hints []store.Hint
}

// Input is one thing met among the inputs: a job, or something passed over.
type Input struct {
	Job
	Skipped string // why it is no job: it is of another kind; "" for a job
	Trouble string // why it is no job though it may be a document: it cannot be opened, is refused; "" for a job

	entry *zip.File // of a job in an archive, while Each yields it
}

// open opens the bytes of a job while Each yields it.
func (in Input) open() (io.ReadCloser, error) {
	if in.entry != nil {
		return in.entry.Open()
	}
	return os.Open(in.Path)
}

// sniffBytes is how much of a file is looked at to tell its kind.
const sniffBytes = 4096

// Inputs lists what is to be read.
type Inputs struct {
	Paths  []string  // files, folders, archives, globs; "-" reads a list from Stdin
	Stdin  io.Reader // list of inputs, see ReadList
	Follow bool      // go through links met in folders
	Since  time.Time // pass over files that were changed before; zero: read all
	Bytes  int64     // largest document; 0: the default of extract.Limits

	walked map[string]bool // real paths of the folders gone into; of one Each
}

// Check says which of the paths is not there, before anything is read.
func (in Inputs) Check() error {
	for _, p := range in.Paths {
		if p == "-" {
			continue
		}
		paths, err := expand(p)
		if err != nil {
			return err
		}
		for _, p := range paths {
			if _, err := os.Stat(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// expand gives the paths that a pattern means; what is there under its own
// name is no pattern.
func expand(p string) ([]string, error) {
	if _, err := os.Lstat(p); err == nil || !strings.ContainsAny(p, "*?[") {
		return []string{p}, nil
	}
	matches, err := filepath.Glob(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p, err)
	}
	if len(matches) == 0 {
		return []string{p}, nil
	}
	return matches, nil
}

// Each calls yield for every input in a fixed order until it returns an error
// or the inputs end. An error of Each is that of a list, of a pattern, or
// yield's own.
func (in Inputs) Each(ctx context.Context, yield func(Input) error) error {
	in.Bytes = cmp.Or(in.Bytes, extract.Limits{}.WithDefaults().Bytes)
	in.walked = map[string]bool{}
	for _, p := range in.Paths {
		if p == "-" {
			for item, err := range ReadList(in.Stdin) {
				if err != nil {
					return err
				}
				if err := in.path(ctx, item.Path, item.Hints, yield); err != nil {
					return err
				}
			}
			continue
		}
		paths, err := expand(p)
		if err != nil {
			return err
		}
		for _, p := range paths {
			if err := in.path(ctx, p, nil, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// path lists one path named by the user. Hints hold for all below it.
func (in Inputs) path(ctx context.Context, p string, hints []store.Hint, yield func(Input) error) error {
	job := Job{Name: p, Path: p, Hints: hints}
	info, err := os.Stat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return yield(Input{Job: job, Trouble: "not there"})
	case err != nil:
		return yield(Input{Job: job, Trouble: "cannot be opened: " + err.Error()})
	case !info.IsDir():
		return in.file(ctx, job, true, yield)
	}
	real, err := filepath.EvalSymlinks(p)
	if err != nil {
		return yield(Input{Job: job, Trouble: "cannot be opened: " + err.Error()})
	}
	// A trailing separator makes the walk enter a link named by the user.
	root := p
	if real != p && !os.IsPathSeparator(p[len(p)-1]) {
		root = p + string(filepath.Separator)
	}
	return in.folder(ctx, root, real, hints, yield)
}

// folder walks a folder; real is its path without links. A folder is walked
// once: links may lead in circles.
func (in Inputs) folder(ctx context.Context, dir, real string, hints []store.Hint, yield func(Input) error) error {
	in.walked[real] = true
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		job := Job{Name: p, Path: p, Hints: hints}
		switch {
		case err != nil:
			if err := yield(Input{Job: job, Trouble: "cannot be opened: " + err.Error()}); err != nil {
				return err
			}
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			return in.link(ctx, job, yield)
		}
		return in.file(ctx, job, false, yield)
	})
}

// link passes over a link, unless links are followed.
func (in Inputs) link(ctx context.Context, job Job, yield func(Input) error) error {
	if !in.Follow {
		return yield(Input{Job: job, Skipped: "link, not followed"})
	}
	real, err := filepath.EvalSymlinks(job.Path)
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(real)
	}
	switch {
	case err != nil:
		return yield(Input{Job: job, Trouble: "link that leads nowhere"})
	case !info.IsDir():
		return in.file(ctx, job, false, yield)
	}
	for walked := range in.walked {
		if real == walked || strings.HasPrefix(real, walked+string(filepath.Separator)) {
			return yield(Input{Job: job, Skipped: "link to a folder that is read anyway"})
		}
	}
	return in.folder(ctx, job.Path+string(filepath.Separator), real, job.Hints, yield)
}

// file tells what one file is by its content. In folders, text counts only
// where the name ends in .txt: other text is notes, lists, sources. A file of
// no known kind that calls itself a document is read: that says what is wrong with it.
func (in Inputs) file(ctx context.Context, job Job, named bool, yield func(Input) error) error {
	skip := func(why string) error { return yield(Input{Job: job, Skipped: why}) }
	trouble := func(err error) error { return yield(Input{Job: job, Trouble: err.Error()}) }
	info, err := os.Stat(job.Path)
	if err != nil {
		return trouble(err)
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its other end
		return skip("not a regular file")
	}
	if info.ModTime().Before(in.Since) {
		return skip("not changed since")
	}
	f, err := os.Open(job.Path)
	if err != nil {
		return trouble(err)
	}
	defer f.Close()
	head, err := readHead(f)
	if err != nil {
		return trouble(err)
	}
	job.Kind = extract.Sniff(append(head, oleDirectory(f, head)...))
	kind, ext := job.Kind, strings.ToLower(filepath.Ext(job.Path))
	switch {
	case kind == extract.KindPDF, kind == extract.KindText && (named || ext == ".txt"):
		return yield(Input{Job: job})
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && (kind == kindZip && named || ext == ".zip"):
		// Office files are archives too: they are not opened.
		return in.archive(ctx, job, yield)
	case ext == ".pdf" && (named || kind == extract.KindText || unknownKind(kind)), ext == ".txt" && kind == kindBinary:
		return yield(Input{Job: job})
	case kind == extract.KindText:
		return skip("text, not named .txt")
	}
	return skip(string(kind))
}

// Names that extract.Sniff has for kinds told apart here.
const (
	kindZip    = extract.Kind("zip archive")
	kindEmpty  = extract.Kind("empty file")
	kindBinary = extract.Kind("unknown binary file")
)

func unknownKind(k extract.Kind) bool { return k == kindEmpty || k == kindBinary }

// readHead reads the beginning of a file, without a character that its end cuts.
func readHead(r io.Reader) ([]byte, error) {
	head := make([]byte, sniffBytes)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return wholeRunes(head[:n]), nil
}

// oleDirectory reads the first names of the streams in an older office file,
// which tell Word from Excel and may stand anywhere in it; nil where data is
// no head of such a file.
func oleDirectory(r io.ReaderAt, head []byte) []byte {
	const magic, sectorShift, firstDirectory, header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 30, 48, 512
	if len(head) < header || !bytes.HasPrefix(head, []byte(magic)) {
		return nil
	}
	shift := binary.LittleEndian.Uint16(head[sectorShift:])
	sector := binary.LittleEndian.Uint32(head[firstDirectory:])
	if shift != 9 && shift != 12 { // 512 or 4096 bytes, there are no others
		return nil
	}
	names := make([]byte, sniffBytes)
	n, err := r.ReadAt(names, (int64(sector)+1)<<shift)
	if err != nil && err != io.EOF {
		return nil
	}
	return names[:n]
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
