package date

import (
	"slices"

	"github.com/normgraph/normgraph/extract"
)

// Find returns the date expressions of text in order; they do not overlap.
// Spans are byte offsets into text. Where the anchor is zero, dates without a
// year take it from the nearest full date of the text; where there is none, and
// in expressions that count from the day of writing, Start is zero.
func Find(text string, anchor Anchor) []Expr {
	p := parser{toks: scan(text), anchor: anchor.Date}
	var out []Expr
	for i := 0; i < len(p.toks); {
		e, next := p.at(i)
		if next <= i {
			i++
			continue
		}
		e.Span = extract.Span{Start: p.toks[i].start, End: p.toks[next-1].end}
		e.Prep = p.prep(i)
		out = append(out, e)
		i = next
	}
	if anchor.Date.IsZero() {
		borrowYears(out)
	}
	for i := range out {
		if e := &out[i]; !e.Start.valid() || !e.End.valid() {
			e.Start, e.End = Date{}, Date{}
		}
	}
	return out
}

// borrowYears dates yearless expressions from the nearest full date before
// them, or else after.
func borrowYears(es []Expr) {
	for i := range es {
		if es[i].Float != AnyYear || es[i].Start.Year != 0 {
			continue
		}
		for _, step := range []int{-1, 1} {
			j := i + step
			for j >= 0 && j < len(es) && (es[j].Float != Fixed || es[j].Start.Day == 0 || es[j].Start.Year == 0) {
				j += step
			}
			if j >= 0 && j < len(es) {
				es[i].Start, es[i].End = nearestYear(es[i].Start, es[i].End, es[j].Start)
				break
			}
		}
	}
}

// A parser reads the grammar of dates off a list of tokens. Its methods take
// the index of a token and return the index after what they have read, or a
// value not above the first where they read nothing.
type parser struct {
	toks   []token
	anchor Date
}

func (p *parser) tok(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{num: -1}
	}
	return p.toks[i]
}

func (p *parser) word(i int, words ...string) bool {
	w := p.tok(i).word
	return w != "" && slices.Contains(words, w)
}

func (p *parser) mark(i int, marks ...rune) bool {
	m := p.tok(i).mark
	return m != 0 && slices.Contains(marks, m)
}

// prep is the preposition before token i.
func (p *parser) prep(i int) string {
	for i--; i >= 0 && (p.word(i, "the", "both", "about", "early", "late", "mid", "end") || p.mark(i, '-')); i-- {
	}
	if w := p.tok(i).word; prepositions[w] {
		return w
	}
	return ""
}

// at reads a date expression that starts with token i.
func (p *parser) at(i int) (Expr, int) {
	t := p.toks[i]
	if t.isNum() {
		if e, j := p.numeric(i); j > i {
			return e, j
		}
		if e, j := p.calendar(i); j > i {
			return e, j
		}
		if e, j := p.ago(i); j > i {
			return e, j
		}
		return p.years(i)
	}
	if t.word == "" {
		return Expr{}, i
	}
	if e, j := p.calendar(i); j > i {
		return e, j
	}
	if e, j := p.weekday(i); j > i {
		return e, j
	}
	return p.relative(i)
}

// numeric reads 2019-10-08, 2019.10.8, 2019/10/08, 8.10.2019 and 2019-10.
func (p *parser) numeric(i int) (Expr, int) {
	a, m, b := p.tok(i), p.tok(i+1), p.tok(i+2)
	if a.ordinal || !m.glued || !b.glued || !b.isNum() || !slices.Contains([]rune{'-', '.', '/'}, m.mark) {
		return Expr{}, i
	}
	if p.tok(i-1).mark == '/' && a.glued || p.tok(i).glued && p.tok(i-1).word != "" {
		return Expr{}, i
	}
	c := p.tok(i + 4)
	if p.tok(i+3).mark == m.mark && p.tok(i+3).glued && c.isNum() && c.glued && !p.continues(i+5) {
		switch {
		case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
			return single(Date{a.num, b.num, c.num}, i, i+5)
		case c.digits == 4 && m.mark == '.' && a.digits <= 2 && b.digits <= 2:
			return single(Date{c.num, b.num, a.num}, i, i+5)
		case c.digits == 4 && m.mark == '/' && a.digits <= 2 && a.num > 12:
			return single(Date{c.num, b.num, a.num}, i, i+5)
		case c.digits == 4 && m.mark == '/' && b.digits <= 2 && b.num > 12:
			return single(Date{c.num, a.num, b.num}, i, i+5)
		}
	}
	return Expr{}, i
}

