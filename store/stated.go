package store

import (
	"context"
	"strings"

	"yusuan/parse/budget"
)

// Stated is what the later document itself says of a change.
type Stated struct {
	Base      string
	Direction string
	Delta     string // as printed
	Unit      string
	Percent   string // as printed
	Reason    string
	Subject   string
	Sentence  string
	Page      int
	SHA256    string

	Verdict budget.Outcome // against the computed change
	Why     string         // what fails, or why nothing can be said

	claim budget.Claim
}

// stated reads the statements of change in the later document that speak of
// the base compared with.
func (s *Store) stated(ctx context.Context, c *Comparison) ([]*Stated, error) {
	if c.From.Phase == c.To.Phase && c.From.Year != c.To.Year-1 {
		return nil, nil // documents speak of the year before
	}
	var out []*Stated
	for _, d := range c.To.Documents {
		for cl, err := range s.Claims(ctx, d.ID) {
			if err != nil {
				return nil, err
			}
			if cl.Direction == "" || aboutBudget(cl.Base, cl.Direction) != (c.From.Phase != c.To.Phase) {
				continue
			}
			out = append(out, &Stated{
				Base: cl.Base, Direction: cl.Direction, Delta: cl.Delta, Unit: cl.Unit, Percent: cl.Percent, Reason: cl.Reason,
				Subject: cl.Subject, Sentence: cl.Sentence, Page: cl.Page, SHA256: d.SHA256, Verdict: budget.Unknown, claim: cl.Claim,
			})
		}
	}
	return out, nil
}

// aboutBudget reports whether a claim compares final accounts with the budget
// of the same year.
func aboutBudget(base, direction string) bool {
	switch base {
	case "initial_budget", "adjusted_budget":
		return true
	case "":
		return direction == "大于" || direction == "小于" || direction == "等于"
	}
	return false
}

// attach gives each row the statement that speaks of it. Statements that no
// row answers become rows of their own, with the prior figure they imply.
func attach(c *Comparison, stated []*Stated) {
	type candidate struct{ row, score int }
	taken := map[int]int{} // row -> score
	owner := map[int]*Stated{}
	for _, st := range stated {
		best := candidate{-1, 0}
		for i := range c.Rows {
			if n := fit(&c.Rows[i], &st.claim); n > best.score {
				best = candidate{i, n}
			}
		}
		if best.row >= 0 && best.score > taken[best.row] {
			taken[best.row] = best.score
			owner[best.row] = st
		}
	}
	held := map[*Stated]bool{}
	for i, st := range owner {
		r := &c.Rows[i]
		r.Stated = st
		held[st] = true
		judge(r)
	}
	for _, st := range stated {
		if held[st] || answered(c, st) {
			continue
		}
		r := ComparedRow{Name: st.Subject, Code: st.claim.Code, Measure: st.claim.Measure, Link: "stated", Stated: st}
		if n := figureFen(st.claim.Amount, st.Unit); n.Valid {
			r.Now = Cell{Known: true, Fen: n.Int64, Status: budget.StatusStated, Page: st.Page, SHA256: st.SHA256}
		}
		judge(&r)
		c.Rows = append(c.Rows, r)
	}
}

// answered reports whether another statement of the same change stands with a
// row already: documents repeat themselves.
func answered(c *Comparison, st *Stated) bool {
	for i := range c.Rows {
		o := c.Rows[i].Stated
		if o != nil && o != st && o.claim.Amount == st.claim.Amount && o.Unit == st.Unit && o.Direction == st.Direction && o.Delta == st.Delta && o.Percent == st.Percent {
			return true
		}
	}
	return false
}

// fit scores how well a claim speaks of a row; 0: it does not.
func fit(r *ComparedRow, c *budget.Claim) int {
	if !r.Now.Known || c.Table != "" && c.Table != r.Kind || c.Measure != "" && c.Measure != r.Measure || c.Code != "" && c.Code != r.Code {
		return 0
	}
	score := 0
	if c.Amount != "" {
		if !near(c.Amount, c.Unit, r.Now.Fen) {
			return 0
		}
		score += 4
	}
	if c.Code != "" {
		score += 4
	}
	if c.Table != "" {
		score += 2
	}
	if c.Measure != "" {
		score++
	}
	subject, name := subjectName(c.Subject), rowLabel(r.Name)
	if r.Code == "" && (name == "" || r.Measure != "total") { // the heading says what it is
		name = rowLabel(leaf(r.Column))
	}
	switch {
	case subject == "" || name == "":
	case subject == name:
		score += 4
	case strings.Contains(subject, name) || strings.Contains(name, subject):
		score += 3
	case r.Code == "" && hasAny(subject, totalWords) && hasAny(name, totalWords):
		score += 2
	case c.Code == "":
		return 0 // the amount agrees by chance
	}
	const enough = 5 // an amount and something besides
	if score < enough {
		return 0
	}
	return score
}

// subjectName is what the last part of a subject names: of
// 公共安全/检察(款)行政运行(项)支出 it is 行政运行.
func subjectName(subject string) string {
	s := strings.NewReplacer("（", "(", "）", ")").Replace(leaf(subject))
	for _, level := range []string{"(项)", "(款)", "(类)"} {
		if at := strings.LastIndex(s, level); at > 0 {
			s = s[:at]
			if from := strings.LastIndex(s, ")"); from >= 0 {
				s = s[from+1:]
			}
			break
		}
	}
	return rowLabel(s)
}

// leaf is the last part of a path.
func leaf(path string) string { return path[strings.LastIndex(path, "/")+1:] }

// totalWords are in the names of totals, of tables and of prose.
var totalWords = []string{"总计", "合计", "总预算", "总额", "总收入", "总支出"}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
