import type { Config } from './config.js';
import { isLoopback } from './loopback.js';
import type { Environment } from './variable.js';
import { KNOWN_ENVIRONMENTS } from './environment.js';

/** Settings by which something secret is sent: the address, and what goes there. */
const SECRETS_SENT = [
  ['OIDC_ISSUER', 'oidcIssuer', 'the keys that tokens are checked with'],
  ['SIGNER_URL', 'signerUrl', 'the passphrases of signers, and letters before they are signed'],
  ['NOTICE_GATEWAY_URL', 'noticeGatewayUrl', 'the key of the gateway, telephone numbers and tracking codes'],
  ['OSS_BASE_URL', 'ossBaseUrl', 'the key that OSS gave, and data of businesses'],
  ['S3_ENDPOINT', 's3Endpoint', 'handed-in files, and what signs the requests'],
  ['PUBLIC_URL', 'publicUrl', 'passwords, tokens and applications of everybody'],
] as const satisfies readonly (readonly [string, keyof Config, string])[];

/** What an operator should know at start: settings that are allowed and dangerous. Names and reasons, never values. */
export function startWarnings(config: Config, env: Environment): string[] {
  return [...environmentWarnings(env), ...clearTextWarnings(config), ...ownerWarnings(config)];
}

function ownerWarnings({ databaseUrl, databaseOwnerUrl }: Config): string[] {
  if (databaseUrl === undefined || databaseOwnerUrl !== undefined) return [];
  return [
    'DATABASE_OWNER_URL is not set: the service works as the owner of the tables, and append-only tables are guarded by triggers alone.',
  ];
}

function environmentWarnings(env: Environment): string[] {
  const name = env['NODE_ENV']?.trim();
  if (!name || KNOWN_ENVIRONMENTS.includes(name)) return [];
  return [`NODE_ENV is "${name.slice(0, 40)}", which is none of ${KNOWN_ENVIRONMENTS.join(', ')}: presets are those of production.`];
}

function clearTextWarnings(config: Config): string[] {
  const named = SECRETS_SENT.flatMap(([name, key, what]) =>
    isClear(config[key]) ? [`${name} is plain http: ${what} go over the network in the clear.`] : [],
  );
  const { smtpUrl, smtpPlain, allowPrivateWebhooks } = config;
  if (smtpUrl && smtpPlain && new URL(smtpUrl).protocol === 'smtp:' && !isLoopback(new URL(smtpUrl).hostname))
    named.push(
      'SMTP_PLAIN is true: mails and the password of the mail server go over the network in the clear where the server offers no TLS.',
    );
  if (allowPrivateWebhooks)
    named.push(
      'ALLOW_PRIVATE_WEBHOOKS is true: webhooks may be plain http, and what they say of cases then goes over the network in the clear.',
    );
  return named;
}

function isClear(url: string | undefined): boolean {
  if (url === undefined) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopback(hostname);
}