// continues reports whether token i belongs to the same unspaced string.
func (p *parser) continues(i int) bool {
	t := p.tok(i)
	return t.glued && (t.isNum() || t.word != "" && t.word != "t" || slices.Contains([]rune{'-', '/', '.'}, t.mark) && p.tok(i+1).glued && p.tok(i+1).isNum())
}

func single(d Date, i, j int) (Expr, int) {
	if !d.valid() || d.Year < 1500 || d.Year > 2200 {
		return Expr{}, i
	}
	return Expr{Start: d, End: d}, j
}

// month reads a month's name; short says that it is abbreviated.
func (p *parser) month(i int) (m int, short bool, next int) {
	t := p.tok(i)
	if !t.capital {
		return 0, false, i
	}
	if m, ok := months[t.word]; ok {
		return m, false, i + 1
	}
	if m, ok := shortMonths[t.word]; ok {
		if p.mark(i+1, '.') && p.tok(i+1).glued {
			return m, true, i + 2
		}
		return m, true, i + 1
	}
	return 0, false, i
}

// day reads the number of a day, with a weekday in brackets after it.
func (p *parser) day(i int) (d, next int) {
	t := p.tok(i)
	if t.digits < 1 || t.digits > 2 || t.num < 1 || t.num > 31 {
		return 0, i
	}
	next = i + 1
	if p.mark(next, '(') {
		j := next + 1
		if _, k := p.weekdayName(j, true); k > j && p.mark(k, ')') {
			next = k + 1
		}
	}
	return t.num, next
}

// separator reads what stands between the two ends of a range. Loose says that
// it may also stand between things that do not belong together.
func (p *parser) separator(i int) (loose bool, next int) {
	switch {
	case p.mark(i, '-', '–', '—', '―', '~', '−'):
		return false, i + 1
	case p.word(i, "to", "through", "until", "till", "thru"):
		return false, i + 1
	case p.word(i, "and"), p.mark(i, '&'):
		return true, i + 1
	}
	return false, i
}

// days reads one day or several: "8", "22-23", "17 and 18", "8, 9 and 10".
// monthBefore says that the month stands before them, so that a number after
// "and" may count something else.
func (p *parser) days(i int, monthBefore bool) (first, last, next int) {
	first, next = p.day(i)
	if next == i {
		return 0, 0, i
	}
	last = first
	for {
		j := next
		if p.mark(j, ',') { // "8, 9 and 10"
			k := j + 1
			d, n := p.day(k)
			if n == k || d <= last || !(p.word(n, "and") || p.mark(n, '&', ',')) {
				break
			}
			if _, m := p.day(n + 1); m == n+1 {
				break
			}
			last, next = d, n
			continue
		}
		loose, k := p.separator(j)
		if k == j {
			break
		}
		if p.word(k, "the") {
			k++
		}
		d, n := p.day(k)
		if n == k || d <= last {
			break
		}
		if _, _, m := p.month(n); monthBefore && m > n { // "October 8 and 9 November"
			break
		}
		if loose && monthBefore && d != last+1 && p.countsSomething(n) {
			break
		}
		last, next = d, n
	}
	return first, last, next
}

// countsSomething reports whether token i is the noun of a count.
func (p *parser) countsSomething(i int) bool {
	t := p.tok(i)
	return t.word != "" && !t.capital && !prepositions[t.word] && !slices.Contains([]string{"this", "last", "next", "and", "where", "when", "with", "the"}, t.word)
}

// year reads the year of a month or day: "2019", ", 2019", "of 2019", "of this
// year", "last year". Rel is set for the latter two.
func (p *parser) year(i int) (y int, rel bool, next int) {
	j := i
	if p.mark(j, ',') || p.word(j, "of") {
		j++
	}
	if p.word(j, "the") {
		j++
	}
	if p.word(j, "year") {
		j++
	}
	t := p.tok(j)
	if t.digits == 4 && t.num >= 1500 && t.num <= 2200 && !t.ordinal && !(p.mark(j+1, '/', '%') && p.tok(j+1).glued) {
		return t.num, false, j + 1
	}
	j = i
	if p.mark(j, ',') {
		j++
	}
	if p.word(j, "of") {
		j++
	}
	if s, ok := unitShift[p.tok(j).word]; ok && p.word(j+1, "year") && p.anchor.Year > 0 {
		return p.anchor.Year + s, true, j + 2
	}
	return 0, false, i
}

