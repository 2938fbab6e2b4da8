/** Words of a history: nobody in it is or could be a real person. */
const NAMES = [
  'Melati',
  'Kenanga',
  'Cempaka',
  'Anggrek',
  'Dahlia',
  'Flamboyan',
  'Teratai',
  'Seroja',
  'Mawar',
  'Kamboja',
  'Bugenvil',
  'Tanjung',
];
const SECOND = [
  'Timur',
  'Barat',
  'Utara',
  'Selatan',
  'Jaya',
  'Indah',
  'Lestari',
  'Makmur',
  'Sentosa',
  'Abadi',
  'Bersama',
  'Mandiri',
  'Baru',
];
const PERSON = ['Pemohon'];
const BUSINESS = ['Toko', 'Warung', 'Usaha', 'CV', 'UD', 'Koperasi', 'Klinik', 'Apotek'];

/** What the office says when something is not right, whatever the service. */
export const REASONS = [
  'Berkas belum lengkap.',
  'Data pada formulir tidak sama dengan berkas.',
  'Berkas tidak terbaca, mohon dipindai ulang.',
  'Masa berlaku dokumen sudah lewat.',
  'Alamat tidak sesuai dengan berkas.',
  'Lokasi tidak sesuai peruntukan.',
  'Tidak memenuhi persyaratan teknis.',
  'Redaksi surat perlu diperbaiki.',
  'Dasar hukum pada surat perlu disesuaikan.',
  'Nama pada surat perlu diperbaiki.',
];

export const WITHDRAWALS = [
  'Tidak jadi mengajukan.',
  'Akan diajukan kembali dengan berkas baru.',
  'Usaha batal dibuka.',
  'Salah memilih jenis layanan.',
];

export const NOTES = [
  'Sudah dikonfirmasi lewat telepon.',
  'Berkas asli sudah dilihat.',
  'Mohon segera.',
  'Sesuai antrean.',
  'Dititipkan di loket.',
];

export const wordsOf = { names: NAMES, second: SECOND, person: PERSON, business: BUSINESS };
