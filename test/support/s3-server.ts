import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A store that speaks S3 as far as objects of one bucket go, and takes nothing whose signature (Signature Version 4) is not right. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  /** The next so many requests are answered like this. */
  failing = { times: 0, status: 503 };

  private constructor(
    private readonly server: Server,
    readonly settings: { readonly bucket: string; readonly region: string; readonly keyId: string; readonly secret: string },
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<S3Server> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new S3Server(server, { bucket: 'berkas', region: 'id-jkt-1', keyId: 'KUNCI', secret: 'rahasia/dengan+tanda' });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As configured in the service. */
  get env(): Record<string, string> {
    const { bucket, region, keyId, secret } = this.settings;
    return { S3_ENDPOINT: this.url, S3_REGION: region, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: keyId, S3_SECRET_ACCESS_KEY: secret };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const say = (status: number, code = '') => response.writeHead(status).end(code && `<Error><Code>${code}</Code></Error>`);
    if (this.failing.times > 0) return void (this.failing.times--, say(this.failing.status, 'SlowDown'));
    if (!this.isSigned(request, body)) return void say(403, 'SignatureDoesNotMatch');
    const [, bucket, ...rest] = request.url!.split('/');
    if (bucket !== this.settings.bucket) return void say(404, 'NoSuchBucket');
    const key = rest.map(decodeURIComponent).join('/');
    if (request.method === 'PUT') return void (this.objects.set(key, body), say(200));
    if (request.method === 'DELETE') return void (this.objects.delete(key), say(204));
    const object = this.objects.get(key);
    if (!object) return void say(404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': object.length }).end(object);
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
  private isSigned({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
    const { keyId, region, secret } = this.settings;
    const match =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? '',
      );
    const date = String(headers['x-amz-date']);
    if (!match || match[1] !== keyId || match[3] !== region || !date.startsWith(match[2]!)) return false;
    const payload = String(headers['x-amz-content-sha256']);
    if (payload !== 'UNSIGNED-PAYLOAD' && payload !== createHash('sha256').update(body).digest('hex')) return false;
    const signed = match[4]!.split(';');
    const [path, query = ''] = url!.split('?');
    const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
    const request = [method, path, query, lines, match[4], payload].join('\n');
    const scope = `${match[2]}/${region}/s3/aws4_request`;
    const text = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(request).digest('hex')].join('\n');
    const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
    const key = [match[2]!, region, 's3', 'aws4_request'].reduce<Buffer | string>((each, part) => hmac(each, part), `AWS4${secret}`);
    return createHmac('sha256', key).update(text).digest('hex') === match[5];
  }
}
