// What an area manager does with a concern, page by page.
import assert from 'node:assert/strict';

/// Makes an issue of the concern that says these words, and answers its reference.
export async function opensIssue(visitor, { words, title }, each = () => {}) {
  const { page } = visitor;
  await visitor.opens('/walsall/concerns');
  await each('triage');
  const row = page.getByRole('row').filter({ hasText: words });
  await row.getByRole('checkbox').check();
  const makes = page.getByRole('button', { name: 'Make an issue of these' });
  await page.evaluate(() => scrollTo(0, 0));
  const { y, height } = await makes.boundingBox();
  assert.ok(y + height <= page.viewportSize().height, 'what is done with a long list is in sight at its top');
  await makes.click();
  await each('group');
  await page.getByLabel('Make a new issue').check();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await each('issue');
  return page.getByText(/^I-[2-9A-Z]{4}-[2-9A-Z]{4}$/).first().innerText();
}

/// Says how serious the open issue is, and for how many.
export async function assesses(visitor, { seriousness, people, reason }, each = () => {}) {
  const { page } = visitor;
  await offered(page, 'Assess it').click();
  await each('assess');
  await page.getByLabel(new RegExp(`^${seriousness} – `)).check();
  await page.getByLabel('How many people are affected?').fill(String(people));
  await page.getByLabel('Why', { exact: true }).fill(reason);
  await page.getByRole('button', { name: 'Assess it' }).click();
  await page.getByText('Your assessment is stored').waitFor();
  await each('assessed');
}

/// Takes the open issue forward.
export async function takesForward(visitor, { reason, authority, waitingFor = 'Clean and Green' }, each = () => {}) {
  const { page } = visitor;
  await offered(page, 'Decide').click();
  await each('decide');
  await page.getByLabel('We take it forward').check();
  await page.getByLabel('Why', { exact: true }).fill(reason);
  await page.getByLabel('An officer decided, with delegated authority').check();
  await page.getByLabel('With what authority').fill(authority);
  await page.getByLabel('Whom it waits for').fill(waitingFor);
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('The decision is stored').waitFor();
  await each('decided');
}

/// Says how the open issue ended.
export async function resolves(visitor, { outcome, did }, each = () => {}) {
  const { page } = visitor;
  await offered(page, 'Resolve it').click();
  await each('resolve');
  await page.getByLabel(outcome, { exact: true }).check();
  await page.getByLabel('What we did').fill(did);
  await page.getByRole('button', { name: 'Resolve it' }).click();
  await page.getByText('The issue is resolved').waitFor();
  await each('resolved');
}

/// What the open issue's page offers next: the most likely looks like a button, the others like links.
export function offered(page, label) {
  const exactly = { name: label, exact: true };
  return page.getByRole('main').getByRole('button', exactly).or(page.getByRole('main').getByRole('link', exactly));
}
