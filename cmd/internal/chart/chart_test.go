package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/gofont/goregular"
	"gonum.org/v1/plot/plotter"
)

var sample = []Series{
	{"某省人民检察院", []Point{{2017, 17996.68}, {2018, 21955.35}, {2019, 24169.74}}},
	{"某市人力资源和社会保障局 & <新>", []Point{{2017, 9146.79}, {2019, 10150.48}}},
}

// texts are the characters of the text elements of an SVG.
func texts(t *testing.T, svg []byte) []string {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	var out []string
	in := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			in = tok.Name.Local == "text"
		case xml.EndElement:
			in = false
		case xml.CharData:
			if in {
				out = append(out, string(tok))
			}
		}
	}
}

func TestDrawSVG(t *testing.T) {
	var b bytes.Buffer
	if err := Draw(&b, sample, Options{Format: "svg", Title: "支出总计", Unit: "万元"}); err != nil {
		t.Fatal(err)
	}
	got := texts(t, b.Bytes())
	for _, want := range []string{"某省人民检察院", "某市人力资源和社会保障局 & <新>", "支出总计", "万元", "2017", "2018", "2019", "20,000"} {
		found := false
		for _, s := range got {
			found = found || s == want
		}
		if !found {
			t.Errorf("%s is not in the drawing: %q", want, got)
		}
	}
	if n := strings.Count(b.String(), "font-family:"+families+";"); n != len(got) {
		t.Errorf("%d of %d texts name fonts with Chinese characters", n, len(got))
	}
}

func TestDrawPNG(t *testing.T) {
	draw := func(names ...string) []byte {
		t.Helper()
		var b bytes.Buffer
		series := make([]Series, len(names))
		for i, n := range names {
			series[i] = Series{n, sample[0].Points}
		}
		err := Draw(&b, series, Options{Format: "png", Title: "支出总计", Unit: "万元"})
		if errors.Is(err, ErrNoFont) {
			t.Skip("this machine has no font with Chinese characters")
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(b.Bytes())); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	// Two names of the same length look different: they are no boxes.
	if bytes.Equal(draw("江苏省人民检察院"), draw("湖南省财政厅预算")) {
		t.Error("different names look the same")
	}
	var b bytes.Buffer
	err := Draw(&b, []Series{{"\U000f0000", sample[0].Points}}, Options{Format: "png"})
	if !errors.Is(err, ErrNoFont) {
		t.Errorf("a character that no font has: %v", err)
	}
}

func TestUnbroken(t *testing.T) {
	want := []plotter.XYs{{{X: 2017, Y: 1}, {X: 2018, Y: 2}}, {{X: 2020, Y: 3}}}
	if diff := cmp.Diff(want, unbroken([]Point{{2017, 1}, {2018, 2}, {2020, 3}})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDrawRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		series []Series
		opt    Options
	}{
		{"nothing", nil, Options{Format: "svg"}},
		{"too many", make([]Series, MaxSeries+1), Options{Format: "svg"}},
		{"format", sample, Options{Format: "gif"}},
		{"no figures", []Series{{"甲", nil}}, Options{Format: "svg"}},
		{"no such font", sample, Options{Format: "svg", Font: "no.ttf"}},
	} {
		if err := Draw(io.Discard, c.series, c.opt); err == nil {
			t.Errorf("%s: drawn", c.name)
		}
	}
}

// TestFontLacks: a font without the labels' characters is refused, and which
// they are is told with the options there are.
func TestFontLacks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "latin.ttf")
	if err := os.WriteFile(file, goregular.TTF, 0o644); err != nil {
		t.Fatal(err)
	}
	latin := []Series{{"Office", sample[0].Points}}
	if err := Draw(io.Discard, latin, Options{Format: "png", Title: "Total", Font: file}); err != nil {
		t.Errorf("labels the font has: %v", err)
	}
	err := Draw(io.Discard, []Series{{"财政局财", sample[0].Points}}, Options{Format: "png", Title: "Total", Font: file})
	if !errors.Is(err, ErrNoFont) || !strings.Contains(err.Error(), "lacks 财政局:") || !strings.Contains(err.Error(), "--font") || !strings.Contains(err.Error(), "SVG") {
		t.Errorf("labels it has not: %v", err)
	}
	if err := Draw(io.Discard, []Series{{"财政局财", sample[0].Points}}, Options{Format: "svg"}); err != nil {
		t.Errorf("svg: %v", err)
	}
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      string
	}{
		{0, 25_378, "0 5,000 10,000 15,000 20,000 25,000"},
		{0, 10.5, "0.0 2.5 5.0 7.5 10.0"},
		{-2_100, 1_050, "-2,000 -1,500 -1,000 -500 0 500 1,000"},
		{0, 1, "0.00 0.25 0.50 0.75 1.00"},
		{0, 4, "0 1 2 3 4"},
		{0, 1_234_567_890, "0 250,000,000 500,000,000 750,000,000 1,000,000,000"},
	} {
		var got []string
		for _, tick := range (amounts{}).Ticks(c.low, c.high) {
			got = append(got, tick.Label)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%v to %v (-want +got)\n%s", c.low, c.high, diff)
		}
	}
}