// A part is a day, a run of days or a month, perhaps without its year.
type part struct {
	start, end Date
	rel        bool
}

// part reads "October 7-9, 2019", "7 October 2019", "3rd of May", "April 2019"
// and the like. Sure says that the words can be nothing but a date.
func (p *parser) part(i int) (d part, sure bool, next int) {
	start := i
	if _, j := p.weekdayName(i, false); j > i { // "Thursday, October 8"
		k := j
		if p.mark(k, ',', '(') {
			k++
		}
		if p.word(k, "the", "on") {
			k++
		}
		if q, sure, n := p.dayPart(k); n > k && sure && q.start.Day > 0 {
			if p.mark(k-1, '(') && p.mark(n, ')') {
				n++
			}
			return q, true, n
		}
		return part{}, false, start
	}
	return p.dayPart(i)
}

func (p *parser) dayPart(i int) (d part, sure bool, next int) {
	if m, short, j := p.month(i); j > i {
		if a, b, k := p.days(j, true); k > j && !(p.tok(j).glued && !short) {
			y, rel, n := p.year(k)
			return part{Date{y, m, a}, Date{y, m, b}, rel}, true, max(n, k)
		}
		y, rel, n := p.year(j)
		if n > j {
			return part{Date{y, m, 0}, Date{y, m, 0}, rel}, true, n
		}
		if short {
			return part{}, false, i
		}
		return part{Date{0, m, 0}, Date{0, m, 0}, false}, false, j
	}
	j := i
	var a, b int
	if o, ok := ordinalWords[p.tok(i).word]; ok && p.word(i+1, "of") {
		a, b, j = o, o, i+1
	} else {
		a, b, j = p.days(i, false)
	}
	if j == i {
		return part{}, false, i
	}
	if p.word(j, "of") {
		j++
	}
	if p.mark(j, '-', '.') && p.tok(j).glued && !p.tok(j+1).isNum() { // "8-Oct", "8. October"
		j++
	}
	m, _, k := p.month(j)
	if k == j {
		return part{}, false, i
	}
	if p.mark(k, '-') && p.tok(k).glued && p.tok(k+1).digits == 4 {
		k++
	}
	y, rel, n := p.year(k)
	return part{Date{y, m, a}, Date{y, m, b}, rel}, true, max(n, k)
}

// calendar reads dates and ranges that name a month.
func (p *parser) calendar(i int) (Expr, int) {
	if p.tok(i).isNum() && (p.mark(i-1, '/', '.', '-') && p.tok(i).glued && p.tok(i-1).glued && p.tok(i-2).isNum()) {
		return Expr{}, i
	}
	d, sure, j := p.part(i)
	if j <= i {
		return Expr{}, i
	}
	loose, k := p.separator(j)
	if k > j {
		if p.word(k, "on") {
			k++
		}
		o, osure, n := p.part(k)
		if n > k && (o.start.Day > 0) == (d.start.Day > 0) && (sure || osure || p.monthContext(i)) {
			share(&d, &o)
			follows := d.end.Year > 0 && d.end.valid() && o.start.valid() && d.end.AddDays(1) == o.start ||
				d.end.Year == 0 && d.end.Day > 0 && Date{2021, d.end.Month, d.end.Day}.AddDays(1) == Date{2021, o.start.Month, o.start.Day}
			if (!loose || follows || d.start.Day == 0 && p.word(i-1, "between")) && ordered(d.start, o.end) {
				return p.resolve(part{d.start, o.end, d.rel || o.rel}, i, n)
			}
		}
	}
	if !sure && !p.monthContext(i) {
		return Expr{}, i
	}
	if j-i == 1 && !sure {
		if e, n := p.monthAlone(i, d); n > i {
			return e, n
		}
	}
	return p.resolve(d, i, j)
}

// ordered reports whether a is before b, where both have years or neither.
func ordered(a, b Date) bool { return a.Year == 0 || b.Year == 0 || a.Compare(b) < 0 }

