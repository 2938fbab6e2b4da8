const ONES = ['', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh', 'sebelas'];
const STEPS: readonly (readonly [value: number, one: string, many: string])[] = [
  [1_000_000_000_000, 'satu triliun', 'triliun'],
  [1_000_000_000, 'satu miliar', 'miliar'],
  [1_000_000, 'satu juta', 'juta'],
  [1000, 'seribu', 'ribu'],
  [100, 'seratus', 'ratus'],
];

/** "Rp 1.250.000,00", as official papers write an amount of whole rupiah. */
export function rupiah(amount: number): string {
  return `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')},00`;
}

/** A whole number from 0 up in Indonesian words (terbilang). */
export function inWords(amount: number): string {
  return amount === 0 ? 'nol' : words(amount).join(' ');
}

function words(n: number): string[] {
  if (n === 0) return [];
  if (n < 12) return [ONES[n]!];
  if (n < 20) return [ONES[n - 10]!, 'belas'];
  if (n < 100) return [ONES[Math.floor(n / 10)]!, 'puluh', ...words(n % 10)];
  const [value, one, many] = STEPS.find(([step]) => n >= step)!;
  const count = Math.floor(n / value);
  return [...(count === 1 ? [one] : [...words(count), many]), ...words(n % value)];
}
