import { createHash, randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import * as pkijs from 'pkijs';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const LARGEST_ANSWER = 64 * 1024;

/** Why a time stamp is none; never with what the server has sent. */
export class TimeStampFault extends Error {}

/** A request for a time stamp over some bytes (RFC 3161): their hash, and a number that the answer repeats. */
export interface TimeStampQuestion {
  readonly imprint: Buffer;
  readonly nonce: Buffer;
}

export function questionFor(bytes: Buffer): TimeStampQuestion {
  // Positive and of full length: DER leaves out leading zeros.
  const nonce = randomBytes(8);
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  return { imprint: createHash('sha256').update(bytes).digest(), nonce };
}

/** Asks a time stamp server, and answers its token once it is known to be over these bytes and signed by a time-stamping certificate. */
export async function askForTimeStamp(url: string, bytes: Buffer, timeoutMs: number): Promise<Buffer> {
  const question = questionFor(bytes);
  const answer = await post(url, encoded(question), timeoutMs);
  const token = tokenOf(answer);
  await mustHold(token, bytes, question.nonce);
  return token;
}

/** Whether a token that was kept is over these bytes. */
export async function stampsBytes(token: Buffer, bytes: Buffer): Promise<boolean> {
  return mustHold(token, bytes, null).then(
    () => true,
    () => false,
  );
}

function encoded({ imprint, nonce }: TimeStampQuestion): Buffer {
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(imprint) }),
    }),
    nonce: new Integer({ valueHex: new Uint8Array(nonce) }),
    certReq: true,
  });
  return Buffer.from(request.toSchema().toBER());
}

async function post(url: string, body: Buffer, timeoutMs: number): Promise<Buffer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: new Uint8Array(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new TimeStampFault('it cannot be reached', { cause: error });
  });
  if (!response.ok) throw new TimeStampFault(`it answers ${response.status}`);
  return bounded(response);
}

async function bounded(response: Response): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(Buffer.from(piece as Uint8Array));
      size += pieces.at(-1)!.length;
      if (size > LARGEST_ANSWER) throw new TimeStampFault('its answer is too long');
    }
  } catch (error) {
    throw error instanceof TimeStampFault ? error : new TimeStampFault('its answer breaks off', { cause: error });
  }
  return Buffer.concat(pieces);
}

function tokenOf(answer: Buffer): Buffer {
  let response: pkijs.TimeStampResp;
  try {
    response = pkijs.TimeStampResp.fromBER(answer);
  } catch (error) {
    throw new TimeStampFault('its answer is no time stamp', { cause: error });
  }
  const status: number = response.status.status;
  if (status > 1 || !response.timeStampToken) throw new TimeStampFault(`it refuses: status ${status}`);
  return Buffer.from(response.timeStampToken.toSchema().toBER());
}

async function mustHold(token: Buffer, bytes: Buffer, nonce: Buffer | null): Promise<void> {
  try {
    const cms = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(token).content });
    const { eContent, eContentType } = cms.encapContentInfo;
    if (eContentType !== TST_INFO || !eContent) throw new TimeStampFault('its token says no time');
    const info = pkijs.TSTInfo.fromBER(eContent.getValue());
    const { hashAlgorithm, hashedMessage } = info.messageImprint;
    const hash = createHash('sha256').update(bytes).digest();
    const imprint = Buffer.from(hashedMessage.valueBlock.valueHexView);
    if (hashAlgorithm.algorithmId !== SHA256 || !imprint.equals(hash)) throw new TimeStampFault('its token is over something else');
    if (nonce && !Buffer.from(info.nonce?.valueBlock.valueHexView ?? []).equals(nonce))
      throw new TimeStampFault('it answers another request');
    const data = new Uint8Array(bytes).buffer;
    const { signatureVerified, signerCertificate } = await cms.verify({ signer: 0, data, checkChain: false, extendedMode: true });
    if (!signatureVerified || !signerCertificate) throw new TimeStampFault('the signature of its token does not hold');
    if (!stampsTime(signerCertificate)) throw new TimeStampFault('its certificate is not for time stamps');
  } catch (error) {
    throw error instanceof TimeStampFault ? error : new TimeStampFault('its token cannot be read, or does not hold', { cause: error });
  }
}

/** Extended key usage id-kp-timeStamping (RFC 3161, 2.3). */
function stampsTime({ extensions = [] }: pkijs.Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === '2.5.29.37')?.parsedValue as pkijs.ExtKeyUsage | undefined;
  return usage?.keyPurposes.includes('1.3.6.1.5.5.7.3.8') ?? false;
}