// share gives each of two dates the year that only the other says.
func share(a, b *part) {
	switch {
	case a.start.Year == 0 && b.start.Year > 0:
		y := b.start.Year
		if a.start.Month > b.start.Month {
			y--
		}
		a.start.Year, a.end.Year = y, y
	case b.start.Year == 0 && a.start.Year > 0:
		y := a.start.Year
		if b.start.Month < a.start.Month {
			y++
		}
		b.start.Year, b.end.Year = y, y
	}
}

// monthContext reports whether the words before token i show that a bare
// month's name is a month: "in May", "this November", "late March".
func (p *parser) monthContext(i int) bool {
	if p.mark(i-1, '-') && p.word(i-2, "mid") {
		return true
	}
	if p.word(i-1, "of") {
		return p.word(i-2, "end", "beginning", "month", "start", "half", "week", "middle")
	}
	ambiguous := p.word(i, "may", "march", "april", "june", "august")
	if p.word(i-1, "in", "since", "until", "till", "this", "last", "next", "early", "late", "during", "mid", "coming", "past", "previous", "every", "each") {
		return true
	}
	if p.word(i-1, "for") && p.word(i-2, "scheduled", "planned", "set", "slated", "foreseen", "envisaged", "due", "expected", "rescheduled") {
		return true
	}
	return !ambiguous && p.word(i-1, "by", "from", "for", "to", "before", "after", "between", "through", "and")
}

// monthAlone dates "this November", "last March", "next May".
func (p *parser) monthAlone(i int, d part) (Expr, int) {
	if p.anchor.Month == 0 {
		return Expr{}, i
	}
	y := p.anchor.Year
	switch {
	case p.word(i-1, "last", "past", "previous"):
		if d.start.Month >= p.anchor.Month {
			y--
		}
	case p.word(i-1, "next", "coming"):
		if d.start.Month <= p.anchor.Month {
			y++
		}
	case p.word(i-1, "this"):
	case p.word(i-1, "every", "each"):
		return Expr{}, i
	default:
		return Expr{}, i
	}
	m := Date{y, d.start.Month, 0}
	return Expr{Start: m, End: m, Relative: true}, i + 1
}

// resolve turns what was read into an expression, choosing the year nearest to
// the anchor where none was said.
func (p *parser) resolve(d part, i, j int) (Expr, int) {
	e := Expr{Start: d.start, End: d.end, Relative: d.rel}
	if e.Start.Year == 0 {
		e.Float = AnyYear
		e.open = [2]Date{e.Start, e.End}
		if p.anchor.IsZero() {
			if (Date{2020, e.Start.Month, e.Start.Day}).valid() && (Date{2020, e.End.Month, e.End.Day}).valid() {
				return e, j
			}
			return Expr{}, i
		}
		e.Start, e.End = nearestYear(e.Start, e.End, p.anchor)
		e.Relative = true
	}
	if !e.Start.valid() || !e.End.valid() {
		return Expr{}, i
	}
	return e, j
}

// nearestYear puts the yearless start and end into the year that brings start
// nearest to ref.
func nearestYear(start, end, ref Date) (Date, Date) {
	wrap := 0
	if end.Month < start.Month {
		wrap = 1
	}
	best, dist := 0, 1<<30
	for _, y := range []int{ref.Year - 1, ref.Year, ref.Year + 1} {
		s := Date{y, start.Month, start.Day}
		if !s.valid() {
			continue
		}
		n := ref.days(s)
		if ref.Month == 0 {
			n = (y - ref.Year) * 365
		}
		if n < 0 {
			n = -n
		}
		if n < dist {
			best, dist = y, n
		}
	}
	if best == 0 {
		best = ref.Year
	}
	start.Year, end.Year = best, best+wrap
	return start, end
}

