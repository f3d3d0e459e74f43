package native

// cffEncoding gives the glyph names by code of a CFF font program.
func cffEncoding(b []byte) map[int]string { return nil }

// cffNames gives the glyph names by glyph index.
func cffNames(b []byte) map[int]string { return nil }

// type1Encoding reads the encoding array of a Type 1 font program.
func type1Encoding(b []byte) map[int]string { return nil }

// adobeGB1 gives the character of a CID of Adobe-GB1; 0 when not known.
func adobeGB1(collection string, cid uint32) rune { return 0 }
