package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rect(x0, y0, x1, y1 float64) []Subpath {
	return []Subpath{{Points: []Point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, Closed: true}}
}

func TestAppendRulings(t *testing.T) {
	whole := Box{0, 0, 100, 100}
	line := func(x0, y0, x1, y1 float64) []Subpath {
		return []Subpath{{Points: []Point{{x0, y0}, {x1, y1}}}}
	}
	tests := []struct {
		name  string
		path  []Subpath
		paint Paint
		clip  Box
		want  []Ruling
	}{
		{"stroke across", line(10, 20, 90, 20), Paint{Stroke: true, Width: 1}, whole, []Ruling{{10, 20, 90, 20, 1}}},
		{"stroke up", line(10, 90, 10, 20), Paint{Stroke: true, Width: 1}, whole, []Ruling{{10, 20, 10, 90, 1}}},
		{"slanted", line(10, 20, 90, 60), Paint{Stroke: true, Width: 1}, whole, nil},
		{"not painted", line(10, 20, 90, 20), Paint{}, whole, nil},
		{"clipped short", line(10, 20, 90, 20), Paint{Stroke: true}, Box{30, 0, 60, 100}, []Ruling{{30, 20, 60, 20, 0}}},
		{"clipped away", line(10, 20, 90, 20), Paint{Stroke: true}, Box{0, 50, 100, 100}, nil},
		{"box", rect(10, 20, 90, 60), Paint{Stroke: true, Width: 1}, whole,
			[]Ruling{{10, 20, 90, 20, 1}, {90, 20, 90, 60, 1}, {10, 60, 90, 60, 1}, {10, 20, 10, 60, 1}}},
		{"area", rect(10, 20, 90, 60), Paint{Fill: true}, whole, nil},
		{"thin fill across", rect(10, 20, 90, 21), Paint{Fill: true}, whole, []Ruling{{10, 20.5, 90, 20.5, 1}}},
		{"thin fill down", rect(10, 20, 11, 90), Paint{Fill: true}, whole, []Ruling{{10.5, 20, 10.5, 90, 1}}},
		{"dot", rect(10, 20, 11, 21), Paint{Fill: true}, whole, []Ruling{{10, 20.5, 11, 20.5, 1}, {10.5, 20, 10.5, 21, 1}}},
		{"curve", []Subpath{{Points: []Point{{10, 20}, {90, 20}}, Curved: []bool{false, true}}}, Paint{Stroke: true}, whole, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, AppendRulings(nil, tt.path, tt.paint, tt.clip)); diff != "" {
				t.Errorf("rulings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMergeRulings(t *testing.T) {
	got := MergeRulings([]Ruling{
		{50, 10, 50, 40, 1}, {50.2, 40.5, 50.2, 70.5, 1}, // one line in two pieces
		{10, 20, 40, 20, 1}, {40, 20, 80, 20, 2}, {20, 20, 30, 20, 1}, // touching, contained
		{10, 30, 40, 30, 1}, {60, 30, 80, 30, 1}, // a gap
		{5, 5, 6, 5, 1}, // a dot
	})
	want := []Ruling{
		{10, 20, 80, 20, 2},
		{10, 30, 40, 30, 1}, {60, 30, 80, 30, 1},
		{50.1, 10, 50.1, 70.5, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rulings (-want +got):\n%s", diff)
	}
}
