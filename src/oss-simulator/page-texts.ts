export type SimulatorLanguage = 'id' | 'en';

export const PAGE_TEXTS = {
  title: { id: 'Simulator OSS', en: 'OSS simulator' },
  about: {
    id: 'Berperan sebagai OSS selama OSS yang sebenarnya belum disambungkan. Tidak ada data yang meninggalkan komputer ini.',
    en: 'Plays the part of OSS while the real one is not connected. No data leaves this machine.',
  },
  peer: { id: 'Memanggil', en: 'Calls' },
  nobody: { id: 'belum ada yang dipanggil', en: 'nobody to call yet' },
  push: { id: 'Kirim contoh NIB', en: 'Push an example NIB' },
  pushMore: {
    id: 'seperti ketika pelaku usaha mengajukan izin di OSS: permohonannya muncul di Terbit',
    en: 'as when somebody has applied in OSS: the application turns up in Terbit',
  },
  down: { id: 'Matikan OSS', en: 'Take OSS down' },
  up: { id: 'Hidupkan OSS', en: 'Bring OSS back' },
  isDown: { id: 'OSS sedang dibuat gagal', en: 'OSS is being made to fail' },
  licences: { id: 'Izin', en: 'Licences' },
  none: { id: 'Belum ada.', en: 'None yet.' },
  status: { id: 'Status', en: 'Status' },
  noStatus: { id: 'belum ada kabar', en: 'not heard of yet' },
  number: { id: 'Nomor izin', en: 'Licence number' },
  twice: { id: 'DITERBITKAN LEBIH DARI SEKALI', en: 'ISSUED MORE THAN ONCE' },
  file: { id: 'Berkas', en: 'File' },
  history: { id: 'Riwayat', en: 'History' },
  bySelf: { id: 'oleh OSS', en: 'by OSS' },
  calls: { id: 'Panggilan terakhir', en: 'Latest calls' },
  incoming: { id: 'ke OSS', en: 'to OSS' },
  outgoing: { id: 'dari OSS', en: 'from OSS' },
  noAnswer: { id: 'tanpa jawaban', en: 'no answer' },
  faults: { id: 'Gangguan yang disiapkan', en: 'Faults that are to happen' },
} as const satisfies Record<string, Readonly<Record<SimulatorLanguage, string>>>;
