package pdfium

import "golang.org/x/text/unicode/norm"

func normalise(s string) string { return norm.NFKC.String(s) }
