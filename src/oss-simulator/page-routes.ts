import type { FastifyInstance } from 'fastify';
import { pushExample, type SimulatorDesk } from './control.js';
import { page } from './page.js';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The page, and what its buttons do. */
export function pageRoutes(app: FastifyInstance, desk: SimulatorDesk): void {
  const { memory, faults, callbacks } = desk;
  // The buttons send nothing: a form without fields.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, __, done) => done(null, {}));

  app.get('/', (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .send(
        page({
          language: /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'id',
          peer: callbacks.peer.url,
          licences: memory.allLicences(),
          calls: memory.calls(),
          faults: faults.list(),
        }),
      ),
  );

  app.post('/simulator/page/push', async (_, reply) => {
    await pushExample(desk, {});
    return reply.redirect('/', 303);
  });
  app.post('/simulator/page/down', (_, reply) => {
    faults.add({ method: '*', kind: 'error-504' });
    return reply.redirect('/', 303);
  });
  app.post('/simulator/page/up', (_, reply) => {
    faults.clear();
    return reply.redirect('/', 303);
  });
}
