// Package enginetest holds what the tests of all engines share: small PDF
// documents, and the suite that each engine passes.
package enginetest
