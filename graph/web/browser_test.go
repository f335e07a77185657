package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/normgraph/normgraph/graph/export/judges"
)

// screenshotsEnv names a folder that the browser tests leave pictures in.
const screenshotsEnv = "NORMGRAPH_SCREENSHOTS"

// A tab is a page of a real browser that watches for faults.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu     sync.Mutex
	faults []string
	// expected are parts of messages on the console that a test provokes.
	expected []string
}

// browse starts a browser at a site of the made-up graph.
func browse(t *testing.T) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes a while")
	}
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		t.Skip("there is no Chromium on this machine")
	}
	server := httptest.NewServer(lakeside().site(t))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, chromedp.ExecPath(program), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, base: server.URL}
	b.do(chromedp.EmulateViewport(1280, 900))
	if err := chromedp.Listen(ctx, b.watch); err != nil {
		t.Fatal(err)
	}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if !strings.Contains(m.Text, "GL Driver Message") { // the machine has no graphics card
				b.fault(fmt.Sprintf("console: %s: %s", m.Type, m.Text))
			}
		}
	}()
	return b
}

// watch takes note of requests to other hosts.
func (b *tab) watch(ev any) {
	if r, ok := ev.(*network.EventRequestWillBeSent); ok && r.Request != nil {
		u := r.Request.URL
		if !strings.HasPrefix(u, b.base+"/") && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") && u != "about:blank" {
			b.fault("request to another host: " + u)
		}
	}
}

func (b *tab) fault(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.expected {
		if strings.Contains(s, e) {
			return
		}
	}
	b.faults = append(b.faults, s)
}

// done reports what went wrong unseen.
func (b *tab) done() {
	b.t.Helper()
	time.Sleep(100 * time.Millisecond)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + address))
}

// eval is the value of a script.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// wait waits until a script gives true, in whatever page is there by then.
func (b *tab) wait(script string) {
	b.t.Helper()
	var last error
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		var ok bool
		if ok, last = chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+script+")")); last == nil && ok {
			return
		}
	}
	b.shot("failed")
	b.t.Fatalf("never came: %s (%v)\n%s", script, last, eval[string](b, "location.href + ' ' + document.body.innerText.slice(0, 2000)"))
}

func (b *tab) click(sel string) {
	b.t.Helper()
	b.wait(fmt.Sprintf("document.querySelector(%q)", sel))
	b.do(chromedp.Click(sel))
}

func (b *tab) keys(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// shot keeps a picture where the environment asks for them.
func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv(screenshotsEnv)
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Error(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Error(err)
	}
}

func TestBrowserFromSearchToEvidence(t *testing.T) {
	b := browse(t)
	b.open("/")
	b.click("#q")
	b.keys("aland")
	b.wait(`document.querySelector(".bigfind .offers li")`)
	b.keys(kb.ArrowDown + kb.Enter)
	b.wait(`document.querySelector("h1").textContent === "Aland"`)
	b.click(".facts-of summary")
	b.wait(`document.querySelector("details[open] blockquote a")`)
	words := eval[string](b, `document.querySelector("details[open] blockquote a").textContent`)
	b.click("details[open] blockquote a")
	b.wait(`location.pathname.startsWith("/document/") && document.querySelector(".ev.on")`)
	if got := eval[string](b, `[...document.querySelectorAll(".ev.on")].map(e => e.textContent).join("")`); got != words {
		t.Errorf("marked %q, want %q", got, words)
	}
	b.click(".ev.on")
	b.wait(`document.activeElement.matches("[data-span]")`)
	b.shot("document")
	b.done()
}

func TestBrowserFromMatrixToSentence(t *testing.T) {
	b := browse(t)
	b.open("/matrix?by=state")
	b.click("tr.norm .cell.s-no")
	b.wait(`document.querySelector("dialog[open] blockquote")`)
	if got := eval[string](b, `document.querySelector("dialog[open] blockquote").textContent`); !strings.Contains(got, "Borduria opposed restraint at sea.") {
		t.Errorf("the words are %q", got)
	}
	b.shot("matrix-panel")
	b.keys(kb.Escape)
	b.wait(`!document.querySelector("dialog[open]")`)
	b.click("tr.topic .fold")
	b.wait(`[...document.querySelectorAll("tr.norm")].some(r => r.hidden)`)
	b.wait(`document.querySelector("[data-foldall]").textContent === "Unfold all"`)
	b.click("[data-foldall]")
	b.wait(`[...document.querySelectorAll("tr.norm")].every(r => !r.hidden)`)
	b.done()
}

