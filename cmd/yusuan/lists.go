package main

import (
	"strings"

	"yusuan/parse/code"
	"yusuan/store"
)

// lists hands the code lists to a store, which knows none of its own.
func lists() store.Lists {
	var l store.Lists
	for _, scheme := range code.Schemes {
		for _, c := range code.All(scheme, 0) {
			l.Codes = append(l.Codes, store.Code{Scheme: string(scheme), Code: c.Code, From: c.From, To: c.To, Name: c.Name, Parent: code.Parent(c.Code), Evidence: string(c.Evidence)})
		}
	}
	kinds := map[string]string{"rename": store.LinkRenamed, "move": store.LinkSuccessor, "reuse": store.LinkReused}
	for _, k := range code.Links() {
		year := k.From
		if year == 0 && k.Until != 0 {
			year = k.Until + 1
		}
		l.Links = append(l.Links, store.CodeLink{Scheme: string(k.Scheme), FromCode: k.Code, FromName: k.Name, ToCode: k.Next, ToName: k.NextName, Year: year, Kind: kinds[k.Kind], Evidence: string(k.Evidence)})
	}
	for _, r := range code.Regions() {
		l.Regions = append(l.Regions, store.Region{Code: r.Code, Name: r.Name, Status: r.Status, Successor: strings.Join(r.Successors, " ")})
	}
	return l
}
