// Package parse rebuilds what a disclosure says from the pages an engine read:
// table regions, their grids, their rows, facts and claims, and proves them.
// Its stages are pure functions between plain values, one a file; it opens no
// file and keeps no clock.
//
//	pages → regions → grids → tables → rows → facts ─┐
//	          └ lines that no table took → prose → claims ─┴→ checks → findings
//
// What a stage cannot place it hands on as unread; nothing it was given gets
// lost. What it mends it records as a repair. What it can only guess it leaves
// open: a measure that is unknown, a figure that is stated and not proven.
//
// # Tables by geometry
//
// Tables is the whole of it. Each step takes plain values and gives plain
// values, and `yusuan show` prints them.
//
//   - words: glyphs make words and lines by their gaps, in font sizes.
//   - lattice*, refine*, restore*: ruling lines make lattices; rules that are
//     missing are put back where other rows, other pages or the alignment of
//     what stands between show that they were there.
//   - borderless, align, open*: tables without rules, by the right ends of their
//     figures, the columns of their codes and the headings above.
//   - cut, grid: a lattice and words make a grid of cells, some of them merged.
//   - locate*: titles, units, publishers and notes around a grid make a region,
//     and the declared forms say by title and headings together what it is.
//   - join*, seam: regions that go on over pages make one draft of a table.
//   - heading*: the headings above a column make its path, and its path its
//     measure; side-by-side tables become lanes.
//   - rows, runs, repair, yearrows: places of the grid become rows; split codes,
//     names and figures become whole.
//   - facts, counts, unit, doubt: rows become facts in yuan. Rows that may be two
//     rows, and cells that may be two cells, are doubted: they are not proven.
//   - purchase*, target*: procurement, performance and unit lists have records of
//     their own.
//
// # Tables in text
//
// TextTables does the same for text that has no geometry. Text whose columns are
// still to be seen (laid out with spaces, bars, tabs) is given places and goes
// the way above: textpage, textgrid*, textcells, textlayout. Other text is read
// as a string of elements, codes, names and figures in the order of reading
// (textelems, textrows, texthead*, textlanes), and the columns of its figures
// are what headings, neighbours and sums leave as the only choice (textcolumns,
// textsums, textsystem, textsolve, textlink). Both ways are tried and the one
// that more proves is chosen (textchoice); textsure says of which rows sums
// prove nothing.
//
// # Prose
//
// ReadProse reads statements about money. prose puts lines together to
// paragraphs, claimtoken and claimword divide them into words of the grammar and
// figures, claimread walks them once, and the other claim* files each read one
// kind of statement: changes, shares, lists, reasons, figures of many bodies,
// counts of people and cars. A figure with a unit of money that no statement
// takes is unread.
//
// # Whose, which year
//
// identify*: cover, titles, publishers' lines and prose vote on body, region,
// scope, year and phase; what disagrees with the outcome is a finding.
//
// # Proof
//
// Check sets up the identities that the forms declare as equations between cells
// (check_within, check_between, check_tree, check_lanes), and gives each fact
// its status. When equations fail, check_blame looks for the smallest set of
// cells that explains all failures, check_unit and check_shift for tables in
// another unit and rows that print the figures of others, check_slip for the
// mistake that it is, and check_second reads the page again with the other
// engine. Where the columns of a table are not known for sure (opendoubt,
// textlacks), what does not add up accuses nobody. The hold* files hold
// the claims against the tables and against each other; check_tables,
// check_pages, check_parts, check_words and contents look at documents as
// wholes. What is read from a damaged page, or may be misread though it adds up,
// is not proven by any sum (distrust).
//
// CheckAcross and CompareClaims look at several documents of one body.
package parse