func TestBrowserFoldsTheMatrixAndWalksIt(t *testing.T) {
	b := browse(t)
	b.open("/matrix?by=state")
	b.click("tr.topic .fold")
	b.wait(`location.search.includes("shut=")`)
	b.open("/matrix?by=state&shut=*")
	if n := eval[int](b, `[...document.querySelectorAll("tbody tr")].filter(r => r.dataset.depth > 0 && r.checkVisibility()).length`); n != 0 {
		t.Errorf("%d rows are to be seen below those that are folded", n)
	}
	b.click("[data-foldall]")
	b.wait(`!location.search.includes("shut=") && [...document.querySelectorAll("tbody tr")].every(r => r.checkVisibility())`)
	eval[bool](b, `document.querySelector("tr.norm .cell.s-yes").focus(), true`)
	b.keys(kb.ArrowRight)
	b.wait(`document.activeElement.matches("tr.norm .cell.s-no")`)
	b.keys(kb.ArrowUp)
	b.wait(`document.activeElement.matches("tr.topic .cell")`)
	b.keys(kb.ArrowDown + kb.Enter)
	b.wait(`document.querySelector("dialog[open] blockquote")`)
	b.done()
}

// A name in a text shows all its places; words without an edge lead to its page.
func TestBrowserShowsWhereATextNamesSomething(t *testing.T) {
	b := browse(t)
	b.open("/document/first")
	eval[bool](b, `document.querySelector('.mention[data-entity="state/AA"]').dispatchEvent(new MouseEvent("mouseenter"))`)
	b.wait(`document.querySelectorAll('.mention.same[data-entity="state/AA"]').length === 3`)
	if n := eval[int](b, `document.querySelectorAll(".mention.same:not([data-entity='state/AA'])").length`); n != 0 {
		t.Errorf("%d names of something else", n)
	}
	b.done()
}

func TestBrowserCopiesTheCommandOfADecision(t *testing.T) {
	b := browse(t)
	b.open("/review")
	b.click("[data-copy]")
	b.wait(`document.querySelector("[data-copy]").textContent === "Copied" || getSelection().toString().startsWith("normgraph review ")`)
	b.shot("review")
	b.done()
}

func TestBrowserOpensAndShutsTheGraph(t *testing.T) {
	b := browse(t)
	count := `document.querySelectorAll("#picture .n-entity").length`
	b.open("/graph/state/AA")
	before := eval[int](b, count)
	node := `.node[data-key="event/lakeside-1"] a[data-live]`
	b.click(node)
	b.wait(fmt.Sprintf("%s > %d", count, before))
	opened := eval[int](b, count)
	b.shot("graph")
	b.click(node)
	b.wait(fmt.Sprintf("%s === %d", count, before))
	b.click("#undo")
	b.wait(fmt.Sprintf("%s === %d", count, opened))
	b.do(chromedp.NavigateBack())
	b.wait(fmt.Sprintf("%s === %d", count, before))
	b.click(`.lines a[data-panel] .hit`)
	b.wait(`document.querySelector("dialog[open] blockquote")`)
	b.keys(kb.Escape)
	b.click(".pick summary")
	b.click(`.pick input[value="commitsTo"]`)
	b.click(".pick button")
	b.wait(`location.search.includes("p=") && !document.querySelector('.node[data-key="norm/restraint"]')`)
	b.click("[data-png]")
	b.wait(`+document.documentElement.dataset.png > 2000`)
	b.done()
}

