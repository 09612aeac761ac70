// H. An officer sets up Exampleton on an empty machine: the one link, the task list, pages the law asks for, and what a
// stranger sees meanwhile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../demo.mjs';
import { journey } from '../visitor.mjs';

const pages = ['Privacy notice', 'Accessibility statement', 'Cookies', 'How we decide', 'How long we keep things', 'Numbers to ring'];

journey('a set-up', async (visitor) => {
  const folder = mkdtempSync(join(tmpdir(), 'wardmote-set-up-'));
  const server = await startServer({ folder });
  try {
    await setsUp(visitor, server);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

async function setsUp(visitor, { url, link }) {
  await visitor.goesTo(url);
  let { page } = visitor;
  await visitor.opens(link);
  await visitor.looks('the link');
  visitor.expects(422);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByText('Choose a preset that exists').first().waitFor();
  await visitor.looks('nothing typed');
  await page.getByLabel('What is the partnership called?').fill('Exampleton Partnership');
  await page.getByLabel('Its short name in addresses').fill('exampleton');
  await page.getByLabel('Ward coordination').check();
  await page.getByLabel('Your name').fill('Ada Example');
  await page.getByLabel('Your work e-mail address').fill('ada@example.org');
  await page.getByLabel('A password', { exact: true }).fill('three plain words');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('heading', { level: 1, name: 'Administration' }).waitFor();
  await visitor.looks('what there is to do');

  await page.getByRole('link', { name: 'Name and colour' }).click();
  await page.getByLabel('Who answers for it in law?').fill('Exampleton Council');
  await page.getByLabel('Its colour').fill('#ffdd00');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('The nearest that passes is').first().waitFor();
  await visitor.looks('too pale');
  await page.getByLabel('Its colour').fill('#5b2a86');
  await doesIt(visitor, 'what changes');
  await back(page);

  await page.getByRole('link', { name: 'Statutory pages' }).click();
  await visitor.looks('none written');
  for (const name of pages) {
    await page.getByRole('main').getByRole('link', { name }).click();
    const text = page.getByLabel('The page', { exact: true });
    await text.fill((await text.inputValue()).replaceAll(/[[\]]/g, ''));
    if (name === 'Numbers to ring') await page.getByLabel('The number to ring about').fill('01632 960159');
    await doesIt(visitor, name === 'Privacy notice' ? 'how it will look' : undefined);
  }
  await visitor.looks('all written');
  await back(page);
  await page.getByRole('main').getByRole('link', { name: 'Open to the public' }).click();
  await page.getByText('No organisation is the front door').first().waitFor();
  await visitor.looks('what is missing');

  visitor.expects(403);
  await visitor.arrive();
  await visitor.opens(`${url}/exampleton`);
  await visitor.page.getByRole('heading', { level: 1, name: 'Exampleton Partnership is not open yet' }).waitFor();
  await visitor.looks('a stranger');
}

/// Continue, look at what it changes, do it.
async function doesIt(visitor, look) {
  const { page } = visitor;
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Do it' }).waitFor();
  if (look) await visitor.looks(look);
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByText('It is done').waitFor();
}

async function back(page) {
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Administration' }).click();
}
