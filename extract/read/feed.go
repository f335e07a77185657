package read

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// feedRoot is the root element of an RSS or Atom file, "urlset" or
// "sitemapindex" for a site map, or "".
func feedRoot(text []byte) string {
	head := text[:min(len(text), 4096)]
	for _, root := range [...]string{"rss", "feed", "rdf:RDF", "urlset", "sitemapindex"} {
		if i := bytes.Index(head, []byte("<"+root)); i >= 0 && onlyProlog(head[:i]) {
			if after := head[i+1+len(root):]; len(after) > 0 && (space(after[0]) || after[0] == '>') {
				return root
			}
		}
	}
	return ""
}

// onlyProlog reports whether text has nothing but an XML declaration and
// comments.
func onlyProlog(text []byte) bool {
	for {
		text = bytes.TrimLeft(text, " \t\r\n\ufeff")
		if len(text) == 0 {
			return true
		}
		end := []byte("?>")
		switch {
		case bytes.HasPrefix(text, []byte("<?")):
		case bytes.HasPrefix(text, []byte("<!--")):
			end = []byte("-->")
		default:
			return false
		}
		i := bytes.Index(text, end)
		if i < 0 {
			return false
		}
		text = text[i+len(end):]
	}
}

// A feedEntry is one item of a feed.
type feedEntry struct {
	from, to                     int // of its element in the text
	title, date, author, content string
	summary, link, id            string
}

