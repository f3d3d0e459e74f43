// Package chart draws year series as SVG or PNG. Labels are Chinese: a PNG
// needs a font on this machine that has every character of them, and is
// refused where there is none; an SVG leaves the characters to the viewer.
// A year without a figure is a gap in the line, never zero.
package chart

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Series is one line.
type Series struct {
	Name   string
	Points []Point // by year
}

// Point is one year's figure. A drawing needs no exact decimals.
type Point struct {
	Year  int
	Value float64
}

// Options of Draw.
type Options struct {
	Format string // svg, png
	Title  string
	Unit   string // of the values, above the axis
	Font   string // file of a font to use; "" looks for one
}

// MaxSeries is how many lines a drawing shows: more cannot be told apart.
const MaxSeries = 12

// ErrNoFont says that no font on this machine has all characters of the labels.
var ErrNoFont = errors.New("no font has all characters of the labels; name one with --font, or draw an SVG")

const (
	width     = 10 * vg.Inch
	height    = 5.5 * vg.Inch
	labelSize = 10 // points
	titleSize = 13
	lineGap   = 1.5 // of labelSize, in the legend
	pngDPI    = 144
)

// Colours that people who see few colours can tell apart (Okabe and Ito).
var palette = []color.RGBA{
	{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255},
	{230, 159, 0, 255}, {86, 180, 233, 255}, {0, 0, 0, 255}, {150, 120, 0, 255},
}

// Draw writes the drawing.
func Draw(w io.Writer, series []Series, opt Options) error {
	if len(series) == 0 {
		return errors.New("nothing to draw")
	}
	if len(series) > MaxSeries {
		return fmt.Errorf("%d lines are too many to tell apart, at most %d", len(series), MaxSeries)
	}
	if opt.Format != "svg" && opt.Format != "png" {
		return fmt.Errorf("unknown format %q of drawing", opt.Format)
	}
	labels := opt.Title + opt.Unit + axisRunes
	for _, s := range series {
		labels += s.Name
	}
	face, err := findFont(opt.Font, labels)
	if err != nil && (opt.Format == "png" || opt.Font != "") {
		return err
	}
	p, legend, err := build(series, opt, face)
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	legendHeight := vg.Length(labelSize)
	for _, s := range series {
		legendHeight += legend.TextStyle.Rectangle(s.Name).Size().Y + legend.Padding
	}
	total := height + legendHeight
	var canvas vg.CanvasSizer
	var out io.WriterTo
	var svg bytes.Buffer
	if opt.Format == "svg" {
		c := vgsvg.New(width, total)
		canvas, out = c, c
	} else {
		c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, total), vgimg.UseDPI(pngDPI))}
		canvas, out = c, c
	}
	whole := draw.New(canvas)
	whole.FillPolygon(color.White, []vg.Point{{X: 0, Y: 0}, {X: width, Y: 0}, {X: width, Y: total}, {X: 0, Y: total}})
	p.Draw(draw.Crop(whole, labelSize, -2*labelSize, legendHeight, -labelSize))
	legend.Draw(draw.Crop(whole, 4*labelSize, 0, labelSize/2, legendHeight-total))
	if opt.Format == "svg" {
		if _, err := out.WriteTo(&svg); err != nil {
			return fmt.Errorf("draw: %w", err)
		}
		_, err := w.Write(withFamilies(svg.Bytes()))
		return err
	}
	_, err = out.WriteTo(w)
	return err
}

// families are fonts with Chinese characters on the usual systems.
const families = `Noto Sans CJK SC,Source Han Sans SC,PingFang SC,Microsoft YaHei,WenQuanYi Micro Hei,SimHei,sans-serif`

// withFamilies lets an SVG name fonts that viewers have.
func withFamilies(svg []byte) []byte {
	var b bytes.Buffer
	for {
		before, after, ok := bytes.Cut(svg, []byte("font-family:"))
		b.Write(before)
		if !ok {
			return b.Bytes()
		}
		_, rest, ok := bytes.Cut(after, []byte(";"))
		if !ok {
			b.Write(after)
			return b.Bytes()
		}
		b.WriteString("font-family:" + families + ";")
		svg = rest
	}
}

