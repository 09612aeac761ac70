// Adds to the stylesheet named what turns GOV.UK's and the Ministry of Justice's components round in pages written from
// right to left: their own rules name left and right. Ours say start and end, and need nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import postcss from 'postcss';
import rtl from 'postcss-rtlcss';

const [file] = process.argv.slice(2);
const { css } = postcss([rtl({ mode: 'override' })]).process(readFileSync(file, 'utf8'), { from: file });
writeFileSync(file, css);
