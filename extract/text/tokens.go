package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a piece of text under construction.
type token struct {
	start, end int
	abbr       class // of a word that keeps its full stop
	glued      bool  // a full stop glued to the next sentence: "done.This"
}

// tokenize cuts s[start:end] at white space and each chunk by its marks. Tokens
// are in ascending order, do not overlap and hold every character that is not
// white space.
func (x *lexicon) tokenize(s string, start, end int, toks []token) []token {
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(s[i:end])
		if blank(r) {
			i += n
			continue
		}
		j := i + n
		for j < end {
			r, n := utf8.DecodeRuneInString(s[j:end])
			if blank(r) {
				break
			}
			j += n
		}
		c := chunker{x: x, s: s, rest: s[j:end], toks: toks}
		c.chunk(i, j)
		toks = c.toks
		i = j
	}
	return toks
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad'
}

// chunker cuts one run of characters without white space.
type chunker struct {
	x    *lexicon
	s    string
	rest string // what follows the chunk
	toks []token
}

func (c *chunker) emit(i, j int) {
	if i < j {
		c.toks = append(c.toks, token{start: i, end: j})
	}
}

const (
	openers  = "([{<\"'“‘„‚«‹¿¡`$€£¥#*•·–—-"
	closers  = ")]}>\"'”’»›,;:?!…%*"
	quotes   = "\"“”„‟«»‹›"
	apostros = "'’‘`ʼ"
)

// chunk cuts s[i:j].
func (c *chunker) chunk(i, j int) {
	i = c.open(i, j)
	// Marks at the end are found from the back and emitted from the front.
	var tail []token
	for k := j; k > i; k = j {
		r, n := utf8.DecodeLastRuneInString(c.s[i:k])
		switch {
		case r == '.':
			run := c.run(i, k, '.')
			switch {
			case run > 1:
				tail = append(tail, token{start: k - run, end: k})
				j = k - run
			case c.address(i, k-1):
				tail = append(tail, token{start: k - 1, end: k})
				j = k - 1
			default:
				if a := c.keepsStop(i, k); a != none {
					c.word(i, k, a)
					c.flush(tail)
					return
				}
				tail = append(tail, token{start: k - 1, end: k})
				j = k - 1
			}
		case r == '\'' || r == '’' || r == '`' || r == '‘':
			if k-n > i && (c.s[k-n-1] == 's' || c.s[k-n-1] == 'S') && !c.quoted(i, k) {
				// A possessive: "states'".
				tail = append(tail, token{start: k - n, end: k})
				j = k - n
				break
			}
			tail = append(tail, token{start: k - n, end: k})
			j = k - n
		case r == ')' && strings.HasSuffix(c.s[i:k], "(s)") && k-3 > i:
			c.word(i, k, none)
			c.flush(tail)
			return
		case strings.ContainsRune(closers, r) || r == '-' || r == '–' || r == '—':
			if c.address(i, k) && r != ',' && r != ';' && r != '"' && r != '”' && r != '>' && r != ')' && r != ':' && r != '!' && r != '?' {
				c.word(i, k, none)
				c.flush(tail)
				return
			}
			run := c.run(i, k, r)
			if r == '?' || r == '!' {
				run = 0
				for run < k-i && (c.s[k-run-1] == '?' || c.s[k-run-1] == '!') {
					run++
				}
			}
			if r != '-' && r != '*' && r != '!' && r != '?' {
				run = n
			}
			tail = append(tail, token{start: k - run, end: k})
			j = k - run
		case unicode.IsPunct(r) && r != '/' && r != '#' && r != '&' && r != '@' && r != '_' && r != '\\' && r != '·' && r != '°':
			tail = append(tail, token{start: k - n, end: k})
			j = k - n
		default:
			c.word(i, k, none)
			c.flush(tail)
			return
		}
	}
	c.flush(tail)
}

// open emits the marks at the start of s[i:j] and returns what is left.
func (c *chunker) open(i, j int) int {
	for i < j {
		r, n := utf8.DecodeRuneInString(c.s[i:j])
		if !strings.ContainsRune(openers, r) || i+n == j {
			return i
		}
		next, _ := utf8.DecodeRuneInString(c.s[i+n : j])
		switch r {
		case '-', '*', '–', '—':
			run := n
			for i+run < j && strings.HasPrefix(c.s[i+run:j], string(r)) {
				run += n
			}
			if r == '-' && run == 1 && unicode.IsDigit(next) {
				return i // a negative number
			}
			n = run
		case '#':
			return i
		case '\'', '’', '‘', '`':
			if unicode.IsDigit(next) && r != '‘' { // '90s
				return i
			}
			if _, ok := c.clitic(i, j); ok {
				return i
			}
			if r == '`' && next == '`' || r == '\'' && next == '\'' {
				n *= 2
			}
		case '<':
			if next == '<' {
				n = 2
			}
		}
		c.emit(i, i+n)
		i += n
	}
	return i
}

