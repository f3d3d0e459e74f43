package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"yusuan/store"
)

// Item is one line of a list of inputs.
type Item struct {
	Path  string
	Hints []store.Hint
}

// hintFields are the columns of a list besides path.
var hintFields = []string{"url", "region", "organization", "year"}

// maxListLine is the longest line of a list, bytes.
const maxListLine = 1 << 20

// ReadList reads a list of inputs, one a line: a path alone; a path and hints
// divided by tabs under a heading line that begins with "path"; or a JSON
// object with the members path, url, region, organization, year. Empty lines
// are passed over. An error names the line.
func ReadList(r io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		sc := bufio.NewScanner(r)
		sc.Buffer(nil, maxListLine)
		var heading []string
		for n := 1; sc.Scan(); n++ {
			line := bytes.TrimRight(sc.Bytes(), "\r")
			if n == 1 {
				line = bytes.TrimPrefix(line, []byte("\ufeff"))
			}
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			var item Item
			var err error
			switch {
			case line[0] == '{':
				item, err = jsonItem(line)
			case n == 1 && (bytes.HasPrefix(line, []byte("path\t")) || bytes.Equal(line, []byte("path"))):
				heading = strings.Split(string(line), "\t")
				continue
			case heading != nil:
				item = tabbedItem(heading, strings.Split(string(line), "\t"))
			default:
				item.Path = string(line)
			}
			if err == nil && item.Path == "" {
				err = fmt.Errorf("no path")
			}
			if err != nil {
				yield(Item{}, fmt.Errorf("list line %d: %w", n, err))
				return
			}
			if !yield(item, nil) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			yield(Item{}, fmt.Errorf("list: %w", err))
		}
	}
}

func tabbedItem(heading, fields []string) Item {
	var item Item
	for i, name := range heading {
		if i < len(fields) {
			item.set(name, fields[i])
		}
	}
	return item
}

func jsonItem(line []byte) (Item, error) {
	var members map[string]any
	if err := json.Unmarshal(line, &members); err != nil {
		return Item{}, err
	}
	var item Item
	for _, name := range append([]string{"path"}, hintFields...) {
		switch v := members[name].(type) {
		case string:
			item.set(name, v)
		case float64:
			item.set(name, fmt.Sprint(v))
		}
	}
	return item, nil
}

func (it *Item) set(name, value string) {
	if value == "" {
		return
	}
	if name == "path" {
		it.Path = value
		return
	}
	for _, f := range hintFields {
		if f == name {
			it.Hints = append(it.Hints, store.Hint{Field: name, Value: value, Agrees: "unknown"})
		}
	}
}
