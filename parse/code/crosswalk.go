package code

import "sync"

// Link says where the figures of a code went.
type Link struct {
	Scheme   Scheme
	Code     string
	Name     string
	Until    int // last fiscal year of Name under Code
	Next     string
	NextName string
	From     int    // first fiscal year of NextName under Next
	Kind     string // rename, move, reuse (the code now means something else: figures do not compare)
	Evidence Evidence
}

var links = sync.OnceValue(func() []Link {
	rows, err := readCSV("data/crosswalk.csv")
	if err != nil {
		return nil // embedded, and TestLists reads it
	}
	var out []Link
	for _, r := range rows {
		until, _ := year(r[3])
		from, _ := year(r[6])
		out = append(out, Link{Scheme(r[0]), r[1], r[2], until, r[4], r[5], from, r[7], Evidence(r[8])})
	}
	return out
})

// Links lists the crosswalk.
func Links() []Link { return append([]Link(nil), links()...) }

// Across returns what happened to a code between two fiscal years, the earlier
// first: renames under the same code, moves to another, re-use for something
// else. None means that nothing is known to have happened.
func Across(s Scheme, code string, earlier, later int) []Link {
	var out []Link
	at := map[string]bool{code: true}
	for _, l := range links() {
		if l.Scheme == s && at[l.Code] && earlier <= l.Until && l.From <= later {
			out = append(out, l)
			if l.Kind == "move" {
				at[l.Next] = true
			}
		}
	}
	return out
}

// Into returns the moves that brought figures of other codes into a code
// between two fiscal years.
func Into(s Scheme, code string, earlier, later int) []Link {
	var out []Link
	for _, l := range links() {
		if l.Scheme == s && l.Kind == "move" && l.Next == code && earlier <= l.Until && l.From <= later {
			out = append(out, l)
		}
	}
	return out
}
