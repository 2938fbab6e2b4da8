import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FixedClock } from '../../src/kernel/clock.js';
import { OssClient, type OssCall } from '../../src/modules/oss/client/oss-client.js';
import { ossConnection } from '../../src/modules/oss/client/oss-connection.js';
import { inboundAnswer, type RequestOf } from '../../src/modules/oss/wire/methods.js';
import type { Licence } from '../../src/oss-simulator/licence.js';
import { DEMO_ACCOUNT } from '../../src/oss-simulator/options.js';
import { startOssSimulator, type OssSimulator } from '../../src/oss-simulator/start.js';
import { readConfig } from '../../src/platform/config/config.js';

export const NOW = new Date('2024-06-19T01:00:00Z');

export const PDF = '%PDF-1.7 contoh';

/** An agency as OSS sees it: takes calls, and hands out a file without asking who wants it. */
export class Agency {
  readonly received: { url: string; headers: Record<string, string | string[] | undefined>; body: Record<string, unknown> }[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      if (request.method === 'GET') return void response.end(request.url === '/izin.pdf' ? PDF : 'bukan PDF');
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const method = request.url!.split('/').at(-1) as 'receiveNIB' | 'receiveFileDS';
        this.received.push({ url: request.url!, headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(inboundAnswer(method, true, 'Data diterima')));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** A client, the simulator that it calls, and the agency that is called back. */
export class OssPlay {
  readonly clock = new FixedClock(NOW);
  readonly agency = new Agency();
  readonly calls: OssCall[] = [];
  agencyUrl: string;
  simulator: OssSimulator;
  nib: string;
  idIzin: string;

  async start(): Promise<void> {
    this.agencyUrl = await this.agency.start();
    this.simulator = await startOssSimulator({ clock: this.clock, peer: `${this.agencyUrl}/oss` });
  }

  /** A new business with a licence to apply for, and nothing that went before. */
  async begin(): Promise<void> {
    this.simulator.faults.clear();
    this.simulator.callbacks.peer.url = `${this.agencyUrl}/oss`;
    ({ nib: this.nib, idIzin: this.idIzin } = await this.simulator.pushNib());
    this.agency.received.length = 0;
    this.calls.length = 0;
  }

  async stop(): Promise<void> {
    await this.simulator.close();
    await this.agency.stop();
  }

  client(env: Readonly<Record<string, string>> = {}): OssClient {
    const config = readConfig({ OSS_BASE_URL: this.simulator.baseUrl, OSS_USER_KEY: DEMO_ACCOUNT.userKey, OSS_TIMEOUT_MS: '2000', ...env });
    return new OssClient(ossConnection(config)!, this.clock, (call) => void this.calls.push(call));
  }

  get licence(): Licence {
    return this.simulator.memory.licence(this.idIzin)!;
  }

  status(kd_status: string): RequestOf<'receiveLicenseStatus'> {
    return {
      nib: this.nib,
      oss_id: this.licence.ossId!,
      id_izin: this.idIzin,
      kd_izin: this.licence.kdIzin!,
      kd_status,
      tgl_status: '2024-06-19 08:00:00',
      nip_status: '198001012006041001',
      nama_status: 'Petugas (demo)',
    };
  }

  final(parts: Partial<RequestOf<'receiveLicense'>> = {}): RequestOf<'receiveLicense'> {
    return {
      nib: this.nib,
      oss_id: this.licence.ossId!,
      id_izin: this.idIzin,
      kd_izin: this.licence.kdIzin!,
      kd_daerah: '1211010001',
      tgl_terbit_izin: '2024-06-19',
      nama_ttd: 'Kepala Dinas (demo)',
      nip_ttd: '198001012006041001',
      jabatan_ttd: 'Kepala Dinas',
      status_izin: '49',
      ...parts,
    };
  }
}
