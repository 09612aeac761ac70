// The real program, serving its demonstration from a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
export const program = `${process.env.CARGO_TARGET_DIR ?? `${repository}target`}/debug/wardmote`;

/// Starts `wardmote demo` and answers its first line, `{url, accounts}`, with `stop()`.
export async function startDemo({ folder, engine }) {
  const options = ['--json', '--dir', folder, '--port', '0'];
  if (engine) options.push('--engine', engine);
  const child = spawn(program, ['demo', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill());
  const said = [];
  child.stderr.on('data', (text) => said.push(text));

  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([status]) => { throw new Error(`wardmote demo ended with ${status}: ${said.join('')}`); }),
    late(120, 'wardmote demo said nothing'),
  ]);
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await Promise.race([once(child, 'exit'), late(20, 'wardmote demo did not stop')]);
  };
  return { ...JSON.parse(line), stop, logs: () => said.join('') };
}

/// Starts `wardmote serve` in an empty folder and answers `{url, link, stop}`: where it is, and the link that sets it up.
export async function startServer({ folder }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = ['serve', '--data', folder, '--bind', `127.0.0.1:${port}`, '--public-url', url];
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill());
  const lines = createInterface({ input: child.stdout });
  const found = new Promise((resolve) => {
    lines.on('line', (line) => line.startsWith(`${url}/set-up/`) && resolve(line));
  });
  const link = await Promise.race([
    found,
    once(child, 'exit').then(([status]) => { throw new Error(`wardmote serve ended with ${status}`); }),
    late(60, 'wardmote serve printed no link'),
  ]);
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([once(child, 'exit'), late(20, 'wardmote serve did not stop')]);
  };
  return { url, link, stop };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function late(seconds, sentence) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${sentence} within ${seconds} seconds`)), seconds * 1000).unref();
  });
}
