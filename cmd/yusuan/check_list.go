package main

import (
	"fmt"
	"io"
	"strings"

	"yusuan/parse"
)

// checkIgnored refuses names of checks that there are none of, for a check
// left in by a slip of the pen would look like one that passes.
func checkIgnored(command string, names []string) error {
	unknown := parse.UnknownChecks(names)
	if len(unknown) == 0 {
		return nil
	}
	var known []string
	for _, c := range parse.Checks() {
		known = append(known, c.Name)
	}
	return usageError("%s: --ignore: there is no check %s; the checks are %s (yusuan check --list-checks says what they hold)",
		command, strings.Join(unknown, ", "), strings.Join(known, ", "))
}

// listChecks writes the checks, one a line: name, Chinese, English.
func listChecks(w io.Writer) error {
	for _, c := range parse.Checks() {
		if _, err := fmt.Fprintf(w, "%-21s %s  %s\n", c.Name, c.Zh, c.En); err != nil {
			return err
		}
	}
	return nil
}
