// Package form holds the declared forms: which titles, headings, units, totals
// and notes the tables of each province and year print, and what they mean in
// the vocabulary of parse/budget. Forms are data, under data; a new province
// or year is a new file there.
//
// Three layers answer the same question, the narrower first:
//
//   - data/<family>/*.toml declare tables word for word as a province and
//     year print them: titles, columns, unit, lanes, identities.
//   - kinds.toml holds one rule a kind (words that must and must not be in a
//     title), so that a title nobody has declared still resolves. headings.csv
//     does the same for columns, roles and measures.
//   - what fits neither is no match, and is for the caller to report. Nothing
//     is guessed, and two kinds that fit equally are both returned.
//
// The package looks at one line or one heading path at a time; where a line
// stands on the page is the business of package parse.
package form

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"yusuan/parse/budget"
)

//go:embed data
var data embed.FS

// Table is one declared table: what one family of forms prints.
type Table struct {
	ID      string       `toml:"-"` // family/name
	Family  string       `toml:"-"`
	File    string       `toml:"-"` // data file that declares it
	Phase   budget.Phase `toml:"-"`
	Version int          `toml:"-"` // of the family's file

	Name    string   `toml:"name"`    // within the family
	Kind    string   `toml:"kind"`    // vocabulary
	Titles  []string `toml:"titles"`  // without number, year and body; alternatives
	Loose   []string `toml:"loose"`   // titles that do not end in 表: only this declaration makes them titles
	Numbers []string `toml:"numbers"` // as printed; never used to tell tables apart
	Unit    string   `toml:"unit"`    // where it differs from the family's; only a default, the printed one rules
	Fund    string   `toml:"fund"`
	Lanes   []string `toml:"lanes"`   // of side-by-side tables, left to right
	Columns []string `toml:"columns"` // heading paths as printed
	Checks  []Check  `toml:"check"`   // identities beyond those of the kind
	Seen    []string `toml:"seen"`
}

// Check is an identity that a table's figures must close.
type Check struct {
	Rule  string   `toml:"rule"`  // columns-sum, codes-sum, lanes-balance
	Total string   `toml:"total"` // measure
	Of    []string `toml:"of"`    // measures
}

// Rules are the identities that a form may name.
var Rules = []string{"columns-sum", "codes-sum", "lanes-balance"}

// Kind is one table kind of the vocabulary with the rule for its titles.
type Kind struct {
	ID     string     `toml:"id"`
	Zh     string     `toml:"zh"`
	All    [][]string `toml:"all"`
	None   []string   `toml:"none"`
	Heads  [][]string `toml:"heads"` // headings that tell the kind where no title does
	Only   []string   `toml:"only"`  // the headings that may stand beside them; empty for any
	Lanes  []string   `toml:"lanes"`
	Checks []Check    `toml:"check"`
}

type family struct {
	Version int          `toml:"version"`
	Family  string       `toml:"family"`
	Label   string       `toml:"label"`
	Phase   budget.Phase `toml:"phase"`
	Unit    string       `toml:"unit"`
	Seen    []string     `toml:"seen"`
	Tables  []*Table     `toml:"table"`
}

type wordFile struct {
	Version  int      `toml:"version"`
	Title    []string `toml:"title"`
	Content  []string `toml:"content"`
	Sentence []string `toml:"sentence"`
	Body     []string `toml:"body"`
	NoBody   []string `toml:"no_body"`
	Fund     []struct {
		Measure string   `toml:"measure"`
		Words   []string `toml:"words"`
	} `toml:"fund"`
}

// Catalog is a set of declared forms. It is read-only once loaded and may be
// used by several goroutines.
type Catalog struct {
	tables   []*Table
	kinds    []*Kind
	words    wordFile
	lines    lineFile
	identity identityFile
	heads    headings

	exact      map[string][]*Table // plain title → tables
	endings    map[rune]bool       // last characters of those in exact without 表
	titleWords map[string]bool
	longest    int // runes of the longest title word
	hash       string
	identities *Identities
	measures   map[string]map[string]bool // by kind
}

var builtin = sync.OnceValues(func() (*Catalog, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub)
})

