import { fileHostProblem } from './file-hosts.js';

const config = { ossBaseUrl: 'https://api-prd.oss.go.id/v1/kl/rba', ossFileHosts: ['*.oss.go.id', 'files.example:8443'] };
const local = { ossBaseUrl: 'http://127.0.0.1:3900/v1/kl/rba', ossFileHosts: [] };

it.each([
  'https://api-prd.oss.go.id/a.pdf',
  'https://cdn.oss.go.id/a.pdf?x=1',
  'https://files.example:8443/a.pdf',
  'https://API-PRD.OSS.GO.ID/a.pdf',
])('takes %s', (url) => {
  expect(fileHostProblem(url, config)).toBeUndefined();
});

it.each([
  ['http://api-prd.oss.go.id/a.pdf', /http:/],
  ['https://oss.go.id.evil.example/a.pdf', /none of the hosts/],
  ['https://evilposs.go.id/a.pdf', /none of the hosts/],
  ['https://files.example/a.pdf', /none of the hosts/],
  ['https://169.254.169.254/latest', /none of the hosts/],
  ['https://api-prd.oss.go.id@10.0.0.1/a.pdf', /names a user/],
  ['https://a:b@api-prd.oss.go.id/a.pdf', /names a user/],
  ['file:///etc/passwd', /file:/],
  ['javascript:alert(1)', /javascript:/],
  ['nowhere', /no address/],
])('refuses %s', (url, why) => {
  expect(fileHostProblem(url, config)).toMatch(why);
});

it('takes http only where OSS itself is spoken to by it, and that host and port alone', () => {
  expect(fileHostProblem('http://127.0.0.1:3900/a.pdf', local)).toBeUndefined();
  expect(fileHostProblem('http://127.0.0.1:5432/a.pdf', local)).toMatch(/none of the hosts/);
  expect(fileHostProblem('http://127.0.0.1:3900/a.pdf', { ossFileHosts: [], ossBaseUrl: undefined })).toMatch(/http:/);
});
