// Runs the journeys: `node run.mjs [JOURNEY ...] [--engine postgres] [--boundaries FILE]`.
// Starts the program once, and Node's own test runner on the journeys against it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { program, startDemo } from './demo.mjs';

const { values: options, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string' }, boundaries: { type: 'string' } },
});
// The golden pages first: they are of the demonstration as it was loaded.
const others = readdirSync(new URL('journeys', import.meta.url)).map((file) => file.replace('.mjs', ''));
const all = [...new Set(['golden', ...others])];
// What depends on where the wards are.
const placeDependent = ['a-resident', 'f-place'];

const folder = mkdtempSync(join(tmpdir(), 'wardmote-journeys-'));
try {
  const engine = options.engine === 'postgres' ? newDatabase() : undefined;
  if (options.boundaries) await bringBoundaries(options.boundaries);
  const demo = await startDemo({ folder, engine });
  const { url, accounts } = demo;
  writeFileSync(join(folder, 'journeys.json'), JSON.stringify({ url, accounts }));
  try {
    process.exitCode = await test(chosen.length > 0 ? chosen : options.boundaries ? placeDependent : all);
  } finally {
    await demo.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function test(journeys) {
  const files = journeys.map((name) => fileURLToPath(new URL(`journeys/${name}.mjs`, import.meta.url)));
  const runner = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...files], {
    stdio: 'inherit',
    env: { ...process.env, WARDMOTE_JOURNEYS: join(folder, 'journeys.json') },
  });
  const [status] = await once(runner, 'exit');
  return status ?? 1;
}

function newDatabase() {
  const cluster = process.env.WARDMOTE_TEST_POSTGRES;
  if (!cluster) throw new Error('WARDMOTE_TEST_POSTGRES is not set: run `make test-browser`, or `eval "$(.ci/postgres)"` first');
  const name = `journeys_${process.pid}`;
  execFileSync('psql', [cluster, '-qc', `create database ${name} template template0 encoding 'UTF8'`]);
  return cluster.replace(/\/[^/]*$/, `/${name}`);
}

/// Real wards in place of the demonstration's own shapes, brought in as an administrator would.
async function bringBoundaries(file) {
  await (await startDemo({ folder })).stop();
  const brought = ['import', 'places', file, '--partnership', 'walsall', '--kind', 'ward', '--data', folder];
  execFileSync(program, brought, { stdio: 'inherit' });
}
