package pdfium

import (
	"testing"

	"yusuan/extract/enginetest"
)

func TestEngine(t *testing.T) {
	e := &Engine{}
	defer e.Close()
	enginetest.Exercise(t, e)
}
