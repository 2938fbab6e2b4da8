import type { DataNib } from '../wire/data-nib.js';
import { decode, keysOf } from '../wire/decode.js';
import { INBOUND } from '../wire/methods.js';

/** The NIB in a payload of receiveNIB. Pure. */
export function nibOf(payload: string): DataNib {
  const outer = JSON.parse(payload) as object;
  const { envelope, request } = INBOUND.receiveNIB;
  return decode(request, keysOf(outer).get(envelope.toLowerCase()) ?? outer).value;
}
