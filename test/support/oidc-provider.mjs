/**
 * A real OpenID Connect provider in a process of its own: `node oidc-provider.mjs <port> <jwks> <people>`, where people are the claims
 * of everybody who can sign in, by user name. Prints "ready" once it listens.
 */
import Provider from 'oidc-provider';

const [port, jwks, people] = [Number(process.argv[2]), JSON.parse(process.argv[3]), JSON.parse(process.argv[4])];
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  jwks,
  clients: [
    {
      client_id: 'front-end',
      client_secret: 'a secret of a test',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: ['https://front.example/callback'],
    },
  ],
  cookies: { keys: ['a key of a test'] },
  findAccount: (_, id) => (people[id] ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
  extraTokenClaims: (_, token) => people[token.accountId],
  features: {
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        scope: 'office',
        audience: resource.replace('urn:', ''),
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: jwks.keys[0].alg } },
      }),
    },
  },
});
provider.listen(port, '127.0.0.1', () => console.log('ready'));