func TestBrowserCompletesAForm(t *testing.T) {
	b := browse(t)
	b.open("/path")
	b.click("#pfrom")
	b.keys("ala")
	b.wait(`document.querySelector("#pfrom + .offers li")`)
	b.keys(kb.ArrowDown + kb.Enter)
	b.click("#pto")
	b.keys("bord")
	b.wait(`document.querySelector("#pto + .offers li")`)
	b.keys(kb.ArrowDown + kb.Enter)
	b.keys(kb.Enter)
	b.wait(`location.search.includes("from=state%2FAA") && document.querySelector(".chain")`)
	if got := eval[string](b, `document.querySelector("#pfrom").value`); got != "Aland" {
		t.Errorf("the field shows %q", got)
	}
	b.shot("path")
	b.done()
}

func TestBrowserRunsGizmoInCayleysPages(t *testing.T) {
	b := browse(t)
	if cayleyForTests(t) == nil {
		t.Skip("Cayley's module is not in the module cache")
	}
	b.open("/cayley/?" + url.Values{"lang": {"gizmo"}, "query": {`g.V("<state/AA>").tag("source").in("<ng:coHostedBy>").tag("target").all()`}}.Encode())
	b.click("#run_button")
	b.wait(`window.output_editor && output_editor.getValue().includes('"target": "event/lakeside-1"')`)
	b.shot("cayley-query")
	for _, example := range []struct{ name, lang, want string }{{"GraphQL: ", "GraphQL", `"data"`}, {"MQL: ", "MQL", "Lakeside Forum"}} {
		eval[bool](b, fmt.Sprintf(`(list => { list.value = [...list.options].find(o => o.text.startsWith(%q)).value; return list.dispatchEvent(new Event("change")); })(document.querySelector("#ng-example"))`, example.name))
		b.wait(fmt.Sprintf(`document.querySelector("#selected-query-lang").textContent.includes(%q)`, example.lang))
		b.click("#run_button")
		b.wait(fmt.Sprintf(`output_editor.getValue().includes(%q)`, example.want))
	}
	b.open("/cayley/?" + url.Values{"lang": {"gizmo"}, "query": {`g.V("<state/AA>").tag("source").in("<ng:coHostedBy>").tag("target").all()`}}.Encode())
	b.click("#sbVisualize a")
	b.wait(`location.pathname === "/cayley/ui/visualize" && window.editor && editor.getValue().includes("state/AA")`)
	b.click("#run_button")
	b.wait(`window.sigmaGraph && sigmaGraph.graph.nodes().length === 2`)
	time.Sleep(300 * time.Millisecond)
	b.shot("cayley-visualize")
	b.click("#sbQueryShape a")
	b.wait(`location.pathname === "/cayley/ui/query_shape" && window.editor && editor.getValue().includes("state/AA")`)
	b.click("#run_button")
	b.wait(`document.querySelectorAll("#viz circle").length > 0`)
	if n := eval[int](b, `document.querySelectorAll("#ng-example option").length`); n < 5 {
		t.Errorf("%d examples", n)
	}
	b.done()
}

func TestBrowserByKeyboardAlone(t *testing.T) {
	b := browse(t)
	b.open("/")
	b.keys(kb.Tab)
	if got := eval[string](b, `document.activeElement.className`); got != "skip" {
		t.Errorf("the first stop is %q", got)
	}
	b.keys("/")
	b.keys("rescue")
	b.wait(`document.querySelector(".find .offers li")?.textContent.includes("Duty of rescue")`)
	b.keys(kb.ArrowDown + kb.Enter)
	b.wait(`document.querySelector("h1").textContent === "Duty of rescue"`)
	b.open("/graph/state/AA")
	for range 60 {
		b.keys(kb.Tab)
		if eval[bool](b, `!!document.activeElement.closest('.node[data-key="event/lakeside-1"]')`) {
			break
		}
	}
	before := eval[int](b, `document.querySelectorAll("#picture .n-entity").length`)
	b.keys(kb.Enter)
	b.wait(fmt.Sprintf(`document.querySelectorAll("#picture .n-entity").length > %d`, before))
	b.wait(`document.querySelector("#live").textContent.includes("new")`)
	b.open("/matrix")
	for range 80 {
		b.keys(kb.Tab)
		if eval[bool](b, `document.activeElement.matches(".cell")`) {
			break
		}
	}
	b.keys(kb.Enter)
	b.wait(`document.querySelector("dialog[open]")`)
	b.keys(kb.Escape)
	b.wait(`document.activeElement.matches(".cell")`)
	b.done()
}

