package parse

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yusuan/parse/form"
)

// TestChecks reads the list of checks: each is named once and worded in both
// languages; each identity and each check named in the code is among them, and
// the list names none that nothing makes.
func TestChecks(t *testing.T) {
	listed := map[string]bool{}
	for _, c := range Checks() {
		if listed[c.Name] || c.Name == "" || c.Zh == "" || c.En == "" {
			t.Errorf("check %q: doubled, or without words", c.Name)
		}
		listed[c.Name] = true
	}
	made := map[string]bool{"unreadable": true} // made by the command
	for _, id := range form.Builtin().Identities().Identities {
		made[id.Check] = true
	}
	inCode := regexp.MustCompile(`(?:Check:|check\w* +=|(?:rowFinding|tableFinding|say|add|compare|finding)\(|wholeFinding\(ids, ) *"([a-z]+(?:-[a-z]+)+|placeholder)"`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no code: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inCode.FindAllStringSubmatch(string(text), -1) {
			made[m[1]] = true
		}
	}
	var unlisted, unmade []string
	for name := range made {
		if !listed[name] {
			unlisted = append(unlisted, name)
		}
	}
	for name := range listed {
		if !made[name] {
			unmade = append(unmade, name)
		}
	}
	slices.Sort(unlisted)
	slices.Sort(unmade)
	if len(unlisted)+len(unmade) > 0 {
		t.Errorf("made and not listed: %v; listed and not made: %v", unlisted, unmade)
	}
}

func TestUnknownChecks(t *testing.T) {
	got := UnknownChecks([]string{"hierarchy", "hierachy", "claim-twice", "?"})
	if diff := cmp.Diff([]string{"hierachy", "?"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
