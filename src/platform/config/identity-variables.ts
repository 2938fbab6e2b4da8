import { flag, integer, mapping, namedAgency, names, oneOf, path, someOf, text, url } from './parsers.js';
import { secrets } from './secrets.js';
import { given, optional, type Variable } from './variable.js';

/** Signatures whose key only the issuer holds; a shared secret or none at all is never accepted. */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** Whether anybody has to have a second factor. */
export const SECOND_FACTOR = ['optional', 'required'] as const;

const DAY_S = 86_400;

/** Who people are: the built-in issuer, or one of their own. */
export const IDENTITY_VARIABLES = {
  authSecrets: given(
    'AUTH_SECRET',
    '',
    secrets(),
    'Signs access tokens of the built-in issuer: 32 random characters or more, such as openssl rand -base64 32 makes them. Several with commas between: the first signs, all of them verify. Without it, one is made and kept encrypted in the database.',
  ),
  tokenTtlSeconds: given(
    'TOKEN_TTL_SECONDS',
    '3600',
    integer(60, 30 * DAY_S),
    'How long an access token of the built-in issuer holds; a refresh token gets the next one.',
  ),
  refreshTtlSeconds: given(
    'REFRESH_TTL_SECONDS',
    '28800',
    integer(60, 90 * DAY_S),
    'How long a refresh token holds: whoever is away for longer signs in again. 28800 is one working day.',
  ),
  sessionMaxSeconds: given(
    'SESSION_MAX_SECONDS',
    '43200',
    integer(60, 365 * DAY_S),
    'How long one signing in lasts at most, refreshed or not.',
  ),
  signInFailures: given(
    'SIGN_IN_FAILURES',
    '10',
    integer(3, 1000),
    'Wrong passwords or codes for an account from one network address before it is locked for that address for a minute; each further one doubles that, an hour at most.',
  ),
  signInFailuresPerAccount: given(
    'SIGN_IN_FAILURES_PER_ACCOUNT',
    '100',
    integer(3, 100_000),
    'The same for one account from all addresses together. Addresses from which it has signed in within 30 days are not locked by it.',
  ),
  signInFailuresPerAddress: given(
    'SIGN_IN_FAILURES_PER_ADDRESS',
    '1000',
    integer(3, 1_000_000),
    'The same for one network address, whatever the accounts: an office may be behind one. Accounts that have signed in from it within 30 days are not locked by it.',
  ),
  secondFactor: given(
    'SECOND_FACTOR',
    'optional',
    oneOf(SECOND_FACTOR),
    'Second factor (TOTP) of staff with the built-in issuer: optional, or required of administrators and of whoever may sign letters.',
  ),
  stepUpMinutes: given(
    'STEP_UP_MINUTES',
    '0',
    integer(0, 1440),
    'How many minutes after signing in, or after POST /v1/auth/step-up, somebody may sign letters and administer; 0: as long as the session lasts.',
  ),
  signingPauseHours: given(
    'SIGNING_PAUSE_HOURS',
    '24',
    integer(0, 720),
    'How many hours somebody neither signs nor initials letters after another person has reset their password; 0: none.',
  ),
  registration: given('REGISTRATION', 'true', flag(), 'Whether applicants may make an account for themselves with the built-in issuer.'),
  oidcIssuer: optional(
    'OIDC_ISSUER',
    url('https', 'http'),
    'OpenID Connect issuer whose access tokens are accepted, such as https://sso.example/realms/dinas. The built-in one is then off.',
  ),
  oidcAudience: given('OIDC_AUDIENCE', 'terbit', text(1, 500), 'What must stand in the `aud` of its tokens.'),
  oidcJwksUrl: optional('OIDC_JWKS_URL', url('https', 'http'), 'Where its keys are. Without it, its discovery document says so.'),
  oidcAlgorithms: given('OIDC_ALGORITHMS', 'RS256,PS256,ES256,EdDSA', someOf(ALGORITHMS), 'Signatures that are accepted.'),
  oidcClockSkewSeconds: given('OIDC_CLOCK_SKEW_SECONDS', '30', integer(0, 600), 'By how much its clock and ours may differ.'),
  oidcKeysCooldownMs: given(
    'OIDC_KEYS_COOLDOWN_MS',
    '10000',
    integer(0, 3_600_000),
    'Keys are fetched anew when a token names one that is not known, at most this often.',
  ),
  oidcClients: given(
    'OIDC_CLIENTS',
    '',
    names(),
    'Clients whose tokens are accepted, by `azp` or `client_id`, with commas between. Without it, those of every client of the issuer.',
  ),
  oidcTokenMaxSeconds: given(
    'OIDC_TOKEN_MAX_SECONDS',
    '86400',
    integer(60, 30 * DAY_S),
    'How long one of its tokens may hold from `iat` to `exp`; one that says more is refused.',
  ),
  oidcAgencyClaim: given('OIDC_AGENCY_CLAIM', 'agency', path(), 'Claim with the agency, as a path such as org.code.'),
  oidcAgency: optional('OIDC_AGENCY', namedAgency(), 'Agency of everybody whose token has no such claim.'),
  oidcAgencyMap: given(
    'OIDC_AGENCY_MAP',
    '',
    mapping(),
    'What its values mean here, such as org-12=dpmptspk-dairi. Where it is set it is the whole list; without it, values stand as they are.',
  ),
  oidcRolesClaim: given('OIDC_ROLES_CLAIM', 'roles', path(), 'Claim with the roles, one or a list, such as realm_access.roles.'),
  oidcRoleMap: given(
    'OIDC_ROLE_MAP',
    '',
    mapping(),
    'What its values mean here, such as kasi-1=back-office/I,kadis=agency-head: a role, or role/section. Where it is set it is the whole list; without it, values stand as they are, and count only where the agency has such a role.',
  ),
  oidcDefaultRole: optional(
    'OIDC_DEFAULT_ROLE',
    text(1, 100),
    'Role of whoever has none by that claim, such as applicant. Without it, none.',
  ),
  oidcSectionClaim: given('OIDC_SECTION_CLAIM', 'section', path(), 'Claim with the section, for roles that exist once per section.'),
  oidcNameClaim: given('OIDC_NAME_CLAIM', 'name', path(), 'Claim with the name that stands beneath what somebody did.'),
} satisfies Readonly<Record<string, Variable<unknown>>>;
