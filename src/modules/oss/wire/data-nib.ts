import { date, digits, link, list, numbers, one, text, texts, type IncomingMessage } from './shape.js';

const REQUIREMENT = { ...texts(['id_syarat', 'no_dokumen', 'keterangan']), tgl_dokumen: date(), file_dokumen: link() };

/** A licence that is to be processed. */
export const CHECKLIST_ITEM = {
  id_produk: text(25),
  id_proyek: text(25),
  id_izin: text(30),
  jenis_izin: text(3),
  kd_izin: text(12),
  kd_daerah: digits(10),
  kewenangan: digits(2),
  ...texts(['nama_izin', 'instansi', 'id_bidang_spesifik', 'bidang_spesifik', 'id_kewenangan', 'parameter_kewenangan']),
  ...texts(['flag_checklist', 'flag_transaksional', 'flag_perpanjangan', 'kbli_konversi', 'no_izin', 'kd_dokumen', 'nm_dokumen']),
  tgl_izin: date(),
  file_izin: link(),
  file_izin_oss: link(),
  status_checklist: text(2),
  data_persyaratan: list(REQUIREMENT),
  data_teknis: one(texts(['id_komitmen', 'luas_bangunan', 'jumlah_lantai', 'tinggi_bangunan', 'luas_basement', 'jumlah_lantai_basement'])),
  data_produk_halal: one(texts(['id_produk', 'nama_produk', 'no_sertifikat', 'tgl_sertifikat'])),
};

const LOCATION = {
  id_proyek_lokasi: text(25),
  proyek_daerah_id: digits(10),
  ...texts(['kd_kawasan', 'alamat_usaha', 'id_kegiatan', 'response_kegiatan', 'jenis_kawasan', 'jenis_lokasi', 'status_lokasi']),
  data_lokasi_proyek: list(texts(['serial', 'lat_lng'])),
  data_posisi_proyek: list(texts(['id_proyek_posisi', 'id_proyek_lokasi', 'posisi_lokasi'])),
};

const PRODUCT = texts([
  'id_produk', 'id_proyek', 'kbli', 'id_bidang_usaha', 'jenis_produksi', 'kapasitas', 'satuan', 'merk_dagang', 'pemegang_haki',
  'pemegang_paten', 'pi_nomor', 'pi_tanggal', 'pi_npwp', 'id_kbli_ta', 'tkdn', 'flag_memiliki_halal', 'nomor_sertifikat_halal',
  'masa_berlaku_sertifikat_halal', 'flag_memiliki_sni', 'nomor_sni', 'masa_berlaku_sni', 'flag_self_declare', 'tipe_cakupan',
]); // prettier-ignore

export const PROJECT = {
  id_proyek: text(25),
  nomor_proyek: text(26),
  kbli: digits(5),
  sektor: digits(3),
  skala_usaha: digits(2),
  ...texts([
    'uraian_usaha', 'memiliki_menguasai', 'jenis_lokasi', 'status_tanah', 'satuan_luas_tanah', 'tanggal_kurs', 'kd_kawasan', 'jawab_lokasi_b',
    'jawab_lokasi_c', 'jawab_lokasi_d', 'jawab_lokasi_e', 'jawab_lokasi_f', 'jawab_lokasi_g', 'flag_perluasan', 'flag_cabang', 'npwp_cabang',
    'nama_cabang', 'jenis_identitas_pj', 'no_identitas_pj', 'nama_pj', 'status_proyek', 'jenis_proyek', 'nama_kegiatan', 'flag_merger',
    'npwp_perseroan_merger', 'nama_perseroan_merger', 'skala_resiko', 'deskripsi_kegiatan', 'satu_lini',
  ]),
  ...numbers([
    'jumlah_tki_l', 'jumlah_tki_p', 'jumlah_tka_l', 'jumlah_tka_p', 'luas_tanah', 'pembelian_pematang_tanah', 'bangunan_gedung',
    'mesin_peralatan', 'mesin_peralatan_usd', 'investasi_lain', 'sub_jumlah', 'modal_kerja', 'jumlah_investasi', 'nilai_kurs',
  ]),
  data_lokasi_proyek: list(LOCATION),
  data_proyek_produk: list(PRODUCT),
}; // prettier-ignore

const SHAREHOLDER = {
  ...texts(
    ['jenis_', 'jabatan_', 'nama_', 'jns_identitas_', 'no_identitas_', 'valid_identitas_', 'negara_asal_', 'pengendali_', 'npwp_', 'alamat_',
      'fax_', 'email_', 'flag_pajak_', 'ket_pajak_', 'total_modal_'],
    'pemegang_saham',
  ),
  flag_asing: text(1),
}; // prettier-ignore

