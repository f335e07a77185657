// Words per second of processor time of two JavaScript packages on a text: their
// whole analysis.
const fs = require('fs');
const text = fs.readFileSync(process.argv[2], 'utf8');
const paragraphs = text.split('\n').filter(s => s.trim());

function measure(name, limit, analyse) {
  let words = 0;
  const start = process.cpuUsage();
  for (const p of paragraphs) {
    analyse(p);
    words += p.split(/\s+/).length;
    if (seconds(start) > limit) break;
  }
  console.log(name + '\t' + Math.round(words / seconds(start)));
}

function seconds(start) {
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1e6;
}

const model = require('wink-eng-lite-web-model');
const nlp = require('wink-nlp')(model);
measure('wink-nlp', 15, p => nlp.readDoc(p));
const compromise = require('compromise');
measure('compromise', 15, p => compromise(p).json());