// parseFeed reads the items of a feed and the feed's own title. It takes no
// more than limit items.
func parseFeed(text []byte, limit int) (title string, entries []feedEntry, err error) {
	dec := xml.NewDecoder(bytes.NewReader(text))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var cur *feedEntry
	var path []string
	var value strings.Builder
	before := 0
	for {
		before = int(dec.InputOffset())
		t, err := dec.RawToken()
		if err == io.EOF {
			return title, entries, nil
		}
		if err != nil {
			return title, entries, fmt.Errorf("%w: broken feed: %v", ErrBinary, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if len(path) > maxOfficeDepth {
				return title, entries, fmt.Errorf("%w: feed nested too deeply", ErrUnsupported)
			}
			name := t.Name.Local
			if name == "item" || name == "entry" {
				if len(entries) == limit {
					return title, entries, nil
				}
				entries = append(entries, feedEntry{from: before})
				cur = &entries[len(entries)-1]
			}
			if cur != nil && name == "link" {
				if h := xmlAttr(t, "href"); h != "" && (cur.link == "" || xmlAttr(t, "rel") == "alternate") {
					cur.link = h
				}
			}
			path = append(path, name)
			if !(cur != nil && len(path) >= 2 && inXHTML(path)) {
				value.Reset()
			} else {
				value.WriteString("<" + name + ">")
			}
		case xml.CharData:
			if inXHTML(path) {
				value.WriteString(html.EscapeString(string(t)))
			} else {
				value.Write(t)
			}
		case xml.EndElement:
			if len(path) == 0 {
				continue
			}
			name := path[len(path)-1]
			if inXHTML(path[:len(path)-1]) {
				value.WriteString("</" + name + ">")
				path = path[:len(path)-1]
				continue
			}
			path = path[:len(path)-1]
			v := strings.TrimSpace(value.String())
			parent := ""
			if len(path) > 0 {
				parent = path[len(path)-1]
			}
			switch {
			case name == "item" || name == "entry":
				if cur != nil {
					cur.to = int(dec.InputOffset())
				}
				cur = nil
			case cur == nil && name == "title" && (parent == "channel" || parent == "feed") && title == "":
				title = v
			case cur != nil:
				cur.set(name, parent, v)
			}
			value.Reset()
		}
	}
}

// inXHTML reports whether a path lies within content that is markup itself.
func inXHTML(path []string) bool {
	for i, p := range path {
		if p == "div" && i > 0 && (path[i-1] == "content" || path[i-1] == "summary") {
			return true
		}
	}
	return false
}

// set takes the value of an element of an item.
func (e *feedEntry) set(local, parent, v string) {
	if v == "" {
		return
	}
	switch local {
	case "title":
		if parent == "item" || parent == "entry" {
			e.title = v
		}
	case "pubDate", "published", "date", "issued":
		e.date = v
	case "updated":
		if e.date == "" {
			e.date = v
		}
	case "creator":
		e.author = v
	case "name":
		if parent == "author" {
			e.author = v
		}
	case "author":
		if e.author == "" && !strings.Contains(v, "@") {
			e.author = v
		}
	case "encoded", "content", "div":
		if len(v) > len(e.content) {
			e.content = v
		}
	case "description", "summary":
		e.summary = v
	case "link":
		if e.link == "" {
			e.link = v
		}
	case "guid", "id":
		e.id = v
	}
}

// readFeed reads a feed of one item, as Walk makes them of a longer one.
func readFeed(name string, text []byte, opt Options, lex *Lexicon) (*extract.Document, error) {
	title, entries, err := parseFeed(text, 2)
	if err != nil {
		return nil, err
	}
	switch len(entries) {
	case 0:
		return nil, fmt.Errorf("%w: feed without items", ErrEmpty)
	case 1:
	default:
		return nil, fmt.Errorf("%w: feed of several items, which Walk takes apart", ErrUnsupported)
	}
	e := entries[0]
	d := &derived{limit: opt.maxSize()}
	for _, f := range [...]struct{ name, label, value string }{
		{"date", "Date", feedDate(lex, e.date)}, {"author", "Author", e.author}, {"og:site_name", "Feed", title},
	} {
		if err := d.field(f.name, f.label, html.UnescapeString(f.value)); err != nil {
			return nil, err
		}
	}
	if err := d.headline(html.UnescapeString(e.title)); err != nil {
		return nil, err
	}
	content := e.content
	if len(content) < len(e.summary) {
		content = e.summary
	}
	body := page{lex: lex, text: []byte(strings.ToValidUTF8(content, "\uFFFD"))}
	body.readHTML()
	if err := d.addBlocks(body.blocks); err != nil {
		return nil, err
	}
	return d.document(name, lex)
}

// feedDate is the day of a feed's stamp.
func feedDate(lex *Lexicon, s string) string {
	if ds := lex.dates(s); len(ds) > 0 && !ds[0].either {
		return ds[0].iso()
	}
	return ""
}

// jsonKeys are the names under which objects hold a part of a document, as news
// crawlers and JSON Feed write them.
func jsonKeys(part string) []string {
	switch part {
	case "text":
		return []string{"text", "content", "body", "html", "content_html", "content_text", "article", "raw_content", "maintext"}
	case "title":
		return []string{"title", "headline", "subject"}
	case "date":
		return []string{"date", "published", "publishedOn", "published_at", "date_published", "datePublished", "date_publish", "pubDate"}
	case "author":
		return []string{"author", "authors", "byline", "creator"}
	case "publisher":
		return []string{"publisher", "source", "site", "site_name", "agency"}
	}
	return nil
}

// readJSON reads a document in a JSON object, as a line of a JSON-lines file
// holds it.
func readJSON(name string, text []byte, opt Options, lex *Lexicon) (*extract.Document, error) {
	var obj map[string]any
	if err := json.Unmarshal(text, &obj); err != nil {
		return nil, fmt.Errorf("%w: no JSON object: %v", ErrUnsupported, err)
	}
	get := func(key string) string {
		for _, k := range jsonKeys(key) {
			switch v := obj[k].(type) {
			case string:
				if v != "" {
					return v
				}
			case map[string]any, []any:
				if s := jsonName(v); s != "" {
					return s
				}
			}
		}
		return ""
	}
	content := get("text")
	if strings.TrimSpace(content) == "" {
		return nil, fmt.Errorf("%w: JSON object without text", ErrEmpty)
	}
	d := &derived{limit: opt.maxSize()}
	for _, f := range [...]struct{ name, label, value string }{
		{"date", "Date", feedDate(lex, get("date"))}, {"author", "Author", get("author")}, {"publisher", "Publisher", get("publisher")},
	} {
		if err := d.field(f.name, f.label, f.value); err != nil {
			return nil, err
		}
	}
	if err := d.headline(get("title")); err != nil {
		return nil, err
	}
	body := page{lex: lex, text: []byte(strings.ToValidUTF8(content, "\uFFFD"))}
	if formatOf("", body.text) == formatHTML {
		body.readHTML()
	} else {
		body.readPlain()
	}
	if err := d.addBlocks(body.blocks); err != nil {
		return nil, err
	}
	return d.document(name, lex)
}

// jsonID is the name of a JSON object among those of its file.
func jsonID(line []byte, n int) string {
	var obj struct {
		ID any `json:"id"`
	}
	if json.Unmarshal(line, &obj) == nil {
		switch v := obj.ID.(type) {
		case string:
			if v != "" && len(v) < 200 {
				return v
			}
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return strconv.Itoa(n)
}