// Builtin returns the forms that come with the program. They are tested, so
// that they load; should they not, the catalog is empty and knows no title.
func Builtin() *Catalog {
	c, err := builtin()
	if err != nil {
		return &Catalog{}
	}
	return c
}

// Load reads forms from folders laid out as this package's data. A later
// folder adds to the earlier ones and replaces files of the same path. All
// errors are returned at once, joined.
func Load(folders ...fs.FS) (*Catalog, error) {
	files := map[string][]byte{}
	var errs []error
	for _, folder := range folders {
		err := fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			switch path.Ext(p) {
			case ".toml", ".csv":
				b, err := fs.ReadFile(folder, p)
				if err != nil {
					return err
				}
				files[p] = b
			}
			return nil
		})
		if err != nil {
			errs = append(errs, err)
		}
	}
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)

	c := &Catalog{exact: map[string][]*Table{}, endings: map[rune]bool{}, titleWords: map[string]bool{}}
	sum := sha256.New()
	for _, n := range names {
		fmt.Fprintf(sum, "%s %d\n", n, len(files[n]))
		sum.Write(files[n])
		switch {
		case n == "kinds.toml":
			var k struct {
				Version int     `toml:"version"`
				Kinds   []*Kind `toml:"kind"`
			}
			errs = append(errs, decode(n, files[n], &k)...)
			c.kinds = k.Kinds
		case n == "words.toml":
			errs = append(errs, decode(n, files[n], &c.words)...)
		case n == "lines.toml":
			errs = append(errs, decode(n, files[n], &c.lines)...)
		case n == "disclosure.toml":
			errs = append(errs, decode(n, files[n], &c.identity)...)
		case n == "headings.csv":
			errs = append(errs, c.heads.read(n, files[n])...)
		case n == "identities.toml":
			var err error
			if c.identities, err = ParseIdentities(string(files[n])); err != nil {
				errs = append(errs, err)
			}
		case path.Ext(n) == ".toml":
			var f family
			errs = append(errs, decode(n, files[n], &f)...)
			errs = append(errs, c.addFamily(n, &f)...)
		default:
			errs = append(errs, fmt.Errorf("%s: no file that forms are read from", n))
		}
	}
	c.hash = hex.EncodeToString(sum.Sum(nil))
	errs = append(errs, c.compile()...)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	c.readMeasures()
	return c, nil
}

// Overlay is the built-in forms with a user's folder on top.
func Overlay(folder fs.FS) (*Catalog, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub, folder)
}

func decode(name string, b []byte, into any) []error {
	meta, err := toml.Decode(string(b), into)
	if err != nil {
		return []error{fmt.Errorf("%s: %w", name, err)}
	}
	var errs []error
	for _, k := range meta.Undecoded() {
		errs = append(errs, fmt.Errorf("%s: unknown key %q", name, k.String()))
	}
	return errs
}

func (c *Catalog) addFamily(file string, f *family) []error {
	var errs []error
	if f.Family == "" {
		errs = append(errs, fmt.Errorf("%s: no family", file))
	}
	if f.Phase != budget.PhaseBudget && f.Phase != budget.PhaseFinal {
		errs = append(errs, fmt.Errorf("%s: phase %q is neither budget nor final", file, f.Phase))
	}
	for i, t := range f.Tables {
		t.Family, t.File, t.Phase, t.Version = f.Family, file, f.Phase, f.Version
		t.ID = f.Family + "/" + t.Name
		if t.Unit == "" {
			t.Unit = f.Unit
		}
		if t.Name == "" {
			errs = append(errs, fmt.Errorf("%s: table %d has no name", file, i+1))
		}
		if len(t.Titles)+len(t.Loose) == 0 {
			errs = append(errs, fmt.Errorf("%s: table %s has no titles", file, t.ID))
		}
		c.tables = append(c.tables, t)
	}
	return errs
}

