import { passwordProblem } from './password-policy.js';

test.each(['kuda putih di tepi danau', 'Xk9#mQ2$vLp7', 'サッカーボールを蹴る少年たち', 'tr0ub4dor&3 dan 7'])(
  '%s is accepted',
  (password) => {
    expect(passwordProblem(password, 'frontoffice')).toBeUndefined();
  },
);

test.each([
  ['elevenSigns', 'short'],
  ['password1234', 'tried first'],
  ['P4ssw0rd!!!!2026', 'tried first, with figures for letters'],
  ['123456789012', 'a run'],
  ['qwertyuiop12', 'a run of keys'],
  ['bismillah123', 'tried first here'],
  ['indonesiaindonesia', 'tried first, twice'],
  ['leavemealone', 'among the leaked ones, and long'],
  ['1qaz2wsx3edc', 'among the leaked ones, and of all kinds of signs'],
  ['manchester#2024', 'a leaked word with figures around it'],
  ['abababababab', 'few signs'],
  ['FrontOffice-2026', 'the user name'],
])('%s is not: %s', (password) => {
  const problem = passwordProblem(password, 'frontoffice');
  expect(problem).toMatchObject({ id: expect.stringMatching(/\.$/), en: expect.stringMatching(/\.$/) });
});
