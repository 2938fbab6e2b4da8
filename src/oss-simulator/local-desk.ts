import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../platform/config/loopback.js';
import { BASE_PATH } from './options.js';

/**
 * The desk obeys whoever reaches it, so it answers to this machine's own names alone, and to no page of another site: a browser sends
 * whatever page it shows to a port of this machine, or to a name that a stranger lets point there.
 */
export function onlyFromThisMachine(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(`${BASE_PATH}/`)) return;
    const { host, origin, 'sec-fetch-site': site } = request.headers;
    if (isOwn(`http://${host ?? ''}`) && (origin === undefined || isSame(origin, host)) && site !== 'cross-site') return;
    await reply.code(403).send({ kode: '403', keterangan: 'Hanya dari mesin ini sendiri' });
  });
}

function isOwn(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

/** The page of the desk itself; another program of this machine that shows pages is another site. */
function isSame(origin: string, host: string | undefined): boolean {
  return isOwn(origin) && new URL(origin).host === host?.toLowerCase();
}
