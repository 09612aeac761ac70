// Telling us about something, page by page, as a resident does.

/// Walks through the report and answers its reference and secret link. A group with one category asks for none.
/// `each(name)` is called on every page.
export async function tells(visitor, { words, group, category, place, exactly, email, people }, each = () => {}) {
  const { page } = visitor;
  await visitor.opens('/walsall/concerns/new');
  await each('what');
  await page.getByLabel('What has happened, or what is wrong?').fill(words);
  await page.getByLabel(group, { exact: true }).check();
  await goesOn(visitor);

  if (category) {
    await each('kind');
    await page.getByLabel(category, { exact: true }).check();
    await goesOn(visitor);
  }

  await each('where');
  await page.getByLabel('Postcode, ward or area').fill(place);
  if (exactly) await page.getByLabel('Where exactly?').fill(exactly);
  await goesOn(visitor);

  await each('who');
  if (people) await page.getByLabel('About how many people does this affect?').fill(String(people));
  if (email) {
    await page.getByLabel('Yes, by e-mail').check();
    await page.getByLabel('E-mail address').fill(email);
  } else {
    await page.getByLabel('No, do not contact me').check();
  }
  await goesOn(visitor);

  if (await page.getByRole('heading', { level: 1, name: 'Is it one of these?' }).isVisible()) {
    await each('alike');
    await page.getByLabel('Mine is different').check();
    await goesOn(visitor);
  }
  await each('check');
  await page.getByRole('button', { name: 'Send' }).click();
  await each('done');
  return {
    reference: await page.getByText(/^C-[2-9A-Z]{4}-[2-9A-Z]{4}$/).first().innerText(),
    secret: await page.locator('main a[href*="/walsall/c/"]').getAttribute('href'),
  };
}

/// Presses "Continue".
export function goesOn(visitor) {
  return visitor.page.getByRole('button', { name: 'Continue' }).click();
}