// years reads a year or a run of years.
func (p *parser) years(i int) (Expr, int) {
	t := p.tok(i)
	if t.digits != 4 || t.ordinal || t.num < 1900 || t.num > 2100 || !p.yearContext(i) {
		return Expr{}, i
	}
	d := Date{Year: t.num}
	_, k := p.separator(i + 1)
	if u := p.tok(k); k > i+1 && u.isNum() && !u.ordinal {
		switch {
		case u.digits == 4 && u.num > t.num && u.num <= 2100 && !p.continues(k+1):
			if p.word(k-1, "and") && !p.word(i-1, "between") {
				break
			}
			return Expr{Start: d, End: Date{Year: u.num}}, k + 1
		case u.digits == 2 && u.glued && u.num == (t.num+1)%100 && !p.continues(k+1): // 2015-16
			return Expr{Start: d, End: Date{Year: t.num + 1}}, k + 1
		}
	}
	if p.continues(i + 1) {
		return Expr{}, i
	}
	return Expr{Start: d, End: d}, i + 1
}

// yearContext reports whether the four digits at token i may be a year.
func (p *parser) yearContext(i int) bool {
	t, before := p.tok(i), p.tok(i-1)
	if t.glued && (before.word != "" && before.mark == 0 || before.mark == '/' || before.mark == '.' || before.mark == '#' || before.mark == '$' || before.mark == '€' || before.mark == '£' || before.mark == ':' || before.mark == '_') {
		return false
	}
	if n := p.tok(i + 1); n.glued && (n.mark == '/' || n.mark == '%' || n.mark == '+' || n.mark == ':') {
		return false
	}
	switch before.word {
	case "resolution", "resolutions", "unscr", "unscrs", "scr", "no", "number", "article", "room", "page", "agenda", "hit", "hits", "tel", "ext", "rule", "iso", "rfc", "windows", "office":
		return false
	}
	if before.mark == '.' && p.word(i-2, "no", "nos", "res") || before.mark == ':' || before.mark == '+' {
		return false
	}
	if before.mark == '(' && (p.tok(i-2).isNum() && !p.tok(i-2).ordinal) {
		return false
	}
	if p.word(i+1, "agenda", "people", "participants", "delegates", "officials", "experts", "miles", "kilometers", "metres", "meters", "tons", "tonnes", "troops", "words", "hours", "dollars", "euros", "mhz", "gt") {
		return false
	}
	return true
}

// weekdayName reads the name of a weekday; short forms only where short is set.
func (p *parser) weekdayName(i int, short bool) (wd, next int) {
	t := p.tok(i)
	if !t.capital {
		return 0, i
	}
	if wd, ok := weekdays[t.word]; ok {
		return wd, i + 1
	}
	if wd, ok := shortWeekdays[t.word]; ok && (short || p.mark(i+1, ',', '.') && p.tok(i+1).glued) {
		if p.mark(i+1, '.') && p.tok(i+1).glued {
			return wd, i + 2
		}
		return wd, i + 1
	}
	return 0, i
}

// weekday reads "Thursday", "last Friday", "next Monday", "Monday to Friday".
func (p *parser) weekday(i int) (Expr, int) {
	k := i
	if p.word(i, "last", "next", "this", "coming", "past") {
		k++
	}
	wd, j := p.weekdayName(k, false)
	if j == k || shortWeekdays[p.tok(k).word] == wd && weekdays[p.tok(k).word] != wd {
		return Expr{}, i
	}
	if _, full := weekdays[p.tok(k).word]; !full {
		return Expr{}, i
	}
	e := Expr{Relative: true, Float: AnyWeek}
	mode := p.tok(i).word
	if k == i {
		mode = ""
	}
	if p.word(j, "last", "next") { // "Wednesday next"
		mode = p.tok(j).word
		j++
		e.Float = Fixed
	}
	if p.word(j, "morning", "afternoon", "evening", "night", "noon") {
		j++
	}
	if p.anchor.Day > 0 {
		back := (int(p.anchor.time().Weekday()) - wd + 7) % 7
		switch mode {
		case "last", "past":
			if back == 0 {
				back = 7
			}
			e.Float = Fixed
		case "next", "coming":
			back -= 7
			e.Float = Fixed
		case "this":
			if back > 3 {
				back -= 7
			}
		}
		e.Start = p.anchor.AddDays(-back)
	}
	e.End = e.Start
	loose, n := p.separator(j)
	if n > j {
		if wd2, m := p.weekdayName(n, false); m > n {
			gap := (wd2 - wd + 7) % 7
			if gap > 0 && (!loose || gap == 1) && weekdays[p.tok(n).word] == wd2 {
				e.End = e.Start.AddDays(gap)
				return e, m
			}
		}
	}
	return e, j
}

