/** A code as OSS wrote it, with what it means if that is known: an unknown code is data, never an error. */
export interface Named {
  readonly code: string;
  readonly name?: string;
}

export type CodeTable = Readonly<Record<string, string>>;

/** What a status that OSS has set asks of a case. */
export type StatusEffect = 'pause' | 'resume' | 'stop' | 'restart' | 'deemed-approved' | 'approved' | 'rejected';

/** Appendix 9: answers to a call. */
export const RESPONSE: CodeTable = {
  '200': 'Sukses',
  '400': 'Parameter salah',
  '401': 'Akses pengguna tidak sah',
  '403': 'Permintaan tidak diizinkan',
  '404': 'Layanan tidak ditemukan',
  '405': 'Layanan ditolak',
  '500': 'Pemrosesan gagal',
  '504': 'Waktu habis',
};

/** Appendix 10: where a licence stands, with the codes that only samples and running systems show. */
export const LICENCE_STATUS: CodeTable = {
  '05': 'Proses Penapisan',
  '09': 'Telah Melengkapi Persyaratan',
  '10': 'Dokumen Lengkap',
  '11': 'Dokumen Belum Lengkap',
  '12': 'Pemenuhan Komitmen',
  '20': 'Validasi',
  '30': 'Verifikasi Pembayaran',
  '31': 'Konfirmasi Pembayaran',
  '32': 'Menunggu Bukti Pembayaran PNBP',
  '33': 'Pembayaran Disetujui',
  '34': 'Perbaikan Pembayaran',
  '40': 'Inspeksi',
  '41': 'Konfirmasi Persyaratan',
  '42': 'Data Konfirmasi',
  '43': 'Re-Konfirmasi',
  '44': 'Data Re-Konfirmasi',
  '45': 'Persyaratan Terverifikasi',
  '47': 'Perlu Perbaikan',
  '48': 'Persetujuan Perizinan',
  '49': 'Pengambilan Nomor',
  '50': 'Disetujui',
  '52': 'Terbit Sementara',
  '57': 'Disetujui Otomatis (fiktif positif)',
  '58': 'Izin Terbit / SS Terverifikasi',
  '60': 'Peringatan',
  '70': 'Pembekuan',
  '80': 'Denda',
  '90': 'Ditolak',
  '93': 'Penolakan Persyaratan',
};

const EFFECTS: Readonly<Record<string, StatusEffect>> = {
  '41': 'pause',
  '42': 'resume',
  '43': 'stop',
  '44': 'restart',
  '50': 'approved',
  '57': 'deemed-approved',
  '90': 'rejected',
};

/** Appendix 2. */
export const COMPANY_KIND: CodeTable = {
  '01': 'PT',
  '02': 'CV',
  '17': 'Perseorangan',
  '26': 'PT Perorangan',
  '28': 'BUM Desa',
  '29': 'BUM Desa Bersama',
};

/** Appendix 4. */
export const IDENTITY_KIND: CodeTable = { '01': 'KTP', '02': 'Paspor' };
/** Appendix 12. */
export const LEGAL_ENTITY: CodeTable = { '01': 'Badan Hukum', '02': 'Bukan Badan Hukum' };

/** Appendix 14. */
export const NIB_STATUS: CodeTable = {
  '01': 'Aktif',
  '02': 'Belum Aktif',
  '03': 'Diizinkan Usaha',
  '04': 'Diizinkan Beroperasi',
  '05': 'Dibekukan',
  '06': 'Dicabut',
};

/** Appendix 18. */
export const BUSINESS_KIND: CodeTable = {
  '01': 'Badan Usaha',
  '02': 'Perseorangan',
  '03': 'Kantor Perwakilan',
  '04': 'Badan Usaha Luar Negeri',
};

/** Appendix 20, as far as it is known. */
export const SECTOR: CodeTable = { '010': 'Dalam Negeri', '033': 'PUPR', '044': 'Koperasi dan UKM', '090': 'Perdagangan' };

/** Appendix 27. */
export const LICENCE_KIND: CodeTable = {
  '01': 'Izin Dasar',
  '02': 'Izin',
  '04': 'Sertifikat Standar',
  K02: 'Persyaratan Standar',
  K03: 'UMKU',
};

/** Appendix 28. */
export const CHECKLIST_FLAG: CodeTable = { Y: 'Komitmen', N: 'Tanpa Komitmen', O: 'Terbit Otomatis', T: 'Salinan' };
/** Appendix 31. */
export const BUSINESS_SCALE: CodeTable = { '01': 'Mikro', '02': 'Kecil', '03': 'Menengah', '04': 'Besar' };
/** What a NIB that arrives is. */
export const DOCUMENT_KIND: CodeTable = { '9': 'Asli', '5': 'Perubahan', '3': 'Pencabutan', '4': 'Pembatalan' };
/** Who decides. */
export const AUTHORITY: CodeTable = { '00': 'Pusat', '01': 'Provinsi', '02': 'Kabupaten/Kota' };

/** A code with its name, if the table knows it. */
export function named(table: CodeTable, code: string): Named {
  return Object.hasOwn(table, code) ? { code, name: table[code]! } : { code };
}

/** What a status asks of a case, if anything. */
export function statusEffect(code: string): StatusEffect | undefined {
  return Object.hasOwn(EFFECTS, code) ? EFFECTS[code] : undefined;
}
