// Writes testdata/segments/judged.jsonl: texts and what sms-segments-calculator 1.3.0 (npm, Twilio)
// says of them. Usage: node judge_segments.js DIRECTORY_WITH_NODE_MODULES [SEED] > judged.jsonl
'use strict';
module.paths.push(require('path').resolve(process.argv[2], 'node_modules'));
const { SegmentedMessage } = require('sms-segments-calculator');

let seed = BigInt(process.argv[3] || 1);
const kMask = (1n << 64n) - 1n;
function random() {  // splitmix64
  seed = (seed + 0x9E3779B97F4A7C15n) & kMask;
  let z = seed;
  z = ((z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n) & kMask;
  z = ((z ^ (z >> 27n)) * 0x94D049BB133111EBn) & kMask;
  return Number((z ^ (z >> 31n)) >> 11n) / 2 ** 53;
}
const pick = (list) => list[Math.floor(random() * list.length)];

const kPools = {
  gsm: [...'abc ABC 0123 @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#%&()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà¤\n\r',
    '\r\n'],
  extension: [...'^{}\\[~]|€\f'],
  foreign: [...'Приветçńł日本語ك`\t\u00a0áíóú“’…—'],
  cluster: ['😀', '👍🏽', '👨‍👩‍👧‍👦', '🇺🇸', '❤️', '1️⃣', 'e\u0301', 'ñ\u0303\u0323', '각', 'नी', 'ก็',
    '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', '👩‍🚀', '\r\n'],
};
const kMixes = [['gsm'], ['gsm', 'extension'], ['extension'], ['foreign'], ['gsm', 'foreign'],
  ['foreign', 'cluster'], ['cluster'], ['gsm', 'cluster'], Object.keys(kPools)];
const kEdges = ['a'.repeat(160), 'a'.repeat(161), 'a'.repeat(306), 'a'.repeat(307), '€'.repeat(80),
  '€'.repeat(81), 'a'.repeat(152) + '€'.repeat(77), 'é'.repeat(70), 'Ç'.repeat(160), 'ç'.repeat(70),
  'ç'.repeat(71), '😀'.repeat(35), '😀'.repeat(36), 'ž'.repeat(66) + '😀' + 'ž'.repeat(66),
  '👨‍👩‍👧‍👦'.repeat(13), 'tab\tx', '\u00a0', '\u001b', 'line1\r\nline2'];

const judge = (text) => new SegmentedMessage(text, 'auto', false);
const show = (text) => console.log(JSON.stringify(
  { text, encoding: judge(text).encodingName, segments: judge(text).segmentsCount }));

// The count of those who keep only surrogate pairs whole.
function countByUnit(text) {
  let parts = 1, used = 0;
  for (const c of text) {
    if (used + c.length > 67) { parts += 1; used = 0; }
    used += c.length;
  }
  return text.length <= 70 ? 1 : parts;
}

kEdges.forEach(show);
let left = 140, telling = 40;
while (left + telling > 0) {
  const mix = pick(kMixes), length = 1 + Math.floor(random() * pick([80, 200, 320]));
  let text = '';
  while (text.length < length) text += pick(kPools[pick(mix)]);
  const { encodingName, segmentsCount } = judge(text);
  const tells = encodingName === 'UCS-2' && segmentsCount !== countByUnit(text);
  if (tells ? telling-- > 0 : left-- > 0) show(text);
  left = Math.max(left, 0);
  telling = Math.max(telling, 0);
}
