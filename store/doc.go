// Package store keeps what was read from documents in one SQLite file and
// answers questions about it: which documents there are, how years compare,
// what moved most, where a word stands.
//
// The file is a product of its own: tables are STRICT, foreign keys are real
// and lead to a column called name or title, so that tools which follow them
// show words; money is INTEGER 分, so that sums are exact, and where a printed
// figure is no whole number of 分 the exact yuan stand beside it; views show
// the common questions in 万元.
//
// # Saving
//
// A document is saved in one transaction, alone or with others, keyed by the
// sha256 of its bytes. The same result again changes nothing; a newer parser's
// result replaces an older one. Of several versions of one disclosure (same
// body, year, phase and scope) the better read one is current, then the
// younger file. A text and its tables published apart are parts, not versions,
// and are both current.
//
// # Lookup tables
//
// Row names, headings and sentences repeat from document to document, so facts
// refer to texts and columns. Both only grow. Searched texts are also in
// texts_grams, an index of neighbouring characters, which finds words of two
// characters without help of a dictionary.
//
// # Blocks
//
// What is looked up across documents, codes and texts, is indexed in blocks of
// some documents in the order of saving, so that a document is added to the
// last few pages of an index, however large it is: saving costs the same in a
// database of any size. A look-up goes through the blocks, for a text through
// those that have it (text_blocks).
//
// # Comparing
//
// The table lines is derived from facts: one row for each comparable amount of
// a current document, with the amount of the year before beside it, found by
// code through renames and successors (code_links), a row without a code by
// its name or by another name of the same quantity (equivalents.csv). What has
// no counterpart is new or gone, never 0. The largest rise and fall of each
// document are in peaks, and the totals of tables in an index, so that
// questions over a whole database read few lines.
//
// The package knows nothing of PDF and nothing of parsing; it imports the
// vocabulary (parse/budget) alone.
package store
