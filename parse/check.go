package parse

import (
	"slices"

	"yusuan/parse/budget"
	"yusuan/parse/form"
)

// Check holds a document against the identities of its forms: it sets the
// status of every fact to proven, stated or disputed, and adds one finding for
// every identity that holds or cannot be settled, and one for every cause of
// identities that fail. It reads tables and facts alone and may be called
// again.
//
// An identity has three results. It holds when its sides agree within the
// rounding of the figures as printed; it fails when all its figures are there
// and do not; otherwise it is unknown, which is neither.
func Check(doc *budget.Document, opt Options) {
	doc.Findings = slices.DeleteFunc(doc.Findings, func(f budget.Finding) bool { return ofCheck(f.Check) })
	forms := opt.Forms
	if forms == nil {
		forms = form.Builtin()
	}
	l := newLedger(doc, forms.Identities())
	l.forms = forms
	slips := l.mendCodes()
	eqs := l.equations()
	blames := l.assign(eqs)
	l.settle(eqs, blames)
	l.byPlace(blames)
	codes := l.codeFindings(slips)
	l.doubtCodes(codes)
	found := slices.Concat(l.report(eqs, blames), l.rowFindings(), l.missingFigures(eqs), codes, l.tableFindings())
	doc.Findings = append(doc.Findings, slices.DeleteFunc(found, func(f budget.Finding) bool {
		return f.Status == budget.Fails && slices.Contains(opt.Ignore, f.Check)
	})...)
}

// equations builds and evaluates every identity that applies to the document.
func (l *ledger) equations() []*equation {
	var eqs []*equation
	for i := range l.ids.Identities {
		id := &l.ids.Identities[i]
		if id.Phase != "" && l.doc.Phase != "" && id.Phase != l.doc.Phase {
			continue
		}
		if id.Rule == form.RuleEqual || id.Rule == form.RuleAtMost {
			eqs = append(eqs, l.between(id)...)
			continue
		}
		for _, s := range l.sheets {
			if slices.Contains(id.Tables, s.table.Kind) {
				eqs = append(eqs, l.within(id, s)...)
			}
		}
	}
	for _, e := range eqs {
		l.evaluate(e)
	}
	l.exact(eqs)
	l.settleBlanks(eqs)
	mostly(eqs)
	return eqs
}

// ofCheck reports whether a finding of this name is made by Check, and so is
// made anew when it is called again.
func ofCheck(check string) bool {
	return slices.Contains(arithmetic, check) || slices.Contains(structural, check)
}

// structural are the checks that look at rows and tables, not at sums.
var structural = []string{"row-missing", "row-doubled", "row-order", "items-missing", "total-missing", "figure-missing", "figure-unread", "code-slip", "code-name", "code-unknown", "code-retired", "empty-note", "table-doubled"}

// arithmetic are the checks of declared identities, those that say most about
// a single wrong figure first.
var arithmetic = []string{
	"columns-sum", "balance", "hierarchy", "lane-sum", "rows-sum", "carry-over", "fund-balance", "tables-agree", "part-of-whole", "agency-operating",
}
