import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Put there by the build, from the packages of the IDE: nothing is loaded from elsewhere. */
const FOLDER = fileURLToPath(new URL('../../public/graphiql/', import.meta.url));

const ASSETS: Readonly<Record<string, string>> = {
  'react.js': 'text/javascript',
  'react-dom.js': 'text/javascript',
  'graphiql.js': 'text/javascript',
  'graphiql.css': 'text/css',
};

const START = `const query = ${JSON.stringify(`# Sign in with POST /v1/auth/token, then put the token into "Headers" below:
#   { "Authorization": "Bearer …" }
query Inbox {
  me { name roles }
  tasks(limit: 10) { items { id dueAt step { no activity standardTime } application { number applicantName } } next }
}
`)};
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery: query, defaultHeaders: '{ "Authorization": "Bearer " }', shouldPersistHeaders: true }),
);`;

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Terbit GraphQL</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/graphiql/graphiql.css">
<style>html,body,#graphiql{height:100%;margin:0}</style></head>
<body><div id="graphiql"></div>
<script src="/graphiql/react.js"></script><script src="/graphiql/react-dom.js"></script><script src="/graphiql/graphiql.js"></script><script src="/graphiql/start.js"></script>
</body></html>`;

/** The GraphQL page at `/graphiql`, served by ourselves. */
export function serveGraphiql(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/graphiql', (_, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  fastify.get('/graphiql/start.js', (_, reply) => reply.type('text/javascript').send(START));
  for (const [name, type] of Object.entries(ASSETS)) {
    const path = `${FOLDER}${name}`;
    const content = existsSync(path) ? readFileSync(path) : undefined;
    if (content) fastify.get(`/graphiql/${name}`, (_, reply) => reply.type(type).header('cache-control', 'max-age=86400').send(content));
  }
}
