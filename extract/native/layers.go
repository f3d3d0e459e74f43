package native

import (
	"strings"

	"github.com/ledongthuc/pdf"
)

// layers knows which optional content the document hides when it is opened.
type layers struct {
	off map[string]bool // by reference; nil when nothing is hidden
}

func readLayers(root pdf.Value) layers {
	props := safeKey(root, "OCProperties")
	config := safeKey(props, "D")
	off := map[string]bool{}
	if safeKey(config, "BaseState").Name() == "OFF" {
		for _, r := range references(safeKey(props, "OCGs")) {
			off[r] = true
		}
		for _, r := range references(safeKey(config, "ON")) {
			delete(off, r)
		}
	}
	for _, r := range references(safeKey(config, "OFF")) {
		off[r] = true
	}
	if len(off) == 0 {
		return layers{}
	}
	return layers{off: off}
}

// references gives the references in an array as written: "12 0 R".
func references(v pdf.Value) []string {
	if v.Kind() != pdf.Array || v.Len() == 0 {
		return nil
	}
	f := strings.Fields(strings.Trim(v.String(), "[]"))
	var out []string
	for i := 0; i+2 < len(f); i++ {
		if f[i+2] == "R" {
			out = append(out, strings.Join(f[i:i+3], " "))
		}
	}
	return out
}

// hidden reports whether the group or membership that an entry refers to is
// not shown. A membership is shown when any of its groups is, unless its
// policy says otherwise; visibility expressions are not evaluated.
func (l layers) hidden(ref string, v pdf.Value) bool {
	if l.off == nil {
		return false
	}
	if l.off[ref] {
		return true
	}
	if safeKey(v, "Type").Name() != "OCMD" {
		return false
	}
	groups := references(safeKey(v, "OCGs"))
	if len(groups) == 0 {
		groups = []string{entries(v)["OCGs"]}
	}
	off := 0
	for _, g := range groups {
		if l.off[g] {
			off++
		}
	}
	switch safeKey(v, "P").Name() {
	case "AllOn":
		return off > 0
	case "AnyOff":
		return off == 0
	case "AllOff":
		return off < len(groups)
	}
	return off > 0 && off == len(groups)
}

// beginMarked begins marked content; of optional content that is not shown
// everything up to its end is hidden.
func (ip *interp) beginMarked(res *resources, properties bool) {
	hide := false
	if n := len(ip.operands); properties && n >= 2 && string(ip.operands[n-2].b) == "OC" && ip.doc.layers.off != nil {
		props := safeKey(res.dict, "Properties")
		name := string(ip.operands[n-1].b)
		hide = ip.doc.layers.hidden(entries(props)[name], safeKey(props, name))
	}
	const maxMarked = 1 << 12
	if len(ip.marked) < maxMarked {
		ip.marked = append(ip.marked, hide)
		if hide {
			ip.hiding++
		}
	}
}

func (ip *interp) endMarked() {
	n := len(ip.marked)
	if n == 0 {
		return
	}
	if ip.marked[n-1] {
		ip.hiding--
	}
	ip.marked = ip.marked[:n-1]
}
