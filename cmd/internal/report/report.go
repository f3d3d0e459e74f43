// Package report writes what the checks of one document found, for people: a
// page of Markdown that can be sent to the publisher, or JSON. It knows
// findings and facts, not how they were come by.
package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"yusuan/parse/budget"
)

var rank = map[budget.Severity]int{budget.SeverityError: 0, budget.SeverityWarning: 1, budget.SeverityNote: 2}

// Failures gives the findings of a document that fail, worst first, then in
// the order of its pages. Names in ignore are left out.
func Failures(doc *budget.Document, ignore []string) []budget.Finding {
	var out []budget.Finding
	for _, f := range doc.Findings {
		if f.Status == budget.Fails && !slices.Contains(ignore, f.Check) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b budget.Finding) int {
		return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Y0, b.Y0))
	})
	return out
}

// Worst is the severity of the worst failing finding, "" where none fails.
func Worst(findings []budget.Finding) budget.Severity {
	worst := budget.Severity("")
	for _, f := range findings {
		if worst == "" || rank[f.Severity] < rank[worst] {
			worst = f.Severity
		}
	}
	return worst
}

// Markdown writes the report of one document.
func Markdown(w io.Writer, doc *budget.Document, ignore []string) error {
	findings := Failures(doc, ignore)
	var b strings.Builder
	phase := map[budget.Phase]string{budget.PhaseBudget: "部门预算 budget", budget.PhaseFinal: "部门决算 final accounts"}[doc.Phase]
	name := cmp.Or(doc.Organization, doc.Printed, doc.File)
	fmt.Fprintf(&b, "# %s", text(name))
	if doc.Year > 0 {
		fmt.Fprintf(&b, " %d", doc.Year)
	}
	if phase != "" {
		fmt.Fprintf(&b, " %s", phase)
	}
	fmt.Fprintf(&b, "\n\n- %s, SHA-256 `%s`\n", text(doc.File), doc.SHA256)
	held := map[budget.Outcome]int{}
	for _, f := range doc.Findings {
		held[f.Status]++
	}
	fmt.Fprintf(&b, "- %d tables; %s\n", len(doc.Tables), Amounts(doc))
	fmt.Fprintf(&b, "- checks: %d hold, %d could not be settled, %d findings\n", held[budget.Holds], held[budget.Unknown], len(findings))
	if doc.Reason != "" {
		fmt.Fprintf(&b, "- %s: %s\n", text(cmp.Or(doc.Status, "status unknown")), text(doc.Reason))
	}
	switch {
	case doc.Status == "failed":
		b.WriteString("\nThe document could not be read; nothing was checked. 文件无法读取，未作检查。\n")
	case len(findings) == 0 && doc.Status == "partial":
		b.WriteString("\nNothing to report in the parts that could be read. 可读部分未发现问题。\n")
	case len(findings) == 0:
		b.WriteString("\nNothing to report. 未发现问题。\n")
	}
	last := budget.Severity("")
	n := 0
	for _, f := range findings {
		if f.Severity != last {
			last = f.Severity
			fmt.Fprintf(&b, "\n## %s\n", map[budget.Severity]string{budget.SeverityError: "错误 Errors", budget.SeverityWarning: "警告 Warnings", budget.SeverityNote: "提示 Notes"}[f.Severity])
		}
		n++
		fmt.Fprintf(&b, "\n%d. %s\n\n   %s\n\n", n, text(f.Message), text(f.English))
		fmt.Fprintf(&b, "   - `%s`", f.Check)
		if f.Page > 0 {
			fmt.Fprintf(&b, ", p. %d", f.Page)
		}
		if f.Other.Page > 0 && f.Other.Page != f.Page {
			fmt.Fprintf(&b, " and p. %d", f.Other.Page)
		}
		if f.Tolerance != "" && f.Tolerance != "0" {
			fmt.Fprintf(&b, ", tolerance 允许误差 %s %s", f.Tolerance, toleranceUnit(f.Check))
		}
		if f.Ours {
			b.WriteString(", the engines disagree")
		}
		b.WriteString("\n")
		for line := range strings.SplitSeq(f.Evidence, "\n") {
			if line != "" {
				fmt.Fprintf(&b, "   - %s\n", text(line))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// toleranceUnit is what the tolerance of a check is in.
func toleranceUnit(check string) string {
	switch check {
	case "claim-percent", "claim-share", "claim-completion":
		return "percentage points 个百分点"
	}
	return "yuan 元"
}

// text keeps printed text from being read as Markdown.
func text(s string) string {
	return strings.NewReplacer("\n", " ", "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "|", `\|`).Replace(s)
}

type document struct {
	File         string    `json:"file"`
	SHA256       string    `json:"document"`
	Organization string    `json:"organization"`
	Year         int       `json:"fiscal_year"`
	Phase        string    `json:"phase"`
	Status       string    `json:"status,omitempty"` // read, partial, failed
	Reason       string    `json:"reason,omitempty"`
	Findings     []finding `json:"findings"`
}

type finding struct {
	Check     string      `json:"check"`
	Severity  string      `json:"severity"`
	Page      int         `json:"page,omitempty"`
	Box       *[4]float64 `json:"box,omitempty"` // points, origin top left
	OtherPage int         `json:"other_page,omitempty"`
	OtherBox  *[4]float64 `json:"other_box,omitempty"` // the place it was held against
	Table     string      `json:"table,omitempty"`
	Title     string      `json:"table_title,omitempty"`
	Code      string      `json:"code,omitempty"`
	Expected  string      `json:"expected,omitempty"`
	Actual    string      `json:"actual,omitempty"`
	Tolerance string      `json:"tolerance,omitempty"`
	Message   string      `json:"message"`
	English   string      `json:"english"`
	Evidence  string      `json:"evidence,omitempty"`
	Ours      bool        `json:"engines_disagree,omitempty"`
}

// JSON writes the failing findings of documents as one array.
func JSON(w io.Writer, docs []*budget.Document, ignore []string) error {
	out := []document{}
	for _, d := range docs {
		o := document{File: d.File, SHA256: d.SHA256, Organization: d.Organization, Year: d.Year, Phase: string(d.Phase), Status: d.Status, Reason: d.Reason, Findings: []finding{}}
		for _, f := range Failures(d, ignore) {
			one := finding{
				Check: f.Check, Severity: string(f.Severity), Page: f.Page, OtherPage: f.Other.Page, Table: f.Table, Title: f.Title, Code: f.Code,
				Expected: f.Expected, Actual: f.Actual, Tolerance: f.Tolerance, Message: f.Message, English: f.English, Evidence: f.Evidence, Ours: f.Ours,
			}
			if f.X1 > f.X0 {
				one.Box = &[4]float64{f.X0, f.Y0, f.X1, f.Y1}
			}
			if f.Other.X1 > f.Other.X0 {
				one.OtherBox = &[4]float64{f.Other.X0, f.Other.Y0, f.Other.X1, f.Other.Y1}
			}
			o.Findings = append(o.Findings, one)
		}
		out = append(out, o)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
