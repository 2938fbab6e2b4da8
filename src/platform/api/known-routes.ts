import type { FastifyInstance } from 'fastify';
import { wrongMethod } from './problem.js';

interface KnownRoute {
  readonly url: string;
  readonly method: string;
}

/** Every route of the service as it is registered: tells a wrong method from a wrong address, and lists them all. */
export class KnownRoutes {
  readonly all: KnownRoute[] = [];
  private readonly byPattern = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();

  /** Has to be called before any route is there. */
  constructor(fastify: FastifyInstance) {
    fastify.decorate('knownRoutes', this.all);
    fastify.addHook('onRoute', ({ url, method }) => {
      for (const one of Array.isArray(method) ? method : [method]) this.add(url, one);
    });
    fastify.addHook('onRequest', (request, reply, done) => {
      const methods = request.is404 ? this.methodsAt(request.url) : [];
      if (methods.length === 0) return done();
      void reply.header('allow', methods.join(', '));
      done(wrongMethod({ method: request.method, allowed: methods.join(', ') }));
    });
  }

  private add(url: string, method: string): void {
    this.all.push({ url, method });
    // Whoever takes everything says nothing of what is there.
    if (url === '*' || url === '/*') return;
    const known = this.byPattern.get(url) ?? { matches: patternOf(url), methods: new Set() };
    known.methods.add(method);
    this.byPattern.set(url, known);
  }

  private methodsAt(url: string): string[] {
    const path = url.split('?')[0]!;
    const found = [...this.byPattern.values()].filter(({ matches }) => matches.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

function patternOf(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*')));
  return new RegExp(`^${parts.join('/')}$`);
}
