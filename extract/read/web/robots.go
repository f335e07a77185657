package web

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// robots are the rules of a site for this program (RFC 9309).
type robots struct {
	rules  []robotRule
	closed bool // the whole site
}

type robotRule struct {
	allow bool
	path  string
}

// maxRobots is how much of robots.txt is read; the RFC asks for 500 KiB.
const maxRobots = 500 << 10

// robots asks for the rules of a site. A site without them allows everything,
// one that fails to answer allows nothing.
func (f *Fetcher) robots(ctx context.Context, h *host, u *url.URL) (*robots, error) {
	resp, err := f.get(ctx, h, u.Scheme+"://"+u.Host+"/robots.txt", nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode >= http.StatusInternalServerError:
		return &robots{closed: true}, nil
	case resp.StatusCode != http.StatusOK:
		return &robots{}, nil
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxRobots))
	if err != nil {
		return &robots{closed: true}, nil
	}
	return parseRobots(text, f.opt.UserAgent), nil
}

// parseRobots takes the rules of the group for the agent, or of that for all.
func parseRobots(text []byte, agent string) *robots {
	agent, _, _ = strings.Cut(strings.ToLower(agent), "/")
	groups := map[string][]robotRule{}
	var names []string
	inRules := false
	s := bufio.NewScanner(bytes.NewReader(text))
	s.Buffer(nil, maxRobots)
	for s.Scan() {
		line, _, _ := strings.Cut(s.Text(), "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if inRules {
				names, inRules = nil, false
			}
			names = append(names, strings.ToLower(value))
		case "allow", "disallow":
			inRules = true
			if value == "" {
				continue
			}
			for _, n := range names {
				groups[n] = append(groups[n], robotRule{strings.EqualFold(strings.TrimSpace(key), "allow"), value})
			}
		}
	}
	if rules, ok := groups[agent]; ok {
		return &robots{rules: rules}
	}
	return &robots{rules: groups["*"]}
}

// allow reports whether a path may be fetched: the longest rule that matches
// decides, and of equal ones that which allows.
func (r *robots) allow(path string) bool {
	if r.closed {
		return false
	}
	best, allowed := -1, true
	for _, rule := range r.rules {
		if n := len(rule.path); (n > best || n == best && rule.allow) && matchRobots(rule.path, path) {
			best, allowed = n, rule.allow
		}
	}
	return allowed
}

// matchRobots matches a path with a pattern of * and a $ at the end.
func matchRobots(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, p := range parts[1:] {
		if toEnd && i == len(parts)-2 {
			return strings.HasSuffix(rest, p)
		}
		at := strings.Index(rest, p)
		if at < 0 {
			return false
		}
		rest = rest[at+len(p):]
	}
	return !toEnd || rest == ""
}
