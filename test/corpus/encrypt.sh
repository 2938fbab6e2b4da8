#!/bin/sh
# Makes the files of test/corpus/encrypted/ with qpdf. They are checked in: tests do not need qpdf.
set -eu
cd "$(dirname "$0")/encrypted"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# A page; $2 is added to its catalogue, $3 to the page, $4 is object 6.
base() {
  cat >"$work/raw.pdf" <<PDF
%PDF-1.5
1 0 obj << /Type /Catalog /Pages 2 0 R $2 >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> $3 >> endobj
4 0 obj << /Length 51 >>
stream
BT /F1 14 Tf 72 760 Td (Kartu Tanda Penduduk) Tj ET
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
6 0 obj $4 endobj
trailer << /Size 7 /Root 1 0 R >>
startxref
0
%%EOF
PDF
  qpdf --warning-exit-0 "$work/raw.pdf" "$work/$1.pdf" 2>/dev/null
}

base page '' '' null
base script '/OpenAction 6 0 R' '' '<< /S /JavaScript /JS (app.alert\("x"\)) >>'
base link '' '/Annots [6 0 R]' '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:alert\(1\)) >> >>'
base address '' '/Annots [6 0 R]' '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://oss.go.id) >> >>'

# NAME USER OWNER BITS OPTIONS...
encrypt() {
  name=$1 user=$2 owner=$3 bits=$4
  shift 4
  for kind in page script link address; do
    for streams in generate disable; do
      qpdf --allow-weak-crypto --object-streams=$streams --encrypt "$user" "$owner" "$bits" "$@" -- "$work/$kind.pdf" "$kind-$name-$streams.pdf"
    done
  done
}

encrypt rc4-40 '' pemilik 40
encrypt rc4-128 '' pemilik 128 --use-aes=n --print=none
encrypt rc4-128-v4 '' pemilik 128 --use-aes=n --force-V4
encrypt aes-128 '' pemilik 128 --use-aes=y --modify=none
encrypt aes-128-clear-metadata '' pemilik 128 --use-aes=y --cleartext-metadata
encrypt aes-256 '' pemilik 256 --print=low
encrypt aes-256-r5 '' pemilik 256 --force-R5

for bits in 40 128 256; do
  qpdf --allow-weak-crypto --encrypt rahasia pemilik $bits -- "$work/page.pdf" "locked-$bits.pdf"
done
qpdf --linearize --object-streams=generate --encrypt '' pemilik 256 -- "$work/page.pdf" linearized-aes-256.pdf
