// The ten pages in the two languages nobody speaks: with words as long as Welsh or German have, and from right to left. No
// page goes beyond the edge of a telephone.
import assert from 'node:assert/strict';
import { walk } from '../visitor.mjs';

const anybody = ['', '/places/E05001305', '/concerns/new', '/issues?sort=oldest', '/directory', '/account/sign-in', '/feedback'];
const staff = { area_manager: ['/my-work', '/concerns', '/issues'], administrator: ['/admin'] };

for (const [language, direction] of [['en-XA', 'ltr'], ['en-XB', 'rtl']]) {
  const opens = async (visitor, below) => {
    await visitor.opens(`/walsall/${language}${below}`);
    const html = visitor.page.locator('html');
    assert.deepEqual([await html.getAttribute('lang'), await html.getAttribute('dir')], [language, direction]);
    await visitor.looks(below || 'home');
  };
  walk(`anybody reads ${language}`, { width: 320 }, async (visitor) => {
    for (const below of anybody) await opens(visitor, below);
    await visitor.opens(`/walsall/${language}/issues?sort=oldest`);
    await visitor.page.getByRole('main').getByRole('link', { name: 'Broken pavement in the precinct' }).first().click();
    await visitor.looks('issue');
  });
  walk(`staff read ${language}`, { width: 320 }, async (visitor) => {
    for (const [who, pages] of Object.entries(staff)) {
      await visitor.becomes(who);
      for (const below of pages) await opens(visitor, below);
    }
  });
}
