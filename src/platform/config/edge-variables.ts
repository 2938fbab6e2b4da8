import { addresses, flag, integer, origins, rate, text } from './parsers.js';
import { given, optional, type Variable } from './variable.js';

/** How much anybody may ask of the service at once. */
export const EDGE_VARIABLES = {
  corsOrigins: given(
    'CORS_ORIGINS',
    '',
    origins(),
    'Web front ends that may call from a browser, with commas between, such as https://front.example. Empty: none.',
  ),
  trustedProxies: given(
    'TRUSTED_PROXIES',
    '',
    addresses(),
    'Addresses or networks of the proxies in front, such as 10.0.0.0/8: what they say in X-Forwarded-For counts. Empty: nobody is believed.',
  ),
  graphqlPersistedOnly: optional(
    'GRAPHQL_PERSISTED_ONLY',
    text(),
    'JSON file of the GraphQL operations that may be run, as Apollo writes it or { name: document }. Without it, all are.',
  ),
  graphqlMaxDepth: given('GRAPHQL_MAX_DEPTH', '8', integer(1, 100), 'Deepest nesting of a GraphQL query.'),
  graphqlMaxFields: given('GRAPHQL_MAX_FIELDS', '300', integer(1, 10_000), 'Most fields of a GraphQL query, fragments spread out.'),
  graphqlMaxAliases: given('GRAPHQL_MAX_ALIASES', '30', integer(0, 10_000), 'Most aliases of a GraphQL query, fragments spread out.'),
  graphqlMaxRootFields: given('GRAPHQL_MAX_ROOT_FIELDS', '10', integer(1, 1000), 'Most queries or mutations of one GraphQL operation.'),
  graphqlMaxCost: given(
    'GRAPHQL_MAX_COST',
    '30000',
    integer(1, 10_000_000),
    'Most values that a GraphQL query may ask for: fields, times the `limit` of the list they stand in.',
  ),
  graphqlIntrospection: given('GRAPHQL_INTROSPECTION', 'true', flag(), 'Whether GraphQL tells its schema; the page at /graphiql needs it.'),
  rateSignIn: given(
    'RATE_SIGN_IN',
    '300/m',
    rate(),
    'Signing in and refreshing, per address (IPv6: per /64 network), as <n>/<s, m, h or d>; off: no limit.',
  ),
  rateRegister: given('RATE_REGISTER', '20/h', rate(), 'New accounts of applicants, per address.'),
  ratePasswordReset: given(
    'RATE_PASSWORD_RESET',
    '20/h',
    rate(),
    'Asking for a new password by mail, and presenting codes from mails, per address.',
  ),
  rateAccountMail: given('RATE_ACCOUNT_MAIL', '5/d', rate(), 'Mails with codes to one account.'),
  rateTracking: given('RATE_TRACKING', '120/m', rate(), 'Looking up where a file is, per address: codes must not be guessed.'),
  rateVerify: given('RATE_VERIFY', '120/m', rate(), 'Verifying letters, per address.'),
  rateOssRefused: given(
    'RATE_OSS_REFUSED',
    '120/m',
    rate(),
    'Calls to /oss without a right token that are answered and kept, per address.',
  ),
  rateOpen: given('RATE_OPEN', '1200/m', rate(), 'Everything that is reachable without signing in, per address.'),
  rateOss: given('RATE_OSS', '12000/m', rate(), 'Calls of OSS, per address.'),
  rateUpload: given('RATE_UPLOAD', '600/m', rate(), 'Files handed in, per user.'),
} satisfies Readonly<Record<string, Variable<unknown>>>;
