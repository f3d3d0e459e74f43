package main

import (
	"os/exec"
	"strings"
	"testing"
)

// arrows is the table of allowed imports: package, then the packages of the
// project it may import. A new arrow is a new word here.
var arrows = map[string]string{
	"extract":             "",
	"extract/native":      "extract",
	"extract/pdfium":      "extract",
	"extract/plaintext":   "extract",
	"extract/inspect":     "extract",
	"extract/enginetest":  "extract",
	"parse/budget":        "extract",
	"parse/form":          "extract parse/budget",
	"parse/code":          "extract parse/budget",
	"parse":               "extract parse/budget parse/form parse/code",
	"store":               "parse/budget",
	"store/export":        "parse/budget store",
	"cmd/internal/batch":  "extract extract/native extract/pdfium extract/plaintext extract/inspect parse parse/budget parse/form parse/code store store/export",
	"cmd/internal/chart":  "",
	"cmd/internal/report": "parse/budget store store/export",
	"cmd/yusuan":          "*",
}

// libraries may be imported by one folder alone.
var libraries = map[string]string{
	"github.com/ledongthuc/pdf":       "extract/native",
	"github.com/klippa-app/go-pdfium": "extract/pdfium",
	"github.com/pdfcpu/pdfcpu":        "extract/inspect",
	"github.com/mattn/go-sqlite3":     "store",
	"gonum.org/v1/plot":               "cmd/internal/chart",
}

// imports lists "package import" for the non-test files of the project.
func imports(t *testing.T) [][2]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`, "yusuan/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pairs [][2]string
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		from, to, _ := strings.Cut(line, " ")
		pairs = append(pairs, [2]string{from, to})
	}
	return pairs
}

func TestImportsRunOneWay(t *testing.T) {
	pairs := imports(t)
	if len(pairs) < 10 {
		t.Fatalf("only %d imports listed", len(pairs))
	}
	for _, bad := range violations(pairs) {
		t.Error(bad)
	}
}

// violations names every import that the tables do not allow.
func violations(pairs [][2]string) []string {
	var bad []string
	for _, p := range pairs {
		from := strings.TrimPrefix(p[0], "yusuan/")
		if strings.HasPrefix(from, "fixtures") {
			continue // generators, imported by nobody
		}
		for lib, only := range libraries {
			if (p[1] == lib || strings.HasPrefix(p[1], lib+"/")) && from != only {
				bad = append(bad, from+" imports "+p[1]+", which only "+only+" may")
			}
		}
		to, ours := strings.CutPrefix(p[1], "yusuan/")
		if !ours {
			continue
		}
		allowed, known := arrows[from]
		if !known {
			bad = append(bad, from+" is not in the table of arrows")
			continue
		}
		if allowed == "*" {
			continue
		}
		ok := false
		for _, a := range strings.Fields(allowed) {
			ok = ok || a == to
		}
		if !ok {
			bad = append(bad, from+" may not import "+to)
		}
	}
	return bad
}

func TestViolationsAreSeen(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"turned round", "yusuan/extract", "yusuan/parse", "extract may not import parse"},
		{"store and parse", "yusuan/store", "yusuan/parse", "store may not import parse"},
		{"library", "yusuan/parse", "github.com/ledongthuc/pdf", "parse imports github.com/ledongthuc/pdf, which only extract/native may"},
		{"new package", "yusuan/extra", "yusuan/parse", "extra is not in the table of arrows"},
		{"allowed", "yusuan/parse", "yusuan/parse/form", ""},
	} {
		got := strings.Join(violations([][2]string{{c.from, c.to}}), "; ")
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