const RESPONSIBLE = {
  ...texts(
    ['jns_identitas_', 'no_identitas_', 'nama_', 'jabatan_', 'kebangsaan_', 'negara_asal_', 'npwp_', 'alamat_', 'jalan_', 'blok_', 'no_',
      'rt_rw_', 'kelurahan_', 'daerah_id_', 'kode_pos_', 'no_telp_', 'no_hp_', 'no_fax_', 'email_', 'flag_pajak_', 'ket_pajak_'],
    'penanggung_jwb',
  ),
  flag_asing: text(1),
}; // prettier-ignore

const PROCESSING_USER = texts(
  ['jenis_id_', 'no_id_', 'nama_', 'email_', 'hp_', 'alamat_', 'jns_kelamin_', 'tempat_lahir_', 'tgl_lahir_', 'daerah_id_', 'rt_rw_',
    'agama_', 'status_perkawinan_', 'pekerjaan_'],
  'user_proses',
); // prettier-ignore

/** The whole of what OSS knows of a business: what `receiveNIB` brings and `inqueryNIB` answers. */
export const DATA_NIB = {
  nib: digits(13),
  tgl_pengajuan_nib: date(),
  tgl_terbit_nib: date(),
  tgl_perubahan_nib: date(),
  oss_id: text(25),
  id_izin: text(25),
  kd_izin: text(12),
  kd_daerah: digits(10),
  kewenangan: digits(2),
  jenis_pelaku_usaha: digits(2),
  ...texts([
    'no_npp', 'no_va', 'no_wlkp', 'flag_perusahaan', 'flag_ekspor', 'flag_impor', 'jenis_api', 'gabung_negara', 'negara_pma_dominan',
    'kd_kawasan', 'jenis_kawasan', 'jangka_waktu', 'status_badan_hukum', 'status_penanaman_modal',
  ]),
  ...numbers(['total_pma', 'nilai_pma_dominan', 'nilai_pmdn', 'persen_pma', 'persen_pmdn']),
  versi_pia: text(),
  npwp_perseroan: digits(15),
  nama_perseroan: text(255),
  nama_singkatan: text(),
  jenis_perseroan: digits(2),
  status_perseroan: text(),
  ...texts(['alamat_perseroan', 'rt_rw_perseroan', 'kelurahan_perseroan', 'kode_pos_perseroan', 'nomor_telpon_perseroan', 'email_perusahaan']),
  perseroan_daerah_id: digits(10),
  ...numbers(['dalam_bentuk_uang', 'dalam_bentuk_lain', 'total_modal_dasar', 'total_modal_ditempatkan']),
  flag_umk: text(1),
  skala_usaha: digits(2),
  ...texts(['flag_perubahan_data_teknis', 'jenis_perubahan_terakhir']),
  pemegang_saham: list(SHAREHOLDER),
  penanggung_jwb: list(RESPONSIBLE),
  ...texts(['no_pengesahan', 'tgl_pengesahan', 'no_akta_lama', 'tgl_akta_lama', 'no_pengesahan_lama', 'tgl_pengesahan_lama']),
  legalitas: list(texts(['jenis_legal', 'no_legal', 'tgl_legal', 'alamat_notaris', 'nama_notaris', 'telepon_notaris'])),
  data_proyek: list(PROJECT),
  data_dni: list(texts(['kd_dni'])),
  data_checklist: list(CHECKLIST_ITEM),
  ...PROCESSING_USER,
  status_nib: digits(2),
  tipe_dokumen: text(1),
}; // prettier-ignore

export type DataNib = IncomingMessage<typeof DATA_NIB>;
export type ChecklistItem = IncomingMessage<typeof CHECKLIST_ITEM>;
export type Project = IncomingMessage<typeof PROJECT>;

/** `receiveFileDS`: where the file that OSS has signed can be fetched. */
export const RECEIVE_FILE_DS = { id_izin: text(30), nib: digits(13), file_izin: link() };
export type ReceiveFileDs = IncomingMessage<typeof RECEIVE_FILE_DS>;

/** `dataLicense.data`: one licence with what was handed in for it. */
export const DATA_LICENSE = {
  oss_id: text(25),
  id_izin: text(30),
  kd_izin: text(12),
  kd_daerah: digits(10),
  kewenangan: digits(2),
  data_proyek: list(PROJECT),
  data_checklist: list(CHECKLIST_ITEM),
};
