package chart

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
)

// maxFontBytes bounds what is read of one font file.
const maxFontBytes = 64 << 20

// fontFolders are where systems keep fonts.
func fontFolders() []string {
	home, _ := os.UserHomeDir()
	return []string{
		filepath.Join(home, ".fonts"), filepath.Join(home, ".local/share/fonts"), "/usr/share/fonts", "/usr/local/share/fonts",
		filepath.Join(home, "Library/Fonts"), "/Library/Fonts", "/System/Library/Fonts",
		filepath.Join(os.Getenv("WINDIR"), "Fonts"),
	}
}

// hints order font files by how likely they have Chinese characters: name
// parts of fonts that do, sans serif first.
var hints = []string{"sanscjk", "sourcehansans", "pingfang", "msyh", "yahei", "wqy", "simhei", "hei", "cjk", "song", "sim", "uming", "ukai", "droidsansfallback", "unifont"}

// findFont reads the named font, or the first font of the system that has all
// characters of the labels.
func findFont(file, labels string) (*font.Face, error) {
	if file != "" {
		f, err := readFont(file, labels)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", file, err)
		}
		return f, nil
	}
	for _, path := range candidates(fontFolders()) {
		if f, err := readFont(path, labels); err == nil {
			return f, nil
		}
	}
	return nil, ErrNoFont
}

// candidates lists font files, the likely ones first.
func candidates(folders []string) []string {
	type file struct {
		path string
		rank int
	}
	var files []file
	for _, folder := range folders {
		if !filepath.IsAbs(folder) {
			continue
		}
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // a folder that cannot be read has no font for us
			}
			name := strings.ToLower(d.Name())
			switch filepath.Ext(name) {
			case ".ttf", ".otf", ".ttc":
			default:
				return nil
			}
			rank := slices.IndexFunc(hints, func(h string) bool { return strings.Contains(name, h) })
			if rank < 0 {
				return nil
			}
			rank *= 2
			if !strings.Contains(name, "regular") {
				rank++
			}
			files = append(files, file{path, rank})
			return nil
		})
	}
	slices.SortStableFunc(files, func(a, b file) int { return a.rank - b.rank })
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.path
	}
	return out
}

// readFont reads a font, of a collection the first that has all characters.
func readFont(path, labels string) (*font.Face, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFontBytes {
		return nil, fmt.Errorf("%d bytes are too many", info.Size())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	fonts, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, err
	}
	lacks := ""
	for i := range fonts.NumFonts() {
		f, err := fonts.Font(i)
		if err != nil {
			continue
		}
		if lacks = missing(f, labels); lacks == "" {
			return &font.Face{Font: font.Font{Typeface: "labels"}, Face: f}, nil
		}
	}
	return nil, fmt.Errorf("it lacks %s: %w", lacks, ErrNoFont)
}

// missing gives the characters of a text that a font has no glyph for, each once.
func missing(f *sfnt.Font, s string) string {
	var b sfnt.Buffer
	var out strings.Builder
	for _, r := range s {
		if n, err := f.GlyphIndex(&b, r); (err != nil || n == 0) && !strings.ContainsRune(out.String(), r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}
