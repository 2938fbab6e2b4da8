import qrcode from 'qrcode-generator';

/** The path of a QR code's dark fields in a square of `size`, quiet zone included: neighbours in a row are one bar. */
export function qrPath(text: string, size: number): string {
  // Level M: a sixth of it may be worn off or stamped over.
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const quiet = 4;
  const unit = size / (count + 2 * quiet);
  const at = (field: number) => ((field + quiet) * unit).toFixed(3);
  const bars: string[] = [];
  for (let row = 0; row < count; row++) {
    for (let from = 0; from < count; from++) {
      if (!code.isDark(row, from)) continue;
      let to = from;
      while (to < count && code.isDark(row, to)) to++;
      bars.push(`M${at(from)} ${at(row)}H${at(to)}V${at(row + 1)}H${at(from)}Z`);
      from = to;
    }
  }
  return bars.join('');
}
