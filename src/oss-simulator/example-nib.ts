import { OSS_ZONE, wallTime } from '../modules/oss/wire/wall-time.js';

/** What may be said of an example; the rest is made up. */
export interface ExampleNib {
  /** Kind of the licence that is applied for. */
  readonly kdIzin?: string;
  readonly kdDaerah?: string;
  readonly nib?: string;
  readonly idIzin?: string;
  readonly name?: string;
  readonly nik?: string;
  readonly businessName?: string;
}

/** What the shipped agency is, and a kind of licence that it takes: the code of the real one is not public. */
export const PRESET = { kdIzin: '000000000000', namaIzin: 'Izin Usaha Mikro Kecil', kdDaerah: '1211010001' } as const;

/**
 * A small trader with one licence to apply for, with the quirks of the real thing: a blank behind a key, "-" for nothing, numbers
 * as texts. The numbers come from the time, so that a simulator that has forgotten everything does not use them again.
 */
export function exampleNib(given: ExampleNib, now: Date, serial: number): Readonly<Record<string, unknown>> {
  const wall = wallTime(now, OSS_ZONE);
  const stamp = `${wall.replaceAll(/\D/g, '')}${String(now.getTime() % 1000).padStart(3, '0')}`;
  const tail = String(serial % 10_000).padStart(4, '0');
  const id = `${stamp}${tail}`;
  const nib =
    given.nib ??
    String(now.getTime() + serial)
      .padStart(13, '0')
      .slice(-13);
  const kdIzin = given.kdIzin ?? PRESET.kdIzin;
  const kdDaerah = given.kdDaerah ?? PRESET.kdDaerah;
  const name = given.name ?? 'Pemohon (demo)';
  const nik = given.nik ?? `121101050890${String((serial % 9999) + 1).padStart(4, '0')}`;
  const businessName = given.businessName ?? `Usaha Mikro ${tail} (demo)`;
  const address = 'Jalan Contoh Nomor 1, Sidikalang';
  return {
    nib,
    tgl_pengajuan_nib: wall.slice(0, 10),
    tgl_terbit_nib: wall.slice(0, 10),
    tgl_perubahan_nib: '-',
    oss_id: `P-${id}`,
    id_izin: `I-${id}`,
    kd_izin: kdIzin,
    kd_daerah: kdDaerah,
    kewenangan: '02',
    jenis_pelaku_usaha: '02',
    versi_pia: '4.3.22',
    npwp_perseroan: '-',
    nama_perseroan: businessName,
    jenis_perseroan: '17',
    alamat_perseroan: address,
    perseroan_daerah_id: kdDaerah,
    nomor_telpon_perseroan: '081200000000',
    email_perusahaan: 'usaha@contoh.example',
    flag_umk: 'Y',
    skala_usaha: '01',
    pemegang_saham: [],
    penanggung_jwb: [
      {
        flag_asing: 'N',
        jns_identitas_penanggung_jwb: '01',
        no_identitas_penanggung_jwb: nik,
        nama_penanggung_jwb: name,
        jabatan_penanggung_jwb: 'Pemilik',
        alamat_penanggung_jwb: address,
        no_hp_penanggung_jwb: '081200000000',
        email_penanggung_jwb: 'pemohon@contoh.example',
      },
    ],
    data_proyek: [
      {
        id_proyek: `R-${id}`,
        kbli: '47112',
        uraian_usaha: 'Perdagangan eceran berbagai macam barang',
        deskripsi_kegiatan: 'Warung kelontong di rumah sendiri',
        jumlah_tki_l: '1',
        jumlah_tki_p: '1',
        luas_tanah: '-',
        modal_kerja: '5000000',
        jumlah_investasi: 25_000_000,
        nama_kegiatan: businessName,
        skala_usaha: '01',
        skala_resiko: 'R',
        data_lokasi_proyek: [{ id_proyek_lokasi: `L-${id}`, proyek_daerah_id: kdDaerah, alamat_usaha: address }],
        data_proyek_produk: [],
      },
    ],
    data_dni: [],
    data_checklist: [
      {
        id_produk: '-',
        id_proyek: `R-${id}`,
        id_izin: given.idIzin ?? `I-${id}`,
        jenis_izin: '02',
        kd_izin: kdIzin,
        kd_daerah: kdDaerah,
        kewenangan: '02',
        nama_izin: PRESET.namaIzin,
        instansi: 'Pemerintah Kabupaten (demo)',
        flag_checklist: 'Y',
        no_izin: '-',
        tgl_izin: '-',
        data_persyaratan: [],
      },
    ],
    jenis_id_user_proses: '01',
    no_id_user_proses: nik,
    nama_user_proses: name,
    email_user_proses: 'pemohon@contoh.example',
    hp_user_proses: '081200000000',
    alamat_user_proses: address,
    jns_kelamin_user_proses: 'L',
    status_nib: '01',
    'tipe_dokumen ': '9',
  };
}
