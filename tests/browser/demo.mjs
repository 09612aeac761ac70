// The real program, serving its demonstration from a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

function late(seconds, sentence) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${sentence} within ${seconds} seconds`)), seconds * 1000).unref();
  });
}
