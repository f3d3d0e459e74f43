// Package batch reads many documents: it wires engines, parser and store
// together and keeps one bad document from harming the others. Only the binary
// uses it.
//
//	inputs → feed → worker processes → save → store
//
// Inputs lists files, folders, archives and lists, tells by their content what
// is a document, and refuses what leads out of an archive or unpacks to far
// more than it holds. The feeder hashes each document and passes over what the
// store has already, read by this parser with the same forms and options. Each
// worker is the same program started again; it reads one document at a time,
// prepares what is to be stored, and is ended and replaced when it takes too
// long, grows too large, dies, or has read enough. One goroutine saves.
//
// Every input has one Outcome. What a worker died of is the outcome of the
// document it had in hand, and of no other. A batch that ends early, however it
// ends, has lost nothing that it told of; started again it does the rest.
//
// The memory of a batch does not depend on its length but for the hashes and
// names of what it has met, some 300 bytes a document.
package batch