// compile builds the indices and checks what only shows once all files are in.
func (c *Catalog) compile() []error {
	var errs []error
	kinds := map[string]bool{}
	for _, k := range c.kinds {
		if kinds[k.ID] {
			errs = append(errs, fmt.Errorf("kinds.toml: kind %q twice", k.ID))
		}
		kinds[k.ID] = true
		if len(k.All) == 0 {
			errs = append(errs, fmt.Errorf("kinds.toml: kind %q fits every title", k.ID))
		}
		errs = append(errs, checkRules("kinds.toml: "+k.ID, k.Checks)...)
	}
	ids := map[string]string{}
	for _, t := range c.tables {
		if other, ok := ids[t.ID]; ok {
			errs = append(errs, fmt.Errorf("%s: table %s is declared in %s too", t.File, t.ID, other))
		}
		ids[t.ID] = t.File
		if !kinds[t.Kind] {
			errs = append(errs, fmt.Errorf("%s: table %s: unknown kind %q", t.File, t.ID, t.Kind))
		}
		if _, ok := budget.Scale(t.Unit); t.Unit != "" && !ok {
			errs = append(errs, fmt.Errorf("%s: table %s: unknown unit %q", t.File, t.ID, t.Unit))
		}
		for _, l := range t.Lanes {
			if l != "revenue" && l != "expenditure" && l != "use" {
				errs = append(errs, fmt.Errorf("%s: table %s: unknown lane %q", t.File, t.ID, l))
			}
		}
		errs = append(errs, checkRules(t.File+": "+t.ID, t.Checks)...)
		for _, title := range slices.Concat(t.Titles, t.Loose) {
			for _, key := range exactKeys(title) {
				if !slices.Contains(c.exact[key], t) {
					c.exact[key] = append(c.exact[key], t)
					if last, _ := utf8.DecodeLastRuneInString(key); !strings.Contains(key, "表") {
						c.endings[last] = true
					}
				}
			}
		}
	}
	for _, w := range c.words.Title {
		c.titleWords[w] = true
		c.longest = max(c.longest, len([]rune(w)))
	}
	c.titleWords["表"] = true
	c.identity.compile(c.titleWords)
	errs = append(errs, c.heads.compile(kinds)...)
	errs = append(errs, c.lines.compile()...)
	return errs
}

func checkRules(where string, checks []Check) []error {
	var errs []error
	for _, k := range checks {
		if !slices.Contains(Rules, k.Rule) {
			errs = append(errs, fmt.Errorf("%s: unknown rule %q", where, k.Rule))
		}
		if k.Rule == "columns-sum" && (k.Total == "" || len(k.Of) == 0) {
			errs = append(errs, fmt.Errorf("%s: columns-sum needs total and of", where))
		}
	}
	return errs
}

// exactKeys are the plain spellings under which a declared title is found:
// with its bracketed end, and without it.
func exactKeys(title string) []string {
	p := Plain(title)
	keys := []string{p}
	if short := parens.ReplaceAllString(p, ""); short != p && short != "" {
		keys = append(keys, short)
	}
	return keys
}

// Hash identifies the content of all files the catalog was loaded from.
func (c *Catalog) Hash() string { return c.hash }

// Tables lists the declared tables, by file and place in it.
func (c *Catalog) Tables() []*Table { return slices.Clone(c.tables) }

// Kinds lists the table kinds.
func (c *Catalog) Kinds() []*Kind { return slices.Clone(c.kinds) }

// Kind returns the kind with this id, nil where there is none.
func (c *Catalog) Kind(id string) *Kind {
	for _, k := range c.kinds {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// Table returns the declared table with this id, nil where there is none.
func (c *Catalog) Table(id string) *Table {
	for _, t := range c.tables {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// Family picks, from the titles of one document, the family that declares
// most of them. A tie, or no declared title, gives "".
func (c *Catalog) Family(found [][]Match) string {
	votes := map[string]int{}
	for _, ms := range found {
		seen := map[string]bool{}
		for _, m := range ms {
			for _, id := range m.Forms {
				fam, _, _ := strings.Cut(id, "/")
				if !seen[fam] {
					votes[fam]++
				}
				seen[fam] = true
			}
		}
	}
	best, n, tie := "", 0, false
	for fam, v := range votes {
		switch {
		case v > n:
			best, n, tie = fam, v, false
		case v == n:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}