// accessible lists what a reader without eyes, mouse or good sight would
// stumble on.
const accessible = `(() => {
  const out = [];
  const say = (what, el) => out.push(what + ": " + (el.outerHTML || "").slice(0, 140));
  const name = (el) => (el.getAttribute("aria-label") || el.textContent || el.getAttribute("title") || "").trim();
  const seen = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && el.getClientRects().length;
  if (!document.documentElement.lang) out.push("no language");
  if (document.querySelectorAll("h1").length !== 1) out.push(document.querySelectorAll("h1").length + " main headings");
  for (const sel of ["main", "header", "footer", "nav[aria-label]"]) if (!document.querySelector(sel)) out.push("no " + sel);
  for (const el of document.querySelectorAll("input:not([type=hidden]), select, textarea")) if (!el.labels.length && !el.getAttribute("aria-label")) say("no label", el);
  for (const el of document.querySelectorAll("a[href], button, summary")) if (!name(el)) say("no name", el);
  for (const el of document.querySelectorAll("img:not([alt]), svg[role=img]:not([aria-label]), [role=region]:not([aria-label])")) say("no text", el);
  const ids = new Set();
  for (const el of document.querySelectorAll("[id]")) { if (ids.has(el.id)) say("id twice", el); ids.add(el.id); }
  let level = 1;
  for (const h of document.querySelectorAll("main h1, main h2, main h3, main h4")) { const n = +h.tagName[1]; if (n > level + 1) say("heading too deep", h); level = n; }
  const canvas = document.createElement("canvas"); canvas.width = canvas.height = 1;
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (c) => { ctx.clearRect(0, 0, 1, 1); ctx.fillStyle = c; ctx.fillRect(0, 0, 1, 1); return [...ctx.getImageData(0, 0, 1, 1).data]; };
  const over = (a, b) => { const k = a[3] / 255; return [0, 1, 2].map((i) => a[i] * k + b[i] * (1 - k)).concat(255); };
  const ground = (el) => {
    const layers = [];
    if (el.closest(".node")) { const r = el.parentNode.querySelector(":scope > rect"); if (r) layers.push(rgba(getComputedStyle(r).fill)); }
    for (let e = el; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3]) layers.push(c); if (c[3] === 255) break; }
    return layers.reverse().reduce((below, c) => over(c, below), rgba(getComputedStyle(document.body).backgroundColor));
  };
  const light = (c) => { const f = c.slice(0, 3).map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const el = n.parentElement;
    if (!n.textContent.trim() || !seen(el) || ["SCRIPT", "STYLE", "OPTION", "title"].includes(el.tagName) || el.closest(".quiet, .skip")) continue;
    const st = getComputedStyle(el), bg = ground(el), fg = over(rgba(el.namespaceURI.endsWith("svg") ? st.fill : st.color), bg);
    const [a, b] = [light(fg), light(bg)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    const size = parseFloat(st.fontSize), large = size >= 24 || size >= 18.66 && st.fontWeight >= 700;
    if (ratio < (large ? 3 : 4.5)) { const what = "contrast " + ratio.toFixed(2) + " " + el.tagName + "." + el.getAttribute("class"); if (!told.has(what)) { told.add(what); say(what, el); } }
  }
  return out;
})()`

// Every page in light and dark, wide and narrow: no fault of access, nothing
// wider than the screen, no error.
func TestBrowserPagesAreAccessible(t *testing.T) {
	b := browse(t)
	for _, theme := range []string{"light", "dark"} {
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		}); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{1280, 360} {
			b.do(chromedp.EmulateViewport(width, 800))
			for i, address := range addresses {
				b.open(address)
				for _, f := range eval[[]string](b, accessible) {
					t.Errorf("%s, %s, %d wide: %s", address, theme, width, f)
				}
				if w := eval[int64](b, `document.documentElement.scrollWidth`); w > width {
					t.Errorf("%s is %d wide on a screen of %d", address, w, width)
				}
				b.shot(fmt.Sprintf("page-%02d-%s-%d", i, theme, width))
			}
		}
	}
	b.done()
}