// relative reads expressions that count from the anchor.
func (p *parser) relative(i int) (Expr, int) {
	t := p.tok(i)
	dayAt := func(n int) Expr {
		d := p.anchor.AddDays(n)
		return Expr{Start: d, End: d, Relative: true}
	}
	partOfDay := func(j int) int {
		if p.word(j, "morning", "afternoon", "evening", "night") {
			return j + 1
		}
		return j
	}
	switch t.word {
	case "today", "tonight":
		return dayAt(0), i + 1
	case "yesterday":
		return dayAt(-1), partOfDay(i + 1)
	case "tomorrow":
		return dayAt(1), partOfDay(i + 1)
	case "this":
		if p.word(i+1, "morning", "afternoon", "evening") {
			return dayAt(0), i + 2
		}
	case "last":
		if p.word(i+1, "night") {
			return dayAt(-1), i + 2
		}
	}
	if e, j := p.unit(i); j > i {
		return e, j
	}
	if e, j := p.season(i); j > i {
		return e, j
	}
	return p.ago(i)
}

// unit reads "this year", "last month", "next week".
func (p *parser) unit(i int) (Expr, int) {
	shift := 0
	switch p.tok(i).word {
	case "this":
		if p.word(i+1, "coming", "current") {
			i++
		}
	case "last":
		shift = -1
	case "next":
		shift = 1
	default:
		return Expr{}, i
	}
	a := p.anchor
	e := Expr{Relative: true}
	switch p.tok(i + 1).word {
	case "year":
		if a.Year > 0 {
			e.Start = Date{Year: a.Year + shift}
		}
	case "month":
		if a.Month > 0 {
			e.Start = a.addMonths(shift)
		}
	case "week":
		if a.Day > 0 {
			monday := a.AddDays(-(int(a.time().Weekday()+6) % 7) + 7*shift)
			e.Start, e.End, e.Approx = monday, monday.AddDays(6), true
		}
		return e, i + 2
	default:
		return Expr{}, i
	}
	e.End = e.Start
	return e, i + 2
}

// season reads "summer 2021", "the spring of 2020", "this autumn".
func (p *parser) season(i int) (Expr, int) {
	j, this := i, false
	shift := 0
	if p.word(i, "this", "last", "next") && p.word(i+1, "spring", "summer", "autumn", "fall", "winter") {
		this = true
		shift = unitShift[p.tok(i).word]
		j++
	}
	if !p.word(j, "spring", "summer", "autumn", "fall", "winter") {
		return Expr{}, i
	}
	y, rel, n := p.year(j + 1)
	switch {
	case n > j+1 && !p.mark(j+1, ','):
		return Expr{Start: Date{Year: y}, End: Date{Year: y}, Relative: rel, Approx: true}, n
	case this && p.anchor.Year > 0 && shift == 0:
		d := Date{Year: p.anchor.Year}
		return Expr{Start: d, End: d, Relative: true, Approx: true}, j + 1
	}
	return Expr{}, i
}

// ago reads "two years ago", "a month ago", "10 days ago".
func (p *parser) ago(i int) (Expr, int) {
	n, ok := numberWords[p.tok(i).word]
	if !ok && (p.tok(i).digits < 1 || p.tok(i).digits > 3 || p.tok(i).ordinal) {
		return Expr{}, i
	}
	if !ok {
		n = p.tok(i).num
	}
	if !p.word(i+2, "ago") {
		return Expr{}, i
	}
	a := p.anchor
	e := Expr{Relative: true, Approx: true}
	switch p.tok(i + 1).word {
	case "day", "days":
		e.Start, e.Approx = a.AddDays(-n), false
	case "week", "weeks":
		d := a.AddDays(-7 * n)
		if a.Day > 0 {
			monday := d.AddDays(-(int(d.time().Weekday()+6) % 7))
			e.Start, e.End = monday, monday.AddDays(6)
		}
		return e, i + 3
	case "month", "months":
		if a.Month > 0 {
			e.Start = a.addMonths(-n)
		}
	case "year", "years":
		if a.Year > n {
			e.Start = Date{Year: a.Year - n}
		}
	case "decade", "decades":
		if a.Year > 10*n {
			e.Start = Date{Year: a.Year - 10*n}
		}
	default:
		return Expr{}, i
	}
	e.End = e.Start
	return e, i + 3
}
