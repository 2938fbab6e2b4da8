import { EDGE_VARIABLES } from './edge-variables.js';
import { isDemo } from './environment.js';
import { IDENTITY_VARIABLES } from './identity-variables.js';
import { OSS_VARIABLES } from './oss-variables.js';
import { flag, hostAndPort, integer, mailAddress, oneOf, someOf, text, url } from './parsers.js';
import { given, optional, type Variable } from './variable.js';

/** A port that is none is told of once, under its own name. */
const localUrl = (port: string) => `http://localhost:${URL.canParse(`http://localhost:${port}`) ? port : '3000'}`;

export const ROLES = ['api', 'worker'] as const;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const MIB = 1024 * 1024;

/** Every variable the service reads, under the name that the code knows it by. `.env.example` is generated from this table. */
export const VARIABLES = {
  port: given('PORT', '3000', integer(0, 65_535), 'TCP port of the HTTP server; 0 takes a free one.'),
  host: given('HOST', '127.0.0.1', text(1, 255), 'Address to listen on. 0.0.0.0 opens it to the network, as the container image does.'),
  role: given('ROLE', ROLES.join(','), someOf(ROLES), 'What this process does: api (HTTP), worker (timers and deliveries), or both.'),
  dataDir: given('DATA_DIR', './data', text(), 'Folder for uploaded files and, without DATABASE_URL, the embedded PostgreSQL.'),
  sopDir: given('SOP_DIR', './sop', text(), 'Folder of the agencies, their SOPs and calendars.'),
  databaseUrl: optional(
    'DATABASE_URL',
    url('postgres', 'postgresql'),
    'PostgreSQL 15 or newer, as postgres://user:password@host:5432/database. Without it, an embedded one is started.',
  ),
  databaseOwnerUrl: optional(
    'DATABASE_OWNER_URL',
    url('postgres', 'postgresql'),
    'The same database as the owner of its tables, who migrates it at start. DATABASE_URL is then a role of its own, which gets the privileges that the service needs and no others. Without it, the service works as the owner.',
  ),
  databasePool: given(
    'DATABASE_POOL',
    '8',
    integer(2, 200),
    'Connections to PostgreSQL per process. More than four per CPU core seldom helps.',
  ),
  databaseReplicaUrl: optional(
    'DATABASE_REPLICA_URL',
    url('postgres', 'postgresql'),
    'A replica of the database, for reports and exports. Without it, they are read from DATABASE_URL.',
  ),
  redisUrl: optional(
    'REDIS_URL',
    url('redis', 'rediss'),
    'Redis or Valkey, as redis://host:6379; all queues are kept there. Without it, they are kept in PostgreSQL.',
  ),
  demo: given(
    'DEMO',
    (env) => String(isDemo(env)),
    flag(),
    'Whether the demo users exist. true where HOST is this machine alone and NODE_ENV is not production. On any other HOST they come only by DEMO=true, with a random password that is printed at start.',
  ),
  consentRequired: given(
    'CONSENT_REQUIRED',
    'false',
    flag(),
    'Whether an application is refused that does not name the present version of the text of consent (GET /v1/consent).',
  ),
  maxUploadBytes: given('MAX_UPLOAD_BYTES', String(10 * MIB), integer(1024, 1024 * MIB), 'Largest file that may be handed in.'),
  maxCaseFiles: given('MAX_CASE_FILES', '100', integer(1, 10_000), 'How many files one application may hold.'),
  maxCaseBytes: given(
    'MAX_CASE_BYTES',
    String(200 * MIB),
    integer(1024, 100 * 1024 * MIB),
    'How many bytes all files of one application may have together.',
  ),
  maxOpenApplications: given(
    'MAX_OPEN_APPLICATIONS',
    '50',
    integer(1, 100_000),
    'How many unfinished applications one applicant account may have; the demo account has no such quota.',
  ),
  streamsPerAccount: given(
    'STREAMS_PER_ACCOUNT',
    '30',
    integer(1, 10_000),
    'How many live streams and subscriptions one account may have at once, per process.',
  ),
  streamsPerSession: given(
    'STREAMS_PER_SESSION',
    '10',
    integer(1, 10_000),
    'How many live streams and subscriptions one session may have at once, per process.',
  ),
  bodyLimitBytes: given('BODY_LIMIT_BYTES', String(MIB), integer(1024, 64 * MIB), 'Largest request body other than a file.'),
  requestTimeoutMs: given('REQUEST_TIMEOUT_MS', '120000', integer(1000, 600_000), 'How long a request may take to arrive completely.'),
  publicUrl: given(
    'PUBLIC_URL',
    (env) => localUrl(env['PORT'] || '3000'),
    url('http', 'https'),
    'Where people reach this service, for the links in notices.',
  ),
  dataKey: optional(
    'DATA_KEY',
    text(40, 10_000),
    'Master key for personal data at rest: 32 bytes in base64 (openssl rand -base64 32). Several with commas between while they are turned, the present one first.',
  ),
  dataKeyFile: optional(
    'DATA_KEY_FILE',
    text(),
    'The same in a file, a key per line. Without either, one is made in DATA_DIR/data.key: keep a copy of it, apart from the database.',
  ),
  s3Endpoint: optional(
    'S3_ENDPOINT',
    url('http', 'https'),
    'S3-compatible store for files, such as https://s3.example. Without it: DATA_DIR/files.',
  ),
  s3Region: given('S3_REGION', 'us-east-1', text(1, 100), 'Region of that store.'),
  s3Bucket: optional('S3_BUCKET', text(1, 255), 'Bucket that files are kept in; it has to be there.'),
  s3AccessKeyId: optional('S3_ACCESS_KEY_ID', text(), 'Key to that store.'),
  s3SecretAccessKey: optional('S3_SECRET_ACCESS_KEY', text(), 'Secret of that key.'),
  clamavSocket: optional('CLAMAV_SOCKET', text(), 'Socket of a ClamAV daemon that scans uploads, such as /run/clamav/clamd.ctl.'),
  clamavHost: optional(
    'CLAMAV_HOST',
    hostAndPort(3310),
    'The same over TCP, as host or host:port. Without either, uploads are not scanned.',
  ),
  signingP12: optional(
    'SIGNING_P12',
    text(),
    'PKCS#12 file that letters are signed with, or a folder with <agency>.p12 for each agency. Without it: a test certificate.',
  ),
  signingP12Password: given('SIGNING_P12_PASSWORD', '', text(0, 1000), 'Password of the PKCS#12 files.'),
  signerUrl: optional(
    'SIGNER_URL',
    url('http', 'https'),
    "Remote signing service in the shape of BSrE's client API; officials then sign final letters there, each with their own passphrase.",
  ),
  signerUsername: given('SIGNER_USERNAME', '', text(0, 200), 'Client name at the signing service.'),
  signerPassword: given('SIGNER_PASSWORD', '', text(0, 1000), 'Client password at the signing service.'),
  signerTrust: optional(
    'SIGNER_TRUST',
    text(),
    'PEM file of the certificates that issue those of officials at the signing service. Required with SIGNER_URL.',
  ),
  signerTimeoutMs: given('SIGNER_TIMEOUT_MS', '7000', integer(100, 60_000), 'How long the signing service may take.'),
  tsaUrl: optional(
    'TSA_URL',
    url('http', 'https'),
    'Time stamp server (RFC 3161): the signature of each letter gets a time stamp. Where it does not answer, letters wait. Without it: no time stamps.',
  ),
  tsaTimeoutMs: given('TSA_TIMEOUT_MS', '7000', integer(100, 60_000), 'How long the time stamp server may take.'),
  smtpUrl: optional(
    'SMTP_URL',
    url('smtp', 'smtps'),
    'Mail server, as smtp://user:password@host:587. Without it, mails are written to DATA_DIR/outbox as .eml files.',
  ),
  mailFrom: given('MAIL_FROM', 'terbit@localhost', mailAddress(), 'Sender address of mails; the name beside it is the agency.'),
  smtpPlain: given(
    'SMTP_PLAIN',
    'false',
    flag(),
    'Whether mails may be sent where the mail server offers no TLS. Otherwise they wait, unless it is on this machine.',
  ),
  noticeGatewayUrl: optional(
    'NOTICE_GATEWAY_URL',
    url('http', 'https'),
    'HTTP gateway for WhatsApp or SMS: gets a POST of {id, to, text} per notice. Without it, none are sent.',
  ),
  noticeGatewayToken: optional('NOTICE_GATEWAY_TOKEN', text(), 'Sent to the gateway as "Authorization: Bearer …".'),
  noticeTimeoutMs: given('NOTICE_TIMEOUT_MS', '15000', integer(100, 300_000), 'How long one attempt to deliver a notice may take.'),
  noticeRetryMs: given(
    'NOTICE_RETRY_MS',
    '5000',
    integer(10, 3_600_000),
    'Wait before the second attempt to deliver a notice; each further one waits three times as long, half a day at most.',
  ),
  noticeAttempts: given(
    'NOTICE_ATTEMPTS',
    '11',
    integer(1, 100),
    'Attempts before a notice is given up. 11 with the presets: about a day.',
  ),
  allowPrivateWebhooks: given(
    'ALLOW_PRIVATE_WEBHOOKS',
    'false',
    flag(),
    'Whether webhooks may go to private addresses and by plain http, as within an intranet.',
  ),
  alarmLeaseMs: given(
    'ALARM_LEASE_MS',
    '10000',
    integer(500, 600_000),
    'How long a worker has for the alarms it has claimed: those of one that died are rung by another then.',
  ),
  ...IDENTITY_VARIABLES,
  ...EDGE_VARIABLES,
  ...OSS_VARIABLES,
  logLevel: given('LOG_LEVEL', 'info', oneOf(LOG_LEVELS), `How much is logged: ${LOG_LEVELS.join(', ')}.`),
} satisfies Readonly<Record<string, Variable<unknown>>>;
