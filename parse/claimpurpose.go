package parse

import (
	"regexp"
	"strings"
)

// purposeOf reports whether a clause says what the item named just before it
// is for: …（项），主要用于培训。年初预算为…. The item is then what the figures that
// follow are of.
func (r *reader) purposeOf(clause string) bool {
	if r.purpose && len(r.groups) == r.sentence && len(r.pending) == 0 && !hasLevel(clause) {
		return true // …等人员支出，公用支出及项目支出，年初预算为…
	}
	item := r.trimSubject(r.lead)
	if !hasLevel(item) || len(r.groups) > r.sentence || !statesPurpose.MatchString(r.fold(strings.TrimSpace(clause))) {
		return false
	}
	r.setTopic(item)
	r.settle(false)
	r.cur, r.titled, r.purpose = nil, true, true
	return true
}

var statesPurpose = regexp.MustCompile(`^(主要)?(用于|反映)`)
