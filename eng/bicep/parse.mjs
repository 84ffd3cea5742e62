// Parses every .bicep and .bicepparam file below a folder with tree-sitter's Bicep grammar, and reports each place that it cannot read.
// Usage: node parse.mjs <folder> [<result.trx>]. The result file has the counters of a test run, so that .ci/run sums it with the others.
// It shows syntax, no more: names, types and API versions are judged by tests/Infra, and in full by `az bicep build` where there is one.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

const [folder, resultFile] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node parse.mjs <folder> [<result.trx>]');
  process.exit(2);
}

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));

// The grammar knows templates only. An assignment in a parameter file is written like a variable, so it is read as one; the columns stay the same.
const asTemplate = text => text.replace(/^param(?=\s+\w+\s*=)/gm, 'var  ');

// A broken node hides what it swallowed: where the tree has an error, the innermost errors and the missing pieces are the places to tell.
const faults = node => {
  if (!node.hasError) {
    return [];
  }

  const inside = node.children.flatMap(faults);
  return node.isError || node.isMissing ? (inside.length ? inside : [node]) : inside;
};

const wrong = ({ isMissing, type, text }) => {
  if (isMissing && type !== 'ERROR') {
    return `'${type}' is missing`;
  }

  return text ? `cannot be read: ${JSON.stringify(text.slice(0, 40))}` : 'ends too early';
};

const place = node => `${node.startPosition.row + 1}:${node.startPosition.column + 1}: ${wrong(node)}`;

const parse = (name, text) => {
  const tree = parser.parse(name.endsWith('.bicepparam') ? asTemplate(text) : text);
  const found = faults(tree.rootNode);
  tree.delete();
  return found.map(place);
};

// A parser that takes everything proves nothing.
const planted = [
  ['brace.bicep', "param a object = {\n"],
  ['string.bicep', "param a string = 'b\n"],
  ['resource.bicep', "resource a 'Microsoft.Storage/storageAccounts@2023-05-01' {\n}\n"],
  ['call.bicep', "var a = union({}, \n"],
  ['keyword.bicep', 'paramater a string\n'],
  ['assignment.bicepparam', "using 'main.bicep'\nparam a = \n"],
];

const cases = [
  ...readdirSync(folder, { recursive: true }).filter(name => /\.bicep(param)?$/.test(name)).sort().map(name => {
    const found = parse(name, readFileSync(join(folder, name), 'utf8'));
    return { name, messages: found };
  }),
  ...planted.map(([name, text]) => ({ name: `planted ${name}`, messages: parse(name, text).length ? [] : ['the fault was not seen'] })),
];

const failed = cases.filter(({ messages }) => messages.length);
failed.forEach(({ name, messages }) => messages.forEach(message => console.error(`${relative('.', join(folder, name))}:${message}`)));
console.log(`bicep: ${cases.length - planted.length} files and ${planted.length} planted faults, ${failed.length} failed`);
if (resultFile) {
  writeFileSync(resultFile, `<TestRun><ResultSummary><Counters total="${cases.length}" passed="${cases.length - failed.length}" failed="${failed.length}" /></ResultSummary></TestRun>\n`);
}

const nothing = cases.length === planted.length;
if (nothing) {
  console.error(`no Bicep file below ${folder}`);
}

process.exit(failed.length || nothing ? 1 : 0);
