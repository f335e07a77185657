// Package read turns files into documents: text, Markdown and HTML as they are
// found on the pages of ministries, organisations and news agencies; and DOCX,
// ODT, PDF (with package pdf), mail, feeds and JSON records, out of which the
// text is taken first.
//
//	bytes ─ charset ─▶ decoded text with the way back to the bytes
//	      ─ format ─▶ blocks: paragraphs, headings, list items, table rows
//	      ─ chrome ─▶ navigation, share links, captions, bylines told apart
//	      ─ meta ─▶ title, dates, publisher, speaker, language, genre
//
// Every byte of [extract.Document.Text] can be traced to the bytes of the file
// through the document's offsets. [Walk] finds the files; [Document] reads one.
// Nothing here is skipped silently: what cannot be read is reported as a
// [Refusal] with its name and reason.
//
// What the package knows of menus, key words and months is in the data folder;
// FORMAT.md there explains the files.
package read
