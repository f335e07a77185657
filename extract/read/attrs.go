package read

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An attr is an attribute of an element; from and to are where its value
// stands in the decoded text.
type attr struct {
	name, value string
	from, to    int
}

type attrList []attr

// maxAttrs bounds the attributes that are read of one element.
const maxAttrs = 64

func (l attrList) get(name string) (attr, bool) {
	for _, a := range l {
		if a.name == name {
			return a, true
		}
	}
	return attr{}, false
}

// attributes reads the attributes of the start tag that is text[from:to].
func attributes(text []byte, from, to int) attrList {
	var list attrList
	i := from + 1
	for i < to && !space(text[i]) && text[i] != '/' && text[i] != '>' {
		i++
	}
	for i < to && len(list) < maxAttrs {
		for i < to && (space(text[i]) || text[i] == '/') {
			i++
		}
		if i >= to || text[i] == '>' {
			break
		}
		start := i
		for i < to && !space(text[i]) && text[i] != '=' && text[i] != '>' && text[i] != '/' {
			i++
		}
		a := attr{name: strings.ToLower(string(text[start:i])), from: i, to: i}
		for i < to && space(text[i]) {
			i++
		}
		if i < to && text[i] == '=' {
			i++
			for i < to && space(text[i]) {
				i++
			}
			a.from, a.to, i = value(text, i, to)
			a.value = html.UnescapeString(string(text[a.from:a.to]))
		} else if i == start {
			i++ // a stray equals sign
			continue
		}
		list = append(list, a)
	}
	return list
}

// value reads an attribute value at i: where it stands and where to go on.
func value(text []byte, i, to int) (from, end, next int) {
	if i < to && (text[i] == '"' || text[i] == '\'') {
		quote := text[i]
		for j := i + 1; j < to; j++ {
			if text[j] == quote {
				return i + 1, j, j + 1
			}
		}
		return i + 1, to, to
	}
	j := i
	for j < to && !space(text[j]) && text[j] != '>' {
		j++
	}
	return i, j, j
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// maxFields bounds what is kept of the statements of a page.
const maxFields = 256

func (p *page) addField(name, value string, from, to int) {
	if value = strings.Join(strings.Fields(value), " "); value != "" && len(p.fields) < maxFields {
		p.fields = append(p.fields, field{strings.ToLower(name), value, from, to})
	}
}

// meta keeps a meta element.
func (r *htmlReader) meta(attrs attrList) {
	content, ok := attrs.get("content")
	if !ok {
		return
	}
	for _, key := range [...]string{"property", "name", "itemprop", "http-equiv"} {
		if a, ok := attrs.get(key); ok && a.value != "" {
			r.p.addField(a.value, content.value, content.from, content.to)
			return
		}
	}
}

// time keeps the date of a time element.
func (r *htmlReader) time(attrs attrList) {
	if a, ok := attrs.get("datetime"); ok && !r.top().chrome {
		name := "time"
		if _, ok := attrs.get("pubdate"); ok {
			name = "datepublished"
		}
		if prop, ok := attrs.get("itemprop"); ok {
			name = strings.ToLower(prop.value)
		}
		r.p.addField(name, a.value, a.from, a.to)
	}
}

// itemprop keeps schema.org statements that stand in attributes.
func (r *htmlReader) itemprop(attrs attrList, a atom.Atom) {
	prop, ok := attrs.get("itemprop")
	if !ok {
		return
	}
	if content, ok := attrs.get("content"); ok {
		r.p.addField(prop.value, content.value, content.from, content.to)
	}
}

// jsonLD keeps the statements about an article in a script of JSON-LD.
func (p *page) jsonLD(from, to int) {
	const maxScript = 1 << 20
	if to-from > maxScript {
		return
	}
	var any any
	if json.Unmarshal(p.text[from:to], &any) != nil {
		return
	}
	p.jsonNode(any, from, to, 0)
}

func (p *page) jsonNode(v any, from, to, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			p.jsonNode(x, from, to, depth+1)
		}
	case map[string]any:
		if g, ok := v["@graph"]; ok {
			p.jsonNode(g, from, to, depth+1)
		}
		if !article(v["@type"]) {
			return
		}
		for _, key := range [...]string{"headline", "datePublished", "author", "publisher"} {
			s := jsonName(v[key])
			if s == "" {
				continue
			}
			start, end := from, to
			if i := strings.Index(string(p.text[from:to]), s); i >= 0 {
				start, end = from+i, from+i+len(s)
			}
			p.addField("ld:"+key, s, start, end)
		}
	}
}

// article reports whether a JSON-LD type is that of a text.
func article(t any) bool {
	switch t := t.(type) {
	case string:
		for _, s := range [...]string{"Article", "Posting", "Report", "Statement", "PressRelease", "WebPage"} {
			if strings.HasSuffix(t, s) {
				return true
			}
		}
	case []any:
		for _, x := range t {
			if article(x) {
				return true
			}
		}
	}
	return false
}

// jsonName is a string or the name of a JSON-LD object.
func jsonName(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		s, _ := v["name"].(string)
		return s
	case []any:
		if len(v) > 0 {
			return jsonName(v[0])
		}
	}
	return ""
}