// axeFaults lists what axe-core finds by rules of the given tags, a line for
// each.
const axeFaults = `axe.run(document, {resultTypes: ["violations"], runOnly: %s})
  .then((r) => r.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ": " + v.help + ": " + n.html.slice(0, 160))))`

// Every page is as axe-core wants it, and so is a panel; its colours in light
// and dark.
func TestBrowserPagesPassAxe(t *testing.T) {
	b := browse(t)
	axe := judges.NodeFile(t, "axe-core/axe.min.js")
	for _, look := range []struct{ theme, rules string }{
		{"light", `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`},
		{"dark", `{type: "rule", values: ["color-contrast"]}`},
	} {
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.theme}},
		}); err != nil {
			t.Fatal(err)
		}
		check := func(address string) {
			t.Helper()
			faults, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](axe+";"+fmt.Sprintf(axeFaults, look.rules), chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range faults {
				t.Errorf("%s, %s: %s", address, look.theme, f)
			}
		}
		for _, address := range addresses {
			b.open(address)
			check(address)
		}
		b.open("/matrix?by=state")
		b.click("tr.norm .cell.s-no")
		b.wait(`document.querySelector("dialog[open] blockquote")`)
		check("the panel of words")
	}
	b.done()
}

// A finger pans the graph, two scale it.
func TestBrowserGraphByTouch(t *testing.T) {
	b := browse(t)
	b.do(chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
	b.open("/graph/event/lakeside-1")
	b.wait(`location.search === "?layout=right" && document.querySelector("#live").textContent`) // all to one side
	b.shot("graph-narrow")
	before := eval[string](b, `document.querySelector("#picture").getAttribute("viewBox")`)
	box := eval[[]float64](b, `(r => [r.left + r.width / 2, r.top + 20])(document.querySelector("#canvas").getBoundingClientRect())`)
	touch := func(kind input.DispatchTouchEventType, dx float64, lifted bool) {
		p := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{{X: box[0] + dx, Y: box[1]}}}
		if lifted {
			p.TouchPoints = []*input.TouchPoint{}
		}
		if _, err := chromedp.Call(b.ctx, input.DispatchTouchEvent, p); err != nil {
			t.Fatal(err)
		}
	}
	touch(input.DispatchTouchEventTypeTouchStart, 0, false)
	touch(input.DispatchTouchEventTypeTouchMove, -40, false)
	touch(input.DispatchTouchEventTypeTouchMove, -80, false)
	touch(input.DispatchTouchEventTypeTouchEnd, 0, true)
	b.wait(fmt.Sprintf(`document.querySelector("#picture").getAttribute("viewBox") !== %q`, before))
	b.done()
}

// What documents say never runs in a browser.
func TestBrowserRunsNothingFromDocuments(t *testing.T) {
	b := browse(t)
	for _, address := range []string{
		"/document/evil", "/document/second", "/entity/person/evil", "/graph/person/evil", "/documents", "/search?q=" + url.QueryEscape(evil),
		"/graph/state/CC.svg", "/query?path=" + url.QueryEscape(evil), "/question/representatives",
	} {
		if strings.HasPrefix(address, "/query") {
			b.mu.Lock()
			b.expected = append(b.expected, "400 (Bad Request)")
			b.mu.Unlock()
		}
		b.open(address)
		time.Sleep(50 * time.Millisecond)
		if got := eval[string](b, `document.title || ""`); strings.Contains(got, "owned") && !strings.Contains(got, "script") {
			t.Errorf("%s: a script of a document ran", address)
		}
	}
	b.open("/")
	b.click("#q")
	b.keys("script")
	b.wait(`document.querySelector(".bigfind .offers li")`)
	if n := eval[int](b, `document.querySelectorAll(".offers script, .offers img").length`); n != 0 {
		t.Error("offers hold markup")
	}
	b.done()
}