func build(series []Series, opt Options, face *font.Face) (*plot.Plot, plot.Legend, error) {
	p := plot.New()
	style := func(s *text.Style, size vg.Length) {
		if face != nil {
			s.Handler = text.Plain{Fonts: font.NewCache(font.Collection{*face})}
			s.Font = face.Font
		} else {
			s.Font.Variant = "Sans"
		}
		s.Font.Size = size
	}
	legend := plot.NewLegend()
	legend.Top, legend.Left = true, true
	legend.Padding = vg.Length(labelSize * (lineGap - 1))
	style(&legend.TextStyle, labelSize)
	style(&p.Title.TextStyle, titleSize)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		style(&a.Label.TextStyle, labelSize)
		style(&a.Tick.Label, labelSize)
	}
	if p.TextHandler = p.Title.TextStyle.Handler; p.TextHandler == nil {
		p.TextHandler = plot.DefaultTextHandler
	}
	p.Title.Text, p.Y.Label.Text = opt.Title, opt.Unit
	first, last := math.MaxInt, math.MinInt
	low, high := 0.0, 0.0
	grid := plotter.NewGrid()
	grid.Vertical.Color = nil
	grid.Horizontal.Color = color.Gray{220}
	p.Add(grid)
	for i, s := range series {
		c := palette[i%len(palette)]
		var dashes []vg.Length
		if i >= len(palette) {
			dashes = []vg.Length{vg.Points(5), vg.Points(3)}
		}
		var thumbs []plot.Thumbnailer
		for _, part := range unbroken(s.Points) {
			line, points, err := plotter.NewLinePoints(part)
			if err != nil {
				return nil, legend, err
			}
			line.Color, line.Width, line.Dashes = c, vg.Points(1.5), dashes
			points.Color, points.Shape, points.Radius = c, draw.CircleGlyph{}, vg.Points(2.5)
			p.Add(line, points)
			thumbs = []plot.Thumbnailer{line, points}
			for _, q := range part {
				first, last = min(first, int(q.X)), max(last, int(q.X))
				low, high = min(low, q.Y), max(high, q.Y)
			}
		}
		if thumbs == nil {
			return nil, legend, fmt.Errorf("%s has no figures", s.Name)
		}
		legend.Add(s.Name, thumbs...)
	}
	const margin = 1.05
	p.X.Min, p.X.Max = float64(first)-0.3, float64(last)+0.3
	p.Y.Min, p.Y.Max = low*margin, high*margin
	if p.Y.Max == p.Y.Min {
		p.Y.Max++
	}
	p.X.Tick.Marker, p.Y.Tick.Marker = years{first, last}, amounts{}
	return p, legend, nil
}

// unbroken cuts points into runs of consecutive years.
func unbroken(points []Point) []plotter.XYs {
	var out []plotter.XYs
	for i, p := range points {
		if i == 0 || p.Year != points[i-1].Year+1 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], plotter.XY{X: float64(p.Year), Y: p.Value})
	}
	return out
}

// years marks every year.
type years struct{ first, last int }

func (y years) Ticks(_, _ float64) []plot.Tick {
	var out []plot.Tick
	for n := y.first; n <= y.last; n++ {
		out = append(out, plot.Tick{Value: float64(n), Label: strconv.Itoa(n)})
	}
	return out
}

// axisRunes are the characters of the axes.
const axisRunes = "0123456789,.-"

// amounts marks round figures, thousands separated.
type amounts struct{}

// fewTicks is how many marks the axis of amounts has at least, about.
const fewTicks = 4

func (amounts) Ticks(low, high float64) []plot.Tick {
	step := roundStep((high - low) / fewTicks)
	if step <= 0 || math.IsInf(step, 0) || math.IsNaN(step) {
		return plot.DefaultTicks{}.Ticks(low, high)
	}
	places := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	if math.Mod(step*math.Pow10(places), 1) > 1e-9 { // 2.5 and the like
		places++
	}
	var out []plot.Tick
	for n := math.Ceil(low / step); n*step <= high; n++ {
		out = append(out, plot.Tick{Value: n * step, Label: thousands(strconv.FormatFloat(n*step, 'f', places, 64))})
	}
	return out
}

// roundStep is the largest of 1, 2, 2.5 and 5 times a power of ten that is not
// above a size.
func roundStep(size float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(size)))
	step := unit
	for _, m := range []float64{2, 2.5, 5} {
		if m*unit <= size {
			step = m * unit
		}
	}
	return step
}

// thousands separates the thousands of a number.
func thousands(s string) string {
	whole, frac, point := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if point {
		whole += "." + frac
	}
	return sign + whole
}