// flush emits the marks of a chunk's end, which were found from the back.
func (c *chunker) flush(tail []token) {
	for k := len(tail) - 1; k >= 0; k-- {
		c.emit(tail[k].start, tail[k].end)
	}
}

// run is the length in bytes of the run of r that ends at k.
func (c *chunker) run(i, k int, r rune) int {
	n, size := 0, utf8.RuneLen(r)
	for k-n-size >= i && strings.HasSuffix(c.s[i:k-n], string(r)) {
		n += size
	}
	return max(n, size)
}

// quoted reports whether an opening single quote stands before position i.
func (c *chunker) quoted(i, _ int) bool {
	if len(c.toks) == 0 {
		return false
	}
	t := c.toks[len(c.toks)-1]
	q := c.s[t.start:t.end]
	return t.end == i && (q == "'" || q == "‘" || q == "`")
}

// keepsStop is the class of s[i:k], which ends in a full stop, if the stop
// belongs to the word.
func (c *chunker) keepsStop(i, k int) class {
	form := c.s[i:k]
	// After a hyphen or slash only the last part counts: "then-Sen.".
	if at := strings.LastIndexAny(form, "-–/"); at >= 0 && at+2 < len(form) {
		if a := c.x.abbreviation(form[at+1:]); a == title || a == anyEnd {
			return a
		}
		if part := form[at+1:]; len(part) > 2 && dotted(part) {
			return initial // "India-U.S."
		}
	}
	a := c.x.abbreviation(form)
	rest := strings.TrimLeftFunc(c.rest, blank)
	switch {
	case a == number && !startsNumber(rest):
		r, n := utf8.DecodeRuneInString(form)
		if next, _ := utf8.DecodeRuneInString(rest); n+1 != len(form) || !unicode.IsUpper(r) || !unicode.IsUpper(next) {
			return none
		} // "Harry P. Truman", not "on p."
	case a == month && startsNumber(rest):
		return inner
	case a != none:
		return a
	}
	if !dotted(form) {
		return none
	}
	if len(form) == 2 || utf8.RuneCountInString(form) == 2 {
		r, _ := utf8.DecodeRuneInString(form)
		next, _ := utf8.DecodeRuneInString(rest)
		if r == 'I' || !unicode.IsUpper(r) || !unicode.IsUpper(next) {
			return none
		}
		// A list letter at the start of a text is not an initial.
		if len(c.toks) == 0 && c.x.starters[firstWord(rest)] {
			return none
		}
	}
	return initial
}

// firstWord is the run of letters at the start of s.
func firstWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// startsNumber reports whether s begins with a digit or a Roman numeral.
func startsNumber(s string) bool {
	s = strings.TrimLeft(s, "(")
	if s == "" {
		return false
	}
	if '0' <= s[0] && s[0] <= '9' {
		return true
	}
	n := 0
	for n < len(s) && strings.IndexByte("IVXLC", s[n]) >= 0 {
		n++
	}
	return n > 0 && (n == len(s) || !isWordByte(s[n]))
}

// dotted reports whether s is letters with a full stop after each: "J.", "U.S.".
// A part may have two letters ("Ph.D.").
func dotted(s string) bool {
	letters, parts := 0, 0
	for _, r := range s {
		switch {
		case r == '.':
			if letters == 0 {
				return false
			}
			letters = 0
			parts++
		case unicode.IsLetter(r):
			letters++
			if letters > 1 {
				return false
			}
		case r == '-' && letters == 0 && parts > 0: // J.-P.
		default:
			return false
		}
	}
	return letters == 0 && parts > 0
}

func isWordByte(b byte) bool {
	return b >= utf8.RuneSelf || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}

// address reports whether s[i:j] is a web or mail address or a file name, which
// is not cut.
func (c *chunker) address(i, j int) bool {
	w := c.s[i:j]
	if len(w) < 4 {
		return false
	}
	if strings.Contains(w, "://") || strings.HasPrefix(w, "www.") || strings.HasPrefix(w, "http:") || strings.HasPrefix(w, "mailto:") {
		return true
	}
	if at := strings.IndexByte(w, '@'); at > 0 && strings.IndexByte(w[at:], '.') > 0 {
		return true
	}
	return domain(w)
}

