package native

import (
	"testing"

	"yusuan/extract/enginetest"
)

func TestEngine(t *testing.T) { enginetest.Exercise(t, New()) }
