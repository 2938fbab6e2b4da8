import qrcode from 'qrcode-generator';

/** A dark bar of a QR code, in shares of its side. */
export interface QrBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The dark fields of a QR code in a square of side 1, quiet zone included: neighbours in a row are one bar. */
export function qrBars(text: string): QrBar[] {
  // Level M: a sixth of it may be worn off or stamped over.
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const quiet = 4;
  const unit = 1 / (count + 2 * quiet);
  const bars: QrBar[] = [];
  for (let row = 0; row < count; row++) {
    for (let from = 0; from < count; from++) {
      if (!code.isDark(row, from)) continue;
      let to = from;
      while (to < count && code.isDark(row, to)) to++;
      bars.push({ x: (from + quiet) * unit, y: (row + quiet) * unit, width: (to - from) * unit, height: unit });
      from = to;
    }
  }
  return bars;
}
