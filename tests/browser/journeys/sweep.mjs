// Every page that can be opened by its address, at both widths, signed out and in the roles that see most.
import { walk } from '../visitor.mjs';

const anybody = [
  '/', '/walsall', '/walsall/places', '/walsall/issues', '/walsall/issues?sort=newest', '/walsall/feedback', '/walsall/concerns/new',
  '/walsall/account/sign-in', '/walsall/about/privacy', '/walsall/about/accessibility', '/walsall/about/cookies', '/walsall/about/how-we-decide',
  '/walsall/about/numbers-to-ring', '/manchester', '/salford', '/greater-manchester', '/demo/accounts', '/demo/mailbox', '/demo/clock',
];
const staff = {
  area_manager: ['/walsall/account', '/walsall/my-work', '/walsall/issues', '/walsall/concerns', '/walsall/concerns/record'],
  director: ['/walsall/my-work', '/walsall/issues', '/walsall/concerns'],
  safeguarding_lead: ['/walsall/my-work', '/walsall/concerns?held=true'],
  practitioner: ['/walsall/my-work', '/walsall/concerns/record'],
};

for (const width of [320, 1280]) {
  for (const address of anybody) {
    walk(`anybody opens ${address}`, { width }, async (visitor) => {
      await visitor.opens(address);
      await visitor.looks('page');
    });
  }
  for (const [role, addresses] of Object.entries(staff)) {
    for (const address of addresses) {
      walk(`${role} opens ${address}`, { width }, async (visitor) => {
        await visitor.becomes(role);
        await visitor.opens(address);
        await visitor.looks('page');
      });
    }
  }
}
