# index.sh IN OUT: the sorted distinct words of each file, two files at a time; then a merge, and a join of equal words.
set -euo pipefail
mkdir -p "$2"
export LC_ALL=C out=$2
ls "$1"/* | xargs -P 2 -I{} sh -c '
  f=$(basename {})
  tr "\v\f\r" "   " < {} |
    mawk -v f="$f" "{ for (i = 1; i <= NF; i++) if (!(\$i in s)) { s[\$i]; print \$i \"\t\" f } }" |
    sort -S 1G > "$out/.$f"'
# The empty strings make mawk compare words as words, where both look like numbers.
sort -m "$2"/.[!.]* | mawk -F '\t' '
  $1 "" != w "" { if (w != "") print w "\t" l; w = $1; l = $2; next }
  { l = l "," $2 }
  END { if (w != "") print w "\t" l }' > "$2/part-0"
rm "$2"/.[!.]*