// domain reports whether w reads like a host name, with or without a path:
// "cyber.example.org/a-b". Its last label has two to six lower-case letters.
func domain(w string) bool {
	host := w
	if i := strings.IndexByte(w, '/'); i > 0 {
		host = w[:i]
	}
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 {
		return false
	}
	tld := host[dot+1:]
	if len(tld) < 2 || len(tld) > 6 {
		return false
	}
	for i := range len(tld) {
		if tld[i] < 'a' || tld[i] > 'z' {
			return false
		}
	}
	for i := range dot {
		if b := host[i]; !isWordByte(b) && b != '-' && b != '.' && b != '_' || b == '.' && host[i+1] == '.' {
			return false
		}
	}
	return isWordByte(host[0])
}

// word cuts a word at the marks inside it and splits off clitics. a is the
// class of an abbreviation, whose full stop it keeps.
func (c *chunker) word(i, j int, a class) {
	if c.address(i, j) {
		c.emit(i, j)
		return
	}
	first := len(c.toks)
	if k := strings.IndexByte(c.s[i:j], '$'); k > 0 && k <= 3 && i+k+1 < j && unicode.IsDigit(rune(c.s[i+k+1])) {
		c.emit(i, i+k+1) // US$5
		i += k + 1
	}
	at := i
	for k := i; k < j; {
		r, n := utf8.DecodeRuneInString(c.s[k:j])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
			k += n
			continue
		}
		if end, glued := c.cut(i, k, j, r, n); end > k {
			c.clitics(at, k)
			if end <= j {
				c.emit(k, end)
				if glued {
					c.toks[len(c.toks)-1].glued = true
				}
			}
			at, k = end, end
			continue
		}
		k += n
	}
	c.clitics(at, j)
	if a != none && len(c.toks) > first {
		c.toks[len(c.toks)-1].abbr = a
	}
}

// cut decides whether the mark r at k in the word i..j is a token of its own,
// and returns its end, or k to leave it in the word. glued says that it ends a
// sentence.
func (c *chunker) cut(i, k, j int, r rune, n int) (end int, glued bool) {
	s := c.s
	prev, _ := utf8.DecodeLastRuneInString(s[i:k])
	next, _ := utf8.DecodeRuneInString(s[k+n : j])
	inside := k > i && k+n < j
	digits := inside && unicode.IsDigit(prev) && unicode.IsDigit(next)
	switch {
	case strings.ContainsRune(quotes, r) || strings.ContainsRune("()[]{}<>;?!…|", r):
		if r == '(' && strings.HasPrefix(s[k:j], "(s)") || r == ')' && strings.HasSuffix(s[i:k+1], "(s)") {
			return k, false
		}
		return k + n, false
	case strings.ContainsRune(apostros, r):
		return k, false // clitics decides
	case r == '–' || r == '—' || r == '―':
		return k + n, false
	case r == '-' || r == '‐' || r == '‑':
		if strings.HasPrefix(s[k:j], "--") {
			return k + c.runFrom(k, j, r), false
		}
		if !inside || c.hyphenStays(i, k, j, n, digits) {
			return k, false
		}
		return k + n, false
	case r == '/':
		if digits && !c.letters(i, j) || !inside {
			return k, false
		}
		return k + n, false
	case r == ',':
		if digits {
			return k, false
		}
		return k + n, false
	case r == ':':
		if digits {
			return k, false
		}
		return k + n, false
	case r == '.':
		run := c.runFrom(k, j, '.')
		if run > 1 {
			return k + run, false
		}
		if c.gluedStop(i, k, j) {
			return k + n, true
		}
		return k, false
	case r == '%' || r == '€' || r == '£' || r == '=':
		return k + n, false
	}
	return k, false
}

func (c *chunker) runFrom(k, j int, r rune) int {
	n, size := 0, utf8.RuneLen(r)
	for k+n < j && strings.HasPrefix(c.s[k+n:j], string(r)) {
		n += size
	}
	return n
}

func (c *chunker) letters(i, j int) bool {
	return strings.ContainsFunc(c.s[i:j], unicode.IsLetter)
}

