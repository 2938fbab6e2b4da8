import { isDemo } from './environment.js';
import { flag, headerName, hosts, integer, text, textMap, url } from './parsers.js';
import { given, optional } from './variable.js';

/** How the national OSS, or a hub before it, is spoken to. */
export const OSS_VARIABLES = {
  ossBaseUrl: optional(
    'OSS_BASE_URL',
    url('http', 'https'),
    'The national OSS, or the hub before it, as https://api-prd.oss.go.id/v1/kl/rba. Without it: a simulator that npm start brings along, or by hand.',
  ),
  ossUserKey: optional('OSS_USER_KEY', text(1, 500), 'The key that OSS gave for calls to it.'),
  ossUsername: optional(
    'OSS_USERNAME',
    text(1, 200),
    'Agreed with OSS: its calls to us prove themselves with it. Without it they are all refused.',
  ),
  ossPassword: optional('OSS_PASSWORD', text(1, 200), 'The password beside OSS_USERNAME.'),
  ossTimeoutMs: given('OSS_TIMEOUT_MS', '15000', integer(100, 300_000), 'How long one call to OSS may take.'),
  ossRetryMs: given(
    'OSS_RETRY_MS',
    '2000',
    integer(10, 3_600_000),
    'Wait before a call that OSS did not answer is tried again; each further one waits twice as long, five minutes at most.',
  ),
  ossLinkHours: given('OSS_LINK_HOURS', '168', integer(1, 8760), 'How long the links to letters hold that are handed to OSS.'),
  ossFileHosts: given(
    'OSS_FILE_HOSTS',
    '',
    hosts(),
    'Further hosts that files signed by OSS may be fetched from, beside that of OSS_BASE_URL, with commas between: cdn.oss.go.id,*.oss.go.id.',
  ),
  ossMethodPaths: given(
    'OSS_METHOD_PATHS',
    '{}',
    textMap(),
    'Paths of the methods below OSS_BASE_URL where they are not their names, as JSON: {"checkNIB":"layanan/cek-nib"}.',
  ),
  ossUserKeyHeader: given('OSS_USER_KEY_HEADER', 'user_key', headerName(), 'Header that OSS_USER_KEY is sent in.'),
  ossHeaders: given('OSS_HEADERS', '{}', textMap(), 'Further headers that a hub wants with every call, as JSON.'),
  ossTokenHeader: given('OSS_TOKEN_HEADER', 'Token', headerName(), 'Header in which calls from OSS bring their token.'),
  ossRefusedDays: given(
    'OSS_REFUSED_DAYS',
    '7',
    integer(1, 3650),
    'Days after which calls of whoever brought no right token are deleted from the journal of OSS.',
  ),
  ossSimulator: given(
    'OSS_SIMULATOR',
    (env) => String(isDemo(env)),
    flag(),
    'Whether npm start brings a simulator of OSS along when there is no OSS_BASE_URL. As DEMO.',
  ),
  ossSimulatorPort: given(
    'OSS_SIMULATOR_PORT',
    '0',
    integer(0, 65_535),
    'Port of the simulator; 0 takes one that follows from the database, so that all processes of one machine share it.',
  ),
};
