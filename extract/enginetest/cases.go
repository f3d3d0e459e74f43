package enginetest

import "yusuan/extract"

// plainPage is what all files with the content of plain.pdf hold.
func plainPage(file string) Case {
	return Case{
		File: file,
		Text: []Run{
			{Text: "123.45", X: 20, Base: 50, Size: 10},
			{Text: "合计1,234.50", X: 20, Base: 80, Size: 10},
		},
		Rulings: []extract.Ruling{{X0: 20, Y0: 100, X1: 280, Y1: 100, Width: 1}},
	}
}

func structureCases() []Case {
	broken, cut, junk, aes := plainPage("broken-xref.pdf"), plainPage("no-xref.pdf"), plainPage("leading-junk.pdf"), plainPage("aes256.pdf")
	broken.MayFail, cut.MayFail, junk.MayFail, aes.MayFail = true, true, true, true
	password := plainPage("password.pdf")
	password.Err, password.MayFail = extract.ErrEncrypted, true
	return []Case{plainPage("plain.pdf"), plainPage("object-streams.pdf"), broken, cut, junk, aes, password}
}

func textCases() []Case {
	return []Case{
		{File: "text-state.pdf", Text: []Run{
			{Text: "1", X: 20, Base: 20, Size: 10}, {Text: "2", X: 27, Base: 20, Size: 10},
			{Text: "1", X: 20, Base: 40, Size: 10}, {Text: "2", X: 35, Base: 40, Size: 10},
			{Text: "12", X: 20, Base: 60, Size: 10, Scale: 0.5},
			{Text: "1", X: 20, Base: 80, Size: 10}, {Text: "2", X: 25, Base: 76, Size: 10},
			{Text: "1", X: 20, Base: 100, Size: 10}, {Text: "2", X: 20, Base: 112, Size: 10}, {Text: "3", X: 20, Base: 124, Size: 10},
			{Text: "4", X: 20, Base: 136, Size: 10}, {Text: "5", X: 35, Base: 136, Size: 10},
			{Text: "1", X: 150, Base: 20, Size: 10}, {Text: "2", X: 160, Base: 20, Size: 10}, {Text: "3", X: 155, Base: 20, Size: 10},
			{Text: "12", X: 150, Base: 60, Size: 20},
			{Text: "12", X: 150, Base: 140, Size: 10},
		}},
		{File: "gbk-euc-h.pdf", Text: []Run{
			{Text: "预算", X: 20, Base: 50, Size: 10},
			{Text: "合计1,234.50", X: 20, Base: 80, Size: 10},
		}},
		{File: "gbk-simple.pdf", Text: []Run{{Text: "合计1,234.50", X: 20, Base: 50, Size: 10}}},
		{File: "annotation.pdf", Text: []Run{{Text: "12", X: 20, Base: 50, Size: 10}, {Text: "34.5", X: 105, Base: 95, Size: 10}}},
		{File: "unigb-ucs2-h.pdf", Text: []Run{{Text: "合计1,234.50", X: 20, Base: 50, Size: 10}}},
		{File: "no-tounicode.pdf", MayMiss: true, Text: []Run{
			{Text: "合", X: 20, Base: 50, Size: 10, Scale: 0.5}, {Text: "计", X: 25, Base: 50, Size: 10, Scale: 0.5},
			{Text: "1,234.50", X: 30, Base: 50, Size: 10},
		}},
		{File: "no-mapping.pdf", Text: []Run{
			{Text: "12", X: 20, Base: 50, Size: 10},
			{Text: "\uFFFD\uFFFD", X: 20, Base: 80, Size: 10, Flags: extract.Unmapped},
		}},
		{File: "differences.pdf", Text: []Run{{Text: "1,231.1", X: 20, Base: 50, Size: 10}}},
		{File: "type3.pdf", MayMiss: true, Text: []Run{{Text: "123.45", X: 20, Base: 50, Size: 10}}},
		{File: "compatibility.pdf", Text: []Run{{Text: "12,34.50门月", Raw: "１２，３４．５０⻔⽉", X: 20, Base: 50, Size: 10}}},
		{File: "fake-bold.pdf", Text: []Run{
			{Text: "11.22", X: 20, Base: 50, Size: 10}, {Text: "33", X: 20, Base: 80, Size: 10},
			{Text: "4", X: 20, Base: 110, Size: 10}, {Text: "55", X: 60, Base: 110, Size: 10},
		}},
		{File: "turned-text.pdf", Text: []Run{{Text: "12.5", X: 100, Base: 150, Size: 10, Up: true}}},
	}
}