// hyphenStays reports whether the hyphen at k belongs to its word: after a
// prefix, in a date or a telephone number, in a code.
func (c *chunker) hyphenStays(i, k, j, n int, digits bool) bool {
	from := i
	if at := strings.LastIndexAny(c.s[i:k], "-–—/()\"“"); at >= 0 {
		_, w := utf8.DecodeRuneInString(c.s[i+at:])
		from = i + at + w
	}
	left := c.s[from:k]
	if digits {
		// A range of two numbers is cut; dates and telephone numbers are not.
		whole := c.s[i:j]
		if strings.Count(whole, "-") == 1 {
			right := c.s[k+n : j]
			return len(left) == 3 && len(right) == 4 && allDigits(left) && allDigits(right)
		}
		return true
	}
	if c.dayMonthYear(i, j) || dotted(c.s[i:j]) {
		return true
	}
	if len(left) > 1 && strings.ToUpper(left) == left {
		return false // "UN-led"
	}
	return from == i && c.x.prefixes[strings.ToLower(left)]
}

// dayMonthYear reports whether s[i:j] is a date like "01-Feb-02".
func (c *chunker) dayMonthYear(i, j int) bool {
	p := strings.Split(c.s[i:j], "-")
	return len(p) == 3 && len(p[0]) <= 2 && allDigits(p[0]) && len(p[1]) == 3 && allDigits(p[2])
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// gluedStop reports whether the full stop at k ends a sentence whose next one
// follows without a space: two lower-case letters or a digit before, a capital
// and no further stop in the word after.
func (c *chunker) gluedStop(i, k, j int) bool {
	if k-i < 2 || k+1 >= j {
		return false
	}
	before := c.s[i:k]
	r, n := utf8.DecodeLastRuneInString(before)
	q, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	ended := unicode.IsLower(r) && (unicode.IsLower(q) || unicode.IsUpper(q)) || strings.ContainsRune(")”\"]", r) || unicode.IsDigit(r)
	if !ended {
		return false
	}
	after := strings.TrimLeft(c.s[k+1:j], "“”\"‘’([)]")
	r, n = utf8.DecodeRuneInString(after)
	if !unicode.IsUpper(r) {
		return false
	}
	q, _ = utf8.DecodeRuneInString(after[n:])
	return after[n:] == "" || unicode.IsLower(q) || strings.ContainsRune("-’',", q)
}

// clitics emits s[i:j], a word without marks except apostrophes, with its
// clitics split off.
func (c *chunker) clitics(i, j int) {
	if i >= j {
		return
	}
	w := c.s[i:j]
	if !strings.ContainsAny(w, apostros) {
		switch {
		case len(w) == 6 && strings.EqualFold(w, "cannot"):
			c.emit(i, i+3)
			c.emit(i+3, j)
			return
		case len(w) == 5 && (strings.EqualFold(w, "gonna") || strings.EqualFold(w, "gotta") || strings.EqualFold(w, "wanna")):
			c.emit(i, i+3)
			c.emit(i+3, j)
			return
		}
		if k := unitStart(w); k > 0 {
			c.emit(i, i+k)
			c.emit(i+k, j)
			return
		}
		c.emit(i, j)
		return
	}
	for k := i; k < j; {
		r, n := utf8.DecodeRuneInString(c.s[k:j])
		if strings.ContainsRune(apostros, r) {
			if at, ok := c.clitic(k, j); ok {
				if c.s[at] == 'n' || c.s[at] == 'N' {
					if at <= i {
						at = k
					}
				}
				c.emit(i, at)
				c.emit(at, j)
				return
			}
		}
		k += n
	}
	c.emit(i, j)
}

// clitic reports whether the apostrophe at k begins a clitic that ends at j,
// and where the clitic starts ("n't" one letter earlier).
func (c *chunker) clitic(k, j int) (at int, ok bool) {
	_, n := utf8.DecodeRuneInString(c.s[k:j])
	switch strings.ToLower(c.s[k+n : j]) {
	case "s", "m", "d", "re", "ve", "ll":
		return k, true
	case "t":
		if k > 0 && (c.s[k-1] == 'n' || c.s[k-1] == 'N') {
			return k - 1, true
		}
	}
	return 0, false
}

// unitStart is where a unit written against its number begins ("10am",
// "5km", "3bn"), or 0.
func unitStart(w string) int {
	k := 0
	for k < len(w) && ('0' <= w[k] && w[k] <= '9' || w[k] == '.' || w[k] == ',' || w[k] == ':') {
		k++
	}
	if k == 0 || k == len(w) || w[k-1] == '.' || w[k-1] == ',' {
		return 0
	}
	switch strings.ToLower(w[k:]) {
	case "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "km", "kg", "cm", "mm", "mw", "kw", "gb", "mb", "bn", "mn", "m", "hrs", "gmt", "kst", "cet", "est", "edt", "utc":
		return k
	}
	return 0
}
