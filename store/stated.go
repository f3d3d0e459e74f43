package store

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

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
func attach(c *Comparison, stated []*Stated, opt CompareOptions) {
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
	if opt.By != ByAny || opt.Code != "" || opt.Measure != "" || len(opt.Tables) > 0 {
		return
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
	subject, name := rowLabel(c.Subject), rowLabel(r.Name)
	switch {
	case subject == "" || name == "":
	case subject == name:
		score += 4
	case strings.Contains(subject, name) || strings.Contains(name, subject):
		score += 3
	case r.Code == "" && hasAny(subject, totalWords) && hasAny(name, totalWords):
		score += 2
	case c.Code == "" && r.Code != "":
		return 0 // the amount agrees by chance
	}
	const enough = 5 // an amount and something besides
	if score < enough {
		return 0
	}
	return score
}

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

// half is half of one unit in the last printed place: how far a rounded
// figure may be from what it was rounded from.
var half = decimal.New(5, -1)

// ulp is one unit in the last place of a figure as printed.
func ulp(figure string) decimal.Decimal {
	_, frac, _ := strings.Cut(figure, ".")
	return decimal.New(1, -int32(len(frac)))
}

// near reports whether a figure as printed is an amount of 分, rounded.
func near(figure, unit string, fen int64) bool {
	scale, ok := budget.Scale(unit)
	d, printed, err := budget.ParseNumber(figure)
	if !ok || err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return false
	}
	diff := d.Mul(scale).Sub(Yuan(fen)).Abs()
	return diff.LessThanOrEqual(ulp(figure).Mul(scale).Mul(half))
}

// judge holds a row's statement against its amounts, or takes from it the
// prior figure it implies where none is stored.
func judge(r *ComparedRow) {
	st := r.Stated
	delta, ok := st.delta()
	if !r.Prior.Known {
		st.Why = "no document of that year"
		if r.Link == PairNew || r.Link == PairReused {
			st.Why = "no counterpart in that year's document"
		}
		if r.Now.Known && ok {
			if prior := Yuan(r.Now.Fen).Sub(delta); r.Link != PairNew && r.Link != PairReused {
				n, _ := fen(prior)
				if n.Valid {
					r.Prior = Cell{Known: true, Implied: true, Fen: n.Int64, Status: budget.StatusStated, Page: st.Page, SHA256: st.SHA256}
					r.change()
				}
			}
		}
		judgePercent(r)
		return
	}
	if !r.HasChange {
		return
	}
	st.Verdict = budget.Holds
	if ok {
		scale, _ := budget.Scale(st.Unit)
		slack := decimal.Zero
		if st.Delta != "" {
			slack = ulp(st.Delta).Mul(scale)
		}
		if diff := delta.Sub(Yuan(r.Change)).Abs(); diff.GreaterThan(slack) {
			st.Verdict, st.Why = budget.Fails, "change is "+Yuan(r.Change).String()+" yuan"
			if st.Base == "prior_execution" || st.Base == "prior_final" {
				st.Verdict, st.Why = budget.Unknown, "stated against "+st.Base
				return
			}
		}
	}
	judgePercent(r)
}

// judgePercent holds the stated percent against the computed one, where the
// change itself does not fail.
func judgePercent(r *ComparedRow) {
	st := r.Stated
	if st.Percent == "" || !r.Percent.Valid || st.Verdict == budget.Fails {
		return
	}
	p, _, err := budget.ParseNumber(st.Percent)
	if err != nil {
		return
	}
	exact := decimal.New(r.Change, 2).DivRound(decimal.New(r.Prior.Fen, 0).Abs(), 8)
	if st.Direction == "减少" || st.Direction == "小于" {
		exact = exact.Neg()
	}
	// Amounts are rounded too: the change by up to one unit of its last place.
	slack := ulp(st.Percent).Mul(half)
	if scale, ok := budget.Scale(st.Unit); ok && st.Delta != "" {
		slack = slack.Add(ulp(st.Delta).Mul(scale).Shift(2).Div(Yuan(r.Prior.Fen).Abs()))
	}
	if p.Sub(exact).Abs().GreaterThan(slack) {
		st.Verdict, st.Why = budget.Fails, "percent is "+exact.Round(percentPlaces).StringFixed(percentPlaces)
	} else if st.Verdict == budget.Unknown && r.Prior.Implied {
		st.Why = "agrees with itself; no document of that year"
	}
}

// delta is the signed change stated, in yuan.
func (st *Stated) delta() (decimal.Decimal, bool) {
	if st.Direction == "持平" || st.Direction == "等于" {
		return decimal.Zero, true
	}
	d, printed, err := budget.ParseAmount(st.Delta, st.Unit)
	if err != nil || printed == budget.PrintedBlank || printed == budget.PrintedDash {
		return decimal.Zero, false
	}
	if st.Direction == "减少" || st.Direction == "小于" {
		d = d.Neg()
	}
	return d, true
}
