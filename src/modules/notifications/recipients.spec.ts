import { isPrivate } from './channels/post.js';
import { recipientsOf } from './recipients.js';

describe('an address', () => {
  it.each([
    '127.0.0.1', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '[::1]', '64:ff9b::7f00:1', '2002:7f00:1::', 'nonsense',
  ])('%s is private', (address) => expect(isPrivate(address)).toBe(true)); // prettier-ignore

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '193.0.0.1', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => expect(isPrivate(address)).toBe(false),
  );
});

it('somebody is addressed as themselves and by each of their roles', () => {
  const roles = [{ role: 'back-office', section: 'I' }, { role: 'admin' }];
  expect(recipientsOf({ agency: 'a', id: '7', name: 'Ani', kind: 'person', roles })).toEqual([
    'user:7',
    'role:back-office',
    'role:back-office/I',
    'role:admin',
  ]);
});
