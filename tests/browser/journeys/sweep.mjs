// Every page that can be opened by its address, at both widths: signed out, and as those who see most.
import { readFileSync } from 'node:fs';
import { walk } from '../visitor.mjs';

// What the program answers, as agreed: "GET /{p}/issues: 200, 200, 200, 200" (a stranger's first, the director's last).
const routes = readFileSync(new URL('../../../app/tests/golden/routes.txt', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.match(/^GET (\/\{p\}\S*): (\d+).*\b(\d+)$/))
  .filter((route) => route && !route[1].slice(4).includes('{') && !/\/api\/|\.\w+$/.test(route[1]))
  .map(([, path, stranger, director]) => ({ address: path.replace('{p}', 'walsall'), stranger, director }));

const anybody = [
  '/', ...routes.filter((route) => route.stranger === '200').map((route) => route.address),
  ...['privacy', 'accessibility', 'cookies', 'how-we-decide', 'numbers-to-ring'].map((name) => `/walsall/about/${name}`),
  '/walsall/places/area-3', '/walsall/places/E05001305', '/walsall/bodies/area-3', '/walsall/issues?sort=newest&flag=overdue',
  '/manchester', '/salford', '/greater-manchester', '/demo/accounts', '/demo/mailbox', '/demo/clock',
];
const staff = {
  director: routes.filter((route) => route.director === '200').map((route) => route.address),
  area_manager: ['/walsall/my-work', '/walsall/issues', '/walsall/concerns', '/walsall/tellings'],
  'Theresa Mbeki-Jones': ['/walsall/my-work', '/walsall/concerns?held=true'],
  councillor: ['/walsall/my-work'],
  practitioner: ['/walsall/my-work'],
};

for (const width of [320, 1280]) {
  for (const address of anybody) {
    walk(`anybody opens ${address}`, { width }, async (visitor) => {
      await visitor.opens(address);
      await visitor.looks('page');
    });
  }
  for (const [who, addresses] of Object.entries(staff)) {
    walk(`${who} opens ${addresses.length} pages`, { width }, async (visitor) => {
      await visitor.becomes(who);
      for (const address of addresses) {
        await visitor.opens(address);
        await visitor.looks(address);
      }
    });
  }
}