func placeCases() []Case {
	return []Case{
		{
			File: "rotate90.pdf", Width: 270, Height: 180, Rotate: 90,
			Text: []Run{{Text: "123.45", X: 40, Base: 40, Size: 10}},
			Rulings: []extract.Ruling{
				{X0: 40, Y0: 50, X1: 230, Y1: 50, Width: 1},
				{X0: 40, Y0: 10, X1: 40, Y1: 90, Width: 1},
			},
		},
		{
			File: "rotate270.pdf", Width: 300, Height: 200, Rotate: 270,
			Text:    []Run{{Text: "123.45", X: 20, Base: 150, Size: 10}},
			Rulings: []extract.Ruling{{X0: 20, Y0: 160, X1: 200, Y1: 160, Width: 1}},
		},
		{
			File:  "invisible.pdf",
			Text:  []Run{{Text: "12", X: 20, Base: 50, Size: 10}},
			Aside: []Run{{Text: "34", X: 20, Base: 80, Size: 10, Flags: extract.Invisible}},
		},
		{
			File: "covered.pdf",
			Text: []Run{
				{Text: "22", X: 20, Base: 30, Size: 10}, {Text: "55", X: 60, Base: 60, Size: 10},
				{Text: "77", X: 60, Base: 90, Size: 10}, {Text: "88", X: 20, Base: 120, Size: 10},
			},
			Aside: []Run{
				{Text: "11", X: 20, Base: 30, Size: 10, Flags: extract.Hidden | extract.Covered}, {Text: "33", X: 60, Base: 30, Size: 10, Flags: extract.Hidden | extract.Covered},
				{Text: "44", X: 20, Base: 60, Size: 10, Flags: extract.Hidden | extract.White},
				{Text: "66", X: 20, Base: 90, Size: 10, Flags: extract.Invisible},
			},
			Images: []extract.Box{{X0: 56, Y0: 20, X1: 76, Y1: 34}},
		},
		{
			File: "sideways.pdf", Width: 300, Height: 200,
			Text: []Run{
				{Text: "1234567890", X: 60, Base: 50, Size: 10}, {Text: "0987654321", X: 60, Base: 70, Size: 10},
				{Text: "7", X: 20, Base: 20, Size: 10, Down: true},
			},
			Rulings: []extract.Ruling{{X0: 60, Y0: 60, X1: 250, Y1: 60, Width: 1}},
		},
		{
			File: "upside-down.pdf", Rotate: 180,
			Text:    []Run{{Text: "1234567890", X: 20, Base: 50, Size: 10}, {Text: "0987654321", X: 20, Base: 80, Size: 10}},
			Rulings: []extract.Ruling{{X0: 20, Y0: 100, X1: 280, Y1: 100, Width: 1}},
		},
		{
			File: "outside.pdf",
			Text: []Run{
				{Text: "4", X: 292, Base: 80, Size: 10}, {Text: "5", X: 297, Base: 80, Size: 10, Flags: extract.EdgeCut},
				{Text: "9", X: 20, Base: 110, Size: 10},
			},
			Aside: []Run{
				{Text: "123", X: -60, Base: 50, Size: 10, Flags: extract.Outside},
				{Text: "6", X: 302, Base: 80, Size: 10, Flags: extract.Outside},
				{Text: "78", X: 20, Base: -50, Size: 10, Flags: extract.Outside},
			},
		},
		{
			File: "clip.pdf",
			Text: []Run{
				{Text: "11", X: 20, Base: 60, Size: 10}, {Text: "22", X: 20, Base: 80, Size: 10},
				{Text: "33", X: 20, Base: 98.5, Size: 10}, {Text: "66", X: 20, Base: 160, Size: 10},
			},
			Aside: []Run{
				{Text: "44", X: 20, Base: 107, Size: 10, Flags: extract.Hidden},
				{Text: "55", X: 20, Base: 140, Size: 10, Flags: extract.Hidden},
			},
			Rulings: []extract.Ruling{
				{X0: 20, Y0: 70, X1: 120, Y1: 70, Width: 1},
				{X0: 150, Y0: 40, X1: 150, Y1: 100, Width: 1},
			},
		},
		{
			File: "form.pdf",
			Text: []Run{
				{Text: "34", X: 90, Base: 100, Size: 20},
				{Text: "12", X: 110, Base: 160, Size: 20},
				{Text: "56", X: 20, Base: 20, Size: 10},
			},
			Aside:   []Run{{Text: "99", X: 210, Base: 160, Size: 20, Flags: extract.Hidden}},
			Rulings: []extract.Ruling{{X0: 110, Y0: 180, X1: 190, Y1: 180, Width: 2}},
		},
		{
			File:   "inline-image.pdf",
			Text:   []Run{{Text: "12", X: 20, Base: 50, Size: 10}, {Text: "34", X: 20, Base: 80, Size: 10}},
			Images: []extract.Box{{X0: 100, Y0: 80, X1: 140, Y1: 100}},
		},
		{File: "scan.pdf", Images: []extract.Box{{X0: 0, Y0: 0, X1: 300, Y1: 200}}, NeedsOCR: true},
	}
}

func ruleCases() []Case {
	return []Case{{
		File: "rules.pdf",
		Rulings: []extract.Ruling{
			{X0: 20, Y0: 20, X1: 220, Y1: 20, Width: 1},
			{X0: 20, Y0: 40, X1: 220, Y1: 40, Width: 1},
			{X0: 20, Y0: 59.75, X1: 220, Y1: 59.75, Width: 0.5},
			{X0: 240, Y0: 100, X1: 280, Y1: 100, Width: 0.5},
			{X0: 240, Y0: 160, X1: 280, Y1: 160, Width: 0.5},
			{X0: 20, Y0: 20, X1: 20, Y1: 180, Width: 1},
			{X0: 120.25, Y0: 20, X1: 120.25, Y1: 180, Width: 0.5},
			{X0: 240, Y0: 100, X1: 240, Y1: 160, Width: 0.5},
			{X0: 280, Y0: 100, X1: 280, Y1: 160, Width: 0.5},
		},
	}}
}
