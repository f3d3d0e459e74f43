package pdfium

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"yusuan/extract"
)

// maxPixels bounds the size of a picture.
const maxPixels = 100_000_000

// RenderPNG implements extract.Renderer. dpi is rounded to a whole number.
func (r *reader) RenderPNG(ctx context.Context, n int, dpi float64) ([]byte, error) {
	if n < 1 || n > r.pages {
		return nil, fmt.Errorf("page %d of %d", n, r.pages)
	}
	var out bytes.Buffer
	err := r.do(ctx, func(ctx context.Context) error {
		if err := r.refresh(ctx); err != nil {
			return err
		}
		return r.withPage(n, func(handle requests.Page) error {
			var p extract.Page
			if _, err := r.pageSpace(handle, &p); err != nil {
				return err
			}
			if pixels := p.Width * p.Height * dpi * dpi / 72 / 72; pixels > maxPixels || math.IsNaN(pixels) {
				return fmt.Errorf("page %d: %w: %.0f pixels, at most %d", n, extract.ErrLimit, pixels, maxPixels)
			}
			pic, err := r.inst.RenderPageInDPI(&requests.RenderPageInDPI{
				Page: handle, DPI: max(1, int(math.Round(dpi))), RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
			})
			if err != nil {
				return fmt.Errorf("page %d: draw: %w", n, err)
			}
			defer pic.Cleanup()
			return png.Encode(&out, pic.Result.RenderedImage)
		})
	})
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

var _ extract.Renderer = (*reader)(nil)
