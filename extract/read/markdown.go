package read

func (p *page) readMarkdown() { p.readPlain() }
